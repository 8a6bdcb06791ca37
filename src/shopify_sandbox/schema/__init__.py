"""Loads the sandbox's cut of the official Admin API schema and its table of required access."""

import gzip
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graphql import GraphQLEnumType, GraphQLSchema, build_client_schema

API_VERSION = "2026-10"


@dataclass(frozen=True)
class Requirement:
    """What a type or a field asks of the caller: `text` as the official schema has it, one scope of every group."""

    text: str
    scope_groups: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class AccessTable:
    """Requirements by `Type` or `Type.field`; the types whose ids an argument takes by `Type.field.argument`.

    `topics` has the header form (`orders/create`) of each WebhookSubscriptionTopic; `mutations` the names of all
    mutations of the official schema, those left out of the cut among them.
    """

    required: dict[str, Requirement]
    id_types: dict[str, tuple[str, ...]]
    topics: dict[str, str]
    mutations: frozenset[str]

    @property
    def all_scopes(self) -> frozenset[str]:
        """Every scope that the official schema mentions, and `read_all_orders`, which it mentions only in prose."""
        named = (scope for each in self.required.values() for group in each.scope_groups for scope in group)
        return frozenset(named) | {"read_all_orders"}


@cache
def load_schema() -> GraphQLSchema:
    """The schema, built once in a process and shared; nobody may change it."""
    return build_client_schema(json.loads(_unpacked("closure")), assume_valid=True)


def enum_values(name: str) -> frozenset[str]:
    """The members of an enum of the schema; none when it is no enum."""
    declared = load_schema().type_map.get(name)
    return frozenset(declared.values) if isinstance(declared, GraphQLEnumType) else frozenset()


@cache
def load_access() -> AccessTable:
    """The table of required access that belongs to the schema."""
    raw = json.loads(_unpacked("access"))
    texts = [Requirement(each["text"], tuple(frozenset(group) for group in each["scopes"])) for each in raw["texts"]]
    required = {name: texts[number] for name, number in raw["required"].items()}
    ids = {name: tuple(types) for name, types in raw["ids"].items()}
    return AccessTable(required, ids, raw["topics"], frozenset(raw["mutations"]))


@cache
def topic_scopes() -> dict[str, frozenset[str]]:
    """The scopes of which one is needed to subscribe to a topic, by members of WebhookSubscriptionTopic."""
    return {name: frozenset(scopes) for name, scopes in json.loads(_unpacked("topics")).items()}


def _unpacked(part: str) -> bytes:
    return gzip.decompress((files(__package__) / f"admin_{API_VERSION}.{part}.json.gz").read_bytes())
