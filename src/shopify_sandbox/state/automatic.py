"""Automatic fulfillment: in a shop that wants it, what is paid and open is fulfilled at once (documented)."""

from __future__ import annotations

from shopify_sandbox.state import closing, fulfillments
from shopify_sandbox.state.orders import FulfillmentOrder, Order
from shopify_sandbox.state.statuses import FulfillmentOrderStatus
from shopify_sandbox.world import World


def fulfil(world: World, order: Order) -> None:
    """Fulfil what a paid order has open; nothing unless the shop's profile says so.

    Of a prepaid order that is the first delivery if it was open from the start. One that was ever scheduled is never
    fulfilled automatically (documented), nor is one of a fulfillment service, which has to be asked.
    """
    wanted = world.profile.fulfils_automatically and order.routed and order.cancelled_at is None
    if not wanted or not closing.is_paid(order):
        return
    for each in [each for each in order.fulfillment_orders if _is_eligible(each)]:
        fulfillments.create(world, fulfillments.Shipment((fulfillments.Part(each.gid, None),)))


def _is_eligible(fulfillment_order: FulfillmentOrder) -> bool:
    date = fulfillment_order.fulfill_at
    return (
        fulfillment_order.status is FulfillmentOrderStatus.OPEN
        and not fulfillment_order.location.is_third_party
        and (date is None or date <= fulfillment_order.created_at)
    )
