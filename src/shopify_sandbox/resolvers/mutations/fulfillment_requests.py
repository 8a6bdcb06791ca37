"""Requests between merchant and fulfillment service, and fulfillmentServiceCreate."""

from __future__ import annotations

from collections.abc import Callable

from shopify_sandbox.resolvers.context import Info, Resolver, world_of
from shopify_sandbox.resolvers.lookup import mutation, required
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import requests
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.given import mappings, optional_text
from shopify_sandbox.state.locations import FulfillmentService, Location
from shopify_sandbox.state.orders import FulfillmentOrder
from shopify_sandbox.world import World

Answer = Callable[[World, FulfillmentOrder, str | None], None]


@mutation("originalFulfillmentOrder", "submittedFulfillmentOrder", "unsubmittedFulfillmentOrder")
def _submit(info: Info, **args: object) -> dict[str, object]:
    target = required(info, FulfillmentOrder, args["id"])
    result = requests.submit(
        world_of(info),
        target,
        lines=mappings(args.get("fulfillmentOrderLineItems")),
        message=optional_text(args.get("message")),
        notify_customer=bool(args.get("notifyCustomer")),
    )
    return {
        "originalFulfillmentOrder": target,
        "submittedFulfillmentOrder": result.submitted,
        "unsubmittedFulfillmentOrder": result.unsubmitted,
    }


def _answering(answer: Answer) -> Resolver:
    @mutation("fulfillmentOrder")
    def resolve(info: Info, **args: object) -> dict[str, object]:
        target = required(info, FulfillmentOrder, args["id"])
        answer(world_of(info), target, optional_text(args.get("message")))
        return {"fulfillmentOrder": target}

    return resolve


@mutation("fulfillmentService")
def _create_service(info: Info, **args: object) -> dict[str, object]:
    world, name = world_of(info), str(args["name"]).strip()
    if not name:
        raise refused("Name can't be blank", "name")
    if any(each.name.casefold() == name.casefold() for each in world.all(FulfillmentService)):
        raise refused("Name has already been taken", "name")
    location = Location(id=world.new_id(Location), name=name, created_at=world.now(), updated_at=world.now())
    service = world.add_service(world.add(location))
    service.made_by_app = True
    service.tracking_support = bool(args.get("trackingSupport"))
    service.inventory_management = bool(args.get("inventoryManagement"))
    service.requires_shipping_method = bool(args.get("requiresShippingMethod", True))
    service.callback_url = optional_text(args.get("callbackUrl"))
    return {"fulfillmentService": service}


FIELDS = fields_of(
    "Mutation",
    {
        "fulfillmentOrderAcceptCancellationRequest": _answering(requests.accept_cancellation),
        "fulfillmentOrderAcceptFulfillmentRequest": _answering(requests.accept),
        "fulfillmentOrderRejectCancellationRequest": _answering(requests.reject_cancellation),
        "fulfillmentOrderRejectFulfillmentRequest": _answering(requests.reject),
        "fulfillmentOrderSubmitCancellationRequest": _answering(requests.submit_cancellation),
        "fulfillmentOrderSubmitFulfillmentRequest": _submit,
        "fulfillmentServiceCreate": _create_service,
    },
)
