"""Gives back what a credit memo says, out of the payments that its invoice stands on."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from backhaul.core import gids
from backhaul.core.credit_errors import CreditInOtherCurrency, MoreThanReceived
from backhaul.core.decisions import Done, Person, Replan, Verdict, WaitUntil
from backhaul.core.errors import BadMoney
from backhaul.core.invoicing import check_amount
from backhaul.core.ledger import Ledger, Receipt
from backhaul.core.money import Money, parse_money, total, zero
from backhaul.core.outcome import Outcome, unfinished
from backhaul.core.payment_calls import RefundPayment
from backhaul.core.payment_failures import why_failed
from backhaul.core.payment_lines import Line
from backhaul.core.refunded import Given, Part, parts_of
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason

LONGEST_NOTE = 255
_KEYS = UUID("5b7f6d0e-0c0b-5d0a-9a57-0d6f3f1c2a41")
"""The namespace of our idempotency keys; another one would make refunds that were asked for before new ones."""


@dataclass(frozen=True)
class CreditMemo:
    """A statement that so much of an invoice is given back."""

    id: str
    number: str
    invoice_id: str
    invoice_number: str
    total: Money
    reason: str = ""


@dataclass(frozen=True)
class RefundPlan:
    """The refunds to ask for now.

    `short`: what no payment of the invoice has left to give back. `failed`: the memo's last refund has come to nothing
    and no person has said to try again; then there are no calls. `known`: the memo's refunds before these calls.
    """

    memo: CreditMemo
    receipts: Mapping[str, Receipt]
    known: frozenset[str]
    calls: tuple[RefundPayment, ...] = ()
    short: Money | None = None
    failed: Given | None = None


def read_total(amount: object, currency: str, *, invoice_number: str, invoice_currency: str) -> Money:
    """What a credit memo gives back: more than nothing, in its invoice's currency, with that one's decimals.

    Raises CreditInOtherCurrency, BadMoney.
    """
    parse_money("0", currency)
    if currency != invoice_currency:
        raise CreditInOtherCurrency(currency, invoice=invoice_number, invoice_currency=invoice_currency)
    if isinstance(amount, str) and parse_money(amount.strip(), currency) <= zero(currency):
        raise BadMoney("A credit memo gives back more than nothing.", hint="Write the total without a sign.")
    return check_amount(amount, currency, of="the total")


def check_received(wanted: Money, *, invoice_number: str, received: Money, given_back: Money) -> None:
    """Raise MoreThanReceived unless so much of what was received for the invoice is still there to give back.

    `given_back` counts refunds made by whomever, and what earlier credit memos have yet to give back.
    """
    left = max(received - given_back, zero(wanted.currency))
    if wanted > left:
        raise MoreThanReceived(wanted, invoice=invoice_number, received=received, given_back=given_back, left=left)


def plan_refund(
    memo: CreditMemo, ledger: Ledger, lines: Sequence[Line], given: Sequence[Given], *, may_try_again: bool
) -> RefundPlan:
    """Give back what the memo has not given back yet, of the receipts that its invoice's lines stand on.

    `lines` and `given` are those of the whole order: a receipt may belong to several invoices, and what belongs to
    another one is left alone. The latest receipt comes first, each with what is kept of it at most. After a refund
    that has failed nothing is asked for before a person says so (`may_try_again`).
    """
    receipts = {receipt.gid: receipt for receipt in ledger.receipts}
    own = [one for one in given if one.memo_id == memo.id]
    known = frozenset(one.gid for one in own)
    failed = [one for one in own if one.failed]
    if failed and not may_try_again:
        return RefundPlan(memo, receipts, known, failed=failed[-1])
    wanted = memo.total - total((one.amount for one in own if not one.failed), memo.total.currency)
    calls = []
    for receipt, kept in _kept(memo, parts_of(ledger, lines, given)):
        amount = min(wanted, kept)
        if amount > zero(amount.currency):
            calls.append(_call(memo, ledger.order_gid, receipt, amount=amount, earlier=own))
            wanted -= amount
    return RefundPlan(memo, receipts, known, tuple(calls), short=wanted)


def refund_outcome(
    plan: RefundPlan, results: Mapping[str, Verdict], given: Sequence[Given], *, look_again_at: datetime
) -> Outcome:
    """How a run ends; `given` are the refunds as they stand after the calls of `plan`.

    In this order: what has changed is planned again; a person is asked about what has failed or is short; what is
    being processed is waited for until `look_again_at`; then all of it was given back.
    """
    own = [one for one in given if one.memo_id == plan.memo.id]
    verdicts = [*_verdicts_on_calls(plan, results, own), *_persons(plan)]
    undecided = [one.amount for one in own if not one.succeeded and not one.failed]
    if undecided:
        words = f"{total(undecided, plan.memo.total.currency)} is being given back at this moment."
        verdicts.append(WaitUntil(WaitReason.PAYMENT_PENDING, look_again_at, words))
    progress = _given_words([one for one in own if one.succeeded], plan)
    return unfinished(verdicts, progress=progress) or Outcome(OutcomeName.REFUNDED, TaskState.SUCCEEDED, progress)


def _verdicts_on_calls(plan: RefundPlan, results: Mapping[str, Verdict], own: Sequence[Given]) -> list[Verdict]:
    """What follows from each call: one whose refund has failed at once is named like one that has failed later.

    A refund is a record; that money has moved shows in its transactions alone (Shopify).
    """
    failed_now = {one.receipt_gid: one for one in own if one.failed and one.gid not in plan.known}
    seen = {one.receipt_gid for one in own if one.gid not in plan.known}
    verdicts: list[Verdict] = []
    for call in plan.calls:
        verdict = results.get(call.step) or Replan("Not all calls were made.")
        if call.receipt_gid in failed_now:
            verdict = Person(_failed(failed_now[call.receipt_gid], plan))
        elif isinstance(verdict, Done) and call.receipt_gid not in seen:
            verdict = Person(
                f"Shopify has noted a refund of {call.amount} {_of(call.receipt_gid, plan)}, and shows no money moving."
                " See the order's payments in Shopify; then retry, or cancel this task."
            )
        verdicts.append(verdict)
    return verdicts


def _persons(plan: RefundPlan) -> list[Verdict]:
    """What a person is asked about beside the calls."""
    asked: list[Verdict] = []
    if plan.failed is not None:
        asked.append(Person(_failed(plan.failed, plan)))
    if plan.short is not None and plan.short > zero(plan.short.currency):
        asked.append(Person(_short(plan.short, plan)))
    return asked


def _kept(memo: CreditMemo, parts: Iterable[Part]) -> list[tuple[Receipt, Money]]:
    """What the invoice still has of each receipt, the latest first; never more than all that is kept of it."""
    kept: dict[str, Money] = {}
    receipts: dict[str, Receipt] = {}
    for part in parts:
        if part.invoice_id == memo.invoice_id:
            receipts[part.receipt.gid] = part.receipt
            kept[part.receipt.gid] = kept.get(part.receipt.gid, zero(memo.total.currency)) + part.kept
    latest = sorted(receipts.values(), key=lambda one: (one.created_at, gids.sort_key(one.gid)), reverse=True)
    return [(receipt, min(kept[receipt.gid], receipt.kept)) for receipt in latest]


def _call(
    memo: CreditMemo, order_gid: str, receipt: Receipt, *, amount: Money, earlier: Iterable[Given]
) -> RefundPayment:
    """The number of refunds that the memo has of the receipt makes the next one another one, also for Shopify; one
    whose reply was lost has left none, and is asked for again under the same key."""
    number = sum(one.receipt_gid == receipt.gid for one in earlier)
    content = f"{memo.id}|{receipt.gid}|{amount}|{number}"
    return RefundPayment(
        step=f"refund:{gids.sort_key(receipt.gid)[0]}:{hashlib.sha256(content.encode()).hexdigest()[:16]}",
        order_gid=order_gid,
        receipt_gid=receipt.gid,
        gateway=receipt.gateway,
        amount=amount,
        idempotency_key=str(uuid5(_KEYS, content)),
        note=f"{memo.number}: {memo.reason}".removesuffix(": ")[:LONGEST_NOTE],
    )


def _failed(one: Given, plan: RefundPlan) -> str:
    return (
        f"Giving back {one.amount} {_of(one.receipt_gid, plan)} has failed: {why_failed(one.error_code)}. "
        "Retry to try it once more; or give it back in another way, and cancel this task."
    )


def _short(short: Money, plan: RefundPlan) -> str:
    return (
        f"{short} of {plan.memo.total} cannot be given back: no more is left of the payments of invoice "
        f"{plan.memo.invoice_number}; somebody may have refunded them in Shopify. Give it back in another way if it is "
        "still owed, and cancel this task."
    )


def _given_words(given: Sequence[Given], plan: RefundPlan) -> str:
    if not given:
        return ""
    parts = [f"{one.amount} {_of(one.receipt_gid, plan)}" for one in given]
    in_all = total((one.amount for one in given), plan.memo.total.currency)
    words = f"{in_all} was given back: {', '.join(parts)}." if len(parts) > 1 else f"{parts[0]} was given back."
    receipts = [plan.receipts.get(one.receipt_gid) for one in given]
    by_hand = sorted({receipt.gateway_name for receipt in receipts if receipt is not None and receipt.is_manual})
    if by_hand:
        words += f" Shopify only notes what was paid by {' and '.join(by_hand)}: hand that over yourself."
    return words


def _of(receipt_gid: str, plan: RefundPlan) -> str:
    receipt = plan.receipts.get(receipt_gid)
    return f"of the payment by {receipt.gateway_name or receipt.gateway}" if receipt else "of a payment"
