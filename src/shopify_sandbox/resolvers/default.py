"""The resolver of every field: the table first, then the source's own attributes, then null."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

from graphql import (
    GraphQLAbstractType,
    GraphQLOutputType,
    get_named_type,
    is_list_type,
    is_non_null_type,
)

from shopify_sandbox.resolvers.connections import Connection, connection
from shopify_sandbox.resolvers.context import Info, NotImplementedInSandbox
from shopify_sandbox.resolvers.registry import Fields
from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.jobs import Job
from shopify_sandbox.state.money import Money, trimmed, two_decimals

_MISSING = object()


class FieldResolver:
    """Resolves any field of any type by the table it was made with."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields

    def __call__(self, source: object, info: Info, **args: object) -> object:
        """The field's value in a form that the schema's types can write out; a mapping answers for itself.

        Raises NotImplementedInSandbox for a non-null field that nobody answers.
        """
        resolver = self._fields.get((info.parent_type.name, info.field_name))
        if resolver is None or (isinstance(source, Mapping) and info.field_name in source):
            value = _own(source, info.field_name)
        else:
            value = resolver(source, info, **args)
        if value is _MISSING:
            value = _unanswered(info)
        return presented(value, info.return_type)


def resolve_type(value: object, _info: Info, _abstract_type: GraphQLAbstractType) -> str | None:
    """The concrete type of a member of a union or interface."""
    if isinstance(value, Mapping):
        return value.get("__typename")
    typename = getattr(value, "typename", None)
    return typename if isinstance(typename, str) else None


def presented(value: object, declared: GraphQLOutputType) -> object:
    """Instants and amounts as Shopify writes them; anything else as it is."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, Decimal):
        return _amount(value, get_named_type(declared).name)
    if isinstance(value, Money) and get_named_type(declared).name == "Money":
        return value.text
    return value


def _amount(value: Decimal, typename: str) -> object:
    if typename == "Money":
        return two_decimals(value)
    return float(value) if typename == "Float" else trimmed(value)


def _own(source: object, field_name: str) -> object:
    if isinstance(source, Mapping):
        return source.get(field_name, source.get(_snake(field_name), _MISSING))
    if field_name == "id" and isinstance(source, Entity | Job):
        return source.gid
    return getattr(source, _snake(field_name), _MISSING)


def _unanswered(info: Info) -> object:
    declared = info.return_type
    if not is_non_null_type(declared):
        return None
    if is_list_type(declared.of_type):
        return []
    if get_named_type(declared).name.endswith("Connection"):
        return _empty(info)
    raise NotImplementedInSandbox(f"{info.parent_type.name}.{info.field_name}")


def _empty(_info: Info) -> Connection:
    return connection([], {"first": 0})


@lru_cache(maxsize=4096)
def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
