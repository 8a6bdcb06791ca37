"""Loads credit memos, what they have given back, and what of an invoice is there to be given back."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from backhaul.core.giving_back import CreditMemo
from backhaul.core.money import Money, total, zero
from backhaul.core.payment_lines import LineKind
from backhaul.core.payments import FAILED, TransactionKind, TransactionStatus
from backhaul.core.refunded import Given
from backhaul.core.restock import Restock
from backhaul.core.tasks import ENDED, TaskState
from backhaul.core.unit_credit import MemoLine, UnitsMemo
from backhaul.flows.payment_facts import kept_money
from backhaul.flows.payment_tasks import BOOK_CREDIT
from backhaul.models import (
    CreditMemoRefund,
    OrderTransaction,
    PaymentLine,
    PostedCreditMemo,
    PostedInvoice,
    SalesOrder,
    Task,
)

ZERO = Decimal(0)
RECEIVED = (TransactionKind.SALE, TransactionKind.CAPTURE)


def memos() -> QuerySet[PostedCreditMemo]:
    """Credit memos with what they belong to."""
    return PostedCreditMemo.objects.select_related("store", "order", "invoice", "task")


def memo_of(task: Task) -> PostedCreditMemo:
    """The credit memo whose money a task gives back."""
    return memos().get(task=task)


def memo_value(row: PostedCreditMemo) -> CreditMemo:
    """A memo over an invoice as the rules want to see it."""
    assert row.invoice is not None
    assert row.invoice_id is not None
    return CreditMemo(
        id=row.pk,
        number=row.external_number,
        invoice_id=row.invoice_id,
        invoice_number=row.invoice.external_number,
        total=kept_money(row.total, row.currency),
        reason=row.reason,
    )


def given_by_memos(order_id: str) -> list[Given]:
    """What the credit memos over invoices of an order have given back, or tried to, earliest first.

    One over the order itself is of no invoice: to payment lines, it has been given back like anything else.
    """
    rows = CreditMemoRefund.objects.filter(memo__order=order_id).exclude(memo__invoice=None).select_related("memo")
    return [_given(row) for row in rows]


def given_by(memo: PostedCreditMemo) -> list[Given]:
    """What one credit memo has given back, or tried to, earliest first."""
    return [_given(row) for row in memo.refunds.select_related("memo")]


def units_memo_value(row: PostedCreditMemo, *, net_shipping: Money) -> UnitsMemo:
    """A memo over an order as the rules want to see it."""
    lines = row.lines.select_related("order_line").order_by("order_line__position")
    return UnitsMemo(
        id=row.pk,
        number=row.external_number,
        order_gid=row.order.gid,
        lines=tuple(MemoLine(line.order_line.gid, line.quantity, Restock(line.restock)) for line in lines),
        total=kept_money(row.total, row.currency),
        net_shipping=net_shipping,
        reason=row.reason,
    )


def received_for(invoice: PostedInvoice) -> Money:
    """What captures have taken for an invoice, and what of it was paid."""
    lines = PaymentLine.objects.filter(invoice=invoice)
    captured = lines.filter(kind=LineKind.AUTHORISED).aggregate(sum=Sum("captured"))["sum"]
    paid = lines.filter(kind=LineKind.PAID).aggregate(sum=Sum("amount"))["sum"]
    return kept_money((captured or ZERO) + (paid or ZERO), invoice.currency)


def given_back_of(invoice: PostedInvoice) -> Money:
    """What refunds have given back of an invoice, whoever made them, and what its credit memos have yet to give back.

    By the mirror; a refund of ours that it does not show yet counts with its memo.
    """
    refunded = PaymentLine.objects.filter(invoice=invoice).aggregate(sum=Sum("refunded"))["sum"] or ZERO
    shown = OrderTransaction.objects.filter(order=invoice.order_id, kind=TransactionKind.REFUND)
    mirrored = frozenset(shown.values_list("gid", flat=True))
    ours = invoice.credit_memos.select_related("task").prefetch_related("refunds")
    outstanding = total((_outstanding(memo, mirrored) for memo in ours), invoice.currency)
    return kept_money(refunded, invoice.currency) + outstanding


def left_to_give_back(invoice: PostedInvoice) -> Money:
    """What a credit memo over the invoice may give back now at most."""
    return max(received_for(invoice) - given_back_of(invoice), zero(invoice.currency))


def left_to_give_back_of(order: SalesOrder) -> Money:
    """What a credit memo over the order may give back now at most: what was received for it and not given back yet.

    By the mirror; what credit memos have yet to give back, and what it does not show yet, is gone already.
    """
    currency = order.presentment_currency
    shown = OrderTransaction.objects.filter(order=order, kind=TransactionKind.REFUND).exclude(status__in=FAILED)
    refunded = dict(shown.values_list("gid", "amount"))
    ours = memos().filter(order=order).exclude(task__kind=BOOK_CREDIT).prefetch_related("refunds")
    outstanding = total((_outstanding(memo, refunded.keys()) for memo in ours), currency)
    gone = kept_money(sum(refunded.values(), ZERO), currency) + outstanding
    return max(received_for_order(order) - gone, zero(currency))


def is_giving_back_units(order: SalesOrder) -> bool:
    """Whether a credit memo over the order itself has something to give back yet, which no invoice's line shows."""
    shown = OrderTransaction.objects.filter(order=order, kind=TransactionKind.REFUND)
    mirrored = frozenset(shown.values_list("gid", flat=True))
    over = memos().filter(order=order, invoice=None).exclude(task__kind=BOOK_CREDIT).prefetch_related("refunds")
    return any(_outstanding(memo, mirrored).amount for memo in over)


def received_for_order(order: SalesOrder) -> Money:
    """What sales and captures have brought for an order, by the mirror."""
    found = OrderTransaction.objects.filter(order=order, kind__in=RECEIVED, status=TransactionStatus.SUCCESS)
    return kept_money(found.aggregate(sum=Sum("amount"))["sum"] or ZERO, order.presentment_currency)


def refunded_elsewhere(order: SalesOrder) -> Money:
    """What the mirror shows as given back of an order that no credit memo of ours has brought about."""
    shown = OrderTransaction.objects.filter(order=order, kind=TransactionKind.REFUND, status=TransactionStatus.SUCCESS)
    ours = CreditMemoRefund.objects.filter(memo__order=order).values("transaction_gid")
    amount = shown.exclude(gid__in=ours).aggregate(sum=Sum("amount"))["sum"] or ZERO
    return kept_money(amount, order.presentment_currency)


def booked_so_far(memo: PostedCreditMemo) -> Money:
    """What other credit memos of the order have noted as given back by somebody else."""
    others = memos().filter(order=memo.order, task__kind=BOOK_CREDIT).exclude(pk=memo.pk)
    amount = others.exclude(task__state=TaskState.CANCELLED).aggregate(sum=Sum("total"))["sum"] or ZERO
    return kept_money(amount, memo.currency)


def failed_since(memo: PostedCreditMemo, task: Task) -> bool:
    """Whether a refund of the memo has come to nothing since a person last retried its task."""
    failed = memo.refunds.filter(status__in=FAILED)
    return failed.filter(Q(settled_at__gte=task.retried_at) if task.retried_at else Q()).exists()


def _outstanding(memo: PostedCreditMemo, mirrored: Collection[str]) -> Money:
    """What a memo gives back that no line shows yet; one that has ended gives back no more than it has."""
    made = [refund for refund in memo.refunds.all() if refund.status not in FAILED]
    shown = sum((refund.amount for refund in made if refund.transaction_gid in mirrored), ZERO)
    in_all = sum((refund.amount for refund in made), ZERO)
    wanted = in_all if memo.task.state in ENDED else memo.total
    return kept_money(max(wanted - shown, ZERO), memo.currency)


def _given(row: CreditMemoRefund) -> Given:
    return Given(
        gid=row.transaction_gid,
        memo_id=row.memo_id,
        invoice_id=row.memo.invoice_id or "",
        receipt_gid=row.receipt_gid,
        amount=kept_money(row.amount, row.memo.currency),
        status=row.status,
        error_code=row.error_code,
    )
