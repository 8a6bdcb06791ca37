"""Decides by its `filter` whether a subscription wants a webhook."""

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation

from shopify_sandbox.resolvers.query_language import Term, parse

HOLDS: dict[str, Callable[[int], bool]] = {
    "=": lambda sign: sign == 0,
    "<": lambda sign: sign < 0,
    ">": lambda sign: sign > 0,
    "<=": lambda sign: sign <= 0,
    ">=": lambda sign: sign >= 0,
}


def names_its_fields(text: str) -> bool:
    """Whether every term says which field it is about; Shopify takes no other filter (recorded)."""
    fields: list[str | None] = []

    def note(term: Term) -> bool:
        fields.append(term.field)
        return True

    parse(text)(note)
    parse(text)(lambda term: not note(term))
    return None not in fields


def wants(text: str | None, body: object) -> bool:
    """Whether the body of a webhook fits the filter; without a filter everything does."""
    return not text or parse(text)(lambda term: _fits(term, body))


def _fits(term: Term, body: object) -> bool:
    path = (term.field or "").split(".")
    return any(_compare(value, term) for value in _values(body, path))


def _values(value: object, path: list[str]) -> Iterator[object]:
    if isinstance(value, list):
        for each in value:
            yield from _values(each, path)
    elif path:
        if isinstance(value, dict) and path[0] in value:
            yield from _values(value[path[0]], path[1:])
    else:
        yield value


def _compare(value: object, term: Term) -> bool:
    if term.value == "*" and term.comparator == "=":
        return value is not None
    try:
        ours, theirs = Decimal(str(value)), Decimal(term.value)
    except InvalidOperation:
        left, right = str(value).lower(), term.value.lower()
        return HOLDS[term.comparator]((left > right) - (left < right))
    return HOLDS[term.comparator]((ours > theirs) - (ours < theirs))
