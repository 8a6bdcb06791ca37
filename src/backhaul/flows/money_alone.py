"""What was given back of an order without any goods, and for which of its lines."""

from decimal import Decimal

from django.db.models import Sum

from backhaul.core.money import Money, zero
from backhaul.core.payments import FAILED, TransactionKind
from backhaul.core.tasks import ENDED
from backhaul.flows.credit_facts import memos
from backhaul.flows.payment_facts import kept_money
from backhaul.flows.payment_tasks import BOOK_CREDIT
from backhaul.models import (
    ChangeStep,
    CreditMemoRefund,
    OrderRefund,
    OrderTransaction,
    PostedCreditMemo,
    SalesOrder,
)


def money_alone_of(order: SalesOrder) -> dict[str, Money]:
    """By the order line's gid, what was given back without goods, or is being; "" where nobody knows for which line.

    By credit memos of ours as they stand, and by what the mirror shows of refunds that others have made. What was noted
    as given back by somebody else is among these.
    """
    found: dict[str, Money] = {}
    ours = memos().filter(order=order, lines=None).exclude(task__kind=BOOK_CREDIT).prefetch_related("refunds")
    given = [(_line_of(memo), _given(memo)) for memo in ours]
    for line_gid, amount in [*given, ("", _elsewhere(order))]:
        if amount > zero(amount.currency):
            found[line_gid] = found.get(line_gid, zero(amount.currency)) + amount
    return found


def _line_of(memo: PostedCreditMemo) -> str:
    """A step of a change says for which line it gives back a difference."""
    step = ChangeStep.objects.filter(pk=memo.reference).first() if memo.reference else None
    return str(step.params.get("line", "")) if step else ""


def _given(memo: PostedCreditMemo) -> Money:
    """One that has ended gives back no more than it has; shipping is not for goods."""
    made = sum((one.amount for one in memo.refunds.all() if one.status not in FAILED), Decimal(0))
    amount = made if memo.task.state in ENDED else memo.total
    return kept_money(max(amount - memo.shipping, Decimal(0)), memo.currency)


def _elsewhere(order: SalesOrder) -> Money:
    ours = CreditMemoRefund.objects.filter(memo__order=order).values("transaction_gid")
    gids = [
        gid
        for refund in OrderRefund.objects.filter(order=order, lines=None).values_list("transaction_gids", flat=True)
        for gid in refund
    ]
    shown = OrderTransaction.objects.filter(order=order, kind=TransactionKind.REFUND, gid__in=gids)
    amount = shown.exclude(gid__in=ours).exclude(status__in=FAILED).aggregate(sum=Sum("amount"))["sum"]
    return kept_money(amount or Decimal(0), order.presentment_currency)
