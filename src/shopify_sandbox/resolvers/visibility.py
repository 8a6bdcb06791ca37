"""What an app may see: fulfillment orders by scope, old orders by `read_all_orders`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from shopify_sandbox.resolvers.context import RequestContext
from shopify_sandbox.state.orders import FulfillmentOrder, Order

RECENT = timedelta(days=60)

_MERCHANT = frozenset({"read_merchant_managed_fulfillment_orders", "write_merchant_managed_fulfillment_orders"})
_THIRD_PARTY = frozenset({"read_third_party_fulfillment_orders", "write_third_party_fulfillment_orders"})


def may_see_order(context: RequestContext, order: Order) -> bool:
    """Orders older than 60 days need `read_all_orders`."""
    return "read_all_orders" in context.scopes or context.world.clock.now() - order.created_at <= RECENT


def may_see_fulfillment_order(context: RequestContext, fulfillment_order: FulfillmentOrder) -> bool:
    """Merchant-managed and third-party fulfillment orders have scopes of their own."""
    return _may_see(context, third_party=fulfillment_order.location.is_third_party)


def _may_see(context: RequestContext, *, third_party: bool) -> bool:
    return bool((_THIRD_PARTY if third_party else _MERCHANT) & context.scopes)


def visible_fulfillment_orders(
    context: RequestContext, fulfillment_orders: Iterable[FulfillmentOrder]
) -> list[FulfillmentOrder]:
    """Those the app has a scope for; the others are missing without a word, as in Shopify."""
    shown = {third_party for third_party in (False, True) if _may_see(context, third_party=third_party)}
    return [each for each in fulfillment_orders if each.location.is_third_party in shown]
