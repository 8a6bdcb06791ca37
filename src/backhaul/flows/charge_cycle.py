"""Sees to one billing cycle of a subscription from its date to its end: charged once, skipped, or named as not."""

from datetime import timedelta

from django.db import transaction

from backhaul.core.billing import Ask, ChargeCase, End, GiveUp, Hold, Send, SkipIt, put_off
from backhaul.core.billing_policy import EndOfDunning
from backhaul.core.bills import BillState
from backhaul.core.contract_calls import ChargeCycle, SkipCycle
from backhaul.core.contracts import RemoteContract
from backhaul.core.decisions import Later, Person, Verdict
from backhaul.core.dunning import decide
from backhaul.core.outcome import Outcome
from backhaul.core.shopify_errors import NotFoundInShopify, UserErrors
from backhaul.core.subscription_calendar import day_of
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason
from backhaul.core.wanted_changes import Actor, Cancel, Pause, WantedChange
from backhaul.flows import effects
from backhaul.flows.aftermath import BY_POLICY
from backhaul.flows.bills import ask_about_bill, hold_bill, prepare_charge, record_tries, settle_bill
from backhaul.flows.charge_facts import case_of, read_for_charge
from backhaul.flows.charge_notices import (
    ask_for_card,
    ask_merchant,
    close_questions,
    lock_questions,
    tell_of_end,
    tell_of_try,
)
from backhaul.flows.clock import now, real_now
from backhaul.flows.endings import succeeded, waiting
from backhaul.flows.leases import Lease
from backhaul.flows.next_billing_date import note_next_date
from backhaul.flows.read_contract import read_contract
from backhaul.flows.rounds import MAX_ROUNDS, KeepsChanging
from backhaul.flows.want_change import ChangeWish, want_change
from backhaul.models import Bill, Intent, Task

SHOWN_WITHIN = timedelta(hours=1)
"""Until then an attempt that Shopify has accepted and does not show yet is waited for; later its key is sent again."""
NOT_SHOWN = "Shopify does not show this billing cycle."
GONE = "Shopify does not have the subscription any more."
_OUTCOMES = {
    BillState.CHARGED: OutcomeName.CHARGED,
    BillState.CHARGED_ELSEWHERE: OutcomeName.CHARGED_BY_OTHERS,
}


def charge_cycle(task: Task, lease: Lease) -> Outcome:
    """Charge the cycle of a bill when it is due, follow the payment to its end, and try again by the policy.

    1. settle the last call about the contract whose answer was lost; 2. read contract, cycle and attempts; 3. decide;
    4. charge, under a key that was stored before; 5. read again. A second run is harmless: every run decides on the
    attempts that Shopify shows, and a try that was sent is sent with the same key, which makes it the same attempt.
    """
    bill = Bill.objects.select_related("contract__store").get(task=task)
    effects.settle_unsettled(task, lease, subject_gid=bill.contract.gid)
    for _ in range(MAX_ROUNDS):
        outcome = _round(bill, task, lease)
        if outcome is not None:
            return outcome
    raise KeepsChanging("Shopify kept changing while a subscription was charged.")


def _round(bill: Bill, task: Task, lease: Lease) -> Outcome | None:  # noqa: PLR0911 -- one return for each decision
    """One look and what follows from it; None: look once more."""
    try:
        reading = read_for_charge(bill)
    except NotFoundInShopify:
        return _settled(bill, End(BillState.ENDED, GONE, is_wrong=True))
    bill.refresh_from_db()
    if reading.billing is None:
        return _asked(bill, Ask(NOT_SHOWN, now() + timedelta(days=1)))
    case = case_of(bill, reading.billing)
    record_tries(bill, case.tries)
    decision = decide(case)
    match decision:
        case Send():
            return _send(bill, decision, reading.contract, task=task, lease=lease)
        case SkipIt():
            return _skip(bill, case, reading.contract, task=task, lease=lease)
        case GiveUp(words):
            return _give_up(bill, case, words, contract=reading.contract, task=task, lease=lease)
        case Hold():
            return _held(bill, decision, case)
        case Ask():
            return _asked(bill, decision, case)
        case End(state=BillState.CHARGED):
            return _charged(bill, decision, case, task=task, lease=lease)
        case End():
            return _settled(bill, decision, case)


def _charged(bill: Bill, end: End, case: ChargeCase, *, task: Task, lease: Lease) -> Outcome | None:
    """Settle the bill, then let the contract's next billing date follow: it is the app's own note (schema)."""
    outcome = _settled(bill, end, case)
    note_next_date(bill, task=task, lease=lease)
    return outcome


def _send(bill: Bill, send: Send, contract: RemoteContract, *, task: Task, lease: Lease) -> Outcome | None:
    step = f"charge:{send.number}"
    if _is_just_sent(task, step):
        hold = Hold(BillState.PENDING, WaitReason.BILLING, now() + timedelta(minutes=1), "The payment has begun.")
        return _held(bill, hold)
    lease.obey_cancellation()
    charge = prepare_charge(bill, send)
    call = ChargeCycle(
        step=step,
        contract_gid=contract.gid,
        cycle_index=bill.cycle_index,
        idempotency_key=charge.idempotency_key,
        origin_time=send.origin_time,
        oversells=send.oversells,
    )
    return _after(bill, effects.change_one(call, contract, task=task, lease=lease), task, step=call.step)


def _is_just_sent(task: Task, step: str) -> bool:
    """Whether Shopify has accepted that very try a moment ago and does not show it yet."""
    done = task.intents.filter(step=step, state=Intent.State.DONE)
    return done.filter(settled_at__gt=real_now() - SHOWN_WITHIN).exists()


def _skip(bill: Bill, case: ChargeCase, contract: RemoteContract, *, task: Task, lease: Lease) -> Outcome | None:
    tell_of_try(bill, case, "The cycle is skipped.")
    lease.obey_cancellation()
    call = SkipCycle("skip", contract.gid, bill.cycle_index)
    return _after(bill, effects.change_one(call, contract, task=task, lease=lease), task, step=call.step)


def _after(bill: Bill, verdict: Verdict, task: Task, *, step: str) -> Outcome | None:
    """What a call has come to: looked at once more, unless Shopify wants it later or a person has to decide."""
    if isinstance(verdict, Later):
        later = put_off(verdict.words, times=_refusals(task, step), now=now())
        return _held(bill, later) if isinstance(later, Hold) else _asked(bill, later)
    if isinstance(verdict, Person):
        return _asked(bill, Ask(verdict.words, now() + timedelta(days=1)))
    return None


def _refusals(task: Task, step: str) -> int:
    """How often Shopify has refused the call since a person has last had it retried."""
    refused = task.intents.filter(step=step, state=Intent.State.REJECTED, evidence__error=UserErrors.code)
    if task.retried_at:
        refused = refused.filter(created_at__gt=task.retried_at)
    return refused.count()


def _give_up(
    bill: Bill, case: ChargeCase, words: str, *, contract: RemoteContract, task: Task, lease: Lease
) -> Outcome | None:
    """The last try has failed: what the policy says becomes of the subscription, and the merchant is told."""
    at_end = case.now_true.policy.at_end
    if at_end is EndOfDunning.SKIP_CYCLE:
        return _skip(bill, case, contract, task=task, lease=lease)
    words = f"{words} {_SAID[at_end]}"
    with transaction.atomic():
        outcome = _settled(bill, End(BillState.FAILED, words, is_wrong=True), case)
        if outcome is not None and at_end in _CHANGES:
            wish = ChangeWish(_CHANGES[at_end], Actor.BACKHAUL, BY_POLICY)
            want_change(bill.contract, wish, key=f"dunning:{bill.pk}:{len(case.tries)}")
    return outcome


_CHANGES: dict[EndOfDunning, WantedChange] = {EndOfDunning.PAUSE: Pause(), EndOfDunning.CANCEL: Cancel()}
_SAID = {
    EndOfDunning.TELL_ONLY: "No further try is made.",
    EndOfDunning.PAUSE: "No further try is made; the subscription is paused.",
    EndOfDunning.CANCEL: "No further try is made; the subscription is cancelled.",
}


def _held(bill: Bill, hold: Hold, case: ChargeCase | None = None) -> Outcome:
    with transaction.atomic():
        hold_bill(bill, hold, error_code=_code(case))
        if case is not None:
            tell_of_try(bill, case, _next(hold, bill.contract.store.timezone))
            if hold.state is BillState.WAITS_FOR_CARD and case.now_true.policy.asks_for_card:
                ask_for_card(bill)
    return waiting(hold.reason, hold.until, hold.words)


def _asked(bill: Bill, ask: Ask, case: ChargeCase | None = None) -> Outcome:
    with transaction.atomic():
        ask_about_bill(bill, ask.words, error_code=_code(case))
        if case is not None:
            tell_of_try(bill, case, "")
        ask_merchant(bill, ask.words)
    words = f"{ask.words} Charge it, have it skipped, or leave it: see {bill.pk}."
    return Outcome(OutcomeName.NEEDS_ATTENTION, TaskState.NEEDS_ATTENTION, words, ask.until, WaitReason.NEXT_CHARGE)


def _settled(bill: Bill, end: End, case: ChargeCase | None = None) -> Outcome | None:
    """The order of a charge is read with the contract; what was told before is not told again.

    None: a person wants something else of the bill meanwhile.
    """
    if end.order_gid and not bill.contract.orders.filter(order_gid=end.order_gid).exists():
        read_contract(bill.contract.store, bill.contract.gid)
    with transaction.atomic():
        lock_questions(bill)
        if not settle_bill(bill, end, error_code=_code(case)):
            return None
        close_questions(bill, f"Nothing is left to decide: {end.words}")
        if case is not None and end.state is BillState.FAILED:
            tell_of_try(bill, case, "")
        if end.is_wrong:
            tell_of_end(bill, end.words)
    return succeeded(_OUTCOMES.get(end.state, OutcomeName.NOT_CHARGED), end.words)


def _next(hold: Hold, timezone: str) -> str:
    if hold.state is BillState.WAITS_FOR_CARD:
        return "It is charged when the customer has given another way to pay."
    return f"It is tried again on {day_of(hold.next_try_at, timezone)}." if hold.next_try_at else ""


def _code(case: ChargeCase | None) -> str:
    """Why the last try failed."""
    return (case.tries[-1].attempt.error_code or "")[:64] if case is not None and case.tries else ""
