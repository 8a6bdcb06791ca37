"""Mutations of fulfillment orders at the merchant's side: holds, moves, splits, merges, dates, progress."""

from __future__ import annotations

from collections.abc import Sequence

from shopify_sandbox.engine.envelopes import ShopifyFailed, TopLevelError
from shopify_sandbox.resolvers.context import Info, context_of, world_of
from shopify_sandbox.resolvers.lookup import mutation, required, visible
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.resolvers.search import numbers_of
from shopify_sandbox.state import holds, moves, progress, scheduling
from shopify_sandbox.state.errors import Refused, UserError, refused
from shopify_sandbox.state.given import Given, instant, mapping, mappings, optional_text, texts
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.orders import FulfillmentOrder


@mutation("fulfillmentHold", "fulfillmentOrder", "remainingFulfillmentOrder")
def _hold(info: Info, **args: object) -> dict[str, object]:
    target = required(info, FulfillmentOrder, args["id"])
    given = mapping(args["fulfillmentHold"])
    request = holds.HoldRequest(
        reason=str(given["reason"]),
        app_id=context_of(info).app_id,
        handle=optional_text(given.get("handle")),
        reason_notes=optional_text(given.get("reasonNotes")),
        external_id=optional_text(given.get("externalId")),
        lines=mappings(given.get("fulfillmentOrderLineItems")),
    )
    hold, rest = holds.place(world_of(info), target, request)
    return {"fulfillmentHold": hold, "fulfillmentOrder": target, "remainingFulfillmentOrder": rest}


@mutation("fulfillmentOrder")
def _release_hold(info: Info, **args: object) -> dict[str, object]:
    target = required(info, FulfillmentOrder, args["id"])
    hold_ids = sorted(numbers_of(args.get("holdIds")))
    holds.release(world_of(info), target, hold_ids=hold_ids, external_id=optional_text(args.get("externalId")))
    return {"fulfillmentOrder": target}


@mutation("movedFulfillmentOrder", "originalFulfillmentOrder", "remainingFulfillmentOrder")
def _move(info: Info, **args: object) -> dict[str, object]:
    target = required(info, FulfillmentOrder, args["id"])
    to = visible(info, Location, args["newLocationId"])
    if to is None:
        raise refused("Location not found.", "id")
    result = moves.move(world_of(info), target, to, mappings(args.get("fulfillmentOrderLineItems")))
    return {
        "movedFulfillmentOrder": result.moved,
        "originalFulfillmentOrder": result.original,
        "remainingFulfillmentOrder": result.remaining,
    }


@mutation("fulfillmentOrderSplits")
def _split(info: Info, **args: object) -> dict[str, object]:
    wanted = []
    for number, given in enumerate(mappings(args["fulfillmentOrderSplits"])):
        path = ("fulfillmentOrderSplits", str(number), "fulfillmentOrderId")
        source = _listed(info, given, path)
        wanted.append((source, mappings(given["fulfillmentOrderLineItems"])))
    made = moves.split(world_of(info), wanted)
    return {
        "fulfillmentOrderSplits": [
            {
                "fulfillmentOrder": each.original,
                "remainingFulfillmentOrder": each.split_off,
                "replacementFulfillmentOrder": None,
            }
            for each in made
        ]
    }


@mutation("fulfillmentOrderMerges")
def _merge(info: Info, **args: object) -> dict[str, object]:
    wanted = []
    for number, given in enumerate(mappings(args["fulfillmentOrderMergeInputs"])):
        intents = []
        for position, intent in enumerate(mappings(given["mergeIntents"])):
            path = ("fulfillmentOrderMergeInputs", str(number), "mergeIntents", str(position), "fulfillmentOrderId")
            source = _listed(info, intent, path)
            intents.append((source, mappings(intent.get("fulfillmentOrderLineItems"))))
        wanted.append(intents)
    made = moves.merge(world_of(info), wanted)
    return {"fulfillmentOrderMerges": [{"fulfillmentOrder": each} for each in made]}


def _listed(info: Info, given: Given, path: Sequence[str]) -> FulfillmentOrder:
    found = visible(info, FulfillmentOrder, given["fulfillmentOrderId"])
    if found is None:
        raise Refused(
            UserError(tuple(path), "The fulfillment order could not be found.", "FULFILLMENT_ORDER_NOT_FOUND")
        )
    return found


@mutation("fulfillmentOrder")
def _open(info: Info, **args: object) -> dict[str, object]:
    target = required(info, FulfillmentOrder, args["id"])
    scheduling.mark_open(world_of(info), target, api_version=context_of(info).api_version)
    return {"fulfillmentOrder": target}


@mutation("fulfillmentOrder")
def _reschedule(info: Info, **args: object) -> dict[str, object]:
    target = required(info, FulfillmentOrder, args["id"])
    fulfill_at = instant(args["fulfillAt"])
    assert fulfill_at is not None
    return {"fulfillmentOrder": scheduling.reschedule(world_of(info), target, fulfill_at)}


@mutation("success", success=False)
def _set_deadline(info: Info, **args: object) -> dict[str, object]:
    found = [visible(info, FulfillmentOrder, gid) for gid in texts(args["fulfillmentOrderIds"])]
    targets = [each for each in found if each is not None]
    if len(targets) < len(found) or not targets:
        raise refused("Fulfillment orders could not be found.")
    deadline = instant(args["fulfillmentDeadline"])
    assert deadline is not None
    scheduling.set_deadline(world_of(info), targets, deadline)
    return {"success": True}


@mutation("fulfillmentOrder")
def _report_progress(info: Info, **args: object) -> dict[str, object]:
    target = required(info, FulfillmentOrder, args["id"])
    progress.report(world_of(info), target)
    return {"fulfillmentOrder": target}


@mutation("fulfillmentOrder", "replacementFulfillmentOrder")
def _cancel(info: Info, **args: object) -> dict[str, object]:
    target = required(info, FulfillmentOrder, args["id"])
    replacement = progress.replace(world_of(info), target)
    return {"fulfillmentOrder": target, "replacementFulfillmentOrder": replacement}


@mutation("fulfillmentOrder")
def _close(info: Info, **args: object) -> dict[str, object]:
    target = required(info, FulfillmentOrder, args["id"])
    progress.give_up(world_of(info), target, optional_text(args.get("message")))
    return {"fulfillmentOrder": target}


@mutation("movedFulfillmentOrders")
def _reroute(info: Info, **args: object) -> dict[str, object]:
    """Moves to the first location that is allowed (assumed). Units without a variant have no inventory to route by.

    For those Shopify fails itself (recorded, with a location that a move accepts).
    """
    targets = [required(info, FulfillmentOrder, gid) for gid in texts(args["fulfillmentOrderIds"])]
    if any(line.line_item.variant is None for target in targets for line in target.lines):
        raise ShopifyFailed
    included, excluded = numbers_of(args.get("includedLocationIds")), numbers_of(args.get("excludedLocationIds"))
    here = {each.location.id for each in targets}
    usable = [
        each
        for each in world_of(info).locations
        if each.is_active and each.id not in excluded | here and (not included or each.id in included)
    ]
    if len({each.order for each in targets}) > 1:
        message = "Fulfillment orders are not from the same order."
        raise refused(message, code="FULFILLMENT_ORDERS_NOT_FROM_THE_SAME_ORDER")
    if not usable:
        message = "Cannot reassign location for fulfillment orders."
        raise refused(message, code="CANNOT_REASSIGN_LOCATION_FOR_FULFILLMENT_ORDERS")
    moved = [moves.move(world_of(info), target, usable[0], None).moved for target in targets]
    return {"movedFulfillmentOrders": moved}


@mutation()
def _prepared_for_pickup(info: Info, **args: object) -> dict[str, object]:
    """No fulfillment order here is for pickup, so that each one named is refused."""
    given = mappings(mapping(args["input"])["lineItemsByFulfillmentOrder"])
    path = ("input", "lineItemsByFulfillmentOrder")
    errors = []
    for number, each in enumerate(given):
        numeric = str(each["fulfillmentOrderId"]).rsplit("/", 1)[-1]
        message = f"Invalid fulfillment_order_id provided {numeric}"
        errors.append(UserError((*path, str(number), "fulfillmentOrderId"), message, "FULFILLMENT_ORDER_INVALID"))
    if not given:
        raise TopLevelError("lineItemsByFulfillmentOrder must not be empty", "BAD_REQUEST")
    raise Refused(*errors)


FIELDS = fields_of(
    "Mutation",
    {
        "fulfillmentOrderCancel": _cancel,
        "fulfillmentOrderClose": _close,
        "fulfillmentOrderHold": _hold,
        "fulfillmentOrderLineItemsPreparedForPickup": _prepared_for_pickup,
        "fulfillmentOrderMerge": _merge,
        "fulfillmentOrderMove": _move,
        "fulfillmentOrderOpen": _open,
        "fulfillmentOrderReleaseHold": _release_hold,
        "fulfillmentOrderReportProgress": _report_progress,
        "fulfillmentOrderReschedule": _reschedule,
        "fulfillmentOrderSplit": _split,
        "fulfillmentOrdersReroute": _reroute,
        "fulfillmentOrdersSetFulfillmentDeadline": _set_deadline,
    },
)
