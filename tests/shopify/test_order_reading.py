"""Reading an order whole, whatever its size, and what its values become."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from backhaul.core.money import Money
from backhaul.core.remote import RemoteHold, RemoteTracking
from backhaul.core.shopify_errors import BrokenReply, NotFoundInShopify
from backhaul.shopify.client import Shopify
from backhaul.shopify.order_reading import CHANGED
from tests.shopify.replies import (
    ORDER_GID,
    connection,
    error,
    fulfillment,
    fulfillment_line,
    fulfillment_order,
    fulfillment_order_line,
    money,
    order,
    order_line,
    reply,
)
from tests.shopify.scripted_server import ScriptedServer

LATER = "2026-01-02T10:00:05Z"


def page_of_order(name: str, page: dict[str, Any], *, updated: str = "2026-01-02T10:00:00Z") -> dict[str, Any]:
    return reply({"order": {"updatedAt": updated, name: page}})


def test_the_common_order_takes_one_request(server: ScriptedServer, shopify: Shopify) -> None:
    server.answer_operation("Order", reply({"order": order(fulfillments=[fulfillment(1)])}))

    reading = shopify.read_order(ORDER_GID)

    assert server.operations() == ["Order"]
    assert server.requests[0].json["variables"] == {"id": ORDER_GID}
    assert (reading.requests, reading.requested_points, reading.errors) == (1, 35, ())


def test_everything_that_was_read_becomes_a_value(server: ScriptedServer, shopify: Shopify) -> None:
    hold = {
        "id": "gid://shopify/FulfillmentHold/1",
        "handle": "h",
        "reason": "OTHER",
        "reasonNotes": "n",
        "displayReason": "Other",
        "heldByRequestingApp": True,
    }
    held = fulfillment_order(1, status="ON_HOLD", fulfillmentHolds=[hold], fulfillAt="2026-01-03T00:00:00Z")
    content = order(
        tags=["a"],
        fulfillmentOrders=connection(held),
        fulfillments=[fulfillment(1)],
        totalPriceSet={
            "shopMoney": {"amount": "12.5", "currencyCode": "CAD"},
            "presentmentMoney": {"amount": "9.0", "currencyCode": "USD"},
        },
    )
    server.answer_operation("Order", reply({"order": content}))

    found = shopify.read_order(ORDER_GID).order

    assert (found.name, set(found.tags), found.financial_status) == ("#1001", {"a"}, "PAID")
    assert found.updated_at == datetime(2026, 1, 2, 10, tzinfo=UTC)
    assert (found.total, found.presentment_total) == (Money(Decimal("12.5"), "CAD"), Money(Decimal("9.0"), "USD"))
    assert found.lines[0].unit_price == Money(Decimal("12.5"), "CAD")
    work = found.fulfillment_orders[0]
    assert (work.status, work.location_gid, work.location_name) == ("ON_HOLD", "gid://shopify/Location/1", "Montreal")
    assert work.supported_actions == {"CREATE_FULFILLMENT"}
    assert work.fulfill_at == datetime(2026, 1, 3, tzinfo=UTC)
    assert work.holds == (
        RemoteHold("gid://shopify/FulfillmentHold/1", "OTHER", "n", "Other", handle="h", held_by_us=True),
    )
    assert (work.lines[0].line_gid, work.lines[0].total) == ("gid://shopify/LineItem/1", 1)
    assert found.fulfillments[0].tracking == (RemoteTracking("1Z", "UPS", None),)
    assert found.fulfillments[0].units == {"gid://shopify/LineItem/1": 1}


def test_values_that_shopify_added_since_are_kept(server: ScriptedServer, shopify: Shopify) -> None:
    work = fulfillment_order(1, status="TELEPORTING", requestStatus="PONDERED", supportedActions=[{"action": "BEAM"}])
    content = order(
        displayFinancialStatus="GUESSED",
        displayFulfillmentStatus="HALFWAY",
        fulfillmentOrders=connection(work),
        fulfillments=[fulfillment(1, status="LOST")],
    )
    server.answer_operation("Order", reply({"order": content}))

    found = shopify.read_order(ORDER_GID).order

    assert (found.financial_status, found.fulfillment_status) == ("GUESSED", "HALFWAY")
    assert (found.fulfillment_orders[0].status, found.fulfillment_orders[0].request_status) == (
        "TELEPORTING",
        "PONDERED",
    )
    assert found.fulfillment_orders[0].supported_actions == {"BEAM"}
    assert found.fulfillments[0].status == "LOST"


def test_nulls_where_the_schema_allows_them_are_read(server: ScriptedServer, shopify: Shopify) -> None:
    nowhere = {"name": "Gone", "location": None}
    bare = {"company": None, "number": None, "url": None}
    content = order(
        displayFinancialStatus=None,
        lineItems=connection(order_line(1, sku=None, variant=None)),
        fulfillmentOrders=connection(fulfillment_order(1, assignedLocation=nowhere)),
        fulfillments=[
            fulfillment(
                1,
                location=None,
                trackingInfo=[bare],
                fulfillmentLineItems=connection(fulfillment_line(1, quantity=None)),
            )
        ],
    )
    server.answer_operation("Order", reply({"order": content}))

    found = shopify.read_order(ORDER_GID).order

    assert (found.financial_status, found.lines[0].sku, found.lines[0].variant_gid) == (None, None, None)
    assert found.fulfillment_orders[0].location_gid is None
    assert (found.fulfillments[0].location_gid, found.fulfillments[0].lines[0].quantity) == (None, 0)


def test_further_lines_are_paged_to_the_end(server: ScriptedServer, shopify: Shopify) -> None:
    server.answer_operation("Order", reply({"order": order(lineItems=connection(order_line(1), after="a"))}))
    pages = [
        connection(*(order_line(number) for number in range(2, 252)), after="b"),
        connection(order_line(252), after="c"),
        connection(),
    ]
    server.answer_operation("OrderLinesNext", *(page_of_order("lineItems", page) for page in pages))

    reading = shopify.read_order(ORDER_GID)

    assert [line.gid for line in reading.order.lines] == [f"gid://shopify/LineItem/{n}" for n in range(1, 253)]
    assert [request.json["variables"] for request in server.requests[1:]] == [
        {"id": ORDER_GID, "after": cursor} for cursor in "abc"
    ]
    assert reading.requests == 4


def test_further_fulfillment_orders_and_their_lines_are_paged(server: ScriptedServer, shopify: Shopify) -> None:
    long = fulfillment_order(2, lineItems=connection(fulfillment_order_line(20), after="x"))
    server.answer_operation(
        "Order", reply({"order": order(fulfillmentOrders=connection(fulfillment_order(1), after="a"))})
    )
    server.answer_operation("FulfillmentOrdersNext", page_of_order("fulfillmentOrders", connection(long)))
    more = {"updatedAt": long["updatedAt"], "lineItems": connection(fulfillment_order_line(21))}
    server.answer_operation("FulfillmentOrderLinesNext", reply({"fulfillmentOrder": more}))

    found = shopify.read_order(ORDER_GID).order.fulfillment_orders

    assert [len(one.lines) for one in found] == [1, 2]
    assert server.requests[-1].json["variables"] == {"id": long["id"], "after": "x"}


def test_further_lines_of_a_fulfillment_are_paged(server: ScriptedServer, shopify: Shopify) -> None:
    long = fulfillment(1, fulfillmentLineItems=connection(fulfillment_line(1), after="x"))
    server.answer_operation("Order", reply({"order": order(fulfillments=[long])}))
    more = {"updatedAt": long["updatedAt"], "fulfillmentLineItems": connection(fulfillment_line(2, of_line=2))}
    server.answer_operation("FulfillmentLinesNext", reply({"fulfillment": more}))

    found = shopify.read_order(ORDER_GID).order.fulfillments[0]

    assert found.units == {"gid://shopify/LineItem/1": 1, "gid://shopify/LineItem/2": 1}


def test_a_list_of_fulfillments_that_was_cut_is_read_through_the_fulfillment_orders(
    server: ScriptedServer, shopify: Shopify
) -> None:
    cut = [fulfillment(number) for number in range(1, 251)]
    server.answer_operation("Order", reply({"order": order(fulfillments=cut, fulfillmentsCount={"count": 252})}))
    pages = [connection(fulfillment(250), fulfillment(251), after="a"), connection(fulfillment(252))]
    server.answer_operation(
        "FulfillmentsOfFulfillmentOrder", *(reply({"fulfillmentOrder": {"fulfillments": page}}) for page in pages)
    )

    found = shopify.read_order(ORDER_GID).order.fulfillments

    assert len(found) == len({one.gid for one in found}) == 252


def test_an_order_that_changes_between_its_pages_is_read_again(server: ScriptedServer, shopify: Shopify) -> None:
    first = order(lineItems=connection(order_line(1), after="a"))
    server.answer_operation("Order", reply({"order": first}), reply({"order": {**first, "updatedAt": LATER}}))
    server.answer_operation("OrderLinesNext", page_of_order("lineItems", connection(order_line(2)), updated=LATER))

    reading = shopify.read_order(ORDER_GID)

    assert server.operations() == ["Order", "OrderLinesNext"] * 2
    assert reading.order.updated_at.second == 5
    assert reading.errors == ()


def test_an_order_that_never_stands_still_is_returned_with_an_error(server: ScriptedServer, shopify: Shopify) -> None:
    server.answer_operation("Order", reply({"order": order(lineItems=connection(order_line(1), after="a"))}))
    server.answer_operation("OrderLinesNext", page_of_order("lineItems", connection(order_line(2)), updated=LATER))

    reading = shopify.read_order(ORDER_GID)

    assert reading.requests == 6
    assert [one.code for one in reading.errors] == [CHANGED]


def test_an_order_that_shopify_does_not_show_is_not_found(server: ScriptedServer, shopify: Shopify) -> None:
    server.answer_operation("Order", reply({"order": None}))

    with pytest.raises(NotFoundInShopify):
        shopify.read_order(ORDER_GID)


def test_what_was_missing_from_an_order_is_recorded(server: ScriptedServer, shopify: Shopify) -> None:
    denied = error("Access denied", "ACCESS_DENIED", path=["order", "lineItems", "nodes", 0, "variant"])
    content = order(lineItems=connection(order_line(1, variant=None)))
    server.answer_operation("Order", reply({"order": content}, errors=[denied]))

    reading = shopify.read_order(ORDER_GID)

    assert [one.code for one in reading.errors] == ["ACCESS_DENIED"]
    assert reading.order.lines[0].variant_gid is None


def test_an_amount_that_is_none_breaks_the_reply(server: ScriptedServer, shopify: Shopify) -> None:
    server.answer_operation("Order", reply({"order": order(totalPriceSet=money("1e400"))}))

    with pytest.raises(BrokenReply):
        shopify.read_order(ORDER_GID)
