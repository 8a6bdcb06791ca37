"""Webhooks about returns, parcels that come back, drafts and segments."""

from __future__ import annotations

from datetime import UTC, datetime

from shopify_sandbox.clock import SandboxClock
from shopify_sandbox.options import Profile
from shopify_sandbox.state import drafting, fulfillments, order_create, returning, reverse_deliveries, segments
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.returns import Deliverable
from shopify_sandbox.webhooks.payloads import body_for
from shopify_sandbox.webhooks.rest_values import Body
from shopify_sandbox.world import World

PRICE = {"shopMoney": {"amount": "10.00", "currencyCode": "CAD"}}


def listening() -> tuple[World, list[tuple[str, Body]]]:
    """A world, and what its webhooks would say."""
    world = World(Profile(), SandboxClock(datetime(2026, 11, 2, tzinfo=UTC), monotonic=lambda: 0.0))
    heard: list[tuple[str, Body]] = []
    world.listeners.append(lambda topic, subject: heard.append((topic, body_for(world, topic, subject))))
    return world, heard


def shipped(world: World) -> Order:
    """An order of one unit that was fulfilled."""
    line = {"title": "Beans", "quantity": 1, "priceSet": PRICE, "requiresShipping": True}
    order = order_create.create(world, {"lineItems": [line]})
    fulfillments.create(world, fulfillments.Shipment([fulfillments.Part(order.fulfillment_orders[0].gid, None)]))
    return order


def test_a_return_tells_its_status_and_its_units() -> None:
    world, heard = listening()
    order = shipped(world)
    wish = returning.LineWish(order.fulfillments[0].lines[0], 1, reason="OTHER")

    made = returning.request(world, order, [wish])
    returning.decline(world, made, reason="OTHER", note="too late")

    told = {topic: body for topic, body in heard if topic.startswith("returns/")}
    assert [body["status"] for body in told.values()] == ["requested", "declined"]
    assert told["returns/request"]["total_return_line_items"] == 1
    assert told["returns/decline"]["decline"] == {"reason": "other", "note": "too late"}


def test_a_parcel_that_comes_back_tells_its_number() -> None:
    world, heard = listening()
    order = shipped(world)
    made = returning.create(world, order, [returning.LineWish(order.fulfillments[0].lines[0], 1, reason="OTHER")])

    reverse_deliveries.send(world, made.reverse_fulfillment_orders[0], [], Deliverable(number="R-1"))

    body = dict(heard)["reverse_deliveries/attach_deliverable"]
    assert body["shipping_deliverable"] == {
        "tracking_number": "R-1",
        "carrier_name": None,
        "tracking_url": None,
        "label_url": None,
    }


def test_a_completed_draft_names_its_order() -> None:
    world, heard = listening()
    draft = drafting.create(world, {"lineItems": [{"title": "Beans", "quantity": 2, "originalUnitPrice": "10.00"}]})

    order = drafting.complete(world, draft, pending=False, source=None)

    told = [(topic, body) for topic, body in heard if topic.startswith("draft_orders/")]
    assert [topic for topic, _ in told] == ["draft_orders/create", "draft_orders/update"]
    assert (told[1][1]["status"], told[1][1]["order_id"]) == ("completed", order.id)
    assert told[1][1]["total_price"] == "20.00"


def test_a_deleted_segment_is_told_by_its_id_alone() -> None:
    world, heard = listening()
    segment = segments.create(world, name="Regulars", query="number_of_orders > 3")

    segments.delete(world, segment)

    assert [(topic, set(body)) for topic, body in heard][1] == ("segments/delete", {"id"})
