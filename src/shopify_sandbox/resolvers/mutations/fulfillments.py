"""fulfillmentCreate, fulfillmentCancel, fulfillmentTrackingInfoUpdate, fulfillmentEventCreate."""

from __future__ import annotations

from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.resolvers.lookup import mutation, visible
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import fulfillments
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import instant, mapping, mappings, optional_text
from shopify_sandbox.state.orders import Fulfillment, FulfillmentEvent

_PLACE = ("address1", "city", "province", "country", "zip", "latitude", "longitude")


@mutation("fulfillment")
def _create(info: Info, **args: object) -> dict[str, object]:
    given = mapping(args["fulfillment"])
    parts = [
        fulfillments.Part(
            str(part["fulfillmentOrderId"]),
            [(str(line["id"]), int(str(line["quantity"]))) for line in mappings(part.get("fulfillmentOrderLineItems"))],
        )
        for part in mappings(given["lineItemsByFulfillmentOrder"])
    ]
    shipment = fulfillments.Shipment(
        parts,
        tracking=fulfillments.tracking_from(mapping(given.get("trackingInfo"))),
        notify_customer=bool(given.get("notifyCustomer")),
        origin_address=mapping(given.get("originAddress")) or None,
    )
    return {"fulfillment": fulfillments.create(world_of(info), shipment)}


@mutation("fulfillment")
def _cancel(info: Info, **args: object) -> dict[str, object]:
    fulfillment = visible(info, Fulfillment, args["id"])
    if fulfillment is None:
        raise refused("Fulfillment not found.", "id")
    fulfillments.cancel(world_of(info), fulfillment)
    return {"fulfillment": fulfillment}


@mutation("fulfillment")
def _update_tracking(info: Info, **args: object) -> dict[str, object]:
    fulfillment = visible(info, Fulfillment, args["fulfillmentId"])
    if fulfillment is None:
        raise refused("Fulfillment does not exist.", "fulfillmentId")
    tracking = fulfillments.tracking_from(mapping(args["trackingInfoInput"]))
    fulfillments.update_tracking(
        world_of(info), fulfillment, tracking, notify_customer=bool(args.get("notifyCustomer"))
    )
    return {"fulfillment": fulfillment}


@mutation("fulfillmentEvent")
def _create_event(info: Info, **args: object) -> dict[str, object]:
    given = mapping(args["fulfillmentEvent"])
    fulfillment = visible(info, Fulfillment, given["fulfillmentId"])
    if fulfillment is None:
        raise refused("Fulfillment does not exist.", "fulfillmentEvent", "fulfillmentId")
    world = world_of(info)
    event = FulfillmentEvent(
        id=world.new_id(FulfillmentEvent),
        fulfillment=fulfillment,
        status=str(given["status"]),
        happened_at=instant(given.get("happenedAt")) or world.now(),
        created_at=world.now(),
        message=optional_text(given.get("message")),
        estimated_delivery_at=instant(given.get("estimatedDeliveryAt")),
        place={name: given.get(name) for name in _PLACE},
    )
    fulfillments.add_event(world, fulfillment, event)
    return {"fulfillmentEvent": event}


FIELDS = fields_of(
    "Mutation",
    {
        "fulfillmentCancel": _cancel,
        "fulfillmentCreate": _create,
        "fulfillmentCreateV2": _create,
        "fulfillmentEventCreate": _create_event,
        "fulfillmentTrackingInfoUpdate": _update_tracking,
        "fulfillmentTrackingInfoUpdateV2": _update_tracking,
    },
)
