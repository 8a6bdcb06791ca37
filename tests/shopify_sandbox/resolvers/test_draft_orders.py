"""Draft orders: made, changed, completed into orders."""

from __future__ import annotations

from typing import Any

import pytest

from tests.shopify_sandbox.resolvers.shop import Shop
from tests.shopify_sandbox.resolvers.test_every_field import selections

PAYLOAD = """draftOrder { id name status email tags totalPriceSet { shopMoney { amount currencyCode } }
    order { id displayFinancialStatus tags sourceName totalPriceSet { shopMoney { amount } }
      lineItems(first: 9) { nodes { title sku quantity } } } }
  userErrors { field message }"""
CREATE = f"mutation($input: DraftOrderInput!) {{ result: draftOrderCreate(input: $input) {{ {PAYLOAD} }} }}"
UPDATE = f"""mutation($id: ID!, $input: DraftOrderInput!) {{
  result: draftOrderUpdate(id: $id, input: $input) {{ {PAYLOAD} }} }}"""
COMPLETE = f"""mutation($id: ID!, $pending: Boolean) {{
  result: draftOrderComplete(id: $id, paymentPending: $pending) {{ {PAYLOAD} }} }}"""
LIST = """query($query: String) { draftOrders(first: 9, query: $query, sortKey: TOTAL_PRICE) { nodes { id } }
  draftOrdersCount(query: $query) { count } }"""


def a_line(price: str = "10.00", **given: object) -> dict[str, object]:
    """A line without a product: two units."""
    money = {"amount": price, "currencyCode": "CAD"}
    return {"title": "Coffee beans", "sku": "BEANS", "quantity": 2, "originalUnitPriceWithCurrency": money, **given}


def create(shop: Shop, **given: object) -> dict[str, Any]:
    """draftOrderCreate's payload: one line unless told otherwise."""
    given.setdefault("lineItems", [a_line()])
    payload: dict[str, Any] = shop.send(CREATE, {"input": given})["result"]
    return payload


def complete(shop: Shop, gid: str, *, pending: bool = False) -> dict[str, Any]:
    """draftOrderComplete's payload."""
    payload: dict[str, Any] = shop.send(COMPLETE, {"id": gid, "pending": pending})["result"]
    return payload


def test_a_draft_is_open_and_costs_its_lines_and_shipping() -> None:
    shipping = {"title": "Post", "priceWithCurrency": {"amount": "2.50", "currencyCode": "CAD"}}

    draft = create(Shop(), shippingLine=shipping, tags=["b", "a"])["draftOrder"]

    assert (draft["name"], draft["status"], draft["order"]) == ("#D1", "OPEN", None)
    assert draft["totalPriceSet"]["shopMoney"] == {"amount": "22.5", "currencyCode": "CAD"}
    assert draft["tags"] == ["a", "b"]


@pytest.mark.parametrize(("pending", "status"), [(False, "PAID"), (True, "PENDING")])
def test_completing_places_the_order(pending: bool, status: str) -> None:
    shop = Shop()
    draft = create(shop, tags=["wholesale"])["draftOrder"]

    done = complete(shop, draft["id"], pending=pending)["draftOrder"]

    assert done["status"] == "COMPLETED"
    assert done["order"]["displayFinancialStatus"] == status
    assert done["order"]["totalPriceSet"]["shopMoney"]["amount"] == "20.0"
    assert done["order"]["tags"] == ["wholesale"]
    assert done["order"]["lineItems"]["nodes"] == [{"title": "Coffee beans", "sku": "BEANS", "quantity": 2}]


def test_a_completed_draft_changes_no_more() -> None:
    shop = Shop()
    draft = create(shop)["draftOrder"]
    complete(shop, draft["id"])

    again = complete(shop, draft["id"])
    changed = shop.send(UPDATE, {"id": draft["id"], "input": {"note": "n"}})["result"]

    assert again["draftOrder"] is changed["draftOrder"] is None
    assert len(shop.send("{ orders(first: 9) { nodes { id } } }")["orders"]["nodes"]) == 1


def test_an_update_replaces_only_what_it_names() -> None:
    shop = Shop()
    draft = create(shop, email="a@example.com", tags=["old"])["draftOrder"]

    updated = shop.send(UPDATE, {"id": draft["id"], "input": {"tags": ["new"]}})["result"]["draftOrder"]

    assert (updated["email"], updated["tags"]) == ("a@example.com", ["new"])
    assert updated["totalPriceSet"]["shopMoney"]["amount"] == "20.0"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "Add at least 1 product"),
        ([{"quantity": 1}], "Merchandise title is empty."),
        ([a_line(quantity=0)], "Quantity must be greater than or equal to 1"),
    ],
)
def test_a_draft_needs_lines_that_say_what_and_how_many(lines: list[dict[str, object]], message: str) -> None:
    payload = create(Shop(), lineItems=lines)

    assert payload["draftOrder"] is None
    assert [error["message"] for error in payload["userErrors"]] == [message]


def test_drafts_are_found_by_tag_and_sorted_by_price() -> None:
    shop = Shop()
    dear = create(shop, lineItems=[a_line("30.00")], tags=["x"])["draftOrder"]
    cheap = create(shop, lineItems=[a_line("3.00")], tags=["x"])["draftOrder"]
    create(shop, tags=["y"])

    found = shop.send(LIST, {"query": "tag:x"})

    assert [node["id"] for node in found["draftOrders"]["nodes"]] == [cheap["id"], dear["id"]]
    assert found["draftOrdersCount"]["count"] == 2


@pytest.mark.parametrize("typename", ["DraftOrder", "DraftOrderLineItem"])
def test_every_field_of_a_draft_answers(typename: str) -> None:
    shop = Shop()
    draft = create(shop, shippingLine={"title": "Post", "price": "1.00"})["draftOrder"]
    part = {"DraftOrder": "{}", "DraftOrderLineItem": "lineItems(first: 1) {{ nodes {{ {} }} }}"}[typename]

    failures = [
        (selection, error["message"])
        for selection in selections(typename)
        for error in shop.answer(f'{{ draftOrder(id: "{draft["id"]}") {{ {part.format(selection)} }} }}').get(
            "errors", []
        )
    ]

    assert failures == []
