"""An order of 251 lines, 30 fulfillment orders and 300 transactions, made and read over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from shopify_sandbox.assembly import shopify_domain
from shopify_sandbox.http.shop import Sandbox
from shopify_sandbox.options import Profile
from tests.shopify_sandbox.server import serving

LINES, WORK, PAYMENTS, CAPTURES, REFUNDS = 251, 30, 120, 80, 99
HEADERS = {"X-Shopify-Access-Token": "shpat_sandbox"}
READ = """query($id: ID!, $after: String, $first: Int) { order(id: $id) { transactionsCount { count }
  fulfillmentsCount { count } currentSubtotalLineItemsQuantity
  lineItems(first: 250, after: $after) { nodes { id currentQuantity } pageInfo { hasNextPage endCursor } }
  fulfillmentOrders(first: 50) { nodes { id status } }
  fulfillments(first: $first) { id } transactions(first: $first) { id } refunds(first: $first) { id } } }"""
REFUND_LINES = """query($id: ID!, $after: String) { node(id: $id) { ... on Refund { totalRefundedSet {
  shopMoney { amount } } refundLineItems(first: 250, after: $after) { nodes { lineItem { id } }
  pageInfo { hasNextPage endCursor } } transactions(first: 250) { nodes { id } } } } }"""
REFUND = """mutation($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "k") {
  userErrors { message } } }"""
FULFIL = """mutation($id: ID!) { fulfillmentCreate(fulfillment: {lineItemsByFulfillmentOrder: [
  {fulfillmentOrderId: $id}]}) { userErrors { message } } }"""


class Large:
    """The order, and words for what tests say of it."""

    def __init__(self, url: str) -> None:
        self.http = httpx2.Client(base_url=url, headers=HEADERS, timeout=60)
        lines: list[dict[str, object]] = [{"sku": str(number), "price": "4"} for number in range(LINES - 1)]
        plan = {"sku": "PLAN", "price": "1", "selling_plan": {"deliveries": WORK, "every": "P1D"}}
        several = [{"kind": "paid", "amount": "1.00"}] * PAYMENTS
        placed = self.control("checkout", {"lines": [*lines, plan], "payment": [*several, {"kind": "authorised"}]})
        self.order = str(placed["order"])
        for _ in range(CAPTURES):
            self.control("payments", {"order": self.order, "do": "capture", "amount": "1.00"})
        for _ in range(REFUNDS):
            self.control("payments", {"order": self.order, "do": "refund", "amount": "0.01"})

    def control(self, name: str, body: dict[str, object]) -> dict[str, Any]:
        """The answer of a control endpoint."""
        answer = self.http.post(f"/sandbox/{name}", json=body)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def answer(self, document: str, **variables: object) -> dict[str, Any]:
        """The whole answer of the API."""
        body = {"query": document, "variables": variables}
        told: dict[str, Any] = self.http.post("/admin/api/2026-10/graphql.json", json=body).json()
        return told

    def read(self, **variables: object) -> dict[str, Any]:
        """The order."""
        answer = self.answer(READ, id=self.order, **variables)
        assert "errors" not in answer, answer["errors"]
        read: dict[str, Any] = answer["data"]["order"]
        return read

    def lines(self) -> list[dict[str, Any]]:
        """All lines, from as many pages as there are."""
        first = self.read()["lineItems"]
        rest = self.read(after=first["pageInfo"]["endCursor"])["lineItems"]
        assert (first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)
        return [*first["nodes"], *rest["nodes"]]


@pytest.fixture(scope="module")
def large() -> Iterator[Large]:
    with serving(Sandbox(Profile(), shopify_domain())) as url:
        made = Large(url)
        yield made
        made.http.close()


def test_lists_without_a_limit_are_whole(large: Large) -> None:
    order = large.read()

    assert len(order["transactions"]) == order["transactionsCount"]["count"] == PAYMENTS + 1 + CAPTURES + REFUNDS
    assert len(order["refunds"]) == REFUNDS
    assert len(order["fulfillmentOrders"]["nodes"]) == WORK


def test_a_limit_truncates_lists(large: Large) -> None:
    order = large.read(first=7)

    assert (len(order["transactions"]), len(order["refunds"])) == (7, 7)
    assert order["transactions"] == large.read()["transactions"][:7]


def test_lines_come_in_pages_of_250_at_most(large: Large) -> None:
    too_many = "query($id: ID!) { order(id: $id) { lineItems(first: 251) { nodes { id } } } }"

    answer = large.answer(too_many, id=large.order)

    assert answer["errors"][0]["message"]
    assert len({each["id"] for each in large.lines()}) == LINES


def test_an_app_can_not_refund_251_lines_at_once_but_a_person_can(large: Large) -> None:
    lines = [each["id"] for each in large.lines()]
    wanted = [{"lineItemId": each, "quantity": 1, "restockType": "NO_RESTOCK"} for each in lines]

    refused = large.answer(REFUND, input={"orderId": large.order, "refundLineItems": wanted})
    units = [{"line": each, "quantity": 1} for each in lines]
    large.control("payments", {"order": large.order, "do": "refund", "lines": units})

    assert refused["errors"][0]["extensions"]["code"] == "MAX_INPUT_SIZE_EXCEEDED"
    refund = large.read()["refunds"][-1]["id"]
    first = large.answer(REFUND_LINES, id=refund)["data"]["node"]
    cursor = first["refundLineItems"]["pageInfo"]["endCursor"]
    rest = large.answer(REFUND_LINES, id=refund, after=cursor)["data"]["node"]["refundLineItems"]
    found = [each["lineItem"]["id"] for each in (*first["refundLineItems"]["nodes"], *rest["nodes"])]
    assert found == lines
    assert rest["pageInfo"]["hasNextPage"] is False
    assert len(first["transactions"]["nodes"]) > 1


def test_every_piece_of_work_can_be_fulfilled(large: Large) -> None:
    large.control("clock", {"advance": f"P{WORK}D"})
    work = [each["id"] for each in large.read()["fulfillmentOrders"]["nodes"] if each["status"] == "OPEN"]

    for each in work:
        large.answer(FULFIL, id=each)

    order = large.read()
    assert len(order["fulfillments"]) == order["fulfillmentsCount"]["count"] == len(work) == WORK
    assert len(large.read(first=3)["fulfillments"]) == 3
