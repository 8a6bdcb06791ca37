"""Authorisations of the mirror that are about to end and that no invoice has claimed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from django.db.models import Q

from backhaul.core.expiry import TOLD_AFTERWARDS, Expiring, expiry_of, unclaimed
from backhaul.core.money import Money, total
from backhaul.core.payment_lines import LineKind
from backhaul.core.payments import RemoteTransaction, TransactionKind, TransactionStatus
from backhaul.flows.clock import now
from backhaul.flows.payment_facts import lifetimes_of, line_value, transaction_value
from backhaul.models import OrderTransaction, PaymentLine, SalesOrder, Store

AUTHORISATIONS = (TransactionKind.AUTHORIZATION, TransactionKind.EMV_AUTHORIZATION)


def unclaimed_authorisations(store: Store) -> Iterator[tuple[SalesOrder, Expiring]]:
    """What payment lines don't count on of authorisations that are about to end, or have ended just now.

    Judged by what was last read of each order; those of cancelled orders are left out.
    """
    first = now() - TOLD_AFTERWARDS
    last = now() + timedelta(hours=max(store.expiry_notice_hours, default=0))
    lifetimes = lifetimes_of(store)
    rows = list(_authorisations(store, first, last, lifetimes))
    orders = {row.order_id for row in rows}
    others, claimed = _transactions(orders), _claimed(orders)
    for row in rows:
        value = transaction_value(row)
        ends_at, is_estimated = expiry_of(
            row.expires_at, created_at=row.shopify_created_at, gateway=row.gateway, lifetimes=lifetimes
        )
        claims = total(claimed.get((row.order_id, row.gid), []), row.currency)
        left = unclaimed(value, others[row.order_id], claimed=claims)
        if ends_at is not None and first <= ends_at <= last and left.amount > 0:
            name = row.gateway_name or row.gateway
            yield row.order, Expiring(row.gid, row.order.name, left, name, ends_at, is_estimated)


def _authorisations(
    store: Store, first: datetime, last: datetime, lifetimes: Mapping[str, timedelta]
) -> Iterable[OrderTransaction]:
    """Those that end between the two instants, and those whose end has to be estimated first."""
    longest = max(lifetimes.values(), default=timedelta(0))
    estimated = Q(expires_at=None, gateway__in=lifetimes, shopify_created_at__range=(first - longest, last))
    ending = OrderTransaction.objects.filter(
        Q(expires_at__range=(first, last)) | estimated,
        order__store=store,
        order__cancelled_at=None,
        kind__in=AUTHORISATIONS,
        status=TransactionStatus.SUCCESS,
    )
    return ending.select_related("order")


def _transactions(orders: Iterable[str]) -> dict[str, list[RemoteTransaction]]:
    found: dict[str, list[RemoteTransaction]] = {}
    for row in OrderTransaction.objects.filter(order__in=orders):
        found.setdefault(row.order_id, []).append(transaction_value(row))
    return found


def _claimed(orders: Iterable[str]) -> dict[tuple[str, str], list[Money]]:
    """What lines still want of each authorisation; what captures have taken shows among the transactions."""
    wanted: dict[tuple[str, str], list[Money]] = {}
    lines = PaymentLine.objects.filter(order__in=orders, kind=LineKind.AUTHORISED).prefetch_related("captures")
    for line in lines:
        wanted.setdefault((line.order_id, line.transaction_gid), []).append(line_value(line).open)
    return wanted
