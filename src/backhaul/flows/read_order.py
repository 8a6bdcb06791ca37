"""Reads an order from Shopify with nothing locked, and lets the mirror have what was seen."""

from collections.abc import Iterator
from datetime import datetime

from backhaul.core.budget import Priority
from backhaul.core.remote import RemoteOrder
from backhaul.flows.mirror import apply_snapshot
from backhaul.models import SalesOrder, Store
from backhaul.shopify.client import connect


def read_order(store: Store, order_gid: str, *, priority: Priority = Priority.EFFECT) -> RemoteOrder:
    """The order as Shopify shows it now, all its pages; the mirror is brought up to date with it.

    Raises ShopifyError; NotFoundInShopify when Shopify does not show it to us.
    """
    reading = connect(store, priority=priority).read_order(order_gid)
    apply_snapshot(store, reading.order, read_started_at=reading.read_started_at)
    return reading.order


def import_order(store: Store, reference: str) -> SalesOrder:
    """Read one order by gid, number or name into the mirror. Raises ShopifyError, UnknownOrder."""
    order_gid = connect(store, priority=Priority.REFRESH).find_order(reference)
    read_order(store, order_gid, priority=Priority.REFRESH)
    return SalesOrder.objects.get(store=store, gid=order_gid)


def orders_changed_since(store: Store, since: datetime) -> Iterator[tuple[str, datetime]]:
    """Gid and `updatedAt` of every order that changed since an instant, oldest change first."""
    return connect(store, priority=Priority.BULK).orders_changed_since(since)
