"""The body of any webhook: a snapshot of its subject in REST form, taken when it happens."""

from __future__ import annotations

from shopify_sandbox.bulk.operation import BulkOperation
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.events import FulfillmentOrderEvent
from shopify_sandbox.state.orders import Fulfillment, FulfillmentEvent, Hold, Order
from shopify_sandbox.state.products import Product
from shopify_sandbox.state.refunds import Refund
from shopify_sandbox.state.selling_plan_groups import SellingPlanGroup
from shopify_sandbox.state.transactions import Transaction
from shopify_sandbox.webhooks.bulk_bodies import bulk_operation_body
from shopify_sandbox.webhooks.customer_bodies import customer_body, product_body, selling_plan_group_body
from shopify_sandbox.webhooks.fulfillment_bodies import (
    event_body,
    fulfillment_body,
    fulfillment_order_body,
    hold_body,
)
from shopify_sandbox.webhooks.order_bodies import order_body, refund_body, transaction_body
from shopify_sandbox.webhooks.rest_values import Body
from shopify_sandbox.world import World


def body_for(world: World, topic: str, subject: object) -> Body:
    """The body; raises TypeError for a subject no topic has."""
    if topic.endswith("/delete") and isinstance(subject, Order | Product | Customer | SellingPlanGroup):
        return {"id": subject.id}
    match subject:
        case Order():
            return order_body(world, subject)
        case Refund():
            return refund_body(world, subject)
        case Transaction():
            return transaction_body(world, subject)
        case FulfillmentOrderEvent():
            return fulfillment_order_body(world, topic, subject)
    return _smaller_body(world, topic, subject)


def _smaller_body(world: World, topic: str, subject: object) -> Body:
    match subject:
        case Fulfillment():
            return fulfillment_body(world, subject)
        case FulfillmentEvent():
            return event_body(world, subject)
        case Hold():
            return hold_body(subject)
        case Customer():
            return customer_body(world, subject)
    return _body_beside_orders(world, topic, subject)


def _body_beside_orders(world: World, topic: str, subject: object) -> Body:
    match subject:
        case Product():
            return product_body(world, subject)
        case BulkOperation():
            return bulk_operation_body(world, subject)
        case SellingPlanGroup():
            return selling_plan_group_body(world, subject)
    raise TypeError(f"{topic} has no body for {type(subject).__name__}")
