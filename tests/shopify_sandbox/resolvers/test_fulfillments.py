"""fulfillmentCreate and what follows from it."""

from __future__ import annotations

from tests.shopify_sandbox.resolvers.shop import Shop, a_line, a_transaction, part, whole

READ = """query($id: ID!) { order(id: $id) { displayFulfillmentStatus displayFinancialStatus closed
  fulfillments { id status name fulfillmentLineItems(first: 5) { nodes { quantity } } }
  lineItems(first: 5) { nodes { quantity fulfillableQuantity unfulfilledQuantity } } } }"""


def test_fulfilling_everything_closes_the_fulfillment_order_and_fulfils_the_order() -> None:
    shop = Shop()
    order = shop.order()

    payload = shop.fulfill(
        whole(order["fulfillmentOrders"]["nodes"][0]), trackingInfo={"number": "1Z", "company": "UPS"}
    )

    assert payload["userErrors"] == []
    assert payload["fulfillment"]["trackingInfo"] == [{"number": "1Z", "url": None, "company": "UPS"}]
    assert shop.status(order) == "FULFILLED"
    closed = shop.fulfillment_orders(order)[0]
    assert (closed["status"], closed["supportedActions"]) == ("CLOSED", [])
    line = closed["lineItems"]["nodes"][0]
    assert (line["totalQuantity"], line["remainingQuantity"]) == (2, 0)


def test_fulfilling_a_part_leaves_the_rest_in_progress() -> None:
    shop = Shop()
    order = shop.order()

    shop.fulfill(part(order["fulfillmentOrders"]["nodes"][0], 1))

    left = shop.fulfillment_orders(order)[0]
    assert left["status"] == "IN_PROGRESS"
    assert left["lineItems"]["nodes"][0]["remainingQuantity"] == 1
    assert "CREATE_FULFILLMENT" in [each["action"] for each in left["supportedActions"]]
    assert shop.status(order) == "PARTIALLY_FULFILLED"


def test_a_paid_and_fulfilled_order_is_open_until_the_job_has_closed_it() -> None:
    shop = Shop()
    order = shop.order(transactions=[a_transaction("SALE", "20.00")])
    document = """mutation($f: FulfillmentInput!) { fulfillmentCreate(fulfillment: $f) {
      fulfillment { order { closed } } userErrors { message } } }"""
    everything = {"lineItemsByFulfillmentOrder": [whole(order["fulfillmentOrders"]["nodes"][0])]}

    at_once = shop.send(document, {"f": everything})["fulfillmentCreate"]["fulfillment"]["order"]
    later = shop.send(READ, {"id": order["id"]})["order"]

    assert at_once["closed"] is False
    assert later["closed"] is True


def test_more_than_is_left_is_refused_and_nothing_is_changed() -> None:
    shop = Shop()
    order = shop.order(lineItems=[a_line(), a_line(sku="MUG", quantity=1)])

    payload = shop.fulfill(part(order["fulfillmentOrders"]["nodes"][0], 1, 2))

    assert payload["fulfillment"] is None
    assert payload["userErrors"] == [
        {"field": ["fulfillment"], "message": "Invalid fulfillment order line item quantity requested."}
    ]
    assert shop.send(READ, {"id": order["id"]})["order"]["fulfillments"] == []


def test_a_quantity_of_zero_is_refused_before_anything_is_looked_up() -> None:
    shop = Shop()
    unknown = {
        "fulfillmentOrderId": "gid://shopify/FulfillmentOrder/1",
        "fulfillmentOrderLineItems": [{"id": "gid://shopify/FulfillmentOrderLineItem/1", "quantity": 0}],
    }

    payload = shop.fulfill(unknown)

    path = ["fulfillment", "lineItemsByFulfillmentOrder", "0", "fulfillmentOrderLineItems", "0", "quantity"]
    assert payload["userErrors"] == [{"field": path, "message": "Quantity must be greater than 0"}]


def test_fulfillment_orders_of_two_orders_are_refused_together() -> None:
    shop = Shop()
    orders = [shop.order(), shop.order()]

    payload = shop.fulfill(*(whole(order["fulfillmentOrders"]["nodes"][0]) for order in orders))

    ids = ", ".join(order["id"].rsplit("/", 1)[1] for order in orders)
    assert payload["userErrors"][0]["message"] == (
        f"All fulfillment orders must belong to the same order. Multiple orders with ids [{ids}] were found."
    )


def test_a_closed_fulfillment_order_can_not_be_fulfilled_again() -> None:
    shop = Shop()
    order = shop.order()
    fulfillment_order = order["fulfillmentOrders"]["nodes"][0]
    shop.fulfill(whole(fulfillment_order))

    payload = shop.fulfill(whole(fulfillment_order))

    number = fulfillment_order["id"].rsplit("/", 1)[1]
    message = f"Fulfillment order {number} has an unfulfillable status= closed."
    assert payload["userErrors"] == [{"field": ["fulfillment"], "message": message}]


def test_an_order_of_many_lines_can_be_read_in_pages_and_fulfilled_at_once() -> None:
    shop = Shop()
    order = shop.order(lineItems=[a_line(sku=f"S{number}", quantity=1) for number in range(250)])
    document = """query($id: ID!, $after: String) { order(id: $id) { lineItems(first: 100, after: $after) {
      nodes { id } pageInfo { hasNextPage endCursor } } } }"""

    seen: list[str] = []
    after, more = None, True
    while more:
        page = shop.send(document, {"id": order["id"], "after": after})["order"]["lineItems"]
        seen += [node["id"] for node in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    payload = shop.fulfill(whole(order["fulfillmentOrders"]["nodes"][0]))

    assert len(seen) == len(set(seen)) == 250
    assert payload["userErrors"] == []
    assert shop.status(order) == "FULFILLED"


def test_a_fulfillment_order_that_a_cancelled_fulfillment_emptied_stays_closed_and_counts_its_units_again() -> None:
    shop = Shop()
    order = shop.order()
    made = shop.fulfill(whole(shop.fulfillment_orders(order)[0]))["fulfillment"]

    shop.send("mutation($id: ID!) { fulfillmentCancel(id: $id) { userErrors { message } } }", {"id": made["id"]})

    closed, opened = shop.fulfillment_orders(order)
    assert (closed["status"], opened["status"]) == ("CLOSED", "OPEN")
    assert [each["lineItems"]["nodes"][0]["remainingQuantity"] for each in (closed, opened)] == [2, 2]
    assert opened["lineItems"]["nodes"][0]["lineItem"]["fulfillableQuantity"] == 2
