"""Authorisations of the mirror that are about to end and that no invoice has claimed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from django.db.models import Q

from backhaul.core.expiry import TOLD_AFTERWARDS, Expiring, unclaimed
from backhaul.core.money import Money, total
from backhaul.core.netting import net
from backhaul.core.payment_lines import LineKind
from backhaul.core.payments import TransactionKind, TransactionStatus
from backhaul.flows.clock import now
from backhaul.flows.payment_facts import lifetimes_of, line_value, mirrored_payments
from backhaul.models import OrderTransaction, PaymentLine, SalesOrder, Store

AUTHORISATIONS = (TransactionKind.AUTHORIZATION, TransactionKind.EMV_AUTHORIZATION)


def unclaimed_authorisations(store: Store) -> Iterator[tuple[SalesOrder, Expiring]]:
    """What payment lines don't count on of authorisations that are about to end, or have ended just now.

    Judged by what was last read of each order; those of cancelled orders are left out.
    """
    first = now() - TOLD_AFTERWARDS
    last = now() + timedelta(hours=max(store.expiry_notice_hours, default=0))
    lifetimes = lifetimes_of(store)
    orders = _orders_with_ending(store, first, last, lifetimes)
    transactions, claimed = _transactions(orders), _claimed(orders)
    for order in orders:
        ledger = net(mirrored_payments(order, transactions[order.pk]), now=now(), lifetimes=lifetimes)
        for one in ledger.authorisations:
            claims = total(claimed.get((order.pk, one.gid), []), ledger.currency)
            left = unclaimed(one, claimed=claims)
            if one.expires_at is not None and first <= one.expires_at <= last and left.amount > 0:
                name = one.gateway_name or one.gateway
                yield order, Expiring(one.gid, order.name, left, name, one.expires_at, one.expiry_is_estimated)


def _orders_with_ending(
    store: Store, first: datetime, last: datetime, lifetimes: Mapping[str, timedelta]
) -> list[SalesOrder]:
    """Orders with authorisations that end between the two instants, or whose end has to be estimated first."""
    longest = max(lifetimes.values(), default=timedelta(0))
    estimated = Q(expires_at=None, gateway__in=lifetimes, shopify_created_at__range=(first - longest, last))
    ending = OrderTransaction.objects.filter(
        Q(expires_at__range=(first, last)) | estimated,
        order__store=store,
        order__cancelled_at=None,
        kind__in=AUTHORISATIONS,
        status=TransactionStatus.SUCCESS,
    )
    return list(SalesOrder.objects.filter(pk__in=ending.values("order")))


def _transactions(orders: Iterable[SalesOrder]) -> dict[str, list[OrderTransaction]]:
    found: dict[str, list[OrderTransaction]] = {}
    for row in OrderTransaction.objects.filter(order__in=orders):
        found.setdefault(row.order_id, []).append(row)
    return found


def _claimed(orders: Iterable[SalesOrder]) -> dict[tuple[str, str], list[Money]]:
    """What lines still want of each authorisation; what captures have taken shows among the transactions."""
    wanted: dict[tuple[str, str], list[Money]] = {}
    lines = PaymentLine.objects.filter(order__in=orders, kind=LineKind.AUTHORISED).select_related("task")
    for line in lines.prefetch_related("captures"):
        wanted.setdefault((line.order_id, line.transaction_gid), []).append(line_value(line).open)
    return wanted
