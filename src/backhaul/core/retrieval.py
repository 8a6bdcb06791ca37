"""How the retrieval of an invoice's payments ends, once what was found is saved with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from backhaul.core.balance import explain
from backhaul.core.ledger import Ledger
from backhaul.core.money import Money, zero
from backhaul.core.outcome import Outcome
from backhaul.core.payment_allocation import Allocation
from backhaul.core.payment_failures import why_failed
from backhaul.core.payment_lines import Line
from backhaul.core.refunded import Given, refunded_of
from backhaul.core.retries import delay
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason

FIRST_LOOK_AGAIN = timedelta(minutes=1)
LONGEST_LOOK_AGAIN = timedelta(hours=1)
PAYMENT_CHECK = timedelta(days=1)


@dataclass(frozen=True)
class RetrievalCircumstances:
    """`tries`: how often this retrieval has waited for a pending payment before. `unmapped` names the gateways of the
    invoice's lines that the store has no payment method of its own for. `given` are refunds by our credit memos."""

    now: datetime
    tries: int
    more_may_be_invoiced: bool
    unmapped: tuple[str, ...] = ()
    given: Sequence[Given] = ()


def retrieval_outcome(
    invoiced: Money,
    invoice_id: str,
    *,
    allocation: Allocation,
    lines: Sequence[Line],
    ledger: Ledger,
    circumstances: RetrievalCircumstances,
) -> Outcome:
    """How it ends for an invoice over `invoiced`; `lines` are those of the order, the new ones included.

    Saved when nothing is short. An order that is paid outside Shopify, or not at all, has nothing to capture. Short
    with a payment being processed waits; short otherwise is for a person, and goes on when the payments change.
    """
    if invoiced <= zero(invoiced.currency):
        return _ended(OutcomeName.NOTHING_TO_CAPTURE, "The invoice is over nothing: there is nothing to capture.")
    of_invoice = [line for line in lines if line.invoice_id == invoice_id]
    mine = explain(invoiced, of_invoice, refunded=refunded_of(ledger, lines, circumstances.given))
    if allocation.short <= zero(invoiced.currency):
        words = [*mine.sentences, *_surplus(allocation, circumstances), *_unmapped(circumstances)]
        return _ended(OutcomeName.PAYMENTS_SAVED, " ".join(words))
    if _is_paid_outside(ledger):
        return _ended(OutcomeName.NOTHING_TO_CAPTURE, _outside(ledger))
    if any(not one.is_manual for one in ledger.undecided):
        words = [*mine.sentences, WaitReason.PAYMENT_PENDING.words]
        wake_at = look_again_at(circumstances.now, circumstances.tries)
        return _short(TaskState.WAITING, words, wake_at, WaitReason.PAYMENT_PENDING)
    words = [*mine.sentences, *_why_short(ledger, allocation), *_unmapped(circumstances), _WHAT_TO_DO]
    wake_at = circumstances.now + PAYMENT_CHECK
    return _short(TaskState.NEEDS_ATTENTION, words, wake_at, WaitReason.PAYMENT_EXPECTED)


def look_again_at(now: datetime, tries: int) -> datetime:
    """When a pending payment is looked at again that was looked at `tries` times: later each time, at most 1 h."""
    return now + delay(tries + 1, 0.0, first=FIRST_LOOK_AGAIN, longest=LONGEST_LOOK_AGAIN)


_WHAT_TO_DO = (
    "Have the customer pay the rest: once Shopify has the payment, this goes on by itself. If the money has come in "
    "another way, mark the order as paid in Shopify, or cancel this task."
)


_HELD = (
    "more is held by an authorisation that the invoice has a payment line of already: capture it in Shopify, then "
    "retrieve the payments again."
)


def _is_paid_outside(ledger: Ledger) -> bool:
    if ledger.authorisations or ledger.receipts:
        return False
    return all(one.is_manual for one in ledger.undecided) if ledger.undecided else not ledger.failed


def _outside(ledger: Ledger) -> str:
    gateways = _names(one.gateway_name or one.gateway for one in ledger.undecided)
    if not gateways:
        return "The order has no payment in Shopify: there is nothing to capture."
    return (
        f"The order is paid by {gateways}, which cannot be captured. "
        "Mark it as paid in Shopify when the money has come."
    )


def _why_short(ledger: Ledger, allocation: Allocation) -> list[str]:
    awaited = [
        f"{one.amount} is awaited by {one.gateway_name or one.gateway}: mark it as paid in Shopify when it has come."
        for one in ledger.undecided
    ]
    failed = [
        f"A payment of {one.amount} by {one.gateway_name} failed: {why_failed(one.error_code)}."
        for one in ledger.failed
        if one.authorisation_gid is None
    ]
    if allocation.surplus <= zero(allocation.surplus.currency):
        return [*awaited, *failed]
    return [*awaited, *failed, f"{allocation.surplus} {_HELD}"]


def _surplus(allocation: Allocation, circumstances: RetrievalCircumstances) -> list[str]:
    """More may be needed for the next invoice; after the last one it is only the customer's money held back."""
    if circumstances.more_may_be_invoiced or allocation.surplus <= zero(allocation.surplus.currency):
        return []
    return [f"{allocation.surplus} is authorised beyond what was invoiced: void it, or let it lapse."]


def _unmapped(circumstances: RetrievalCircumstances) -> list[str]:
    if not circumstances.unmapped:
        return []
    return [f"No payment method of the back office is mapped to {_names(circumstances.unmapped)}."]


def _names(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(f"“{name}”" for name in names))


def _ended(name: OutcomeName, words: str) -> Outcome:
    return Outcome(name, TaskState.SUCCEEDED, words)


def _short(state: TaskState, words: Sequence[str], wake_at: datetime, reason: WaitReason) -> Outcome:
    return Outcome(OutcomeName.PAYMENTS_SHORT, state, " ".join(words), wake_at, reason)
