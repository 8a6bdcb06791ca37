"""Shopify's search syntax: terms, comparators, quotes, AND, OR, NOT, parentheses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<open>\() | (?P<close>\)) | (?P<word>AND|OR|NOT)(?=[\s()]|$) |
        (?P<minus>-)?(?:(?P<field>[A-Za-z_][\w.$-]*):(?P<comparator>>=|<=|>|<)?\s*)?
        (?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>(?:\\.|[^'\\])*)'|(?P<bare>[^\s()]+))
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Term:
    """One condition; without a field the text is looked for everywhere."""

    field: str | None
    comparator: str
    value: str
    negated: bool = False


Matcher = Callable[[Term], bool]
Expression = Callable[[Matcher], bool]
Tokens = list[str | Term]
T = TypeVar("T")
Decision = Callable[[T], bool]


def parse(query: object) -> Expression:
    """The query as a function of how one term is decided; an empty query holds always."""
    return compiled(query, _asking)


def _asking(term: Term) -> Expression:
    return lambda matches: matches(term)


def compiled(query: object, decide: Callable[[Term], Decision[T]]) -> Decision[T]:
    """The query as a decision about one thing, made of those that `decide` makes of its terms, each once.

    An empty query holds always.
    """
    tokens = _tokens(str(query)) if query else []
    if not tokens:
        return lambda _thing: True
    expression, _ = _either(tokens, 0, decide)
    return expression


def _tokens(text: str) -> Tokens:
    result: Tokens = []
    position = 0
    while position < len(text.rstrip()):
        match = _TOKEN.match(text, position)
        if match is None:
            break
        position = match.end()
        groups = match.groupdict()
        if groups["open"] or groups["close"] or groups["word"]:
            result.append(groups["open"] or groups["close"] or groups["word"])
            continue
        quoted = groups["double"] if groups["double"] is not None else groups["single"]
        value = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else groups["bare"]
        result.append(Term(groups["field"], groups["comparator"] or "=", value, bool(groups["minus"])))
    return result


def _either(tokens: Tokens, position: int, decide: Callable[[Term], Decision[T]]) -> tuple[Decision[T], int]:
    part, position = _both(tokens, position, decide)
    parts = [part]
    while position < len(tokens) and tokens[position] == "OR":
        part, position = _both(tokens, position + 1, decide)
        parts.append(part)
    return _one_of(parts), position


def _both(tokens: Tokens, position: int, decide: Callable[[Term], Decision[T]]) -> tuple[Decision[T], int]:
    parts: list[Decision[T]] = []
    while position < len(tokens) and tokens[position] not in (")", "OR"):
        if tokens[position] == "AND":
            position += 1
            continue
        part, position = _single(tokens, position, decide)
        parts.append(part)
    return _each_of(parts), position


def _single(tokens: Tokens, position: int, decide: Callable[[Term], Decision[T]]) -> tuple[Decision[T], int]:
    part = tokens[position]
    if part == "NOT" and position + 1 < len(tokens):
        inner, position = _single(tokens, position + 1, decide)
        return _not(inner), position
    if part == "(":
        inner, position = _either(tokens, position + 1, decide)
        return inner, position + 1
    if isinstance(part, Term):
        return (_not(decide(part)) if part.negated else decide(part)), position + 1
    return (lambda _thing: True), position + 1


def _not(inner: Decision[T]) -> Decision[T]:
    return lambda thing: not inner(thing)


def _one_of(parts: list[Decision[T]]) -> Decision[T]:
    return parts[0] if len(parts) == 1 else lambda thing: any(part(thing) for part in parts)


def _each_of(parts: list[Decision[T]]) -> Decision[T]:
    return parts[0] if len(parts) == 1 else lambda thing: all(part(thing) for part in parts)
