"""Posts a credit memo: checks it against what was received and what is left, writes the statement and its task."""

from dataclasses import dataclass

from backhaul.core.credit_errors import MoreThanOrderReceived
from backhaul.core.crediting import UnitsRequest
from backhaul.core.errors import ExternalNumberTaken
from backhaul.core.giving_back import check_received, read_total
from backhaul.core.money import Money
from backhaul.flows.clock import now
from backhaul.flows.credit_facts import (
    given_back_of,
    is_giving_back_units,
    left_to_give_back_of,
    memos,
    received_for,
)
from backhaul.flows.differences import review_conflicts
from backhaul.flows.payment_tasks import GIVE_BACK
from backhaul.flows.posting import check_external_number, content_hash, locked, post_once
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.flows.units_draft import (
    Draft,
    PricedDraft,
    check_draft,
    check_reason,
    draft_of,
    price_draft,
    write_draft,
)
from backhaul.models import PostedCreditMemo, PostedInvoice, SalesOrder, Task


@dataclass(frozen=True)
class CreditRequest:
    """What a door asks to post: so much of an invoice is given back. `total` is text; the reason may be empty."""

    external_number: str
    total: object
    currency: str
    reason: str = ""


@dataclass(frozen=True)
class PostedCredit:
    """The posted credit memo with its task; `is_new` is False when the same had been posted before."""

    memo: PostedCreditMemo
    task: Task
    is_new: bool


def post_credit_memo(invoice: PostedInvoice, request: CreditRequest) -> PostedCredit:
    """Post a credit memo over an invoice: one transaction for the statement, its task and the task's job.

    The same external number with the same content gives the first posting again, also when both come at once; the
    order's row lock puts postings in sequence, so that together they give back no more than was received.
    Raises BadReference, CreditInOtherCurrency, BadMoney, MoreThanReceived, MoreThanOrderReceived, ExternalNumberTaken;
    then nothing is kept.
    """
    return post_once(lambda: _post(invoice, request))


def post_units_memo(order: SalesOrder, request: UnitsRequest, *, reference: str = "") -> PostedCredit:
    """Post a credit memo over units of an order: one transaction for the statement, its task and the task's job.

    From then on no shipment may take units that it gives back before they are shipped. The same external number with
    the same content gives the first posting again, also when both come at once; the order's row lock keeps postings
    of credit memos and shipments apart. Amounts that were not given are computed from what Shopify shows now, read
    before the transaction; the task holds them against Shopify's own. `reference` says what of ours it belongs to: a
    step of a change, whose units it takes over.

    Raises InputError of any kind, ExternalNumberTaken; ShopifyError while amounts are to be computed; then nothing is
    kept.
    """
    draft = draft_of(order, request, reference)
    earlier = _found(draft)
    if earlier is not None:
        return earlier
    ready = price_draft(draft)
    return post_once(lambda: post_units_memo_within(order.pk, ready))


def post_units_memo_within(order_id: str, draft: PricedDraft) -> PostedCredit:
    """The same in the caller's transaction, once the amounts are known; an IntegrityError says that the number was
    taken at the same instant."""
    order = locked(order_id)
    earlier = _found(draft.draft)
    if earlier is not None:
        return earlier
    check_draft(order, draft)
    posted = write_draft(order, draft)
    review_conflicts(order, because=f"Credit memo {posted.external_number} was posted.")
    return PostedCredit(posted, posted.task, is_new=True)


def _found(draft: Draft) -> PostedCredit | None:
    """What was posted under the number before. Raises ExternalNumberTaken when it says something else."""
    earlier = memos().filter(store=draft.order.store_id, external_number=draft.number).first()
    if earlier is not None and earlier.content_hash != draft.content_hash:
        raise ExternalNumberTaken(draft.number, earlier.pk)
    return PostedCredit(earlier, earlier.task, is_new=False) if earlier is not None else None


def _post(invoice: PostedInvoice, request: CreditRequest) -> PostedCredit:
    order = locked(invoice.order_id)
    memo = _statement(invoice, request)
    earlier = memos().filter(store=memo.store, external_number=memo.external_number).first()
    if earlier is not None and earlier.content_hash != memo.content_hash:
        raise ExternalNumberTaken(memo.external_number, earlier.pk)
    if earlier is not None:
        return PostedCredit(earlier, earlier.task, is_new=False)
    check_received(
        Money(memo.total, memo.currency),
        invoice_number=invoice.external_number,
        received=received_for(invoice),
        given_back=given_back_of(invoice),
    )
    _check_order(order, Money(memo.total, memo.currency))
    key = f"{GIVE_BACK}:{memo.pk}"
    memo.task = write_task(TaskOrder(kind=GIVE_BACK, unique_key=key, store=memo.store, order=memo.order))
    memo.save(force_insert=True)
    review_conflicts(order, because=f"Credit memo {memo.external_number} was posted.")
    return PostedCredit(memo, memo.task, is_new=True)


def _check_order(order: SalesOrder, wanted: Money) -> None:
    """A credit memo over the order may be about to take what was received for the invoice. Raises
    MoreThanOrderReceived."""
    if is_giving_back_units(order) and wanted > (left := left_to_give_back_of(order)):
        raise MoreThanOrderReceived(wanted, order=order.name, left=left)


def _statement(invoice: PostedInvoice, request: CreditRequest) -> PostedCreditMemo:
    """The credit memo as it will be kept; not saved yet."""
    number = invoice.external_number
    total = read_total(request.total, request.currency, invoice_number=number, invoice_currency=invoice.currency)
    reason = check_reason(request.reason)
    return PostedCreditMemo(
        store=invoice.store,
        order=invoice.order,
        invoice=invoice,
        external_number=check_external_number(request.external_number),
        content_hash=_content_hash(invoice, total, reason),
        currency=total.currency,
        total=total.amount,
        reason=reason,
        created_at=now(),
    )


def _content_hash(invoice: PostedInvoice, total: Money, reason: str) -> str:
    """A fingerprint of what the credit memo says, however its total is written."""
    facts = {"invoice": invoice.pk, "total": str(total), "reason": reason}
    return content_hash(facts)
