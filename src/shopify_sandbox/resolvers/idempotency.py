"""@idempotent(key:): the same request with the same key is carried out once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from graphql import DirectiveNode, StringValueNode, VariableNode

from shopify_sandbox.engine.envelopes import TopLevelError
from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.errors import refused

KEPT_FOR = timedelta(hours=24)
"""How long Shopify remembers a key; afterwards it stands for a new operation (documented)."""

_NEEDED_SINCE = "2026-04"


@dataclass(frozen=True)
class Done:
    """What was made under a key, of which parameters, and when."""

    parameters: str
    made: Entity
    at: datetime


def required_key(info: Info) -> str | None:
    """The key; raises TopLevelError where the version requires one and it is missing."""
    for node in info.field_nodes:
        for directive in node.directives or ():
            if directive.name.value == "idempotent" and (key := _key(info, directive)):
                return key
    if info.context.api_version >= _NEEDED_SINCE:
        raise TopLevelError(
            "The @idempotent directive is required for this mutation but was not provided.", "BAD_REQUEST"
        )
    return None


def made_before(info: Info, key: str | None, parameters: Mapping[str, object]) -> Entity | None:
    """What the same request made under this key. Raises Refused for other parameters.

    The refusal's text is the schema's for IDEMPOTENCY_KEY_PARAMETER_MISMATCH, which refundCreate's errors, that carry
    no code, are assumed to say as well.
    """
    world = world_of(info)
    known = world.idempotent.get((info.field_name, key)) if key is not None else None
    if not isinstance(known, Done) or known.at + KEPT_FOR <= world.clock.now():
        return None
    if known.parameters != _canonical(parameters):
        raise refused("The same idempotency key cannot be used with different operation parameters.")
    return known.made


def remember(info: Info, key: str | None, parameters: Mapping[str, object], made: Entity) -> None:
    """Keep what was made; what was refused is not kept, its key can be used again (assumed)."""
    world = world_of(info)
    if key is not None:
        world.idempotent[info.field_name, key] = Done(_canonical(parameters), made, world.clock.now())


def _canonical(parameters: Mapping[str, object]) -> str:
    return json.dumps(parameters, sort_keys=True, default=str)


def _key(info: Info, directive: DirectiveNode) -> str | None:
    for argument in directive.arguments or ():
        if isinstance(argument.value, StringValueNode):
            return argument.value.value
        if isinstance(argument.value, VariableNode):
            return _variable(info, argument.value.name.value)
    return None


def _variable(info: Info, name: str) -> str | None:
    values: object = info.variable_values
    coerced = getattr(values, "coerced", values)
    found = coerced.get(name) if isinstance(coerced, Mapping) else None
    return str(found) if found else None
