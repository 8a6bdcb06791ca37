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


def line_of(values: Mapping[str, object]) -> bytes:
    """A line as Shopify writes it: no spaces, slashes escaped, a line feed at its end (recorded: sizes of files)."""
    text = json.dumps(values, separators=(",", ":"), ensure_ascii=False).replace("/", "\\/") + "\n"
    return text.encode()


class Writer:
    """Turns the data of one query into rows and lines, part by part."""

    def __init__(self, reader: SelectionReader, *, sets: Sets) -> None:
        root = reader.schema.query_type
        assert root is not None
        self._reader = reader
        self._root = root
        self._sets = tuple(sets)
        # What is selected on a type below a place, which is asked again for every node there.
        self._known: dict[tuple[str, tuple[int, ...]], dict[str, Selected]] = {}

    def rows_of(self, data: Mapping[str, object]) -> list[Row]:
        """The rows of the connections nearest the root."""
        return self._stripped(self._root, self._sets, data).children

    def lines(self, rows: Iterable[Row]) -> Iterator[tuple[int, dict[str, object]]]:
        """Each row and after it those below it, with the level it stands on."""
        return self._below(rows, None, 0)

    def _below(self, rows: Iterable[Row], parent_id: object, level: int) -> Iterator[tuple[int, dict[str, object]]]:
        for row in rows:
            yield level, row.values | ({} if parent_id is None else {"__parentId": parent_id})
            yield from self._below(row.children, row.values.get("id"), level + 1)

    def _selected(self, parent: GraphQLNamedType, sets: Sets) -> dict[str, Selected]:
        place = (parent.name, tuple(id(each) for each in sets))
        if place not in self._known:
            self._known[place] = {each.key: each for each in selected(self._reader, parent, sets)}
        return self._known[place]

    def _stripped(self, parent: GraphQLNamedType, sets: Sets, value: Mapping[str, object]) -> Row:
        row = Row()
        known = self._selected(parent, sets)
        for key, found in value.items():
            wanted = known.get(key)
            if wanted is None or not wanted.below:
                row.values[key] = found
            elif wanted.is_connection:
                row.children += self._nodes(wanted, found)
            else:
                row.values[key] = self._inlined(wanted, value=found, row=row)
        return row

    def _inlined(self, wanted: Selected, *, value: object, row: Row) -> object:
        if isinstance(value, list):
            return [self._inlined(wanted, value=each, row=row) for each in value]
        if not isinstance(value, Mapping):
            return value
        inner = self._stripped(wanted.named, wanted.below, value)
        row.children += inner.children
        return inner.values

    def _nodes(self, connection: Selected, value: object) -> Iterator[Row]:
        if not isinstance(value, Mapping):
            return
        for edges in self._selected(connection.named, connection.below).values():
            for edge in value.get(edges.key) or () if edges.name == "edges" else ():
                for node in self._selected(edges.named, edges.below).values():
                    if node.name == "node" and isinstance(edge.get(node.key), Mapping):
                        yield self._stripped(node.named, node.below, edge[node.key])
