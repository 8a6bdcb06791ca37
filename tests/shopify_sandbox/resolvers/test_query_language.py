"""Shopify's search syntax."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopify_sandbox.resolvers.query_language import Term, parse

FACTS = {"tag": {"gift", "a b"}, "status": {"open"}, None: {"beans"}}


def holds(query: str) -> bool:
    """Whether the query is true of the facts."""

    def decide(term: Term) -> bool:
        return term.value in FACTS.get(term.field, set())

    return parse(query)(decide)


@pytest.mark.parametrize(
    ("query", "true"),
    [
        ("", True),
        ("beans", True),
        ("peas", False),
        ("tag:gift", True),
        ("tag:'a b'", True),
        ('tag:"a b" status:open', True),
        ("tag:gift AND status:closed", False),
        ("tag:none OR status:open", True),
        ("-tag:gift", False),
        ("NOT tag:none", True),
        ("(tag:none OR tag:gift) AND status:open", True),
        ("tag:none OR (tag:gift AND NOT status:open)", False),
    ],
)
def test_a_query_is_read_as_shopify_reads_it(query: str, true: bool) -> None:
    assert holds(query) is true


def test_comparators_and_values_are_told_apart() -> None:
    seen: list[Term] = []

    def note(term: Term) -> bool:
        seen.append(term)
        return True

    parse("created_at:>='2026-01-01T00:00:00Z' id:<5")(note)

    assert seen == [Term("created_at", ">=", "2026-01-01T00:00:00Z"), Term("id", "<", "5")]


@given(st.text(alphabet="ab:()-'\"\\ ANDORNOT<>=", max_size=30))
def test_no_text_breaks_the_parser(text: str) -> None:
    assert parse(text)(lambda _term: True) in (True, False)
