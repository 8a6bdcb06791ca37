"""Reading everything that changed since an instant, page by page, as a client does that keeps a copy."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from shopify_sandbox import many_checkouts
from shopify_sandbox.state.orders import FulfillmentOrder, Order
from tests.shopify_sandbox.resolvers.shop import START, Shop

PAGE = """query($size: Int!, $after: String, $query: String) {
  page: %s(first: $size, after: $after, query: $query, sortKey: UPDATED_AT%s) {
    nodes { id updatedAt } pageInfo { hasNextPage hasPreviousPage endCursor } } }"""
PAGES = {"orders": PAGE % ("orders", ""), "fulfillmentOrders": PAGE % ("fulfillmentOrders", ", includeClosed: true")}
KINDS: dict[str, type[Order] | type[FulfillmentOrder]] = {"orders": Order, "fulfillmentOrders": FulfillmentOrder}
TEA = {"lines": [{"sku": "TEA", "price": "10.00"}], "quiet": True}
BOTH = pytest.mark.parametrize("root", list(PAGES))


@dataclass
class Reader:
    """Reads a shop's changes of one kind."""

    shop: Shop
    root: str
    size: int = 250

    def page(self, after: str | None = None, *, query: str | None = None) -> dict[str, Any]:
        """One page."""
        variables = {"size": self.size, "after": after, "query": query}
        page: dict[str, Any] = self.shop.send(PAGES[self.root], variables)["page"]
        return page

    def read(self, query: str | None = None, *, between: Callable[[], None] = lambda: None) -> list[str]:
        """The ids on all pages, while something happens after each page."""
        found: list[str] = []
        after, more = None, True
        while more:
            page = self.page(after, query=query)
            found += [node["id"] for node in page["nodes"]]
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
            between()
        return found

    def things(self) -> list[Any]:
        """What there is, in the order of ids."""
        return list(self.shop.world.all(KINDS[self.root]))


def spread_out(root: str, count: int, *, spread: str = "P10D", size: int = 250) -> Reader:
    """A shop with so many orders over some days."""
    shop = Shop()
    many_checkouts.place(shop.world, {**TEA, "count": count, "spread": spread})
    return Reader(shop, root, size)


def at(instant: datetime) -> str:
    """As a query has it."""
    return f"'{instant:%Y-%m-%dT%H:%M:%SZ}'"


@BOTH
def test_all_pages_together_are_everything_once_and_in_order(root: str) -> None:
    reader = spread_out(root, 601)

    found = reader.read()

    assert found == [each.gid for each in reader.things()]


@BOTH
def test_what_has_one_instant_is_told_apart_by_its_id(root: str) -> None:
    reader = spread_out(root, 25, spread="PT0S", size=10)

    found = reader.read(f"updated_at:>={at(START)}")

    assert found == [each.gid for each in reader.things()]


@BOTH
@pytest.mark.parametrize(("comparator", "count"), [(">=", 6), (">", 5), ("<=", 6), ("<", 5), ("", 1)])
def test_a_boundary_is_in_or_out_to_the_second(root: str, comparator: str, count: int) -> None:
    reader = spread_out(root, 11)

    found = reader.read(f"updated_at:{comparator}{at(START - timedelta(days=5))}")

    assert len(found) == count


@BOTH
def test_what_changes_while_it_is_read_is_read_again_and_nothing_else_is_missed(root: str) -> None:
    reader = spread_out(root, 30, size=10)
    before = [each.gid for each in reader.things()]
    last_read = iter(reader.things()[9::10])

    def change_the_last_one_read() -> None:
        reader.shop.world.clock.advance(timedelta(minutes=1))
        for each in [next(last_read, None)]:
            if each is not None:
                each.updated_at = reader.shop.world.now()

    found = reader.read(between=change_the_last_one_read)

    assert set(found) == set(before)
    assert len(found) >= len(before)


@BOTH
def test_a_cursor_stays_where_it_was_when_its_item_is_gone(root: str) -> None:
    reader = spread_out(root, 20, size=10)
    first = reader.page()
    reader.shop.world.remove(reader.things()[9])

    second = reader.page(first["pageInfo"]["endCursor"])

    assert len(second["nodes"]) == 10
    assert second["pageInfo"]["hasPreviousPage"] is True


@pytest.mark.parametrize("last_value", [None, "soon", 5])
def test_a_cursor_of_another_list_begins_somewhere_and_breaks_nothing(last_value: object) -> None:
    reader = spread_out("orders", 3)
    cursor = base64.b64encode(json.dumps({"last_id": 1, "last_value": last_value}).encode()).decode()

    assert len(reader.page(cursor)["nodes"]) == 3


@BOTH
def test_a_page_of_250_of_ten_thousand_takes_a_fraction_of_a_second(root: str) -> None:
    reader = spread_out(root, 10_000, spread="P60D")

    started = time.process_time()
    reader.page(query=f"updated_at:>={at(START - timedelta(days=90))}")

    assert time.process_time() - started < 0.25
