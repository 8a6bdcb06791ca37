"""What is selected where: the fields of a document with the types they stand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graphql import (
    FieldNode,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLOutputType,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_list_type,
    is_object_type,
)

from shopify_sandbox.engine.selections import SelectionReader, response_key


@dataclass(frozen=True)
class Selected:
    """A field selected on an object: its name, the key it answers under, its type and what is selected below it."""

    key: str
    name: str
    type: GraphQLOutputType
    below: tuple[SelectionSetNode, ...]

    @property
    def named(self) -> GraphQLNamedType:
        """The type without lists and non-nulls."""
        return get_named_type(self.type)

    @property
    def is_list(self) -> bool:
        """Whether it answers a list."""
        return is_list_type(get_nullable_type(self.type))

    @property
    def is_connection(self) -> bool:
        """Whether it is a connection, by the schema's own naming."""
        return is_object_type(self.named) and self.named.name.endswith("Connection") and "edges" in self.named.fields


def selected(reader: SelectionReader, parent: GraphQLNamedType, sets: Iterable[SelectionSetNode]) -> Iterator[Selected]:
    """The fields selected on a parent, of an interface or union those on any of its members; each node once."""
    sets, seen = tuple(sets), set[int]()
    for concrete in _concrete(reader, parent):
        for fields in reader.collect(concrete, sets).values():
            if id(fields[0]) not in seen:
                seen.add(id(fields[0]))
                yield from _described(concrete, fields)


def _described(parent: GraphQLObjectType, fields: list[FieldNode]) -> Iterator[Selected]:
    definition = parent.fields.get(fields[0].name.value)
    if definition is not None:
        below = tuple(field.selection_set for field in fields if field.selection_set)
        yield Selected(response_key(fields[0]), fields[0].name.value, definition.type, below)


def _concrete(reader: SelectionReader, parent: GraphQLNamedType) -> list[GraphQLObjectType]:
    if is_object_type(parent):
        return [parent]
    return list(reader.schema.get_possible_types(parent)) if is_abstract_type(parent) else []
