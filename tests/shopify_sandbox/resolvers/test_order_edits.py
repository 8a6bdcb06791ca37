"""Editing an order: what is staged is shown, what is committed is the order's, and units go where they belong."""

from __future__ import annotations

from typing import Any

from tests.shopify_sandbox.resolvers.edit_story import EditStory, cad
from tests.shopify_sandbox.resolvers.shop import part, whole

PRODUCT = """mutation($title: String!, $price: Money!, $sku: String!) {
  productSet(synchronous: true, input: {title: $title, productOptions: [{name: "Title", values: [{name: "Big"}]}],
    variants: [{price: $price, sku: $sku, optionValues: [{optionName: "Title", name: "Big"}]}]}) {
    product { id variants(first: 1) { nodes { id } } } userErrors { message } } }"""


def two_lines(**bought: Any) -> EditStory:
    """Two units at 10.00 and three at 5.00, paid, with 4.00 for shipping."""
    lines = [{"sku": "BEANS", "price": "10", "quantity": 2}, {"sku": "MUG", "price": "5", "quantity": 3}]
    return EditStory(**{"lines": lines, "payment": "paid", "shipping": "4.00", **bought})


def a_variant(story: EditStory, price: str = "7.50") -> str:
    """A variant of a product at that price."""
    payload = story.shop.send(PRODUCT, {"title": "Filter", "price": price, "sku": "FILTER"})["productSet"]
    return str(payload["product"]["variants"]["nodes"][0]["id"])


def test_a_begun_edit_shows_the_order_as_it_is() -> None:
    story = two_lines()

    calculated = story.begin()

    assert [each["quantity"] for each in calculated["lineItems"]["nodes"]] == [2, 3]
    assert [each["id"] for each in calculated["lineItems"]["nodes"]] == [story.edited_line(0), story.edited_line(1)]
    assert (calculated["subtotalPriceSet"], calculated["totalPriceSet"]) == ("35.0", "39.0")
    assert calculated["totalOutstandingSet"] == "0.0"
    assert calculated["shippingLines"][0]["stagedStatus"] == "NONE"
    assert calculated["stagedChanges"]["nodes"] == []
    assert calculated["committed"] is False


def test_staged_changes_leave_the_order_as_it_was_until_they_are_committed() -> None:
    story = two_lines()
    before = story.seen()
    story.begin()

    story.staged("SetQuantity", lineItemId=story.edited_line(), quantity=0)
    story.staged("AddCustomItem", title="Wrapping", quantity=1, price=cad("3.00"))

    assert story.seen() == before
    assert story.heard == []


def test_the_calculated_order_shows_each_change() -> None:
    story = two_lines()
    variant = a_variant(story)
    story.begin()

    story.staged("AddVariant", variantId=variant, quantity=2)
    story.staged("SetQuantity", lineItemId=story.edited_line(0), quantity=3)
    payload = story.staged("SetQuantity", lineItemId=story.edited_line(1), quantity=1, restock=True)

    calculated = payload["calculatedOrder"]
    assert [each["__typename"].removeprefix("OrderStagedChange") for each in calculated["stagedChanges"]["nodes"]] == [
        "IncrementItem",
        "DecrementItem",
        "AddVariant",
    ]
    assert [each.get("delta") for each in calculated["stagedChanges"]["nodes"]] == [1, 2, None]
    assert calculated["subtotalPriceSet"] == "50.0"
    assert calculated["totalOutstandingSet"] == "15.0"
    assert calculated["subtotalLineItemsQuantity"] == 6
    line = payload["calculatedLineItem"]
    assert (line["quantity"], line["editableQuantity"], line["editableQuantityBeforeChanges"]) == (1, 1, 3)
    assert (line["restocking"], line["restockable"]) == (True, False)


def test_a_committed_edit_makes_the_order_what_the_calculated_one_was() -> None:
    story = two_lines()
    variant = a_variant(story)
    story.begin()
    story.staged("AddVariant", variantId=variant, quantity=2)
    story.staged("AddCustomItem", title="Wrapping", quantity=1, price=cad("3.00"))
    calculated = story.staged("SetQuantity", lineItemId=story.edited_line(1), quantity=1)["calculatedOrder"]

    order = story.committed(staffNote="as asked")

    assert order["edited"] is True
    assert [(each["title"], each["quantity"], each["currentQuantity"]) for each in order["lineItems"]["nodes"]] == [
        ("BEANS", 2, 2),
        ("MUG", 3, 1),
        ("Filter", 2, 2),
        ("Wrapping", 1, 1),
    ]
    assert order["originalTotalPriceSet"] == "39.0"
    assert order["currentTotalPriceSet"] == calculated["totalPriceSet"] == "47.0"
    assert order["totalPriceSet"] == "57.0"
    assert order["totalOutstandingSet"] == calculated["totalOutstandingSet"] == "8.0"
    assert order["displayFinancialStatus"] == "PARTIALLY_PAID"
    assert order["currentSubtotalLineItemsQuantity"] == 6


def test_removed_units_leave_as_a_refund_without_money() -> None:
    story = two_lines()
    story.begin()
    story.staged("SetQuantity", lineItemId=story.edited_line(1), quantity=1, restock=True)

    order = story.committed()

    (refund,) = order["refunds"]
    assert (refund["totalRefundedSet"], refund["transactions"]["nodes"]) == ("0.0", [])
    (line,) = refund["refundLineItems"]["nodes"]
    assert (line["quantity"], line["restockType"], line["subtotalSet"]) == (2, "CANCEL", "10.0")
    assert order["totalOutstandingSet"] == "-10.0"
    assert order["displayFinancialStatus"] == "PAID"


def test_units_removed_without_restocking_are_not_fulfilled_either() -> None:
    story = two_lines()
    story.begin()
    story.staged("SetQuantity", lineItemId=story.edited_line(0), quantity=0, restock=False)

    order = story.committed()

    assert order["refunds"][0]["refundLineItems"]["nodes"][0]["restockType"] == "NO_RESTOCK"
    lines = order["fulfillmentOrders"]["nodes"][0]["lineItems"]["nodes"]
    assert [(each["remainingQuantity"], each["lineItem"]["title"]) for each in lines] == [(0, "BEANS"), (3, "MUG")]
    assert order["lineItems"]["nodes"][0]["unfulfilledQuantity"] == 0


def test_a_fulfillment_order_that_loses_its_last_unit_is_closed() -> None:
    story = two_lines()
    story.begin()
    for number in (0, 1):
        story.staged("SetQuantity", lineItemId=story.edited_line(number), quantity=0)

    order = story.committed()

    assert [each["status"] for each in order["fulfillmentOrders"]["nodes"]] == ["CLOSED"]
    assert order["currentTotalPriceSet"] == "4.0"


def test_added_units_join_the_open_fulfillment_order() -> None:
    story = two_lines()
    story.begin()
    story.staged("SetQuantity", lineItemId=story.edited_line(0), quantity=5)
    story.staged("AddCustomItem", title="Wrapping", quantity=1, price=cad("3.00"))

    order = story.committed()

    (held,) = order["fulfillmentOrders"]["nodes"]
    assert [(each["remainingQuantity"], each["lineItem"]["title"]) for each in held["lineItems"]["nodes"]] == [
        (5, "BEANS"),
        (3, "MUG"),
        (1, "Wrapping"),
    ]


def test_units_added_to_an_order_that_was_shipped_come_in_a_new_fulfillment_order() -> None:
    story = two_lines(payment="none")
    story.shop.fulfill(whole(story.shop.fulfillment_orders({"id": story.order})[0]))
    story.begin()
    story.staged("AddCustomItem", title="Wrapping", quantity=2, price=cad("3.00"), requiresShipping=True)

    order = story.committed()

    assert [each["status"] for each in order["fulfillmentOrders"]["nodes"]] == ["CLOSED", "OPEN"]
    assert order["displayFulfillmentStatus"] == "PARTIALLY_FULFILLED"


def test_a_location_decides_where_a_new_line_is_fulfilled() -> None:
    story = two_lines()
    warehouse = story.shop.world.locations[1]
    story.begin()
    story.staged("AddCustomItem", title="Wrapping", quantity=1, price=cad("3.00"), locationId=warehouse.gid)

    order = story.committed()

    places = [each["assignedLocation"]["name"] for each in order["fulfillmentOrders"]["nodes"]]
    assert places == ["Main Street", "Warehouse"]


def test_an_edit_before_routing_is_routed_with_the_rest() -> None:
    story = two_lines(routing_delay="PT1H")
    story.begin()
    story.staged("SetQuantity", lineItemId=story.edited_line(0), quantity=3)
    story.staged("SetQuantity", lineItemId=story.edited_line(1), quantity=1)
    story.committed()

    story.wait(hours=1)

    (held,) = story.seen()["fulfillmentOrders"]["nodes"]
    assert [each["remainingQuantity"] for each in held["lineItems"]["nodes"]] == [3, 1]


def test_shipping_lines_are_added_changed_and_removed() -> None:
    story = two_lines()
    first = story.begin()["shippingLines"][0]["id"]
    added = story.staged("AddShippingLine", shippingLine={"title": "Courier", "price": cad("9.00")})
    courier = added["calculatedShippingLine"]["id"]
    story.staged("UpdateShippingLine", shippingLineId=courier, shippingLine={"price": cad("8.00")})
    calculated = story.staged("RemoveShippingLine", shippingLineId=first)["calculatedOrder"]

    order = story.committed()

    assert [each["stagedStatus"] for each in calculated["shippingLines"]] == ["REMOVED", "ADDED"]
    assert calculated["totalPriceSet"] == "43.0"
    assert (order["totalShippingPriceSet"], order["currentShippingPriceSet"]) == ("8.0", "8.0")
    assert (order["currentTotalPriceSet"], order["originalTotalPriceSet"]) == ("43.0", "39.0")
    assert order["shippingLines"]["nodes"] == [{"title": "Courier", "isRemoved": False}]
    assert order["allShippingLines"]["nodes"][0] == {"title": "Standard", "isRemoved": True}


def test_the_session_is_found_by_its_id_and_names_the_same_edit() -> None:
    story = two_lines()
    story.begin()
    session = story.session.replace("CalculatedOrder", "OrderEditSession")

    found = story.shop.send("query($id: ID!) { orderEditSession(id: $id) { id } }", {"id": session})
    payload = story.staged("SetQuantity", id=session, lineItemId=story.edited_line(), quantity=1)

    assert found["orderEditSession"] == {"id": session}
    assert payload["calculatedOrder"]["id"] == story.session
    assert payload["orderEditSession"]["id"] == session


def test_those_who_listen_hear_of_the_edit_before_the_update() -> None:
    story = two_lines()
    story.begin()
    story.staged("SetQuantity", lineItemId=story.edited_line(), quantity=1)
    before = story.seen()["updatedAt"]
    story.wait(hours=1)

    order = story.committed()

    assert story.heard == ["orders/edited", "refunds/create", "orders/updated"]
    assert order["updatedAt"] > before


def test_a_price_may_be_given_in_the_currency_the_customer_pays() -> None:
    story = two_lines(presentment_currency="USD", rate="0.75")
    story.begin()

    payload = story.staged(
        "AddCustomItem", title="Wrapping", quantity=2, price={"amount": "7.50", "currencyCode": "USD"}
    )
    story.committed()

    bag = "{ shopMoney { amount } presentmentMoney { amount } }"
    read = (
        f"query($id: ID!) {{ order(id: $id) {{ lineItems(first: 5) {{ nodes {{ originalUnitPriceSet {bag} }} }} }} }}"
    )
    lines = story.shop.send(read, {"id": story.order})["order"]["lineItems"]["nodes"]
    assert payload["calculatedLineItem"]["discountedUnitPriceSet"] == "7.5"
    assert lines[-1]["originalUnitPriceSet"] == {
        "shopMoney": {"amount": "10.0"},
        "presentmentMoney": {"amount": "7.5"},
    }


def test_removing_the_last_unshipped_unit_fulfils_and_closes_a_paid_order() -> None:
    story = two_lines()
    story.shop.fulfill(part(story.shop.fulfillment_orders({"id": story.order})[0], 2, 2))
    story.begin()
    story.staged("SetQuantity", lineItemId=story.edited_line(1), quantity=2)

    order = story.committed()

    closed = story.shop.send("query($id: ID!) { order(id: $id) { closed } }", {"id": story.order})["order"]
    assert order["displayFulfillmentStatus"] == "FULFILLED"
    assert closed == {"closed": True}


def test_an_edit_of_a_deleted_order_is_no_more() -> None:
    story = two_lines(payment="none")
    story.begin()
    story.shop.send("mutation($id: ID!) { orderDelete(orderId: $id) { deletedId } }", {"id": story.order})

    assert story.refused("SetQuantity", lineItemId="x", quantity=1)["field"] == ["id"]
