"""The steps of a change as a customer reads them, and what it leaves as it is."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from backhaul.core.change_steps import ChangePlan, Situation, StepKind
from backhaul.core.contracts import ContractStatus, Ownership
from backhaul.core.money import Money
from backhaul.core.portal_limits import refusal, what_stays, why_nothing
from backhaul.core.portal_words import places_taken, step_words, takes_place
from backhaul.core.subscription_policies import LastOrderPolicy, PausePolicy, RemainingPolicy
from backhaul.core.wanted_changes import (
    Actor,
    Cancel,
    ChangeAddress,
    ChangePaymentMethod,
    GivenAddress,
    MoveDate,
    Pause,
    Resume,
    SkipDelivery,
    UnskipDelivery,
    WantedChange,
)
from tests.core.change_world import handed_over, locked, monthly, planned, single, situation, term
from tests.core.contract_builders import ADDRESS, MONTHLY, contract, cycles, month, part, prepaid

MOVED = ChangeAddress(GivenAddress("Ada", "Lovelace", "", "2 Mill Lane", "", "Hamburg", "20095", "", "DE", "+49"))


def plan_of(wanted: WantedChange, where: Situation) -> ChangePlan:
    return planned(wanted, where, actor=Actor.CUSTOMER)


def said(wanted: WantedChange, where: Situation, **more: object) -> list[str]:
    """Each step of the plan in the customer's words."""
    names = {side.remote.gid: side.remote.name for side in where.orders}
    steps = plan_of(wanted, where).steps
    places = places_taken((step.kind, step.params) for step in steps)
    found = []
    for step in steps:
        more |= {"order": names.get(step.subject_gid, ""), "takes_place": takes_place(step.kind, step.params, places)}
        found.append(str(step_words(step.kind, step.params, zone=where.timezone, **more)))  # type: ignore[arg-type]
    return found


def stays(wanted: WantedChange, where: Situation) -> list[str]:
    return [str(one) for one in what_stays(plan_of(wanted, where), wanted, where)]


def number_of(where: Situation, due: object) -> int:
    every = [one for side in where.orders for one in side.layout.deliveries] + list(where.future)
    return next(one.number for one in every if one.due_at == due)


def test_a_skipped_charge_is_named_by_its_day() -> None:
    where = situation(of=monthly())

    assert said(SkipDelivery(number_of(where, month(2))), where) == [
        "The delivery of 2026-12-15 is skipped: nothing is charged on that day."
    ]


def test_a_skip_that_is_taken_back_is_named_by_its_day() -> None:
    skipped = tuple(replace(one, skipped=one.index == 3) for one in monthly().cycles)
    where = situation(of=monthly(cycles=skipped))

    assert said(UnskipDelivery(number_of(where, month(2))), where) == [
        "The delivery of 2026-12-15 is charged and sent after all."
    ]


def test_a_paid_delivery_that_moves_says_from_when_to_when() -> None:
    where = situation(term())

    assert said(MoveDate(number_of(where, month(2)), month(2).replace(day=20)), where) == [
        "The delivery of 2026-12-15, which is paid for, is sent on 2026-12-20 instead."
    ]


def test_an_unpaid_delivery_that_comes_sooner_says_when_it_is_charged() -> None:
    where = situation(of=monthly())
    sooner = MoveDate(number_of(where, month(2)), month(2).replace(day=10))

    assert said(sooner, where)[0] == (
        "What was to be charged and sent on 2026-12-15 is charged and sent on 2026-12-10 instead."
    )
    assert stays(sooner, where) == []


def test_an_unpaid_delivery_that_comes_later_says_which_one_is_left_out_for_it() -> None:
    where = situation(of=monthly())
    later = MoveDate(number_of(where, month(2)), month(2).replace(day=20))

    assert said(later, where)[:2] == [
        "The delivery of 2026-12-15 comes later: nothing is charged on that day.",
        "It is charged and sent on 2026-12-20.",
    ]
    assert stays(later, where) == ["For this the delivery of 2027-01-15 is left out: it is neither charged nor sent."]


def test_days_are_those_of_the_stores_zone() -> None:
    params = {"date": "2026-12-20T23:30:00+00:00"}

    assert "2026-12-21" in str(step_words(StepKind.RESCHEDULE, params, zone="Europe/Berlin"))


def test_another_address_is_said_for_what_comes_and_for_what_is_paid() -> None:
    address = "Ada Lovelace, 2 Mill Lane, 20095 Hamburg, DE, +49"

    assert said(MOVED, situation(term())) == [
        f"What is sent from now on goes to: {address}.",
        f"What is paid already (order #1001) goes to: {address}.",
    ]


def test_what_is_prepared_may_go_to_the_old_address() -> None:
    assert stays(MOVED, situation(handed_over())) == [
        "The delivery of 2026-11-15 is being prepared already and may still go to the old address."
    ]


def test_a_pause_and_a_return_are_said() -> None:
    paused = situation(of=monthly(status=ContractStatus.PAUSED))

    assert said(Pause(), situation(of=monthly())) == [
        "Your subscription is paused: nothing is charged until you resume it."
    ]
    assert said(Resume(), paused) == ["Your subscription goes on."]


def test_what_is_paid_still_comes_during_a_pause() -> None:
    assert stays(Pause(), situation(single())) == ["The delivery of 2026-11-15 is paid for and still comes."]
    assert stays(Pause(PausePolicy.HOLD), situation(single())) == []


def test_cancelling_is_said_with_what_still_comes() -> None:
    ship = Cancel(remaining=RemainingPolicy.SHIP_REMAINING)

    assert said(ship, situation(term())) == [
        "Your subscription ends: nothing is charged any more. This cannot be taken back."
    ]
    assert stays(ship, situation(term())) == [
        "The delivery of 2026-11-15 is paid for and still comes.",
        "The delivery of 2026-12-15 is paid for and still comes.",
    ]


def test_many_deliveries_are_counted() -> None:
    parts = [part(number, number) for number in range(1, 6)]

    assert stays(Cancel(remaining=RemainingPolicy.SHIP_REMAINING), situation(prepaid(*parts, quantity=5))) == [
        "5 deliveries are paid for and still come."
    ]


def test_the_shops_decision_is_announced() -> None:
    assert stays(Cancel(last_order=LastOrderPolicy.ASK_MERCHANT), situation(single(), of=monthly())) == [
        "The delivery of 2026-11-15 is paid for: the shop decides whether it is sent or refunded, and tells you."
    ]


def test_a_refund_says_its_amount_as_far_as_it_is_known() -> None:
    refund = Cancel(remaining=RemainingPolicy.REFUND_REMAINING)
    amount = Money(Decimal("20.00"), "EUR")

    with_amount, without = said(refund, situation(term()), amount=amount), said(refund, situation(term()))

    assert with_amount[-1] == f"You get {amount} back for what is not sent of order #1001 (goods: 2)."
    assert without[-1] == "Goods of order #1001 are refunded and not sent: 2."
    assert stays(refund, situation(term())) == []


def test_an_order_that_is_cancelled_whole_says_its_amount() -> None:
    found = said(Cancel(last_order=LastOrderPolicy.CANCEL_ORDER), situation(single(), of=monthly()))

    assert found[-1] == "Order #1001 is cancelled and refunded; it is not sent."


def test_a_payment_under_way_may_bring_one_more_delivery() -> None:
    assert "one more delivery comes" in " ".join(stays(Cancel(), situation(of=locked(monthly()))))


def test_another_way_of_paying_is_asked_for_by_mail() -> None:
    assert said(ChangePaymentMethod(), situation(of=monthly())) == [
        "You get an e-mail with a link, where you can enter another way of paying."
    ]


def test_what_another_app_would_have_to_do_is_not_begun_by_a_customer() -> None:
    where = situation(of=monthly(), ownership=Ownership.ANOTHER_APP)

    assert refusal(plan_of(Pause(), where), Pause()) is not None
    assert refusal(plan_of(Pause(), situation(of=monthly())), Pause()) is None


def test_a_parcel_that_a_person_would_have_to_release_is_not_held_by_a_customer() -> None:
    where = situation(single())
    later = MoveDate(number_of(where, month(1)), month(2))

    assert refusal(plan_of(later, where), later) is not None
    assert refusal(plan_of(Pause(PausePolicy.HOLD), where), Pause(PausePolicy.HOLD)) is None


def why(wanted: WantedChange, where: Situation) -> str:
    plan = plan_of(wanted, where)
    assert plan.steps == ()
    return str(why_nothing(plan, wanted, where))


def test_a_day_that_belongs_to_another_delivery_is_answered_with_the_first_that_is_possible() -> None:
    where = situation(of=monthly())
    second = number_of(where, month(3))

    assert why(MoveDate(second, month(2)), where) == "Another delivery comes before: choose a day from 2026-12-15 on."


def test_a_day_too_far_ahead_is_answered_with_the_last_that_is_known() -> None:
    where = situation(of=monthly())

    assert "known until 2027-03-15" in why(MoveDate(number_of(where, month(3)), month(9)), where)


def test_a_day_in_the_place_of_a_skipped_delivery_is_not_possible() -> None:
    skipped = tuple(replace(one, skipped=one.index == 4) for one in monthly().cycles)
    where = situation(of=monthly(cycles=skipped))

    assert "take that back first" in why(MoveDate(number_of(where, month(2)), month(2).replace(day=20)), where)


def test_while_a_payment_is_taken_one_is_asked_to_wait() -> None:
    where = situation(of=locked(monthly()))

    assert "A payment is being taken" in str(why_nothing(plan_of(MOVED, where), MOVED, where))


def test_where_it_is_like_that_already_there_is_nothing_to_change() -> None:
    same = ChangeAddress(GivenAddress(city=ADDRESS.city))
    where = situation(of=monthly())

    assert str(why_nothing(plan_of(same, where), same, where)).startswith("There is nothing to change")


def test_no_sentence_of_the_staff_reaches_a_customer() -> None:
    """A parcel that is handed over is the warehouse's matter in the plan, and none for the customer."""
    where = situation(handed_over())
    shown = " ".join([*said(MOVED, where), *stays(MOVED, where)])

    assert "warehouse" in " ".join(plan_of(MOVED, where).impossible)
    assert "warehouse" not in shown


def test_what_cannot_be_done_and_has_no_words_of_its_own_is_not_kept_silent() -> None:
    plan = ChangePlan((), ("Something for the staff.",), "f")

    assert [str(one) for one in what_stays(plan, SkipDelivery(1), situation(of=monthly()))] == [
        "Not all of this can be done here: the shop can tell you more."
    ]


@pytest.mark.parametrize("kind", list(StepKind))
def test_every_kind_of_step_has_words_of_its_own_with_nothing_known_before(kind: StepKind) -> None:
    params = {"date": "2026-12-20T09:00:00+00:00", "status": "PAUSED", "units": {}, "address": {}, "edits": []}

    sentence = step_words(kind, params, zone="UTC", order="#1001")

    assert str(sentence)
    assert all(isinstance(value, str | int | date | Money) for _, value in sentence.values)


def test_a_term_of_least_cycles_leaves_nothing_to_say_but_the_refusal() -> None:
    bound = contract(billing=replace(MONTHLY, min_cycles=9), delivery=MONTHLY, cycles=cycles(MONTHLY))

    assert said(Cancel(), situation(of=bound)) == []


def test_deliveries_that_are_charged_together_are_said_to_be_skipped_together() -> None:
    where = situation()
    first = next(one for one in where.future if one.cycle_index == 2)

    assert stays(SkipDelivery(first.number), where) == [
        "3 deliveries are paid with this charge: all of them are skipped."
    ]


_STAFF_WORDS = r"warehouse|fulfillment|shopify|billing|deliver(y|ies) \d|merchant|contract\b"
STAFF = re.compile(_STAFF_WORDS, re.IGNORECASE)
WANTED = [
    MOVED,
    Pause(),
    Pause(PausePolicy.HOLD),
    Pause(PausePolicy.RESCHEDULE),
    Resume(),
    *(Cancel(remaining=policy) for policy in RemainingPolicy),
    *(Cancel(last_order=policy) for policy in LastOrderPolicy),
    ChangePaymentMethod(),
    *(wish(number) for wish in (SkipDelivery, UnskipDelivery) for number in range(1, 7)),
    *(MoveDate(number, month(later).replace(day=20)) for number in range(1, 7) for later in (1, 2, 4, 9)),
]
PLACES = {
    "prepaid": lambda: situation(term()),
    "each time": lambda: situation(single(), of=monthly()),
    "paused": lambda: situation(term(), of=contract(status=ContractStatus.PAUSED)),
    "being charged": lambda: situation(term(), of=locked(contract())),
    "handed over": lambda: situation(handed_over(), of=monthly()),
    "another app's": lambda: situation(term(), ownership=Ownership.ANOTHER_APP),
    "ended": lambda: situation(term(), of=contract(status=ContractStatus.CANCELLED)),
}


@pytest.mark.parametrize("place", PLACES)
def test_whatever_is_wished_a_customer_reads_an_answer_and_no_word_of_the_staff(place: str) -> None:
    where = PLACES[place]()

    for wanted in WANTED:
        plan = plan_of(wanted, where)
        shown = [*said(wanted, where), *stays(wanted, where)]
        shown += [] if plan.steps else [str(why_nothing(plan, wanted, where))]

        assert shown
        assert not [one for one in shown if STAFF.search(one)], wanted
