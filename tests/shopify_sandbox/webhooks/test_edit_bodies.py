"""What orders/edited says, and how an edited order looks in the webhooks of orders."""

from __future__ import annotations

from typing import Any

from shopify_sandbox.state.orders import Order
from shopify_sandbox.webhooks.payloads import body_for
from tests.shopify_sandbox.live import Live
from tests.shopify_sandbox.resolvers.edit_story import EditStory, cad

from .conftest import until


class Told(EditStory):
    """A story that keeps the bodies of what goes out."""

    def __init__(self) -> None:
        super().__init__(lines=[{"sku": "A", "price": "10", "quantity": 3}, {"sku": "B", "price": "5"}], shipping="4")
        self.bodies: dict[str, Any] = {}
        world = self.shop.world
        world.listeners.append(lambda topic, subject: self.bodies.update({topic: body_for(world, topic, subject)}))

    def numbers(self) -> list[int]:
        """The numbers of the order's lines."""
        return [int(each["id"].rsplit("/", 1)[1]) for each in self.seen()["lineItems"]["nodes"]]


def test_the_body_of_an_edit_names_units_discounts_and_shipping() -> None:
    story = Told()
    shipping = story.begin()["shippingLines"][0]["id"]
    story.staged("SetQuantity", lineItemId=story.edited_line(0), quantity=1)
    story.staged("SetQuantity", lineItemId=story.edited_line(1), quantity=3)
    story.staged("AddCustomItem", title="C", quantity=2, price=cad("1.00"))
    story.staged("AddLineItemDiscount", lineItemId=story.edited_line(1), discount={"percentValue": 10})
    story.staged("RemoveShippingLine", shippingLineId=shipping)

    story.committed(staffNote="by phone", notifyCustomer=True)

    body = story.bodies["orders/edited"]["order_edit"]
    first, second, third = story.numbers()
    assert body["line_items"] == {
        "additions": [{"id": second, "delta": 2}, {"id": third, "delta": 2}],
        "removals": [{"id": first, "delta": 2}],
    }
    assert [each["line_item_id"] for each in body["discounts"]["line_item"]["additions"]] == [second]
    assert [each["title"] for each in body["shipping_lines"]["removals"]] == ["Standard"]
    assert (body["staff_note"], body["notify_customer"]) == ("by phone", True)
    assert body["order_id"] == int(story.order.rsplit("/", 1)[1])


def test_an_edited_order_tells_current_quantities_and_which_discount_took_what() -> None:
    story = Told()
    story.begin()
    story.staged("SetQuantity", lineItemId=story.edited_line(0), quantity=1)
    story.staged("AddLineItemDiscount", lineItemId=story.edited_line(1), discount={"fixedValue": cad("1.50")})

    story.committed()

    body = story.bodies["orders/updated"]
    assert [(each["quantity"], each["current_quantity"]) for each in body["line_items"]] == [(3, 1), (1, 1)]
    assert body["line_items"][1]["discount_allocations"][0]["discount_application_index"] == 0
    assert body["discount_applications"][0]["value"] == "1.50"
    assert (body["current_total_price"], body["total_price"]) == ("17.50", "37.50")
    assert body["refunds"][0]["transactions"] == []


def test_a_removed_shipping_line_is_not_told_of() -> None:
    story = Told()
    shipping = story.begin()["shippingLines"][0]["id"]
    story.staged("RemoveShippingLine", shippingLineId=shipping)

    story.committed()

    order = story.shop.world.find(Order, story.order)
    assert order is not None
    assert story.bodies["orders/updated"]["shipping_lines"] == []
    assert len(order.shipping_lines) == 1


def test_those_who_subscribed_get_the_edit_and_the_order(shop: Live) -> None:
    order = shop.buy()["order"]
    shop.subscribe("ORDERS_EDITED", "ORDERS_UPDATED")
    begin = """mutation($id: ID!) { orderEditBegin(id: $id) {
      calculatedOrder { id lineItems(first: 1) { nodes { id } } } } }"""
    calculated = shop.ask(begin, id=order)["data"]["orderEditBegin"]["calculatedOrder"]
    line = calculated["lineItems"]["nodes"][0]["id"]
    stage = """mutation($id: ID!, $line: ID!) { orderEditSetQuantity(id: $id, lineItemId: $line, quantity: 5) {
      userErrors { message } } }"""
    shop.ask(stage, id=calculated["id"], line=line)

    answer = shop.ask("mutation($id: ID!) { orderEditCommit(id: $id) { userErrors { message } } }", id=calculated["id"])

    assert answer["data"]["orderEditCommit"] == {"userErrors": []}
    until(lambda: sorted(shop.receiver.topics()) == ["orders/edited", "orders/updated"])
    edit = next(each.told["order_edit"] for each in shop.receiver.received if "order_edit" in each.told)
    assert edit["order_id"] == int(order.rsplit("/", 1)[1])
    assert edit["line_items"]["additions"][0]["delta"] > 0
