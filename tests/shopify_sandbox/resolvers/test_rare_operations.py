"""Operations that few apps use, answered as real stores were recorded to answer them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.shopify_sandbox.resolvers.shop import Shop, a_line, a_transaction, part, whole
from tests.shopify_sandbox.resolvers.test_selling_plans import a_plan, create

DEADLINE = """mutation($ids: [ID!]!) { fulfillmentOrdersSetFulfillmentDeadline(
  fulfillmentOrderIds: $ids, fulfillmentDeadline: "2026-12-01T00:00:00Z") { success userErrors { field message } } }"""
MERGE = """mutation($inputs: [FulfillmentOrderMergeInput!]!) { fulfillmentOrderMerge(
  fulfillmentOrderMergeInputs: $inputs) { fulfillmentOrderMerges { fulfillmentOrder { id } }
  userErrors { message code } } }"""
SPLIT = """mutation($splits: [FulfillmentOrderSplitInput!]!) { fulfillmentOrderSplit(
  fulfillmentOrderSplits: $splits) { fulfillmentOrderSplits { remainingFulfillmentOrder { id } }
  userErrors { field message code } } }"""
TRACK = """mutation($id: ID!, $info: FulfillmentTrackingInput!) { %s(fulfillmentId: $id, trackingInfoInput: $info) {
  fulfillment { trackingInfo { number company } } userErrors { field message } } }"""


def first_of(shop: Shop) -> dict[str, Any]:
    """The fulfillment order of a new order."""
    made: dict[str, Any] = shop.order()["fulfillmentOrders"]["nodes"][0]
    return made


def request(shop: Shop, name: str, target: str) -> dict[str, Any]:
    """The payload of an operation on one fulfillment order."""
    selection = "submittedFulfillmentOrder" if "SubmitFulfillment" in name else "fulfillmentOrder"
    asked = f"{selection} {{ status requestStatus }} userErrors {{ message }}"
    document = f"mutation($id: ID!) {{ {name}(id: $id) {{ {asked} }} }}"
    payload: dict[str, Any] = shop.send(document, {"id": target})[name]
    return payload[selection] or payload


def at_a_service(shop: Shop) -> str:
    """The id of a fulfillment order at the location of a fulfillment service."""
    location = shop.send("""mutation { fulfillmentServiceCreate(name: "Acme") {
      fulfillmentService { location { id } } } }""")["fulfillmentServiceCreate"]["fulfillmentService"]["location"]["id"]
    target = str(first_of(shop)["id"])
    shop.send(
        """mutation($id: ID!, $to: ID!) { fulfillmentOrderMove(id: $id, newLocationId: $to) {
      userErrors { message } } }""",
        {"id": target, "to": location},
    )
    return target


@pytest.mark.parametrize(
    ("field", "typename"),
    [
        ("automaticDiscountNode", "DiscountAutomaticNode"),
        ("catalog", "MarketCatalog"),
        ("codeDiscountNode", "DiscountCodeNode"),
        ("discountNode", "DiscountCodeNode"),
        ("discountRedeemCodeBulkCreation", "DiscountRedeemCodeBulkCreation"),
        ("fulfillmentService", "FulfillmentService"),
        ("giftCard", "GiftCard"),
        ("inventoryShipment", "InventoryShipment"),
        ("market", "Market"),
        ("priceList", "PriceList"),
        ("shopifyFunction", "ShopifyFunction"),
        ("storeCreditAccount", "StoreCreditAccount"),
        ("urlRedirect", "UrlRedirect"),
        ("validation", "Validation"),
    ],
)
def test_an_id_that_names_nothing_is_null(field: str, typename: str) -> None:
    shop = Shop()

    data = shop.send(f'{{ {field}(id: "gid://shopify/{typename}/999999999999") {{ id }} }}')

    assert data == {field: None}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ('theme(id: "gid://shopify/OnlineStoreTheme/9") { id }', "Theme does not exist"),
        (
            'customerSegmentMembersQuery(id: "gid://shopify/CustomerSegmentMembersQuery/9") { id }',
            "Something went wrong",
        ),
        (
            "assignedFulfillmentOrders(first: 5) { nodes { id } }",
            '["The api_client is not associated with any fulfillment service."]',
        ),
    ],
)
def test_some_queries_fail_with_an_error_at_top_level(query: str, message: str) -> None:
    answer = Shop().answer(f"{{ {query} }}")

    assert [error["message"] for error in answer["errors"]] == [message]


def test_locations_of_delivery_profiles_are_those_of_the_shop() -> None:
    shop = Shop()

    found = shop.send("{ locationsAvailableForDeliveryProfilesConnection(first: 9) { nodes { name } } }")

    names = [each["name"] for each in found["locationsAvailableForDeliveryProfilesConnection"]["nodes"]]
    assert names[:2] == ["Main Street", "Warehouse"]


def test_only_what_is_on_hold_by_hand_is_listed_as_such() -> None:
    shop = Shop()
    held, _other = first_of(shop), first_of(shop)
    shop.send(
        """mutation($id: ID!) { fulfillmentOrderHold(id: $id, fulfillmentHold: {reason: OTHER}) {
      userErrors { message } } }""",
        {"id": held["id"]},
    )

    found = shop.send("{ manualHoldsFulfillmentOrders(first: 9) { nodes { id } } }")

    assert found["manualHoldsFulfillmentOrders"]["nodes"] == [{"id": held["id"]}]


def test_closed_fulfillment_orders_are_listed_only_when_asked_for() -> None:
    shop = Shop()
    closed, still_open = first_of(shop), first_of(shop)
    shop.fulfill(whole(closed))

    listed = shop.send("""{ without: fulfillmentOrders(first: 9) { nodes { id } }
      with: fulfillmentOrders(first: 9, includeClosed: true) { nodes { id } } }""")

    assert listed["without"]["nodes"] == [{"id": still_open["id"]}]
    assert sorted(each["id"] for each in listed["with"]["nodes"]) == sorted([closed["id"], still_open["id"]])


def test_a_cancelled_fulfillment_order_is_replaced_by_an_open_one() -> None:
    shop = Shop()
    document = """mutation($id: ID!) { fulfillmentOrderCancel(id: $id) { fulfillmentOrder { status }
      replacementFulfillmentOrder { status } userErrors { message } } }"""

    payload = shop.send(document, {"id": first_of(shop)["id"]})["fulfillmentOrderCancel"]

    assert payload["fulfillmentOrder"] == {"status": "CLOSED"}
    assert payload["replacementFulfillmentOrder"] == {"status": "OPEN"}


def test_only_a_service_with_an_api_closes_its_fulfillment_orders() -> None:
    shop = Shop()

    payload = request(shop, "fulfillmentOrderClose", first_of(shop)["id"])

    wording = "The fulfillment order's assigned fulfillment service must be of api type"
    assert payload["userErrors"] == [{"message": wording}]


def test_what_is_shipped_can_not_be_prepared_for_pickup() -> None:
    shop = Shop()
    document = """mutation($id: ID!) { fulfillmentOrderLineItemsPreparedForPickup(input: {
      lineItemsByFulfillmentOrder: [{fulfillmentOrderId: $id}]}) { userErrors { field code } } }"""

    payload = shop.send(document, {"id": first_of(shop)["id"]})["fulfillmentOrderLineItemsPreparedForPickup"]

    assert [error["code"] for error in payload["userErrors"]] == ["FULFILLMENT_ORDER_INVALID"]


def test_a_deadline_is_set_for_known_fulfillment_orders_only() -> None:
    shop = Shop()

    known = shop.send(DEADLINE, {"ids": [first_of(shop)["id"]]})["fulfillmentOrdersSetFulfillmentDeadline"]
    unknown = shop.send(DEADLINE, {"ids": ["gid://shopify/FulfillmentOrder/1"]})

    assert known == {"success": True, "userErrors": []}
    assert unknown["fulfillmentOrdersSetFulfillmentDeadline"] == {
        "success": False,
        "userErrors": [{"field": None, "message": "Fulfillment orders could not be found."}],
    }


def test_what_was_split_can_be_merged_again() -> None:
    shop = Shop()
    target = first_of(shop)

    made = shop.send(SPLIT, {"splits": [part(target, 1)]})["fulfillmentOrderSplit"]["fulfillmentOrderSplits"][0]
    rest = made["remainingFulfillmentOrder"]["id"]
    intents = [{"fulfillmentOrderId": each} for each in (target["id"], rest)]
    merged = shop.send(MERGE, {"inputs": [{"mergeIntents": intents}]})["fulfillmentOrderMerge"]

    assert merged["fulfillmentOrderMerges"] == [{"fulfillmentOrder": {"id": target["id"]}}]


def test_more_than_there_is_can_not_be_split_off() -> None:
    shop = Shop()

    payload = shop.send(SPLIT, {"splits": [part(first_of(shop), 9)]})["fulfillmentOrderSplit"]

    wording = "Invalid fulfillment order line item quantity requested."
    assert payload["userErrors"] == [{"field": None, "message": wording, "code": None}]


@pytest.mark.parametrize(
    ("steps", "ends_as"),
    [
        (["SubmitFulfillmentRequest"], ("OPEN", "SUBMITTED")),
        (["SubmitFulfillmentRequest", "AcceptFulfillmentRequest"], ("IN_PROGRESS", "ACCEPTED")),
        (["SubmitFulfillmentRequest", "RejectFulfillmentRequest"], ("OPEN", "REJECTED")),
        (
            ["SubmitFulfillmentRequest", "AcceptFulfillmentRequest", "SubmitCancellationRequest"],
            ("IN_PROGRESS", "ACCEPTED"),
        ),
        (
            [
                "SubmitFulfillmentRequest",
                "AcceptFulfillmentRequest",
                "SubmitCancellationRequest",
                "AcceptCancellationRequest",
            ],
            ("CLOSED", "CANCELLATION_ACCEPTED"),
        ),
        (
            [
                "SubmitFulfillmentRequest",
                "AcceptFulfillmentRequest",
                "SubmitCancellationRequest",
                "RejectCancellationRequest",
            ],
            ("IN_PROGRESS", "CANCELLATION_REJECTED"),
        ),
    ],
)
def test_a_service_answers_requests(steps: list[str], ends_as: tuple[str, str]) -> None:
    shop = Shop()
    target = at_a_service(shop)

    for step in steps:
        answer = request(shop, f"fulfillmentOrder{step}", target)

    assert (answer.get("status"), answer.get("requestStatus")) == ends_as


@pytest.mark.parametrize("name", ["fulfillmentTrackingInfoUpdate", "fulfillmentTrackingInfoUpdateV2"])
def test_tracking_is_replaced_and_an_unknown_fulfillment_has_none(name: str) -> None:
    shop = Shop()
    made = shop.fulfill(whole(first_of(shop)))["fulfillment"]
    info = {"numbers": ["1", "2"], "company": "UPS"}

    payload = shop.send(TRACK % name, {"id": made["id"], "info": info})[name]
    refusal = shop.send(TRACK % name, {"id": "gid://shopify/Fulfillment/1", "info": info})[name]

    assert payload["fulfillment"]["trackingInfo"] == [{"number": each, "company": "UPS"} for each in "12"]
    assert refusal["userErrors"] == [{"field": ["fulfillmentId"], "message": "Fulfillment does not exist."}]


def test_the_older_fulfillment_mutation_refuses_as_the_newer_one() -> None:
    document = """mutation($id: ID!) { fulfillmentCreateV2(fulfillment: {lineItemsByFulfillmentOrder: [
      {fulfillmentOrderId: $id}]}) { fulfillment { id } userErrors { field message } } }"""

    payload = Shop().send(document, {"id": "gid://shopify/FulfillmentOrder/1"})["fulfillmentCreateV2"]

    assert payload["userErrors"] == [{"field": ["fulfillment"], "message": "Fulfillment order does not exist."}]


def test_an_event_changes_how_the_fulfillment_is_shown() -> None:
    shop = Shop()
    made = shop.fulfill(whole(first_of(shop)))["fulfillment"]

    shop.send(
        """mutation($id: ID!) { fulfillmentEventCreate(fulfillmentEvent: {fulfillmentId: $id,
      status: IN_TRANSIT}) { userErrors { message } } }""",
        {"id": made["id"]},
    )

    shown = shop.send("query($id: ID!) { fulfillment(id: $id) { displayStatus } }", {"id": made["id"]})
    assert shown["fulfillment"] == {"displayStatus": "IN_TRANSIT"}


def test_an_order_is_closed_opened_again_and_deleted() -> None:
    shop = Shop()
    order = {"id": shop.order()["id"]}
    change = "mutation($id: ID!) { %s(input: {id: $id}) { order { closed } userErrors { message } } }"

    closed = shop.send(change % "orderClose", order)["orderClose"]["order"]
    opened = shop.send(change % "orderOpen", order)["orderOpen"]["order"]
    deleted = shop.send("mutation($id: ID!) { orderDelete(orderId: $id) { deletedId } }", order)["orderDelete"]

    assert (closed, opened) == ({"closed": True}, {"closed": False})
    assert deleted == {"deletedId": order["id"]}
    assert shop.send("query($id: ID!) { order(id: $id) { id } }", order) == {"order": None}


def test_an_order_gets_a_customer_and_loses_it() -> None:
    shop = Shop()
    order = shop.order()["id"]
    made = shop.send('mutation { customerCreate(input: {email: "ann@example.com"}) { customer { id } } }')
    customer = made["customerCreate"]["customer"]

    given = shop.send(
        """mutation($order: ID!, $customer: ID!) { orderCustomerSet(orderId: $order, customerId: $customer) {
      order { customer { id } } } }""",
        {"order": order, "customer": customer["id"]},
    )["orderCustomerSet"]["order"]
    taken = shop.send(
        "mutation($id: ID!) { orderCustomerRemove(orderId: $id) { order { customer { id } } } }", {"id": order}
    )

    assert given == {"customer": customer}
    assert taken["orderCustomerRemove"]["order"] == {"customer": None}


def test_products_join_and_leave_a_selling_plan_group() -> None:
    shop = Shop()
    made = shop.send("""mutation { productSet(synchronous: true, input: {title: "Beans"}) {
      product { id variants(first: 1) { nodes { id } } } } }""")["productSet"]["product"]
    ids = {"group": create(shop, a_plan())["sellingPlanGroup"]["id"], "product": made["id"]}
    arguments = "(id: $group, productIds: [$product])"
    head = "mutation($group: ID!, $product: ID!)"

    added = shop.send(
        f"{head} {{ sellingPlanGroupAddProducts{arguments} {{ sellingPlanGroup {{ productsCount {{ count }} }} }} }}",
        ids,
    )["sellingPlanGroupAddProducts"]
    removed = shop.send(f"{head} {{ sellingPlanGroupRemoveProducts{arguments} {{ removedProductIds }} }}", ids)

    assert added["sellingPlanGroup"] == {"productsCount": {"count": 1}}
    assert removed["sellingPlanGroupRemoveProducts"] == {"removedProductIds": [made["id"]]}


@pytest.mark.parametrize(
    ("name", "argument", "typename", "answered"),
    [
        ("sellingPlanGroupRemoveProducts", "productIds", "Product", "removedProductIds"),
        ("sellingPlanGroupRemoveProductVariants", "productVariantIds", "ProductVariant", "removedProductVariantIds"),
    ],
)
def test_an_unknown_selling_plan_group_is_told(name: str, argument: str, typename: str, answered: str) -> None:
    asked = f"{answered} userErrors {{ field message code }}"
    given = f'id: "gid://shopify/SellingPlanGroup/9", {argument}: ["gid://shopify/{typename}/9"]'
    document = f"mutation {{ {name}({given}) {{ {asked} }} }}"

    payload = Shop().send(document)[name]

    wording = "Selling plan group does not exist."
    assert payload["userErrors"] == [{"field": ["id"], "message": wording, "code": "GROUP_DOES_NOT_EXIST"}]


def test_a_deleted_selling_plan_group_is_gone() -> None:
    shop = Shop()
    group = {"id": create(shop, a_plan())["sellingPlanGroup"]["id"]}

    deleted = shop.send("mutation($id: ID!) { sellingPlanGroupDelete(id: $id) { deletedSellingPlanGroupId } }", group)

    assert deleted["sellingPlanGroupDelete"] == {"deletedSellingPlanGroupId": group["id"]}
    assert shop.send("query($id: ID!) { sellingPlanGroup(id: $id) { id } }", group) == {"sellingPlanGroup": None}


def test_only_a_plus_store_notes_a_part_paid_by_hand() -> None:
    shop = Shop()
    order = shop.order(transactions=[a_transaction("AUTHORIZATION", "5.00")], lineItems=[a_line()])

    answer = shop.answer(
        """mutation($id: ID!) { orderCreateManualPayment(id: $id, amount: {amount: "1", currencyCode: CAD}) {
      userErrors { message } } }""",
        {"id": order["id"]},
    )

    assert answer["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"


def test_more_units_than_were_bought_are_not_refunded() -> None:
    shop = Shop()
    order = shop.order(transactions=[a_transaction("SALE", "20.00")])
    lines = [{"lineItemId": order["lineItems"]["nodes"][0]["id"], "quantity": 9, "restockType": "NO_RESTOCK"}]
    document = """mutation($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "k") {
      userErrors { field message } } }"""

    payload = shop.send(document, {"input": {"orderId": order["id"], "refundLineItems": lines}})["refundCreate"]

    wording = "Quantity cannot refund more items than were purchased"
    assert payload["userErrors"] == [{"field": ["refundLineItems", "0", "quantity"], "message": wording}]


def test_a_tag_is_taken_away() -> None:
    shop = Shop()
    order = shop.order(tags=["gift", "VIP"])["id"]
    document = """mutation($id: ID!) { tagsRemove(id: $id, tags: ["gift"]) { node { ... on Order { tags } } } }"""

    payload = shop.send(document, {"id": order})["tagsRemove"]

    assert payload["node"] == {"tags": ["VIP"]}
