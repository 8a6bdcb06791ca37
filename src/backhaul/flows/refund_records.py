"""Writes down what was given back, and keeps it in step with what Shopify shows."""

from collections.abc import Sequence

from backhaul.core.payment_readback import sought_transaction
from backhaul.core.payments import SETTLED, RemotePayments, TransactionStatus
from backhaul.core.units_readback import MadeRefund, is_of_one_payment, made_refunds
from backhaul.flows.clock import now, real_now
from backhaul.flows.credit_facts import memos
from backhaul.flows.payment_facts import kept_money
from backhaul.models import CreditMemoRefund, Intent, OrderRefund, OrderTransaction, SalesOrder


def refunds_of_effect(intent: Intent, effect_gids: Sequence[str]) -> list[MadeRefund]:
    """The transactions that a refundCreate has brought about.

    Its reply, or what was read back, names them. Where a person has named them, or the refund that they belong to,
    the mirror does; until it shows a transaction of a call for one payment, what was asked for counts, and the next
    reading tells its status.
    """
    made = made_refunds(intent.evidence.get("effect", {}))
    if made and all(one.receipt_gid for one in made):
        return made
    if is_of_one_payment(intent.variables):
        sought = sought_transaction(intent.operation, intent.variables)
        assert sought.amount is not None
        known = {one.gid: one for one in made}
        return [
            MadeRefund(
                gid,
                sought.parent_gid,
                sought.amount,
                known[gid].status if gid in known else _told(intent, "status", TransactionStatus.UNKNOWN),
                known[gid].error_code if gid in known else _told(intent, "error_code", ""),
            )
            for gid in effect_gids
        ]
    return _mirrored(intent, effect_gids)


def record_refund(intent: Intent, made: MadeRefund) -> None:
    """Write down a refund that a call for a credit memo has made; a second time it only brings the status up to date.

    In the caller's transaction. The same refund comes again when its call was repeated under the same key. A refund
    that no credit memo is about leaves no row.
    """
    memo = memos().filter(task=intent.task).first()
    if memo is None:
        return
    known = {
        "status": made.status,
        "error_code": made.error_code,
        "settled_at": real_now() if made.status in SETTLED else None,
    }
    CreditMemoRefund.objects.update_or_create(
        memo=memo,
        transaction_gid=made.gid,
        defaults=known,
        create_defaults={
            **known,
            "receipt_gid": made.receipt_gid,
            "amount": made.amount.amount,
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


def _told(intent: Intent, name: str, otherwise: str) -> str:
    return str(intent.evidence.get("effect", {}).get(name, otherwise))


def _mirrored(intent: Intent, effect_gids: Sequence[str]) -> list[MadeRefund]:
    order = SalesOrder.objects.filter(store=intent.store, gid=intent.subject_gid).first()
    if order is None:
        return []
    groups = OrderRefund.objects.filter(order=order, gid__in=effect_gids).values_list("transaction_gids", flat=True)
    gids = {*effect_gids, *(gid for group in groups for gid in group)}
    return [
        MadeRefund(row.gid, row.parent_gid, kept_money(row.amount, row.currency), row.status, row.error_code)
        for row in OrderTransaction.objects.filter(order=order, gid__in=gids)
    ]
