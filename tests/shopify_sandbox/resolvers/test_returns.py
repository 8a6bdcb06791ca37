"""Returns: asked for, approved, sent back, closed and reopened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.shopify_sandbox.resolvers.shop import Shop, whole
from tests.shopify_sandbox.resolvers.test_every_field import selections

RETURN = """id name status totalQuantity closedAt
  returnLineItems(first: 9) { nodes { id quantity processableQuantity unprocessedQuantity } }
  reverseFulfillmentOrders(first: 9) { nodes { id status lineItems(first: 9) { nodes { id totalQuantity } } } }"""
REQUEST = f"""mutation($input: ReturnRequestInput!) {{ result: returnRequest(input: $input) {{
  return {{ {RETURN} }} userErrors {{ field message code }} }} }}"""
APPROVE = f"""mutation($id: ID!) {{ result: returnApproveRequest(input: {{id: $id}}) {{
  return {{ {RETURN} }} userErrors {{ field message code }} }} }}"""
SEND = """mutation($id: ID!, $lines: [ReverseDeliveryLineItemInput!]!) {
  result: reverseDeliveryCreateWithShipping(
    reverseFulfillmentOrderId: $id, reverseDeliveryLineItems: $lines, trackingInput: {number: "R-1"}
  ) { reverseDelivery { id reverseDeliveryLineItems(first: 9) { nodes { id quantity } }
      deliverable { ... on ReverseDeliveryShippingDeliverable { tracking { number url } label { publicFileUrl } } } }
    userErrors { field message code } } }"""
RETURNABLE = """query($id: ID!) { returnableFulfillments(orderId: $id, first: 9) { nodes {
  id returnableFulfillmentLineItems(first: 9) { nodes { quantity } } } } }"""


@dataclass
class Story:
    """An order of two units that were fulfilled."""

    shop: Shop = field(default_factory=Shop)

    def __post_init__(self) -> None:
        self.order = self.shop.order()
        [fulfillment_order] = self.shop.fulfillment_orders(self.order)
        self.fulfillment = self.shop.fulfill(whole(fulfillment_order))["fulfillment"]
        self.line = self.fulfillment["fulfillmentLineItems"]["nodes"][0]["id"]

    def request(self, quantity: int) -> dict[str, Any]:
        """returnRequest's payload."""
        lines = [{"fulfillmentLineItemId": self.line, "quantity": quantity, "returnReason": "OTHER"}]
        given = {"orderId": self.order["id"], "returnLineItems": lines}
        payload: dict[str, Any] = self.shop.send(REQUEST, {"input": given})["result"]
        return payload

    def approved(self, quantity: int = 1) -> dict[str, Any]:
        """An open return."""
        made = self.request(quantity)["return"]
        opened: dict[str, Any] = self.shop.send(APPROVE, {"id": made["id"]})["result"]["return"]
        return opened

    def change(self, name: str, gid: str) -> dict[str, Any]:
        """The payload of returnClose, returnReopen or returnCancel."""
        document = f"""mutation($id: ID!) {{ {name}(id: $id) {{
          return {{ status closedAt }} userErrors {{ field message code }} }} }}"""
        payload: dict[str, Any] = self.shop.send(document, {"id": gid})[name]
        return payload


def test_a_requested_return_waits_without_work_to_do() -> None:
    story = Story()

    made = story.request(1)["return"]

    assert (made["name"], made["status"], made["totalQuantity"]) == (f"{story.order['name']}-R1", "REQUESTED", 1)
    assert made["returnLineItems"]["nodes"][0]["processableQuantity"] == 0
    assert made["reverseFulfillmentOrders"]["nodes"] == []


def test_approving_opens_it_and_expects_the_goods() -> None:
    story = Story()

    opened = story.approved(2)

    [expected] = opened["reverseFulfillmentOrders"]["nodes"]
    assert opened["status"] == "OPEN"
    assert opened["returnLineItems"]["nodes"][0]["processableQuantity"] == 2
    assert [line["totalQuantity"] for line in expected["lineItems"]["nodes"]] == [2]


def test_what_is_being_returned_can_not_be_returned_again() -> None:
    story = Story()
    story.request(1)

    left = story.shop.send(RETURNABLE, {"id": story.order["id"]})["returnableFulfillments"]["nodes"]
    refused = story.request(2)

    assert left[0]["id"].rsplit("/", 1)[1] == story.fulfillment["id"].rsplit("/", 1)[1]
    assert left[0]["returnableFulfillmentLineItems"]["nodes"] == [{"quantity": 1}]
    assert refused["return"] is None
    assert refused["userErrors"][0]["code"] == "INVALID"


def test_a_cancelled_return_gives_its_units_free() -> None:
    story = Story()
    opened = story.approved(2)

    story.change("returnCancel", opened["id"])

    assert story.request(2)["userErrors"] == []


def test_a_closed_return_can_be_reopened() -> None:
    story = Story()
    opened = story.approved()

    closed = story.change("returnClose", opened["id"])["return"]
    reopened = story.change("returnReopen", opened["id"])["return"]

    assert (closed["status"], closed["closedAt"] is None) == ("CLOSED", False)
    assert reopened == {"status": "OPEN", "closedAt": None}


def test_a_requested_return_can_not_be_closed() -> None:
    story = Story()
    made = story.request(1)["return"]

    payload = story.change("returnClose", made["id"])

    assert payload["return"] is None
    assert payload["userErrors"][0]["code"] == "INVALID_STATE"


def test_a_parcel_without_named_lines_carries_all_that_is_expected() -> None:
    story = Story()
    [expected] = story.approved(2)["reverseFulfillmentOrders"]["nodes"]

    sent = story.shop.send(SEND, {"id": expected["id"], "lines": []})["result"]["reverseDelivery"]

    assert [line["quantity"] for line in sent["reverseDeliveryLineItems"]["nodes"]] == [2]
    assert sent["deliverable"] == {"tracking": {"number": "R-1", "url": None}, "label": None}


def test_the_tracking_of_a_parcel_is_replaced() -> None:
    story = Story()
    [expected] = story.approved()["reverseFulfillmentOrders"]["nodes"]
    sent = story.shop.send(SEND, {"id": expected["id"], "lines": []})["result"]["reverseDelivery"]
    document = """mutation($id: ID!) { reverseDeliveryShippingUpdate(
      reverseDeliveryId: $id, trackingInput: {number: "R-2"}) { reverseDelivery { deliverable {
      ... on ReverseDeliveryShippingDeliverable { tracking { number } } } } } }"""

    changed = story.shop.send(document, {"id": sent["id"]})["reverseDeliveryShippingUpdate"]

    assert changed["reverseDelivery"] == {"deliverable": {"tracking": {"number": "R-2"}}}


def test_more_than_expected_does_not_fit_into_parcels() -> None:
    story = Story()
    [expected] = story.approved(1)["reverseFulfillmentOrders"]["nodes"]
    line = {"reverseFulfillmentOrderLineItemId": expected["lineItems"]["nodes"][0]["id"], "quantity": 2}

    payload = story.shop.send(SEND, {"id": expected["id"], "lines": [line]})["result"]

    assert payload["reverseDelivery"] is None
    assert payload["userErrors"][0]["field"] == ["reverseDeliveryLineItems", "0", "quantity"]


@pytest.mark.parametrize("typename", ["Return", "ReturnLineItem", "ReverseFulfillmentOrder", "ReturnableFulfillment"])
def test_each_part_of_a_return_is_a_node(typename: str) -> None:
    story = Story()
    opened = story.approved()
    ids = {
        "Return": opened["id"],
        "ReturnLineItem": opened["returnLineItems"]["nodes"][0]["id"],
        "ReverseFulfillmentOrder": opened["reverseFulfillmentOrders"]["nodes"][0]["id"],
        "ReturnableFulfillment": story.fulfillment["id"].replace("Fulfillment", "ReturnableFulfillment"),
    }

    found = story.shop.send("query($id: ID!) { node(id: $id) { __typename id } }", {"id": ids[typename]})

    assert found["node"] == {"__typename": typename, "id": ids[typename]}


def test_the_order_tells_where_its_returns_are() -> None:
    story = Story()
    document = "query($id: ID!) { order(id: $id) { returnStatus } }"
    seen = [story.shop.send(document, {"id": story.order["id"]})["order"]["returnStatus"]]

    story.approved()

    seen.append(story.shop.send(document, {"id": story.order["id"]})["order"]["returnStatus"])
    assert seen == ["NO_RETURN", "IN_PROGRESS"]


@pytest.mark.parametrize(
    ("typename", "part"),
    [
        ("Return", "{}"),
        ("ReturnLineItem", "returnLineItems(first: 1) {{ nodes {{ ... on ReturnLineItem {{ {} }} }} }}"),
        ("ReverseFulfillmentOrder", "reverseFulfillmentOrders(first: 1) {{ nodes {{ {} }} }}"),
        (
            "ReverseFulfillmentOrderLineItem",
            "reverseFulfillmentOrders(first: 1) {{ nodes {{ lineItems(first: 1) {{ nodes {{ {} }} }} }} }}",
        ),
        (
            "ReverseDelivery",
            "reverseFulfillmentOrders(first: 1) {{ nodes {{ reverseDeliveries(first: 1) {{ nodes {{ {} }} }} }} }}",
        ),
    ],
)
def test_every_field_of_a_return_answers(typename: str, part: str) -> None:
    story = Story()
    opened = story.approved()
    story.shop.send(SEND, {"id": opened["reverseFulfillmentOrders"]["nodes"][0]["id"], "lines": []})

    failures = [
        (selection, error["message"])
        for selection in selections(typename)
        for error in story.shop.answer(f'{{ return(id: "{opened["id"]}") {{ {part.format(selection)} }} }}').get(
            "errors", []
        )
    ]

    assert failures == []


def test_orders_are_found_by_where_their_returns_are() -> None:
    story = Story()
    story.approved()
    other = story.shop.order()
    document = "query($query: String) { orders(first: 9, query: $query) { nodes { id } } }"

    found = [
        story.shop.send(document, {"query": f"return_status:{word}"})["orders"]["nodes"]
        for word in ("in_progress", "no_return")
    ]

    assert found == [[{"id": story.order["id"]}], [{"id": other["id"]}]]
