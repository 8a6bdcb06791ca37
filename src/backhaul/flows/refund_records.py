"""Writes down what was given back, and keeps it in step with what Shopify shows."""

from backhaul.core.payment_readback import sought_transaction
from backhaul.core.payments import SETTLED, RemotePayments
from backhaul.flows.clock import now, real_now
from backhaul.flows.credit_facts import memos
from backhaul.models import CreditMemoRefund, Intent, SalesOrder


def record_refund(intent: Intent, refund_gid: str, *, status: str, error_code: str) -> None:
    """Write down a refund that a call for a credit memo has made; a second time it only brings the status up to date.

    In the caller's transaction. The same refund comes again when its call was repeated under the same key. A refund
    that no credit memo is about leaves no row.
    """
    memo = memos().filter(task=intent.task).first()
    if memo is None:
        return
    sought = sought_transaction(intent.operation, intent.variables)
    assert sought.amount is not None
    known = {"status": status, "error_code": error_code, "settled_at": real_now() if status in SETTLED else None}
    CreditMemoRefund.objects.update_or_create(
        memo=memo,
        transaction_gid=refund_gid,
        defaults=known,
        create_defaults={
            **known,
            "receipt_gid": sought.parent_gid,
            "amount": sought.amount.amount,
            "intent": intent,
            "created_at": now(),
        },
    )


def follow_refunds(order: SalesOrder, payments: RemotePayments) -> None:
    """Refunds end after their reply, well or badly: bring those of an order, whose row is locked, up to a reading.

    One that Shopify does not show stays as it is known.
    """
    for refund in CreditMemoRefund.objects.filter(memo__order=order):
        shown = payments.transaction(refund.transaction_gid)
        if shown is not None and shown.status != refund.status:
            refund.status, refund.error_code = shown.status, shown.error_code or ""
            refund.settled_at = real_now() if shown.status in SETTLED else None
            refund.save(update_fields=["status", "error_code", "settled_at"])
