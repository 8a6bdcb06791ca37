"""The mutations of fulfillment orders."""

from __future__ import annotations

from tests.shopify_sandbox.resolvers.shop import Shop, a_line, part, whole

HOLD = """mutation($id: ID!, $hold: FulfillmentOrderHoldInput!) {
  fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) {
  fulfillmentHold { id } fulfillmentOrder { id status } remainingFulfillmentOrder { id status }
  userErrors { field message code } } }"""
RELEASE = """mutation($id: ID!, $holds: [ID!]) { fulfillmentOrderReleaseHold(id: $id, holdIds: $holds) {
  fulfillmentOrder { id status } userErrors { message } } }"""
MOVE = """mutation($id: ID!, $to: ID!, $lines: [FulfillmentOrderLineItemInput!]) {
  fulfillmentOrderMove(id: $id, newLocationId: $to, fulfillmentOrderLineItems: $lines) {
  movedFulfillmentOrder { id assignedLocation { location { id } } } userErrors { field message code } } }"""
OPEN = "mutation($id: ID!) { fulfillmentOrderOpen(id: $id) { fulfillmentOrder { status } userErrors { message } } }"
CANCEL = """mutation($id: ID!) { fulfillmentCancel(id: $id) { fulfillment { status displayStatus }
  userErrors { message } } }"""


def test_a_partial_hold_keeps_the_fulfillment_order_and_releasing_it_takes_the_rest_back() -> None:
    shop = Shop()
    order = shop.order()
    original = order["fulfillmentOrders"]["nodes"][0]
    lines = part(original, 1)["fulfillmentOrderLineItems"]

    hold = {"reason": "OTHER", "handle": "h", "fulfillmentOrderLineItems": lines}
    payload = shop.send(HOLD, {"id": original["id"], "hold": hold})["fulfillmentOrderHold"]
    held, rest = shop.fulfillment_orders(order)
    shop.send(RELEASE, {"id": original["id"]})
    released, emptied = shop.fulfillment_orders(order)

    assert payload["fulfillmentOrder"] == {"id": original["id"], "status": "ON_HOLD"}
    assert payload["remainingFulfillmentOrder"]["status"] == "OPEN"
    assert [held["lineItems"]["nodes"][0]["lineItem"]["fulfillableQuantity"], rest["status"]] == [1, "OPEN"]
    assert [released["status"], released["lineItems"]["nodes"][0]["remainingQuantity"]] == ["OPEN", 2]
    assert [emptied["status"], emptied["lineItems"]["nodes"][0]["totalQuantity"]] == ["CLOSED", 0]


def test_an_order_whose_whole_work_is_held_is_on_hold_and_can_not_be_fulfilled() -> None:
    shop = Shop()
    order = shop.order()
    target = order["fulfillmentOrders"]["nodes"][0]

    shop.send(HOLD, {"id": target["id"], "hold": {"reason": "AWAITING_PAYMENT"}})
    refusal = shop.fulfill(whole(target))

    assert shop.status(order) == "ON_HOLD"
    assert "has an unfulfillable status= on_hold." in refusal["userErrors"][0]["message"]


def test_the_same_handle_can_not_be_used_twice_and_the_eleventh_hold_is_refused() -> None:
    shop = Shop()
    target = shop.order()["fulfillmentOrders"]["nodes"][0]["id"]

    def place(handle: str) -> list[str]:
        payload = shop.send(HOLD, {"id": target, "hold": {"reason": "OTHER", "handle": handle}})
        return [error["code"] for error in payload["fulfillmentOrderHold"]["userErrors"]]

    first, again = place("a"), place("a")
    others = [place(f"h{number}") for number in range(9)]

    assert (first, again) == ([], ["DUPLICATE_FULFILLMENT_HOLD_HANDLE"])
    assert others == [[]] * 9
    assert place("last") == ["FULFILLMENT_ORDER_HOLD_LIMIT_REACHED"]


def test_releasing_one_of_two_holds_leaves_it_on_hold() -> None:
    shop = Shop()
    target = shop.order()["fulfillmentOrders"]["nodes"][0]["id"]
    holds = [
        shop.send(HOLD, {"id": target, "hold": {"reason": "OTHER", "handle": handle}})["fulfillmentOrderHold"]
        for handle in ("a", "b")
    ]

    payload = shop.send(RELEASE, {"id": target, "holds": [holds[0]["fulfillmentHold"]["id"]]})

    assert payload["fulfillmentOrderReleaseHold"]["fulfillmentOrder"]["status"] == "ON_HOLD"


def test_moving_everything_keeps_the_id_and_moving_a_part_makes_a_new_one() -> None:
    shop = Shop()
    warehouse = shop.world.locations[1].gid
    whole_order, part_order = shop.order(), shop.order()
    first, second = (each["fulfillmentOrders"]["nodes"][0] for each in (whole_order, part_order))

    moved = shop.send(MOVE, {"id": first["id"], "to": warehouse})["fulfillmentOrderMove"]["movedFulfillmentOrder"]
    lines = part(second, 1)["fulfillmentOrderLineItems"]
    split = shop.send(MOVE, {"id": second["id"], "to": warehouse, "lines": lines})["fulfillmentOrderMove"]

    assert moved == {"id": first["id"], "assignedLocation": {"location": {"id": warehouse}}}
    assert split["movedFulfillmentOrder"]["id"] != second["id"]
    remaining = [each["lineItems"]["nodes"][0]["remainingQuantity"] for each in shop.fulfillment_orders(part_order)]
    assert remaining == [1, 1]


def test_two_locations_can_not_be_fulfilled_in_one_call() -> None:
    shop = Shop()
    order = shop.order()
    source = order["fulfillmentOrders"]["nodes"][0]
    lines = part(source, 1)["fulfillmentOrderLineItems"]
    shop.send(MOVE, {"id": source["id"], "to": shop.world.locations[1].gid, "lines": lines})

    payload = shop.fulfill(*(whole(each) for each in shop.fulfillment_orders(order)))

    assert "must be assigned to a single location" in payload["userErrors"][0]["message"]


def test_reported_progress_forbids_a_move_until_it_is_opened_again() -> None:
    shop = Shop()
    target = shop.order()["fulfillmentOrders"]["nodes"][0]["id"]
    report = "mutation($id: ID!) { fulfillmentOrderReportProgress(id: $id) { fulfillmentOrder { status } } }"
    to = shop.world.locations[1].gid

    status = shop.send(report, {"id": target})["fulfillmentOrderReportProgress"]["fulfillmentOrder"]["status"]
    refusal = shop.send(MOVE, {"id": target, "to": to})["fulfillmentOrderMove"]["userErrors"][0]["code"]
    opened = shop.send(OPEN, {"id": target})["fulfillmentOrderOpen"]["fulfillmentOrder"]["status"]

    assert (status, opened) == ("IN_PROGRESS", "OPEN")
    assert refusal == "CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS"
    assert shop.send(MOVE, {"id": target, "to": to})["fulfillmentOrderMove"]["userErrors"] == []


def test_cancelling_a_whole_fulfillment_leaves_the_old_one_closed_and_opens_a_new_one() -> None:
    shop = Shop()
    order = shop.order()
    made = shop.fulfill(whole(order["fulfillmentOrders"]["nodes"][0]))["fulfillment"]

    payload = shop.send(CANCEL, {"id": made["id"]})["fulfillmentCancel"]

    assert payload["fulfillment"] == {"status": "CANCELLED", "displayStatus": "CANCELED"}
    old, new = shop.fulfillment_orders(order)
    assert (old["status"], new["status"]) == ("CLOSED", "OPEN")
    assert new["lineItems"]["nodes"][0]["remainingQuantity"] == 2
    assert shop.status(order) == "UNFULFILLED"


def test_cancelling_a_partial_fulfillment_gives_the_units_back_to_where_they_came_from() -> None:
    shop = Shop()
    order = shop.order()
    made = shop.fulfill(part(order["fulfillmentOrders"]["nodes"][0], 1))["fulfillment"]

    shop.send(CANCEL, {"id": made["id"]})

    (only,) = shop.fulfillment_orders(order)
    assert (only["status"], only["lineItems"]["nodes"][0]["remainingQuantity"]) == ("OPEN", 2)


def test_unknown_ids_are_answered_at_top_level() -> None:
    shop = Shop()

    answer = shop.answer(OPEN, {"id": "gid://shopify/FulfillmentOrder/1"})

    assert answer["errors"][0]["message"] == "Invalid id: gid://shopify/FulfillmentOrder/1"


def test_a_client_of_an_older_version_is_offered_no_progress() -> None:
    shop = Shop(api_version="2025-10")

    [made] = shop.fulfillment_orders(shop.order())

    assert [each["action"] for each in made["supportedActions"]] == ["CREATE_FULFILLMENT", "MOVE", "HOLD", "SPLIT"]


REROUTE = """mutation($ids: [ID!]!) { fulfillmentOrdersReroute(fulfillmentOrderIds: $ids) {
  movedFulfillmentOrders { assignedLocation { location { name } } } userErrors { code } } }"""


def test_shopify_fails_to_reroute_units_that_no_variant_stands_for() -> None:
    shop = Shop()
    order = shop.order()

    answer = shop.answer(REROUTE, {"ids": [shop.fulfillment_orders(order)[0]["id"]]})

    assert answer["data"] == {"fulfillmentOrdersReroute": None}
    assert len(answer["errors"]) == 1
    assert shop.fulfillment_orders(order)[0]["assignedLocation"]["location"]["name"] == "Main Street"


def test_units_of_a_variant_are_rerouted_to_another_location() -> None:
    shop = Shop()
    product = shop.send("""mutation { productCreate(product: {title: "Beans"}) {
      product { variants(first: 1) { nodes { id } } } } }""")["productCreate"]["product"]
    order = shop.order(lineItems=[a_line(variantId=product["variants"]["nodes"][0]["id"])])

    answer = shop.send(REROUTE, {"ids": [shop.fulfillment_orders(order)[0]["id"]]})["fulfillmentOrdersReroute"]

    assert answer["userErrors"] == []
    assert [each["assignedLocation"]["location"]["name"] for each in answer["movedFulfillmentOrders"]] == ["Warehouse"]
