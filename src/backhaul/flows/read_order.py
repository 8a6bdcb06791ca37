"""Reads an order from Shopify with nothing locked, and lets the mirror have what was seen."""

from backhaul.core import gids
from backhaul.core.budget import Priority
from backhaul.core.errors import AmbiguousOrder, UnknownOrder
from backhaul.core.learned import BY_TASK, Learned, LearnedBy
from backhaul.core.payments import RemotePayments
from backhaul.core.remote import RemoteOrder
from backhaul.flows.contract_orders import contracts_to_ask_for, with_kept_contracts
from backhaul.flows.mirror import apply_snapshot
from backhaul.flows.mirror_payments import apply_payments
from backhaul.models import OrderReturn, SalesOrder, Store
from backhaul.shopify.client import connect


def read_order(
    store: Store, order_gid: str, *, priority: Priority = Priority.EFFECT, learned: Learned = BY_TASK
) -> RemoteOrder:
    """The order as Shopify shows it now, all its pages; the mirror is brought up to date with it.

    `learned` says what made us read, for the record of what has changed.

    Raises ShopifyError; NotFoundInShopify when Shopify does not show it to us.
    """
    has_returns = OrderReturn.objects.filter(order__store=store, order__gid=order_gid).exists()
    reading = connect(store, priority=priority).read_order(
        order_gid, has_returns=has_returns, known_lines=contracts_to_ask_for(store, order_gid)
    )
    apply_snapshot(store, reading.order, read_started_at=reading.read_started_at, learned=learned)
    return with_kept_contracts(store, reading.order)


def read_payments(store: Store, order_gid: str, *, priority: Priority = Priority.EFFECT) -> RemotePayments:
    """The order's payments as Shopify shows them now: far fewer points than the whole order.

    The mirror and the payment lines are brought up to date with them. Raises ShopifyError; NotFoundInShopify when
    Shopify does not show the order to us.
    """
    reading = connect(store, priority=priority).read_payments(order_gid)
    apply_payments(store, reading.payments, read_started_at=reading.read_started_at)
    return reading.payments


def import_order(store: Store, reference: str) -> SalesOrder:
    """Read one order by gid, name or number into the mirror. Raises ShopifyError, UnknownOrder, AmbiguousOrder."""
    order_gid = reference if reference.startswith("gid://") else _gid_of(store, reference)
    read_order(store, order_gid, priority=Priority.REFRESH, learned=Learned(LearnedBy.PERSON))
    return SalesOrder.objects.select_related("store").get(store=store, gid=order_gid)


def _gid_of(store: Store, reference: str) -> str:
    """An order's own number or name comes first; a number that no order has is taken for Shopify's id."""
    found = connect(store, priority=Priority.REFRESH).find_orders(reference)
    if len(found) > 1:
        raise AmbiguousOrder(reference, [order.gid for order in found])
    if found:
        return found[0].gid
    if reference.isascii() and reference.isdigit():
        return gids.gid("Order", reference)
    raise UnknownOrder(reference)
