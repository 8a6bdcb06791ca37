"""Loads credit memos, what they have given back, and what of an invoice is there to be given back."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from backhaul.core.giving_back import CreditMemo
from backhaul.core.money import Money, total, zero
from backhaul.core.payment_lines import LineKind
from backhaul.core.payments import FAILED, TransactionKind
from backhaul.core.refunded import Given
from backhaul.core.tasks import ENDED
from backhaul.flows.payment_facts import kept_money
from backhaul.models import CreditMemoRefund, OrderTransaction, PaymentLine, PostedCreditMemo, PostedInvoice, Task

ZERO = Decimal(0)


def memos() -> QuerySet[PostedCreditMemo]:
    """Credit memos with what they belong to."""
    return PostedCreditMemo.objects.select_related("store", "order", "invoice", "task")


def memo_of(task: Task) -> PostedCreditMemo:
    """The credit memo whose money a task gives back."""
    return memos().get(task=task)


def memo_value(row: PostedCreditMemo) -> CreditMemo:
    """The memo as the rules want to see it."""
    return CreditMemo(
        id=row.pk,
        number=row.external_number,
        invoice_id=row.invoice_id,
        invoice_number=row.invoice.external_number,
        total=kept_money(row.total, row.currency),
        reason=row.reason,
    )


def given_by_memos(order_id: str) -> list[Given]:
    """What the credit memos of an order have given back, or tried to, earliest first."""
    rows = CreditMemoRefund.objects.filter(memo__order=order_id).select_related("memo")
    return [_given(row) for row in rows]


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
        invoice_id=row.memo.invoice_id,
        receipt_gid=row.receipt_gid,
        amount=kept_money(row.amount, row.memo.currency),
        status=row.status,
        error_code=row.error_code,
    )
