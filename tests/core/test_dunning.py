"""When a cycle is charged, and what follows from each decline."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backhaul.core.billing import Ask, End, GiveUp, Hold, Send, SkipIt, Try, called_off_end
from backhaul.core.billing_policy import BillingPolicy, LackingStock
from backhaul.core.bills import OPENS_AGAIN, BillState, BillWish
from backhaul.core.contracts import Ownership
from backhaul.core.declines import DECLINES
from backhaul.core.dunning import decide
from tests.core.billing_builders import CHARGED_AT, DUE, ON, attempt, case, cycle, failed

DAY = timedelta(days=1)


def policy(**given: object) -> BillingPolicy:
    return replace(ON, **given)  # type: ignore[arg-type]


def test_a_due_cycle_is_charged_as_try_one_from_the_present_moment() -> None:
    decision = decide(case())

    assert decision == Send(1, CHARGED_AT + timedelta(minutes=5))


def test_a_cycle_whose_time_has_not_come_waits_for_it() -> None:
    decision = decide(case(now=CHARGED_AT - timedelta(minutes=1)))

    assert isinstance(decision, Hold)
    assert (decision.state, decision.until, decision.next_try_at) == (BillState.OPEN, CHARGED_AT, CHARGED_AT)


def test_a_late_charge_counts_its_deliveries_from_the_cycles_date() -> None:
    decision = decide(case(now=DUE + 2 * DAY))

    assert decision == Send(1, DUE)


@pytest.mark.parametrize(
    ("true", "state"),
    [
        ({"status": "PAUSED"}, BillState.STOPPED),
        ({"status": "FAILED"}, BillState.STOPPED),
        ({"status": "A_NEW_STATUS"}, BillState.STOPPED),
        ({"status": "CANCELLED"}, BillState.ENDED),
        ({"status": "EXPIRED"}, BillState.ENDED),
        ({"ownership": Ownership.ANOTHER_APP}, BillState.STOPPED),
        ({"ownership": Ownership.NOBODY}, BillState.STOPPED),
        ({"policy": BillingPolicy()}, BillState.STOPPED),
        ({"later_billed": True}, BillState.LEFT),
        ({"wish": BillWish.LEAVE}, BillState.LEFT),
    ],
)
def test_what_is_not_to_be_charged_is_not(true: dict[str, Any], state: BillState) -> None:
    decision = decide(case(**true))

    assert isinstance(decision, End)
    assert decision.state is state


def test_a_cycle_that_is_not_charged_as_billing_was_switched_off_is_told_of_and_a_paused_subscriptions_is_not() -> None:
    switched_off = decide(case(*failed("CARD_DECLINED"), policy=BillingPolicy()))
    paused = decide(case(*failed("CARD_DECLINED"), status="PAUSED"))

    assert isinstance(switched_off, End)
    assert isinstance(paused, End)
    assert (switched_off.is_wrong, paused.is_wrong) == (True, False)


def test_a_bill_that_was_called_off_with_its_store_opens_again_and_another_is_told_of() -> None:
    with_store = called_off_end("The app was uninstalled.", with_store=True)
    by_person = called_off_end("Called off.", with_store=False)

    assert with_store.state in OPENS_AGAIN
    assert (by_person.state, by_person.is_wrong) == (BillState.LEFT, True)


def test_a_skipped_cycle_is_not_charged() -> None:
    decision = decide(case(of=cycle(skipped=True), wish=BillWish.CHARGE))

    assert isinstance(decision, End)
    assert decision.state is BillState.SKIPPED


def test_nothing_is_sent_while_a_change_or_another_cycles_payment_is_under_way() -> None:
    for true in ({"change": "chg_1"}, {"other_pending": True}):
        decision = decide(case(wish=BillWish.CHARGE, **true))

        assert isinstance(decision, Hold)
        assert decision.state is BillState.HELD


@pytest.mark.parametrize("state", ["pending", "action_required"])
@pytest.mark.parametrize("is_ours", [True, False])
def test_nothing_is_sent_while_a_payment_may_still_succeed_whatever_else_is_true(state: str, is_ours: bool) -> None:
    under_way = attempt(state)
    tries = (Try(1, under_way),) if is_ours else ()

    for true in ({}, {"wish": BillWish.CHARGE}, {"status": "CANCELLED"}, {"policy": BillingPolicy()}):
        decision = decide(case(*tries, others=() if is_ours else (under_way,), **true))

        assert isinstance(decision, Hold)


def test_a_payment_that_does_not_end_for_weeks_is_shown_to_a_person_and_not_made_again() -> None:
    decision = decide(case(Try(1, attempt("action_required")), now=CHARGED_AT + 15 * DAY, wish=BillWish.CHARGE))

    assert isinstance(decision, Ask)


def test_what_is_charged_is_never_charged_again() -> None:
    paid = attempt("succeeded", order_gid="gid://order/1")
    ours = decide(case(*failed("CARD_DECLINED"), Try(2, paid), wish=BillWish.CHARGE))
    theirs = decide(case(others=(paid,), wish=BillWish.CHARGE))
    billed = decide(case(of=cycle(status="BILLED"), wish=BillWish.CHARGE))

    assert ours == End(BillState.CHARGED, "Charged at try 2.", "gid://order/1")
    assert isinstance(theirs, End)
    assert isinstance(billed, End)
    assert [theirs.state, billed.state] == [BillState.CHARGED_ELSEWHERE] * 2


def test_two_payments_of_one_cycle_are_told() -> None:
    decision = decide(case(Try(1, attempt("succeeded")), others=(attempt("succeeded"),)))

    assert isinstance(decision, End)
    assert decision.is_wrong


def test_what_was_due_too_long_ago_or_before_billing_was_on_is_a_persons_decision() -> None:
    overdue = decide(case(now=CHARGED_AT + 8 * DAY))
    before = decide(case(policy=policy(since=CHARGED_AT + timedelta(minutes=1))))

    assert isinstance(overdue, Ask)
    assert isinstance(before, Ask)
    assert isinstance(decide(case(now=CHARGED_AT + 8 * DAY, wish=BillWish.CHARGE)), Send)
    assert isinstance(decide(case(now=CHARGED_AT + 7 * DAY)), Send)


@pytest.mark.parametrize("code", ["CARD_DECLINED", "DO_NOT_HONOR", "EXPIRED_BUYER_ACTION", "INSUFFICIENT_FUNDS"])
def test_a_decline_that_may_pass_is_tried_again_on_the_days_of_the_plan(code: str) -> None:
    waits = decide(case(*failed(code), now=CHARGED_AT + DAY))
    again = decide(case(*failed(code), now=CHARGED_AT + 3 * DAY))

    assert isinstance(waits, Hold)
    assert (waits.state, waits.next_try_at) == (BillState.RETRYING, CHARGED_AT + 3 * DAY)
    assert again == Send(2, DUE)


def test_the_plan_counts_from_the_first_failure_and_ends_with_its_last_day() -> None:
    second = decide(case(*failed("CARD_DECLINED", "CARD_DECLINED", days=3), now=CHARGED_AT + 4 * DAY))
    last = decide(case(*failed(*["CARD_DECLINED"] * 4, days=4), now=CHARGED_AT + 13 * DAY))

    assert isinstance(second, Hold)
    assert second.next_try_at == CHARGED_AT + 7 * DAY
    assert isinstance(last, GiveUp)


def test_a_try_is_never_made_on_the_day_of_the_last_one() -> None:
    late = failed("CARD_DECLINED", "CARD_DECLINED", days=7)

    decision = decide(case(*late, now=CHARGED_AT + 7 * DAY + timedelta(hours=1)))

    assert isinstance(decision, Hold)
    assert decision.next_try_at == CHARGED_AT + 8 * DAY


def test_a_retry_that_was_missed_for_long_is_a_persons_decision() -> None:
    decision = decide(case(*failed("CARD_DECLINED"), now=CHARGED_AT + 11 * DAY))

    assert isinstance(decision, Ask)


def test_missing_money_is_tried_again_on_the_next_pay_day() -> None:
    on_pay_days = policy(pay_days=(1, 15))

    first = decide(case(*failed("INSUFFICIENT_FUNDS"), policy=on_pay_days))
    other = decide(case(*failed("CARD_DECLINED"), policy=on_pay_days))

    assert isinstance(first, Hold)
    assert isinstance(other, Hold)
    assert first.next_try_at == datetime(2026, 3, 15, 9, tzinfo=UTC)
    assert other.next_try_at == CHARGED_AT + 3 * DAY


def test_a_dead_card_is_waited_for_until_the_last_day_and_not_tried_again() -> None:
    waits = decide(case(*failed("EXPIRED_CARD"), now=CHARGED_AT + 13 * DAY))
    ends = decide(case(*failed("EXPIRED_CARD"), now=CHARGED_AT + 14 * DAY))

    assert isinstance(waits, Hold)
    assert (waits.state, waits.next_try_at) == (BillState.WAITS_FOR_CARD, None)
    assert isinstance(ends, GiveUp)


def test_another_way_to_pay_is_tried_at_once() -> None:
    for code in ("EXPIRED_CARD", "CARD_DECLINED", "INSUFFICIENT_FUNDS"):
        decision = decide(case(*failed(code, method="visa"), method="other"))

        assert decision == Send(2, CHARGED_AT + timedelta(minutes=5))


def test_a_way_to_pay_that_is_not_known_is_not_taken_for_another_one() -> None:
    unknown_now = decide(case(*failed("EXPIRED_CARD", method="visa"), method=""))
    unknown_then = decide(case(*failed("EXPIRED_CARD"), method="visa"))

    assert isinstance(unknown_now, Hold)
    assert isinstance(unknown_then, Hold)


def test_a_revoked_way_to_pay_is_not_tried() -> None:
    decision = decide(case(method_revoked=True))

    assert isinstance(decision, Hold)
    assert decision.state is BillState.WAITS_FOR_CARD


@pytest.mark.parametrize(
    "code",
    ["INVALID_SHIPPING_ADDRESS", "MERCHANT_RULE", "INVOICE_ALREADY_PAID", "UNEXPECTED_ERROR", "A_NEW_CODE", ""],
)
def test_what_trying_again_would_not_help_is_a_persons_decision(code: str) -> None:
    decision = decide(case(*failed(code), method="another", now=CHARGED_AT + 5 * DAY))

    assert isinstance(decision, Ask)


def test_lacking_stock_is_waited_for_skipped_or_oversold_by_the_policy() -> None:
    tries = failed("INSUFFICIENT_INVENTORY")

    waits = decide(case(*tries))
    next_day = decide(case(*tries, now=CHARGED_AT + DAY))
    too_long = decide(case(*tries, now=CHARGED_AT + 8 * DAY))
    skips = decide(case(*tries, policy=policy(stock=LackingStock.SKIP)))
    oversells = decide(case(*tries, policy=policy(stock=LackingStock.OVERSELL)))
    in_vain = decide(case(replace(tries[0], oversold=True), policy=policy(stock=LackingStock.OVERSELL)))

    assert isinstance(waits, Hold)
    assert (waits.state, waits.next_try_at) == (BillState.WAITS_FOR_STOCK, CHARGED_AT + DAY)
    assert isinstance(next_day, Send)
    assert isinstance(too_long, Ask)
    assert isinstance(skips, SkipIt)
    assert isinstance(oversells, Send)
    assert oversells.oversells
    assert isinstance(in_vain, Ask)


def test_days_without_stock_do_not_use_up_the_tries_of_the_plan() -> None:
    tries = (*failed("INSUFFICIENT_INVENTORY", "INSUFFICIENT_INVENTORY"), Try(3, attempt("failed", "CARD_DECLINED")))

    decision = decide(case(*tries))

    assert isinstance(decision, Hold)
    assert decision.next_try_at == CHARGED_AT + 3 * DAY


def test_without_further_tries_the_first_failure_is_the_last() -> None:
    decision = decide(case(*failed("CARD_DECLINED"), policy=policy(retry_days=())))

    assert isinstance(decision, GiveUp)


def test_what_a_person_wants_comes_before_the_plan() -> None:
    charged = decide(case(*failed("INVALID_SHIPPING_ADDRESS"), wish=BillWish.CHARGE))
    skipped = decide(case(*failed("CARD_DECLINED"), wish=BillWish.SKIP))

    assert isinstance(charged, Send)
    assert isinstance(skipped, SkipIt)


@pytest.mark.parametrize("code", sorted(DECLINES))
def test_after_every_code_that_shopify_knows_something_is_decided(code: str) -> None:
    for days in (0, 1, 3, 14, 100):
        decision = decide(case(*failed(code, method="one"), method="one", now=CHARGED_AT + days * DAY))

        assert isinstance(decision, Hold | Ask | GiveUp | Send)
        assert not isinstance(decision, Send) or decision.number == 2


MOVED = cycle(expected_at=DUE + 10 * DAY, ends_at=DUE + 30 * DAY)


@pytest.mark.parametrize("code", ["CARD_DECLINED", "INSUFFICIENT_FUNDS", "INSUFFICIENT_INVENTORY"])
def test_a_declined_cycle_whose_date_was_moved_is_tried_again_on_that_date_and_not_before(code: str) -> None:
    for oversells in (LackingStock.WAIT, LackingStock.OVERSELL):
        moved: dict[str, Any] = {"of": MOVED, "policy": policy(pay_days=(15,), stock=oversells)}
        waits = decide(case(*failed(code), now=CHARGED_AT + 5 * DAY, **moved))
        again = decide(case(*failed(code), now=CHARGED_AT + 13 * DAY, **moved))

        assert isinstance(waits, Hold)
        assert (waits.until, waits.next_try_at) == (CHARGED_AT + 10 * DAY,) * 2
        assert isinstance(again, Send)


def test_another_way_to_pay_is_not_tried_before_the_date_that_the_cycle_was_moved_to() -> None:
    for code in ("EXPIRED_CARD", "CARD_DECLINED"):
        decision = decide(case(*failed(code, method="visa"), method="other", of=MOVED, now=CHARGED_AT + DAY))

        assert isinstance(decision, Hold)
        assert decision.next_try_at == CHARGED_AT + 10 * DAY


def test_a_cycle_without_a_way_to_pay_is_not_given_up_before_the_date_it_was_moved_to() -> None:
    far = cycle(expected_at=DUE + 20 * DAY, ends_at=DUE + 30 * DAY)

    waits = decide(case(*failed("EXPIRED_CARD"), of=far, now=CHARGED_AT + 15 * DAY))
    ends = decide(case(*failed("EXPIRED_CARD"), of=far, now=CHARGED_AT + 20 * DAY))

    assert isinstance(waits, Hold)
    assert waits.state is BillState.WAITS_FOR_CARD
    assert isinstance(ends, GiveUp)
