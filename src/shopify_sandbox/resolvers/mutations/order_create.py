"""orderCreate."""

from __future__ import annotations

from shopify_sandbox.resolvers.context import Info, world_of
from shopify_sandbox.resolvers.lookup import mutation
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import order_create
from shopify_sandbox.state.given import mapping


@mutation("order")
def _create(info: Info, **args: object) -> dict[str, object]:
    return {"order": order_create.create(world_of(info), mapping(args["order"]))}


FIELDS = fields_of("Mutation", {"orderCreate": _create})
