"""Customers and products that are no more, and orders that never had an address: what is read and told of them."""

from __future__ import annotations

from typing import Any

import pytest

from shopify_sandbox.assembly import shopify_domain
from tests.shopify_sandbox.resolvers.edit_story import EditStory
from tests.shopify_sandbox.resolvers.shop import whole

READ = """query($id: ID!) { order(id: $id) { id updatedAt email phone customer { id } displayAddress { id }
  billingAddressMatchesShippingAddress shippingAddress { address1 } billingAddress { address1 }
  fulfillmentOrders(first: 5) { nodes { destination { address1 email } } }
  lineItems(first: 5) { nodes { title sku quantity product { id } variant { id } image { url }
    originalUnitPriceSet { shopMoney { amount } } } } } }"""
DELETE_CUSTOMER = """mutation($id: ID!) { customerDelete(input: {id: $id}) {
  deletedCustomerId userErrors { field message } } }"""
ERASE = """mutation($id: ID!) { customerRequestDataErasure(customerId: $id) {
  customerId userErrors { field message code } } }"""
KEEP = """mutation($id: ID!) { customerCancelDataErasure(customerId: $id) {
  customerId userErrors { field message code } } }"""
DELETE_PRODUCT = """mutation($id: ID!) { productDelete(input: {id: $id}) {
  deletedProductId userErrors { field message } } }"""
DELETE_VARIANTS = """mutation($id: ID!, $variants: [ID!]!) {
  productVariantsBulkDelete(productId: $id, variantsIds: $variants) {
    product { variants(first: 5) { nodes { id } } } userErrors { field code } } }"""
PRODUCT = """mutation { productSet(synchronous: true, input: {title: "Kettle", productOptions: [{name: "Size",
  values: [{name: "S"}, {name: "L"}]}], variants: [
    {price: "5.00", sku: "S", optionValues: [{optionName: "Size", name: "S"}]},
    {price: "9.00", sku: "L", optionValues: [{optionName: "Size", name: "L"}]}]}) {
  product { id variants(first: 2) { nodes { id } } } userErrors { message } } }"""


class DeletingStory(EditStory):
    """A story that keeps the last body of each topic."""

    def __init__(self, **bought: object) -> None:
        super().__init__(**bought)  # type: ignore[arg-type]
        self.bodies: dict[str, Any] = {}
        world = self.shop.world
        world.listeners.append(
            lambda topic, subject: self.bodies.update({topic: shopify_domain().webhook_body(world, topic, subject)})
        )

    def buyer(self) -> dict[str, Any]:
        """The order as an app reads it."""
        read: dict[str, Any] = self.shop.send(READ, {"id": self.order})["order"]
        return read

    def do(self, document: str, gid: str, **given: object) -> dict[str, Any]:
        """The payload of a mutation of one thing."""
        (payload,) = self.shop.send(document, {"id": gid, **given}).values()
        told: dict[str, Any] = payload
        return told


def sold() -> tuple[DeletingStory, dict[str, Any]]:
    """An order of both variants of a product, and the product."""
    story = DeletingStory()
    product = story.shop.send(PRODUCT)["productSet"]["product"]
    lines = [{"variantId": each["id"], "quantity": 1} for each in product["variants"]["nodes"]]
    story.order = story.shop.order(lineItems=lines)["id"]
    return story, product


def test_a_customer_with_orders_is_not_deleted() -> None:
    story = DeletingStory()
    customer = story.buyer()["customer"]["id"]

    payload = story.do(DELETE_CUSTOMER, customer)

    assert payload["deletedCustomerId"] is None
    assert payload["userErrors"][0]["field"] == ["id"]
    assert story.buyer()["customer"] == {"id": customer}


def test_a_customer_without_orders_is_deleted() -> None:
    story = DeletingStory()
    customer = story.buyer()["customer"]["id"]
    story.shop.send(
        "mutation($id: ID!) { orderCustomerRemove(orderId: $id) { userErrors { message } } }", {"id": story.order}
    )

    payload = story.do(DELETE_CUSTOMER, customer)

    assert payload == {"deletedCustomerId": customer, "userErrors": []}
    assert story.shop.send("query($id: ID!) { customer(id: $id) { id } }", {"id": customer}) == {"customer": None}
    assert story.bodies["customers/delete"] == {"id": int(customer.rsplit("/", 1)[1])}
    assert story.buyer()["customer"] is None


def test_an_erased_customer_leaves_the_order_without_a_person() -> None:
    story = DeletingStory()
    customer = story.buyer()["customer"]["id"]

    payload = story.do(ERASE, customer)
    waiting = story.buyer()
    story.wait(days=10)

    assert payload == {"customerId": customer, "userErrors": []}
    assert waiting["customer"] == {"id": customer}
    order = story.buyer()
    gone = ("customer", "email", "phone", "shippingAddress", "billingAddress", "displayAddress")
    assert [order[name] for name in gone] == [None] * len(gone)
    assert order["updatedAt"] > waiting["updatedAt"]
    body = story.bodies["orders/updated"]
    assert (body["customer"], body["shipping_address"], body["email"]) == (None, None, "")
    assert order["billingAddressMatchesShippingAddress"] is False


def test_an_erasure_is_taken_back() -> None:
    story = DeletingStory()
    customer = story.buyer()["customer"]["id"]
    story.do(ERASE, customer)

    kept = story.do(KEEP, customer)
    again = story.do(KEEP, customer)
    story.wait(days=11)

    assert kept["userErrors"] == []
    assert again["userErrors"][0]["code"] == "NOT_BEING_ERASED"
    assert story.buyer()["customer"] == {"id": customer}


@pytest.mark.parametrize("document", [ERASE, KEEP, DELETE_CUSTOMER])
def test_an_unknown_customer_is_refused(document: str) -> None:
    story = DeletingStory()

    payload = story.do(document, "gid://shopify/Customer/1")

    assert len(payload["userErrors"]) == 1


def test_lines_of_a_deleted_product_keep_what_was_sold() -> None:
    story, product = sold()
    before = story.buyer()["lineItems"]["nodes"]

    payload = story.do(DELETE_PRODUCT, product["id"])

    assert payload == {"deletedProductId": product["id"], "userErrors": []}
    lines = story.buyer()["lineItems"]["nodes"]
    assert [each["product"] for each in before] == [{"id": product["id"]}] * 2
    assert [(each["product"], each["variant"], each["image"]) for each in lines] == [(None, None, None)] * 2
    assert [each["originalUnitPriceSet"]["shopMoney"]["amount"] for each in lines] == ["5.0", "9.0"]
    assert [each["sku"] for each in lines] == ["S", "L"]
    assert story.bodies["products/delete"] == {"id": int(product["id"].rsplit("/", 1)[1])}


def test_the_webhooks_of_an_order_say_that_its_product_is_gone() -> None:
    story, product = sold()
    story.do(DELETE_PRODUCT, product["id"])

    story.shop.fulfill(whole(story.shop.fulfillment_orders({"id": story.order})[0]))

    lines = story.bodies["orders/updated"]["line_items"]
    assert [(each["product_id"], each["variant_id"], each["product_exists"]) for each in lines] == [
        (None, None, False)
    ] * 2


def test_a_deleted_variant_is_gone_from_its_lines_alone() -> None:
    story, product = sold()
    first, second = (each["id"] for each in product["variants"]["nodes"])

    payload = story.do(DELETE_VARIANTS, product["id"], variants=[first])
    last = story.do(DELETE_VARIANTS, product["id"], variants=[second])
    unknown = story.do(DELETE_VARIANTS, product["id"], variants=[first])

    assert payload["product"]["variants"]["nodes"] == [{"id": second}]
    assert [each["variant"] for each in story.buyer()["lineItems"]["nodes"]] == [None, {"id": second}]
    assert last["userErrors"][0]["code"] == "CANNOT_DELETE_LAST_VARIANT"
    assert unknown["userErrors"][0]["code"] == "AT_LEAST_ONE_VARIANT_DOES_NOT_BELONG_TO_THE_PRODUCT"


def test_an_unknown_product_is_refused() -> None:
    story = DeletingStory()

    assert story.do(DELETE_PRODUCT, "gid://shopify/Product/1")["userErrors"][0]["field"] == ["id"]
    assert story.do(DELETE_VARIANTS, "gid://shopify/Product/1", variants=[])["product"] is None


def test_an_order_is_bought_without_address_and_without_customer() -> None:
    story = DeletingStory(shipping_address=None, email=None)

    story.shop.fulfill(whole(story.shop.fulfillment_orders({"id": story.order})[0]))

    order = story.buyer()
    assert (order["customer"], order["email"], order["shippingAddress"]) == (None, None, None)
    assert order["fulfillmentOrders"]["nodes"] == [{"destination": None}]
    body = story.bodies["orders/updated"]
    assert (body["customer"], body["shipping_address"], body["billing_address"]) == (None, None, None)


def test_a_tip_duties_fees_and_rounded_cash_are_bought() -> None:
    story = DeletingStory(
        lines=[{"sku": "A", "price": "10", "duty": "1.00"}],
        tip="2.00",
        additional_fees=[{"name": "Import", "price": "0.52"}],
        cash_rounding="-0.02",
        payment="paid",
    )

    order = story.seen()
    read = """query($id: ID!) { order(id: $id) { additionalFees { name price { shopMoney { amount } } } fullyPaid
      totalReceivedSet { shopMoney { amount } } totalCashRoundingAdjustment { paymentSet { shopMoney { amount } } }
      nonFulfillableLineItems(first: 5) { nodes { title nonFulfillableQuantity } } } }"""
    more = story.shop.send(read, {"id": story.order})["order"]
    assert (order["totalPriceSet"], order["subtotalPriceSet"]) == ("13.52", "10.0")
    assert order["displayFinancialStatus"] == "PAID"
    assert [each["unfulfilledQuantity"] for each in order["lineItems"]["nodes"]] == [1, 0]
    assert more["totalReceivedSet"]["shopMoney"]["amount"] == "13.5"
    assert more["totalCashRoundingAdjustment"]["paymentSet"]["shopMoney"]["amount"] == "-0.02"
    assert more["fullyPaid"] is True
    assert more["additionalFees"] == [{"name": "Import", "price": {"shopMoney": {"amount": "0.52"}}}]
    assert more["nonFulfillableLineItems"]["nodes"] == [{"title": "Tip", "nonFulfillableQuantity": 1}]
