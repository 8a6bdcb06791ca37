"""Segments are kept, listed and sorted; their queries are not carried out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.shopify_sandbox.resolvers.shop import Shop

CREATE = """mutation($name: String!, $query: String!) { segmentCreate(name: $name, query: $query) {
  segment { id name query creationDate lastEditDate } userErrors { field message } } }"""
UPDATE = """mutation($id: ID!, $name: String) { segmentUpdate(id: $id, name: $name) {
  segment { name query } userErrors { field message } } }"""
DELETE = """mutation($id: ID!) { segmentDelete(id: $id) { deletedSegmentId userErrors { field message } } }"""
LIST = """query($key: SegmentSortKeys) { segments(first: 9, sortKey: $key, reverse: true) { nodes { name } }
  segmentsCount { count } }"""


def create(shop: Shop, name: str) -> dict[str, Any]:
    """segmentCreate's payload."""
    payload: dict[str, Any] = shop.send(CREATE, {"name": name, "query": "number_of_orders >= 1"})["segmentCreate"]
    return payload


def names(shop: Shop, key: str) -> list[str]:
    """The names of all segments, last first."""
    return [node["name"] for node in shop.send(LIST, {"key": key})["segments"]["nodes"]]


def test_the_segment_edited_last_comes_last_by_its_edit_only() -> None:
    shop = Shop()
    first = create(shop, "First")["segment"]
    create(shop, "Second")
    shop.world.clock.advance(timedelta(milliseconds=1))

    shop.send(UPDATE, {"id": first["id"], "name": "Renamed"})

    assert names(shop, "CREATION_DATE") == ["Second", "Renamed"]
    assert names(shop, "LAST_EDIT_DATE") == ["Renamed", "Second"]


def test_an_update_keeps_what_it_does_not_name() -> None:
    shop = Shop()
    made = create(shop, "First")["segment"]

    updated = shop.send(UPDATE, {"id": made["id"], "name": "Renamed"})["segmentUpdate"]["segment"]

    assert updated == {"name": "Renamed", "query": made["query"]}


def test_a_name_is_taken_once() -> None:
    shop = Shop()
    create(shop, "First")

    payload = create(shop, "First")

    assert payload["segment"] is None
    assert payload["userErrors"] == [{"field": ["name"], "message": "Name has already been taken"}]


def test_a_deleted_segment_is_gone() -> None:
    shop = Shop()
    made = create(shop, "First")["segment"]

    shop.send(DELETE, {"id": made["id"]})

    assert names(shop, "ID") == []
    assert shop.send(DELETE, {"id": made["id"]})["segmentDelete"]["userErrors"][0]["field"] == ["id"]
