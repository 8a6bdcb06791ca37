"""The decision table of dates, cell by cell: moving, skipping and taking up again one delivery."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backhaul.core.change_steps import Situation, StepKind
from backhaul.core.contracts import Anchor, RemoteAttempt, RemoteContract, Rhythm
from backhaul.core.remote import FulfillmentOrderStatus, RemoteOrder
from backhaul.core.wanted_changes import MoveDate, SkipDelivery, UnskipDelivery, WantedChange
from tests.core.builders import TEA, fulfillment_order
from tests.core.change_world import (
    CONFIRMING,
    PENDING,
    THEIRS,
    bare,
    handed_over,
    kinds,
    locked,
    monthly,
    only,
    planned,
    scheduled,
    shipped,
    single,
    situation,
    term,
    words,
)
from tests.core.contract_builders import COFFEE, NOW, QUARTERLY, contract, cycles, gid_of, later, month, part, prepaid

RESCHEDULE, HOLD = StepKind.RESCHEDULE, StepKind.HOLD
CHRISTMAS = datetime(2026, 12, 24, 9, tzinfo=UTC)
ADVENT = datetime(2026, 12, 6, 9, tzinfo=UTC)


def first_future(where: Situation) -> int:
    return where.future[0].number


def skipped(of: RemoteContract) -> RemoteContract:
    """The contract with its third cycle, the next one, skipped."""
    return replace(of, cycles=tuple(replace(one, skipped=one.index == 3) for one in of.cycles))


# Date


def test_the_date_of_what_is_not_billed_is_set_within_its_cycle() -> None:
    where = situation(single(), of=monthly())

    plan = planned(MoveDate(first_future(where), ADVENT), where)

    assert only(plan, StepKind.SCHEDULE_CYCLE).params == {"cycle_index": 3, "date": ADVENT.isoformat()}
    assert kinds(plan) == [StepKind.SCHEDULE_CYCLE]
    assert plan.steps[0].words == "Bill delivery 2 on 2026-12-06 instead of 2026-12-15."


def test_a_delivery_that_is_not_billed_takes_the_place_of_a_later_one_beyond_its_cycle() -> None:
    where = situation(single(), of=monthly())

    plan = planned(MoveDate(first_future(where), CHRISTMAS), where)

    skip, schedule, note = map(bare, plan.steps)
    assert (skip.kind, skip.params) == (StepKind.SKIP_CYCLE, {"cycle_index": 3, "moved_to": 4})
    assert schedule.params == {"cycle_index": 4, "date": CHRISTMAS.isoformat()}
    assert schedule.words == (
        "Bill delivery 2 on 2026-12-24 instead of 2026-12-15, in the place of delivery 3 (2027-01-15)."
    )
    assert (note.kind, note.params) == (StepKind.SET_NEXT_BILLING, {"date": CHRISTMAS.isoformat()})
    assert (schedule.depends_on, note.depends_on) == ((skip.key,), (schedule.key,))


def test_what_is_billed_together_has_one_date() -> None:
    where = situation(term())

    plan = planned(MoveDate(first_future(where) + 1, month(5)), where)

    assert plan.steps == ()
    assert "billed together with delivery 4 on 2027-01-15" in words(plan.impossible)


def test_a_delivery_with_a_fixed_day_leaves_on_it_whenever_it_is_billed() -> None:
    anchored = monthly(delivery=Rhythm("MONTH", 1, (Anchor("MONTHDAY", 15),)))
    where = situation(single(), of=anchored)

    plan = planned(MoveDate(first_future(where), ADVENT), where)

    assert "what is billed on 2026-12-06 is delivered on 2026-12-15" in words(plan.notes)


@pytest.mark.parametrize("wanted", [MoveDate(2, CHRISTMAS), SkipDelivery(2)])
@pytest.mark.parametrize("attempt", [PENDING, CONFIRMING])
def test_what_is_being_billed_is_neither_moved_nor_skipped(wanted: WantedChange, attempt: RemoteAttempt) -> None:
    plan = planned(wanted, situation(single(), of=locked(monthly(), attempt)))

    assert plan.steps == ()
    assert "Try again when that has ended." in words(plan.impossible)


def test_a_scheduled_delivery_is_rescheduled() -> None:
    plan = planned(MoveDate(1, CHRISTMAS), situation(scheduled()))

    assert only(plan, RESCHEDULE).params == {"fulfillment_order": gid_of(3), "date": CHRISTMAS.isoformat()}
    assert plan.steps[0].words == "Ship delivery 1 of order #1001 on 2026-12-24 instead of 2026-12-15."


def test_an_open_delivery_is_held_for_it_has_no_date_any_more() -> None:
    plan = planned(MoveDate(1, CHRISTMAS), situation(single()))

    step = only(plan, HOLD)
    assert (step.params["fulfillment_order"], step.params["until"]) == (gid_of(2), CHRISTMAS.isoformat())
    assert plan.notes == (
        "Delivery 1 is on hold then. Release it on 2026-12-24: in Shopify, or by resuming the subscription.",
    )


def test_a_delivery_on_hold_is_released_first() -> None:
    plan = planned(MoveDate(1, CHRISTMAS), situation(single(status="ON_HOLD", holds=(THEIRS,))))

    assert plan.steps == ()
    assert "is on hold: release that first" in words(plan.impossible)


@pytest.mark.parametrize("wanted", [MoveDate(1, CHRISTMAS), SkipDelivery(1)])
def test_what_is_handed_over_is_neither_moved_nor_skipped(wanted: WantedChange) -> None:
    plan = planned(wanted, situation(handed_over()))

    assert (plan.steps, plan.impossible) == (
        (),
        ("Delivery 1 is handed over already: ask the warehouse to wait with it.",),
    )


@pytest.mark.parametrize("wanted", [MoveDate(1, CHRISTMAS), SkipDelivery(1)])
def test_what_is_shipped_is_neither_moved_nor_skipped(wanted: WantedChange) -> None:
    plan = planned(wanted, situation(shipped()))

    assert (plan.steps, plan.impossible) == ((), ("Delivery 1 has left already.",))


def test_a_date_that_is_past_is_refused() -> None:
    plan = planned(MoveDate(1, NOW), situation(scheduled()))

    assert (plan.steps, len(plan.impossible)) == ((), 1)


def test_a_delivery_that_meets_another_one_may_leave_with_it() -> None:
    order = prepaid(part(2, 2), part(3, 3), quantity=2)

    plan = planned(MoveDate(1, month(3) + timedelta(hours=2)), situation(order))

    assert kinds(plan) == [RESCHEDULE]
    assert "Delivery 2 is due on the same day" in words(plan.notes)
    assert "The next charge is on that day, too." in plan.notes


@pytest.mark.parametrize(
    ("to", "note"),
    [
        (month(3) - timedelta(hours=3), "The next charge is on that day, too."),
        (month(4), "The next charge, on 2027-01-15, comes before that."),
    ],
)
def test_a_charge_on_the_day_of_a_moved_delivery_or_before_it_is_named(to: datetime, note: str) -> None:
    plan = planned(MoveDate(1, to), situation(scheduled()))

    assert note in plan.notes


def test_other_goods_of_a_parcel_wait_with_it() -> None:
    mixed = replace(
        fulfillment_order(3, {COFFEE: 1, TEA: 2}, status=FulfillmentOrderStatus.SCHEDULED, fulfill_at=month(2)),
    )

    plan = planned(MoveDate(1, CHRISTMAS), situation(prepaid(mixed, quantity=1)))

    assert "Other goods of order #1001 are in the same parcel: they wait, too." in plan.notes


def test_the_day_is_that_of_the_store() -> None:
    late = datetime(2026, 12, 24, 23, 30, tzinfo=UTC)

    plan = planned(MoveDate(1, late), situation(scheduled(), timezone="Europe/Berlin"))

    assert "on 2026-12-25" in plan.steps[0].words


# Skip


def test_what_is_not_billed_is_skipped_with_its_cycle() -> None:
    plan = planned(SkipDelivery(2), situation(single(), of=monthly()))

    assert only(plan, StepKind.SKIP_CYCLE).params == {"cycle_index": 3}
    assert plan.steps[0].words == "Skip delivery 2: nothing is billed on 2026-12-15."


def test_what_is_billed_together_is_skipped_together() -> None:
    plan = planned(SkipDelivery(5), situation(term()))

    assert plan.steps[0].words == "Skip deliveries 4, 5 and 6: nothing is billed on 2027-01-15."


def test_a_later_delivery_can_be_skipped_while_the_next_one_is_being_billed() -> None:
    plan = planned(SkipDelivery(3), situation(single(), of=locked(monthly())))

    assert only(plan, StepKind.SKIP_CYCLE).params == {"cycle_index": 4}


def test_a_scheduled_delivery_that_is_skipped_comes_after_the_last_one_and_the_renewal_moves() -> None:
    plan = planned(SkipDelivery(3), situation(term()))

    move, skip, renewal, note, *later = map(bare, plan.steps)
    assert (move.kind, move.params) == (
        RESCHEDULE,
        {"fulfillment_order": gid_of(3), "date": month(3).isoformat()},
    )
    assert (skip.kind, skip.params) == (StepKind.SKIP_CYCLE, {"cycle_index": 2, "moved_to": 3})
    assert renewal.params == {"cycle_index": 3, "date": month(4).isoformat()}
    assert (note.kind, note.params) == (StepKind.SET_NEXT_BILLING, {"date": month(4).isoformat()})
    assert (skip.depends_on, renewal.depends_on) == ((move.key,), (skip.key,))
    assert [step.params["date"] for step in later] == [month(7).isoformat()]
    assert "If it is not to come at all, refund it." in words(plan.notes)


def test_the_renewal_moves_where_a_skipped_delivery_meets_it_at_an_earlier_hour() -> None:
    early = prepaid(replace(part(3, 2), fulfill_at=month(2) - timedelta(hours=3)), quantity=1)

    plan = planned(SkipDelivery(1), situation(early))

    assert only(plan, RESCHEDULE).params["date"] == (month(3) - timedelta(hours=3)).isoformat()
    assert only(plan, StepKind.SKIP_CYCLE).params == {"cycle_index": 2, "moved_to": 3}
    assert "Bill nothing on 2027-01-15: deliveries 2, 3 and 4 come later." in [step.words for step in plan.steps]


def test_the_renewal_moves_where_a_skipped_delivery_meets_it_after_the_clocks_are_put_forward() -> None:
    bought = datetime(2026, 12, 22, 18, 20, tzinfo=UTC)
    term_of = contract(
        created_at=bought,
        billing=Rhythm("DAY", 90),
        delivery=Rhythm("DAY", 30),
        cycles=cycles(Rhythm("DAY", 90), start=bought),
    )
    last = prepaid(replace(part(3, 2), fulfill_at=bought + timedelta(days=60)), quantity=1)
    where = situation(last, of=term_of, now=bought + timedelta(days=1), timezone="America/Toronto")

    plan = planned(SkipDelivery(1), where)

    assert only(plan, RESCHEDULE).params["date"] == "2027-03-22T17:20:00+00:00"
    assert plan.steps[2].words.startswith("Bill deliveries 2, 3 and 4 on 2027-04-21 instead of 2027-03-22")


def test_a_skipped_delivery_that_was_moved_already_stays_and_the_renewal_is_planned_anew() -> None:
    order = prepaid(part(2, 3), part(3, 2), quantity=2)
    renewal_left = tuple(replace(one, skipped=one.index == 2) for one in contract().cycles)
    done = frozenset({RESCHEDULE, StepKind.SKIP_CYCLE})
    where = situation(order, of=contract(cycles=renewal_left), done_before=done)
    number = next(one.number for one in where.orders[0].layout.deliveries if one.due_at == month(3))

    plan = planned(SkipDelivery(number), where)

    assert only(plan, StepKind.SCHEDULE_CYCLE).params == {"cycle_index": 3, "date": month(4).isoformat()}
    assert kinds(plan) == [StepKind.SCHEDULE_CYCLE]
    assert "is put off already" in words(plan.notes)


def test_an_open_delivery_that_is_skipped_is_held_until_after_the_last_one() -> None:
    plan = planned(SkipDelivery(2), situation(term()))

    assert only(plan, HOLD).params["until"] == month(3).isoformat()
    assert kinds(plan)[:3] == [HOLD, StepKind.SKIP_CYCLE, StepKind.SCHEDULE_CYCLE]


def test_a_renewal_that_is_overdue_moves_to_a_date_that_is_still_to_come() -> None:
    overdue = contract(cycles=cycles(QUARTERLY, billed=0))

    plan = planned(SkipDelivery(3), situation(term(), of=overdue))

    dates = [step.params["date"] for step in plan.steps if step.kind is StepKind.SCHEDULE_CYCLE]
    assert dates[0] == month(4).isoformat()
    assert [step.params["cycle_index"] for step in plan.steps if step.kind is StepKind.SKIP_CYCLE] == [1, 2]


def test_the_renewal_stays_where_a_skipped_delivery_does_not_meet_it() -> None:
    billed_ahead = contract(cycles=cycles(QUARTERLY, billed=2))

    plan = planned(SkipDelivery(3), situation(term(), of=billed_ahead))

    assert kinds(plan) == [RESCHEDULE]


def test_nothing_is_skipped_that_would_meet_a_renewal_which_is_being_billed() -> None:
    plan = planned(SkipDelivery(3), situation(term(), of=locked(contract())))

    assert plan.steps == ()


def test_the_last_day_of_a_month_stays_the_last_day_for_a_skipped_delivery() -> None:
    due = datetime(2027, 1, 31, 9, tzinfo=UTC)
    order = prepaid(replace(part(3, 2), fulfill_at=due), quantity=1)

    plan = planned(SkipDelivery(1), situation(order, of=contract(cycles=())))

    assert only(plan, RESCHEDULE).params["date"] == datetime(2027, 2, 28, 9, tzinfo=UTC).isoformat()


def test_what_is_skipped_is_not_skipped_again() -> None:
    plan = planned(SkipDelivery(2), situation(single(), of=skipped(monthly())))

    assert (plan.steps, plan.notes) == ((), ("Delivery 2 is skipped already.",))


def test_a_skipped_delivery_is_taken_up_before_it_is_moved() -> None:
    plan = planned(MoveDate(2, CHRISTMAS), situation(single(), of=skipped(monthly())))

    assert "is skipped: take that back first" in words(plan.impossible)


# Unskip


def test_a_skipped_delivery_is_taken_up_again() -> None:
    plan = planned(UnskipDelivery(2), situation(single(), of=skipped(monthly())))

    assert only(plan, StepKind.UNSKIP_CYCLE).params == {"cycle_index": 3}


def test_a_skipped_delivery_whose_date_is_past_is_not_taken_up_again() -> None:
    plan = planned(UnskipDelivery(2), situation(single(), of=skipped(monthly()), now=later(days=40)))

    assert (plan.steps, "is past" in words(plan.impossible)) == ((), True)


@pytest.mark.parametrize("order", [single(), scheduled(), handed_over(), shipped()])
def test_a_paid_delivery_is_given_another_date_instead_of_being_taken_up_again(order: RemoteOrder) -> None:
    plan = planned(UnskipDelivery(1), situation(order))

    assert plan.impossible == ("Delivery 1 is paid for: give it another date instead.",)


def test_what_is_not_skipped_is_not_taken_up_again() -> None:
    plan = planned(UnskipDelivery(2), situation(single(), of=locked(monthly())))

    assert (plan.steps, plan.notes) == ((), ("Delivery 2 is not skipped.",))


@pytest.mark.parametrize("wanted", [MoveDate(99, CHRISTMAS), SkipDelivery(99), UnskipDelivery(99)])
def test_a_delivery_that_does_not_exist_is_named(wanted: WantedChange) -> None:
    plan = planned(wanted, situation(term()))

    assert plan.impossible == ("There is no delivery 99 that is still to come.",)


def test_a_delivery_of_an_order_that_is_not_understood_is_not_moved() -> None:
    known = situation(term())
    (side,) = known.orders
    layout = replace(side.layout, unknown_because="2 of 3 are nowhere.")

    plan = planned(MoveDate(3, CHRISTMAS), replace(known, orders=(replace(side, layout=layout),)))

    assert plan.steps == ()
    assert "are not understood: 2 of 3 are nowhere." in words(plan.impossible)
