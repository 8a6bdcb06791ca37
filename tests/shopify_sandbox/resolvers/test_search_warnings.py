"""What an answer says about a search for fields that nobody knows."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import execute, parse

from shopify_sandbox.resolvers import RequestContext, resolve_field, resolve_type
from shopify_sandbox.schema import load_schema
from tests.shopify_sandbox.resolvers.shop import Shop


def notes(query: str) -> list[Any]:
    """What the request notes about its searches."""
    shop = Shop()
    context = RequestContext(shop.world, shop.scopes, "1", "2026-10")
    execute(
        load_schema(),
        parse("query($query: String) { found: bulkOperations(first: 1, query: $query) { nodes { id } } }"),
        variable_values={"query": query},
        context_value=context,
        field_resolver=resolve_field,
        type_resolver=resolve_type,
    )
    return context.notes.get("search", [])


def test_an_unknown_field_is_told_with_the_query_as_it_was_understood() -> None:
    told = notes("colour:blue")

    assert told == [
        {
            "path": ["found"],
            "query": "colour:blue",
            "parsed": {"field": "colour", "match_all": "blue"},
            "warnings": [
                {"field": "colour", "message": "Invalid search field for this query.", "code": "invalid_field"}
            ],
        }
    ]


def test_each_unknown_field_is_warned_of() -> None:
    told = notes("status:failed AND colour:blue AND weight:>=3")

    assert [each["field"] for each in told[0]["warnings"]] == ["colour", "weight"]
    assert told[0]["parsed"]["and"][2] == {"field": "weight", "range": {"gte": "3"}}


@pytest.mark.parametrize("query", ["", "status:failed", "anything"])
def test_known_fields_and_plain_words_are_not_warned_of(query: str) -> None:
    assert notes(query) == []
