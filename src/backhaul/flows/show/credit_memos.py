"""What is shown of a posted credit memo: what it says, what it has given back, and its task."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from backhaul.core.errors import NotFound
from backhaul.core.payments import FAILED, TransactionStatus
from backhaul.flows.credit_facts import (
    left_to_give_back,
    left_to_give_back_of,
    received_for,
    received_for_order,
)
from backhaul.flows.payment_facts import kept_money
from backhaul.flows.payment_tasks import BOOK_CREDIT
from backhaul.flows.show.tasks import DOCUMENTS, TaskView, task_view
from backhaul.models import CreditMemoRefund, PostedCreditMemo, PostedCreditMemoLine, PostedInvoice, SalesOrder


@dataclass(frozen=True)
class RefundView:
    """A refund in Shopify. `receipt` is the payment that it gives back, `status` Shopify's own."""

    id: str
    transaction: str
    receipt: str
    amount: str
    status: str
    error_code: str
    created_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True)
class CreditLineView:
    """Units of an order line that are given back, for this amount together."""

    line: str
    line_item_id: str
    sku: str
    title: str
    quantity: int
    amount: str
    restock: str


@dataclass(frozen=True)
class CreditMemoView:
    """A posted credit memo with its task; of `total`, so much is given back and so much is still being processed.

    One over an invoice has no lines, one over the order has no invoice. `booked_only`: somebody else had given the
    money back in Shopify. `reference`: what of ours it belongs to.
    """

    id: str
    store: str
    order_id: str
    order_name: str
    invoice_id: str | None
    invoice_number: str
    external_number: str
    currency: str
    total: str
    shipping: str
    lines: Sequence[CreditLineView]
    booked_only: bool
    reference: str
    reason: str
    given_back: str
    pending: str
    refunds: Sequence[RefundView]
    created_at: datetime
    task: TaskView


@dataclass(frozen=True)
class CreditMemosView:
    """The credit memos of an invoice or order, latest first; what was received, and what can be given back now."""

    items: Sequence[CreditMemoView]
    currency: str
    received: str
    left_to_give_back: str


def credit_memos_of(invoice: PostedInvoice) -> CreditMemosView:
    """The credit memos of an invoice, and what another one may give back."""
    return CreditMemosView(
        items=[credit_memo_view(memo) for memo in whole_memos(invoice.credit_memos.all())],
        currency=invoice.currency,
        received=received_for(invoice).text,
        left_to_give_back=left_to_give_back(invoice).text,
    )


def credit_memos_of_order(order: SalesOrder) -> CreditMemosView:
    """The credit memos of an order and of its invoices; what was received for it, and what another one may give back.

    Received less what was given back by whomever, and less what credit memos have yet to give back.
    """
    memos = PostedCreditMemo.objects.filter(order=order)
    return CreditMemosView(
        items=[credit_memo_view(memo) for memo in whole_memos(memos)],
        currency=order.presentment_currency,
        received=received_for_order(order).text,
        left_to_give_back=left_to_give_back_of(order).text,
    )


def read_credit_memo(memo_id: str) -> CreditMemoView:
    """The credit memo as it is now. Raises NotFound."""
    memo = whole_memos(PostedCreditMemo.objects.filter(pk=memo_id)).first()
    if memo is None:
        raise NotFound("credit memo", memo_id)
    return credit_memo_view(memo)


def whole_memos(memos: "QuerySet[PostedCreditMemo]") -> "QuerySet[PostedCreditMemo]":
    """Credit memos with everything that is shown of them."""
    documents = [f"task__{name}" for name in DOCUMENTS]
    together = memos.select_related("store", "order", "invoice", "task__store", "task__order", *documents)
    return together.prefetch_related("refunds", "lines__order_line")


def credit_memo_view(memo: PostedCreditMemo) -> CreditMemoView:
    """The credit memo with its refunds, earliest first."""
    refunds = memo.refunds.all()
    done = [one for one in refunds if one.status == TransactionStatus.SUCCESS]
    undecided = [one for one in refunds if one.status not in {TransactionStatus.SUCCESS, *FAILED}]
    return CreditMemoView(
        id=memo.pk,
        store=memo.store.slug,
        order_id=memo.order_id,
        order_name=memo.order.name,
        invoice_id=memo.invoice_id,
        invoice_number=memo.invoice.external_number if memo.invoice else "",
        external_number=memo.external_number,
        currency=memo.currency,
        total=kept_money(memo.total, memo.currency).text,
        shipping=kept_money(memo.shipping, memo.currency).text,
        lines=[_line(one, memo.currency) for one in memo.lines.all()],
        booked_only=memo.task.kind == BOOK_CREDIT,
        reference=memo.reference,
        reason=memo.reason,
        given_back=_sum(done, memo.currency),
        pending=_sum(undecided, memo.currency),
        refunds=[_refund(one, memo.currency) for one in refunds],
        created_at=memo.created_at,
        task=task_view(memo.task),
    )


def _sum(refunds: Iterable[CreditMemoRefund], currency: str) -> str:
    return kept_money(sum((one.amount for one in refunds), Decimal(0)), currency).text


def _line(row: PostedCreditMemoLine, currency: str) -> CreditLineView:
    return CreditLineView(
        line=row.order_line_id,
        line_item_id=row.order_line.gid,
        sku=row.order_line.sku,
        title=row.order_line.title,
        quantity=row.quantity,
        amount=kept_money(row.amount, currency).text,
        restock=row.restock,
    )


def _refund(row: CreditMemoRefund, currency: str) -> RefundView:
    return RefundView(
        id=row.pk,
        transaction=row.transaction_gid,
        receipt=row.receipt_gid,
        amount=kept_money(row.amount, currency).text,
        status=row.status,
        error_code=row.error_code,
        created_at=row.created_at,
        settled_at=row.settled_at,
    )
