"""The body of any webhook: a snapshot of its subject in REST form, taken when it happens."""

from __future__ import annotations

from shopify_sandbox.bulk.operation import BulkOperation
from shopify_sandbox.installation import Installation, ScopesChange
from shopify_sandbox.state.billing_schedule import Cycle
from shopify_sandbox.state.contracts import BillingAttempt, Contract, PaymentMethod
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.deleting import Person
from shopify_sandbox.state.draft_orders import DraftOrder
from shopify_sandbox.state.events import FulfillmentOrderEvent
from shopify_sandbox.state.order_edits import CommittedEdit
from shopify_sandbox.state.orders import Fulfillment, FulfillmentEvent, Hold, Order
from shopify_sandbox.state.products import Product
from shopify_sandbox.state.refunds import Refund
from shopify_sandbox.state.returns import Return, ReverseDelivery
from shopify_sandbox.state.segments import Segment
from shopify_sandbox.state.selling_plan_groups import SellingPlanGroup
from shopify_sandbox.state.transactions import Transaction
from shopify_sandbox.webhooks.app_bodies import compliance_body, scopes_body, shop_body
from shopify_sandbox.webhooks.billing_bodies import attempt_body, cycle_body
from shopify_sandbox.webhooks.bulk_bodies import bulk_operation_body
from shopify_sandbox.webhooks.contract_bodies import contract_body, payment_method_body
from shopify_sandbox.webhooks.customer_bodies import customer_body, product_body
from shopify_sandbox.webhooks.draft_bodies import draft_order_body, segment_body
from shopify_sandbox.webhooks.edit_bodies import edit_body
from shopify_sandbox.webhooks.fulfillment_bodies import (
    event_body,
    fulfillment_body,
    fulfillment_order_body,
    hold_body,
)
from shopify_sandbox.webhooks.order_bodies import order_body, refund_body, transaction_body
from shopify_sandbox.webhooks.rest_values import Body
from shopify_sandbox.webhooks.return_bodies import return_body, reverse_delivery_body
from shopify_sandbox.webhooks.selling_plan_bodies import selling_plan_group_body
from shopify_sandbox.world import World

_DELETABLE = (Order, Product, Customer, DraftOrder, Segment)


def body_for(world: World, topic: str, subject: object) -> Body:
    """The body; raises TypeError for a subject no topic has."""
    if topic.endswith("/delete") and isinstance(subject, _DELETABLE):
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
        case Person():
            return compliance_body(world, topic, subject)
        case CommittedEdit():
            return edit_body(world, subject)
    return _body_of_a_return_or_draft(world, topic, subject)


def _body_of_a_return_or_draft(world: World, topic: str, subject: object) -> Body:
    match subject:
        case Return():
            return return_body(subject)
        case ReverseDelivery():
            return reverse_delivery_body(subject)
        case DraftOrder():
            return draft_order_body(world, subject)
    return _body_of_the_catalog(world, topic, subject)


def _body_of_the_catalog(world: World, topic: str, subject: object) -> Body:
    match subject:
        case Segment():
            return segment_body(world, subject)
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
            return selling_plan_group_body(world, topic, subject)
        case Installation():
            return shop_body(world)
        case ScopesChange():
            return scopes_body(world, subject)
    return _body_of_a_subscription(world, topic, subject)


def _body_of_a_subscription(world: World, topic: str, subject: object) -> Body:
    match subject:
        case Contract():
            return contract_body(subject)
        case PaymentMethod():
            return payment_method_body(subject)
        case BillingAttempt():
            return attempt_body(subject)
        case Cycle():
            return cycle_body(world, subject)
    raise TypeError(f"{topic} has no body for {type(subject).__name__}")
