"""Warehouses that work in Shopify itself: they fulfil, hold, move, split, reschedule and cancel."""

from random import Random
from typing import Any

from tests.simulation.asking import Asking

CREATE = "mutation($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) { userErrors { message } } }"  # noqa: E501 -- one request
CANCEL = "mutation($id: ID!) { fulfillmentCancel(id: $id) { userErrors { message } } }"
TRACK = """mutation($id: ID!, $tracking: FulfillmentTrackingInput!) { fulfillmentTrackingInfoUpdate(fulfillmentId: $id,
 trackingInfoInput: $tracking) { userErrors { message } } }"""
HOLD = """mutation($id: ID!, $handle: String!) { fulfillmentOrderHold(id: $id, fulfillmentHold: {reason: OTHER,
 handle: $handle}) { userErrors { message } } }"""
RELEASE = "mutation($id: ID!) { fulfillmentOrderReleaseHold(id: $id) { userErrors { message } } }"
OPEN = "mutation($id: ID!) { fulfillmentOrderOpen(id: $id) { userErrors { message } } }"
PROGRESS = "mutation($id: ID!) { fulfillmentOrderReportProgress(id: $id) { userErrors { message } } }"
MOVE = """mutation($id: ID!, $location: ID!) { fulfillmentOrderMove(id: $id, newLocationId: $location) { userErrors {
 message } } }"""
SPLIT = """mutation($splits: [FulfillmentOrderSplitInput!]!) { fulfillmentOrderSplit(fulfillmentOrderSplits: $splits) {
 userErrors { message } } }"""
RESCHEDULE = """mutation($id: ID!, $at: DateTime!) { fulfillmentOrderReschedule(id: $id, fulfillAt: $at) { userErrors {
 message } } }"""


def fulfil(asking: Asking, random: Random, order: str) -> None:
    """Some units of a fulfillment order, or all, leave."""
    found = _orders(asking, order, "OPEN", "IN_PROGRESS")
    for one in random.sample(found, min(1, len(found))):
        lines = [line for line in one["lineItems"]["nodes"] if line["remainingQuantity"] > 0]
        items = [{"id": line["id"], "quantity": random.randint(1, line["remainingQuantity"])} for line in lines]
        entry: dict[str, Any] = {"fulfillmentOrderId": one["id"]}
        if items and random.random() < 0.6:
            entry["fulfillmentOrderLineItems"] = random.sample(items, random.randint(1, len(items)))
        tracking = {"number": f"T{random.getrandbits(32)}"}
        asking.ask(
            "fulfillmentCreate",
            CREATE,
            fulfillment={"lineItemsByFulfillmentOrder": [entry], "trackingInfo": tracking},
        )


def correct(asking: Asking, random: Random, order: str) -> None:
    """A fulfillment was a mistake, or its tracking number."""
    found = [one for one in asking.look(order).get("fulfillments", []) if one["status"] == "SUCCESS"]
    for one in random.sample(found, min(1, len(found))):
        if random.random() < 0.4:
            asking.ask("fulfillmentCancel", CANCEL, id=one["id"])
        else:
            tracking = {"number": f"U{random.getrandbits(32)}"}
            asking.ask("fulfillmentTrackingInfoUpdate", TRACK, id=one["id"], tracking=tracking)


def rearrange(asking: Asking, random: Random, order: str, *, locations: list[str], later: str) -> None:
    """Hold, release, move, split, open, reschedule or report progress; `later` is an instant in the future."""
    found = _orders(asking, order, "OPEN", "IN_PROGRESS", "ON_HOLD", "SCHEDULED")
    for one in random.sample(found, min(1, len(found))):
        if one["status"] == "ON_HOLD":
            asking.ask("fulfillmentOrderReleaseHold", RELEASE, id=one["id"])
        elif one["status"] == "SCHEDULED":
            wish = random.choice([("open", OPEN, {}), ("reschedule", RESCHEDULE, {"at": later})])
            asking.ask(wish[0], wish[1], id=one["id"], **wish[2])
        else:
            _rearrange_open(asking, random, one, locations)


def _rearrange_open(asking: Asking, random: Random, one: dict[str, Any], locations: list[str]) -> None:
    lines = [line for line in one["lineItems"]["nodes"] if line["remainingQuantity"] > 0]
    draw = random.choice(["hold", "hold", "move", "split", "progress"])
    if draw == "hold":
        asking.ask("fulfillmentOrderHold", HOLD, id=one["id"], handle=f"h{random.getrandbits(32)}")
    elif draw == "move":
        asking.ask("fulfillmentOrderMove", MOVE, id=one["id"], location=random.choice(locations))
    elif draw == "progress":
        asking.ask("fulfillmentOrderReportProgress", PROGRESS, id=one["id"])
    elif lines:
        line = random.choice(lines)
        item = {"id": line["id"], "quantity": random.randint(1, line["remainingQuantity"])}
        split = {"fulfillmentOrderId": one["id"], "fulfillmentOrderLineItems": [item]}
        asking.ask("fulfillmentOrderSplit", SPLIT, splits=[split])


def _orders(asking: Asking, order: str, *states: str) -> list[dict[str, Any]]:
    found = asking.look(order).get("fulfillmentOrders", {}).get("nodes", [])
    return [one for one in found if one["status"] in states]
