"""Tells a client that its search named fields that nobody knows: it was answered as if they weren't there."""

from __future__ import annotations

from collections.abc import Collection

from shopify_sandbox.resolvers.context import Info, context_of
from shopify_sandbox.resolvers.query_language import Term, parse

_RANGES = {">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}


def warn_of_unknown_fields(info: Info, query: object, *, known: Collection[str]) -> None:
    """Note under `extensions.search` the fields of the query that aren't known.

    Recorded of a query of one term; that several are told as one `and` is assumed.
    """
    terms = _terms(query)
    unknown = [term.field for term in terms if term.field is not None and term.field not in known]
    if not unknown:
        return
    parsed = [_parsed(term) for term in terms]
    message = "Invalid search field for this query."
    entry = {
        "path": [str(each) for each in info.path.as_list()],
        "query": query,
        "parsed": parsed[0] if len(parsed) == 1 else {"and": parsed},
        "warnings": [{"field": field, "message": message, "code": "invalid_field"} for field in unknown],
    }
    context_of(info).notes.setdefault("search", []).append(entry)


def _terms(query: object) -> list[Term]:
    """Every term of the query, once, in its order as far as both of two passes see it."""
    terms: list[Term] = []

    def note(term: Term) -> bool:
        if term not in terms:
            terms.append(term)
        return True

    parse(query)(note)
    parse(query)(lambda term: not note(term))
    return terms


def _parsed(term: Term) -> dict[str, object]:
    field: dict[str, object] = {"field": term.field or "default"}
    if term.comparator in _RANGES:
        return field | {"range": {_RANGES[term.comparator]: term.value}}
    return field | {"match_all": term.value}
