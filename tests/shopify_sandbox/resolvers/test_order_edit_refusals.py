"""What an edit is refused: orders that can't be edited, units that are gone, things that don't exist."""

from __future__ import annotations

from typing import Any

import pytest

from shopify_sandbox.state import order_editing
from tests.shopify_sandbox.resolvers.edit_story import EditStory, cad
from tests.shopify_sandbox.resolvers.shop import part, whole
from tests.shopify_sandbox.resolvers.test_order_edits import a_variant, two_lines

CANCEL = """mutation($id: ID!) { orderCancel(orderId: $id, reason: OTHER, restock: true, notifyCustomer: false) {
  orderCancelUserErrors { message } } }"""
CLOSE = "mutation($id: ID!) { orderClose(input: {id: $id}) { userErrors { message } } }"


def ship(story: EditStory, *quantities: int) -> None:
    """Fulfil so many units of the lines, in order."""
    story.shop.fulfill(part(story.shop.fulfillment_orders({"id": story.order})[0], *quantities))


def test_an_order_that_is_cancelled_can_not_be_edited() -> None:
    story = two_lines()
    story.shop.send(CANCEL, {"id": story.order})

    error = story.refused("Begin", id=story.order)
    order = story.seen()

    assert error == {"field": ["id"], "message": "The order cannot be edited."}
    assert (order["merchantEditable"], len(order["merchantEditableErrors"])) == (False, 1)


def test_an_archived_order_can_not_be_edited() -> None:
    story = two_lines()
    story.shop.send(CLOSE, {"id": story.order})

    assert story.refused("Begin", id=story.order)["message"] == "The order cannot be edited."
    assert story.seen()["merchantEditable"] is False


def test_an_order_with_a_prepaid_subscription_can_not_be_edited() -> None:
    story = EditStory(lines=[{"sku": "P", "price": "10", "selling_plan": {"deliveries": 3}}])

    assert story.refused("Begin", id=story.order)["message"] == "The order cannot be edited."
    assert story.seen()["lineItems"]["nodes"][0]["merchantEditable"] is False


def test_an_edit_of_an_order_cancelled_meanwhile_is_not_committed() -> None:
    story = two_lines()
    story.begin()
    story.staged("SetQuantity", lineItemId=story.edited_line(), quantity=1)
    story.shop.send(CANCEL, {"id": story.order})

    payload = story.commit()

    assert payload["order"] is None
    assert payload["userErrors"][0]["message"] == "The order cannot be edited."


def test_fulfilled_units_can_not_be_taken_away() -> None:
    story = two_lines()
    ship(story, 1, 3)
    calculated = story.begin()

    error = story.refused("SetQuantity", lineItemId=story.edited_line(0), quantity=0)
    payload = story.staged("SetQuantity", lineItemId=story.edited_line(0), quantity=1)

    assert [each["editableQuantity"] for each in calculated["lineItems"]["nodes"]] == [1, 0]
    assert error["field"] == ["quantity"]
    assert payload["calculatedLineItem"]["uneditableSubtotalSet"] == "10.0"
    assert payload["calculatedLineItem"]["editableSubtotalSet"] == "0.0"


def test_units_fulfilled_after_they_were_staged_for_removal_are_not_taken_away() -> None:
    story = two_lines()
    story.begin()
    story.staged("SetQuantity", lineItemId=story.edited_line(0), quantity=0)
    ship(story, 2)

    payload = story.commit()

    assert payload["userErrors"][0]["field"] == ["quantity"]
    assert story.seen()["edited"] is False


def test_one_of_two_edits_is_committed() -> None:
    story = two_lines()
    story.begin()
    story.staged("SetQuantity", lineItemId=story.edited_line(), quantity=1)
    first = story.session
    story.begin()
    story.staged("SetQuantity", lineItemId=story.edited_line(), quantity=4)
    story.committed()

    payload = story.commit(id=first)

    assert payload["userErrors"][0]["field"] == ["id"]
    assert story.seen()["lineItems"]["nodes"][0]["currentQuantity"] == 4


def test_a_committed_edit_is_no_more() -> None:
    story = two_lines()
    story.begin()
    story.staged("SetQuantity", lineItemId=story.edited_line(), quantity=1)
    story.committed()

    again = story.commit()
    error = story.refused("SetQuantity", lineItemId=story.edited_line(), quantity=2)

    assert again["userErrors"][0]["field"] == ["id"]
    assert error["field"] == ["id"]
    node = story.shop.send("query($id: ID!) { node(id: $id) { id } }", {"id": story.session})
    assert node == {"node": None}


def test_an_edit_without_changes_is_not_committed() -> None:
    story = two_lines()
    story.begin()

    assert story.commit()["userErrors"][0]["field"] == ["id"]
    assert story.seen()["edited"] is False


NOTHING: dict[str, dict[str, Any]] = {
    "AddVariant": {"variantId": "gid://shopify/ProductVariant/1", "quantity": 1},
    "AddCustomItem": {"title": "Wrapping", "quantity": 1, "price": cad("1.00")},
    "SetQuantity": {"lineItemId": "gid://shopify/CalculatedLineItem/1", "quantity": 1},
    "AddLineItemDiscount": {"lineItemId": "gid://shopify/CalculatedLineItem/1", "discount": {"percentValue": 5}},
    "RemoveLineItemDiscount": {"discountApplicationId": "gid://shopify/CalculatedManualDiscountApplication/1"},
    "RemoveDiscount": {"discountApplicationId": "gid://shopify/CalculatedManualDiscountApplication/1"},
    "UpdateDiscount": {
        "discountApplicationId": "gid://shopify/CalculatedManualDiscountApplication/1",
        "discount": {"percentValue": 5},
    },
    "AddShippingLine": {"shippingLine": {"title": "Courier", "price": cad("1.00")}},
    "UpdateShippingLine": {"shippingLineId": "gid://shopify/CalculatedShippingLine/1", "shippingLine": {}},
    "RemoveShippingLine": {"shippingLineId": "gid://shopify/CalculatedShippingLine/1"},
}


@pytest.mark.parametrize("name", NOTHING)
def test_an_unknown_edit_is_refused(name: str) -> None:
    story = two_lines()

    error = story.refused(name, id="gid://shopify/CalculatedOrder/1", **NOTHING[name])

    assert error["field"] == ["id"]
    assert error.get("code", "INVALID") == "INVALID"


@pytest.mark.parametrize("name", sorted(NOTHING.keys() - {"AddCustomItem", "AddShippingLine"}))
def test_what_is_not_in_the_edit_is_refused(name: str) -> None:
    story = two_lines()
    story.begin()

    error = story.refused(name, **NOTHING[name])

    assert error["field"][0] in NOTHING[name]


BAD: list[tuple[str, dict[str, Any], list[str]]] = [
    ("AddCustomItem", {"title": " ", "quantity": 1, "price": cad("1.00")}, ["title"]),
    ("AddCustomItem", {"title": "W", "quantity": 0, "price": cad("1.00")}, ["quantity"]),
    ("AddCustomItem", {"title": "W", "quantity": 1, "price": cad("-1.00")}, ["price"]),
    ("AddCustomItem", {"title": "W", "quantity": 1, "price": {"amount": "1", "currencyCode": "JPY"}}, ["price"]),
    ("AddShippingLine", {"shippingLine": {"title": "", "price": cad("1.00")}}, ["shippingLine", "title"]),
    ("AddShippingLine", {"shippingLine": {"title": "C", "price": cad("-1")}}, ["shippingLine", "price"]),
]


@pytest.mark.parametrize(("name", "given", "field"), BAD)
def test_a_value_that_can_not_be_is_refused(name: str, given: dict[str, Any], field: list[str]) -> None:
    story = two_lines()
    story.begin()

    assert story.refused(name, **given)["field"] == field


def test_a_variant_that_the_order_has_is_added_again_only_when_that_is_asked_for() -> None:
    story = two_lines()
    variant = a_variant(story)
    story.begin()
    story.staged("AddVariant", variantId=variant, quantity=1)

    error = story.refused("AddVariant", variantId=variant, quantity=1)
    payload = story.staged("AddVariant", variantId=variant, quantity=1, allowDuplicates=True)

    assert error["field"] == ["variantId"]
    assert len(payload["calculatedOrder"]["addedLineItems"]["nodes"]) == 2


def test_an_order_has_so_many_lines_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_editing, "MOST_LINES", 2)
    story = two_lines()
    story.begin()

    error = story.refused("AddCustomItem", title="Wrapping", quantity=1, price=cad("1.00"))

    assert error["message"] == "The number of line items exceeds the limit of 2"


def test_only_a_new_shipping_line_is_changed() -> None:
    story = two_lines()
    line = story.begin()["shippingLines"][0]["id"]

    error = story.refused("UpdateShippingLine", shippingLineId=line, shippingLine={"title": "Other"})

    assert error["field"] == ["shippingLineId"]


def test_an_order_fulfilled_in_whole_is_still_edited() -> None:
    story = two_lines(payment="none")
    story.shop.fulfill(whole(story.shop.fulfillment_orders({"id": story.order})[0]))
    story.begin()
    story.staged("SetQuantity", lineItemId=story.edited_line(0), quantity=3)

    assert story.committed()["displayFulfillmentStatus"] == "PARTIALLY_FULFILLED"
