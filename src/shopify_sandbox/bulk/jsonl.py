"""Writes what a bulk query found: a line for each node of a connection, those below others with `__parentId`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graphql import GraphQLNamedType, SelectionSetNode

from shopify_sandbox.bulk.shapes import Selected, selected
from shopify_sandbox.engine.selections import SelectionReader

Sets = Sequence[SelectionSetNode]


@dataclass(eq=False)
class Row:
    """A node without the connections it had, and the nodes that were in them."""

    values: dict[str, object] = field(default_factory=dict)
    children: list[Row] = field(default_factory=list)


def rows_of(reader: SelectionReader, root: GraphQLNamedType, *, sets: Sets, data: Mapping[str, object]) -> list[Row]:
    """The rows of the connections nearest the root."""
    return _stripped(reader, root, sets=sets, value=data).children


def lines(rows: Iterable[Row], *, grouped: bool) -> list[str]:
    """The lines of the file: grouped, children follow their parent; otherwise level by level."""
    if grouped:
        return [line_of(values) for values in _by_parent(rows, None)]
    return [line_of(values) for values in _by_level(rows)]


def line_of(values: Mapping[str, object]) -> str:
    """A line as Shopify writes it: no spaces, slashes escaped, a line feed at its end (recorded: sizes of files)."""
    return json.dumps(values, separators=(",", ":"), ensure_ascii=False).replace("/", "\\/") + "\n"


def _by_parent(rows: Iterable[Row], parent_id: object) -> Iterator[dict[str, object]]:
    for row in rows:
        yield _with_parent(row, parent_id)
        yield from _by_parent(row.children, row.values.get("id"))


def _by_level(rows: Iterable[Row]) -> Iterator[dict[str, object]]:
    level: list[tuple[Row, object]] = [(row, None) for row in rows]
    while level:
        yield from (_with_parent(row, parent_id) for row, parent_id in level)
        level = [(child, row.values.get("id")) for row, _ in level for child in row.children]


def _with_parent(row: Row, parent_id: object) -> dict[str, object]:
    return row.values | ({} if parent_id is None else {"__parentId": parent_id})


def _stripped(reader: SelectionReader, parent: GraphQLNamedType, *, sets: Sets, value: Mapping[str, object]) -> Row:
    row = Row()
    known = {each.key: each for each in selected(reader, parent, sets) if each.key in value}
    for key, found in value.items():
        wanted = known.get(key)
        if wanted is None or not wanted.below:
            row.values[key] = found
        elif wanted.is_connection:
            row.children += _nodes(reader, wanted, found)
        else:
            row.values[key] = _inlined(reader, wanted, value=found, row=row)
    return row


def _inlined(reader: SelectionReader, wanted: Selected, *, value: object, row: Row) -> object:
    if isinstance(value, list):
        return [_inlined(reader, wanted, value=each, row=row) for each in value]
    if not isinstance(value, Mapping):
        return value
    inner = _stripped(reader, wanted.named, sets=wanted.below, value=value)
    row.children += inner.children
    return inner.values


def _nodes(reader: SelectionReader, connection: Selected, value: object) -> Iterator[Row]:
    if not isinstance(value, Mapping):
        return
    for edges in selected(reader, connection.named, connection.below):
        for edge in value.get(edges.key) or () if edges.name == "edges" else ():
            for node in selected(reader, edges.named, edges.below):
                if node.name == "node" and isinstance(edge.get(node.key), Mapping):
                    yield _stripped(reader, node.named, sets=node.below, value=edge[node.key])
