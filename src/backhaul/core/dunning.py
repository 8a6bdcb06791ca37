"""Decides when a cycle is charged that may be charged: on its date, after a decline by the policy, or by a person."""

from collections.abc import Callable
from datetime import datetime, timedelta

from backhaul.core.billing import ASK_AGAIN, Ask, ChargeCase, Decision, GiveUp, Hold, SkipIt, Try, sending, standing
from backhaul.core.billing_dates import day_after, next_pay_day
from backhaul.core.billing_policy import LackingStock
from backhaul.core.bills import BillState
from backhaul.core.declines import ASK_A_PERSON, Decline, decline_of, say_decline
from backhaul.core.subscription_calendar import day_of
from backhaul.core.tasks import WaitReason

LOOK_FOR_CARD = timedelta(hours=6)
NO_CARD = "The way to pay was revoked: the customer has to give another one."


def decide(case: ChargeCase) -> Decision:  # noqa: PLR0911 -- one return for each question
    """What is done about the cycle now; see core.billing and core.billing_policy for the rules.

    In this order: what is under way is waited for; what is charged, or not to be charged, has ended; what a person
    wants is done; then a first try has its date, and a further one follows from why the last has failed, never before
    the cycle's date: that may have been moved since.
    """
    decided = standing(case)
    if decided is not None:
        return decided
    if case.wants_charge:
        return sending(case)
    if not case.tries:
        return _first(case)
    last = case.tries[-1]
    decline = decline_of(last.attempt.error_code or "")
    if decline in ASK_A_PERSON:
        return Ask(say_decline(last.attempt.error_code or ""), case.now_true.now + ASK_AGAIN)
    has_another_method = _has_another_method(case, last)
    if decline is Decline.CARD and not has_another_method:
        return _after_card(case, last)
    if case.now_true.now < case.charge_at:
        return _until_its_date(case, last, decline)
    if decline is Decline.STOCK:
        return _without_stock(case, last)
    return sending(case) if has_another_method else _AFTER[decline](case, last)


def _first(case: ChargeCase) -> Decision:
    true, due = case.now_true, case.charge_at
    if true.now < due:
        return Hold(BillState.OPEN, WaitReason.NEXT_CHARGE, due, f"It is charged on {_day(case, due)}.", due)
    if true.policy.since is not None and due < true.policy.since:
        return Ask(f"It was due on {_day(case, due)}, before billing was switched on.", true.now + ASK_AGAIN)
    if _is_overdue(case, due):
        return _ask_overdue(case, due)
    if true.method_revoked:
        return _wait_for_card(case, due, NO_CARD)
    return sending(case)


def _until_its_date(case: ChargeCase, last: Try, decline: Decline) -> Hold:
    state = BillState.WAITS_FOR_STOCK if decline is Decline.STOCK else BillState.RETRYING
    words = f"{say_decline(last.attempt.error_code or '')} {_tried_again(case, case.charge_at)}"
    return Hold(state, WaitReason.NEXT_CHARGE, case.charge_at, words, case.charge_at)


def _after_card(case: ChargeCase, last: Try) -> Decision:
    return _wait_for_card(case, _first_decline(case).failed_at, say_decline(last.attempt.error_code or ""))


def _wait_for_card(case: ChargeCase, since: datetime, words: str) -> Decision:
    """A way to pay that is gone is not tried again; the last day of the plan is that of the other one.

    It is not given up before the cycle's date.
    """
    true = case.now_true
    ends_at = max(_planned(case, since, max(true.policy.retry_days, default=0)), case.charge_at)
    if true.now >= ends_at:
        return GiveUp(words)
    return Hold(BillState.WAITS_FOR_CARD, WaitReason.NEW_CARD, min(ends_at, true.now + LOOK_FOR_CARD), words)


def _after_soft(case: ChargeCase, last: Try) -> Decision:
    return _again(case, last, lambda days: _planned(case, _first_decline(case).failed_at, days))


def _after_pay_day(case: ChargeCase, last: Try) -> Decision:
    true = case.now_true
    if not true.policy.pay_days:
        return _after_soft(case, last)
    at = next_pay_day(last.failed_at, true.policy.pay_days, timezone=true.timezone, hour=true.policy.hour)
    return _again(case, last, lambda _: at)


def _again(case: ChargeCase, last: Try, planned: Callable[[int], datetime]) -> Decision:
    """The next try of the plan, never on the day of the last one; behind the last it is given up."""
    true, code = case.now_true, last.attempt.error_code or ""
    done = sum(decline_of(one.attempt.error_code or "") is not Decline.STOCK for one in case.tries) - 1
    if done >= len(true.policy.retry_days):
        return GiveUp(say_decline(code))
    at = max(planned(true.policy.retry_days[done]), _planned(case, last.failed_at, 1), case.charge_at)
    if true.now < at:
        words = f"{say_decline(code)} {_tried_again(case, at)}"
        return Hold(BillState.RETRYING, WaitReason.NEXT_CHARGE, at, words, at)
    return _ask_overdue(case, at) if _is_overdue(case, at) else sending(case)


def _without_stock(case: ChargeCase, last: Try) -> Decision:
    true, words = case.now_true, say_decline(last.attempt.error_code or "")
    if true.policy.stock is LackingStock.SKIP:
        return SkipIt(f"{words} The cycle is skipped.")
    if true.policy.stock is LackingStock.OVERSELL:
        return Ask(words, true.now + ASK_AGAIN) if last.oversold else sending(case)
    at = _planned(case, last.failed_at, 1)
    if _is_overdue(case, case.charge_at):
        return Ask(f"{words} It has been waited for since {_day(case, case.charge_at)}.", true.now + ASK_AGAIN)
    if true.now < at:
        words = f"{words} {_tried_again(case, at)}"
        return Hold(BillState.WAITS_FOR_STOCK, WaitReason.NEXT_CHARGE, at, words, at)
    return sending(case)


def _has_another_method(case: ChargeCase, last: Try) -> bool:
    """The customer has given another way to pay since, as far as both are known."""
    return bool(last.method and case.now_true.method) and last.method != case.now_true.method


def _first_decline(case: ChargeCase) -> Try:
    """The first try that failed for something else than stock: the plan counts from it."""
    declines = (one for one in case.tries if decline_of(one.attempt.error_code or "") is not Decline.STOCK)
    return next(declines, case.tries[-1])


def _is_overdue(case: ChargeCase, at: datetime) -> bool:
    return case.now_true.now > at + timedelta(days=case.now_true.policy.overdue_days)


def _ask_overdue(case: ChargeCase, at: datetime) -> Ask:
    return Ask(
        f"It was due on {_day(case, at)}: that is too long ago to charge it without being asked.",
        case.now_true.now + ASK_AGAIN,
    )


def _planned(case: ChargeCase, moment: datetime, days: int) -> datetime:
    return day_after(moment, days, timezone=case.now_true.timezone, hour=case.now_true.policy.hour)


def _tried_again(case: ChargeCase, at: datetime) -> str:
    return f"It is tried again on {_day(case, at)}."


def _day(case: ChargeCase, moment: datetime) -> str:
    return day_of(moment, case.now_true.timezone).isoformat()


_AFTER: dict[Decline, Callable[[ChargeCase, Try], Decision]] = {
    Decline.SOFT: _after_soft,
    Decline.PAY_DAY: _after_pay_day,
    Decline.CHALLENGE: _after_soft,
}
