"""What every resolver is given besides its source: the world and who is asking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from graphql import GraphQLResolveInfo

from shopify_sandbox.world import World

Resolver = Callable[..., object]


@dataclass(frozen=True)
class RequestContext:
    """The world and the app's rights for the length of one request."""

    world: World
    scopes: frozenset[str]
    app_id: str
    api_version: str
    # Where the sandbox was reached, for links to what it serves.
    base_url: str = "http://127.0.0.1"
    # What the answer's `extensions` say besides the cost.
    notes: dict[str, list[object]] = field(default_factory=dict)


class NotImplementedInSandbox(Exception):
    """A field of the schema that the sandbox has no answer for; the engine tells it as an internal error."""


Info: TypeAlias = GraphQLResolveInfo[RequestContext]


def context_of(info: Info) -> RequestContext:
    """The request's context."""
    return info.context


def world_of(info: Info) -> World:
    """The request's world."""
    return context_of(info).world
