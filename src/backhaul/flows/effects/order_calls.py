"""The calls that change an order for its subscription's sake, as they are sent, and what their replies name."""

from collections.abc import Callable

from backhaul.core import contract_calls as calls
from backhaul.core.readback import Found
from backhaul.flows.effects.draft_calls import address_input, attribute_inputs
from backhaul.flows.effects.prepared import Prepared
from backhaul.shopify.operations import mutations
from backhaul.shopify.operations.model import BaseModel
from backhaul.shopify.operations.mutations.enums import FulfillmentHoldReason, OrderCancelReason
from backhaul.shopify.operations.mutations.fulfillment_order_hold import FulfillmentOrderHold
from backhaul.shopify.operations.mutations.fulfillment_order_reschedule import FulfillmentOrderReschedule
from backhaul.shopify.operations.mutations.order_cancel import OrderCancel
from backhaul.shopify.operations.mutations.order_update import OrderUpdate
from backhaul.shopify.operations.mutations.tags_add import TagsAdd, TagsAddTagsAddNodeOrder

LONGEST_STAFF_NOTE = 255
"""orderCancel refuses a longer one (recorded)."""


def update_order(change: calls.UpdateOrder) -> Prepared:
    """Note and attributes are sent whole: orderUpdate replaces them."""
    address = {"shipping_address": address_input(change.address)} if change.address is not None else {}
    note = {"note": change.note} if change.note is not None else {}
    attributes = {"custom_attributes": attribute_inputs(change.attributes)} if change.attributes is not None else {}
    given = mutations.OrderInput(id=change.order_gid, **address, **note, **attributes)
    return Prepared("orderUpdate", mutations.order_update(given))


def reschedule(change: calls.RescheduleFulfillmentOrder) -> Prepared:
    """Only a SCHEDULED one can be."""
    call = mutations.fulfillment_order_reschedule(change.fulfillment_order_gid, change.to)
    return Prepared("fulfillmentOrderReschedule", call)


def hold(change: calls.HoldFulfillmentOrder) -> Prepared:
    """The whole of it, so that it is not split."""
    given = mutations.FulfillmentOrderHoldInput(
        reason=FulfillmentHoldReason.OTHER, reason_notes=change.words, handle=change.handle
    )
    return Prepared("fulfillmentOrderHold", mutations.fulfillment_order_hold(change.fulfillment_order_gid, given))


def release(change: calls.ReleaseHold) -> Prepared:
    """These holds and no others."""
    call = mutations.fulfillment_order_release_hold(change.fulfillment_order_gid, list(change.hold_gids))
    return Prepared("fulfillmentOrderReleaseHold", call)


def cancel(change: calls.CancelOrder) -> Prepared:
    """`refund` alone is sent: with `refundMethod` beside it Shopify refuses (recorded)."""
    note = {"staff_note": change.note[:LONGEST_STAFF_NOTE]} if change.note else {}
    call = mutations.order_cancel(
        change.order_gid,
        OrderCancelReason(change.reason),
        change.restock,
        refund=change.refund,
        notify_customer=change.notify_customer,
        **note,
    )
    return Prepared("orderCancel", call)


def add_tags(change: calls.AddTags) -> Prepared:
    """Never by orderUpdate, which would replace all that the order has."""
    return Prepared("tagsAdd", mutations.tags_add(change.order_gid, list(change.tags)))


PREPARE: dict[type, Callable[..., Prepared]] = {
    calls.UpdateOrder: update_order,
    calls.RescheduleFulfillmentOrder: reschedule,
    calls.HoldFulfillmentOrder: hold,
    calls.ReleaseHold: release,
    calls.CancelOrder: cancel,
    calls.AddTags: add_tags,
}


def _updated(data: OrderUpdate) -> Found:
    made = data.order_update and data.order_update.order
    return Found((made.id,)) if made else Found(())


def _rescheduled(data: FulfillmentOrderReschedule) -> Found:
    made = data.fulfillment_order_reschedule and data.fulfillment_order_reschedule.fulfillment_order
    return Found((made.id,)) if made else Found(())


def _held(data: FulfillmentOrderHold) -> Found:
    made = data.fulfillment_order_hold and data.fulfillment_order_hold.fulfillment_hold
    return Found((made.id,)) if made else Found(())


def _cancelling(data: OrderCancel) -> Found:
    """The job, which may have only begun."""
    job = data.order_cancel and data.order_cancel.job_result
    return Found((), {"job": job.id}) if job else Found(())


def _tagged(data: TagsAdd) -> Found:
    """The order with every tag that it has now."""
    made = data.tags_add and data.tags_add.node
    return Found((made.id,), {"tags": made.tags}) if isinstance(made, TagsAddTagsAddNodeOrder) else Found(())


READ: dict[type[BaseModel], Callable[..., Found]] = {
    OrderUpdate: _updated,
    FulfillmentOrderReschedule: _rescheduled,
    FulfillmentOrderHold: _held,
    OrderCancel: _cancelling,
    TagsAdd: _tagged,
}
