"""Shopify's search syntax: terms, comparators, quotes, AND, OR, NOT, parentheses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

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


def parse(query: object) -> Expression:
    """The query as a function of how one term is decided; an empty query holds always."""
    tokens = _tokens(str(query)) if query else []
    if not tokens:
        return lambda _matches: True
    expression, _ = _either(tokens, 0)
    return expression


def _tokens(text: str) -> list[str | Term]:
    result: list[str | Term] = []
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


def _either(tokens: list[str | Term], position: int) -> tuple[Expression, int]:
    parts, position = _collect(tokens, position, _both, "OR")
    return (lambda matches: any(part(matches) for part in parts)), position


def _both(tokens: list[str | Term], position: int) -> tuple[Expression, int]:
    parts = []
    while position < len(tokens) and tokens[position] not in (")", "OR"):
        if tokens[position] == "AND":
            position += 1
            continue
        part, position = _single(tokens, position)
        parts.append(part)
    return (lambda matches: all(part(matches) for part in parts)), position


def _single(tokens: list[str | Term], position: int) -> tuple[Expression, int]:
    part = tokens[position]
    if part == "NOT" and position + 1 < len(tokens):
        inner, position = _single(tokens, position + 1)
        return (lambda matches: not inner(matches)), position
    if part == "(":
        inner, position = _either(tokens, position + 1)
        return inner, position + 1
    if isinstance(part, Term):
        return (lambda matches: matches(part) is not part.negated), position + 1
    return (lambda _matches: True), position + 1


def _collect(
    tokens: list[str | Term],
    position: int,
    read: Callable[[list[str | Term], int], tuple[Expression, int]],
    separator: str,
) -> tuple[list[Expression], int]:
    part, position = read(tokens, position)
    parts = [part]
    while position < len(tokens) and tokens[position] == separator:
        part, position = read(tokens, position + 1)
        parts.append(part)
    return parts, position
