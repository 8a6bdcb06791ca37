"""Finding what an id names, and how mutations answer: the payload, or userErrors beside nulls."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from shopify_sandbox.engine.envelopes import ResourceNotFound
from shopify_sandbox.resolvers.context import Info, Resolver, context_of
from shopify_sandbox.resolvers.visibility import may_see_fulfillment_order, may_see_order
from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.errors import Refused
from shopify_sandbox.state.orders import FulfillmentOrder, Order

E = TypeVar("E", bound=Entity)
Mutation = Callable[..., dict[str, object]]


def visible(info: Info, kind: type[E], gid: object) -> E | None:
    """The object the id names, None when there is none or the app may not see it."""
    context = context_of(info)
    found = context.world.find(kind, str(gid))
    if isinstance(found, Order) and not may_see_order(context, found):
        return None
    if isinstance(found, FulfillmentOrder) and not may_see_fulfillment_order(context, found):
        return None
    return found


def required(info: Info, kind: type[E], gid: object) -> E:
    """The object the id names; raises ResourceNotFound, as most fulfillment order mutations answer unknown ids."""
    found = visible(info, kind, gid)
    if found is None:
        raise ResourceNotFound(str(gid))
    return found


def mutation(
    *nullable: str, errors: tuple[str, ...] = ("userErrors",), **on_refusal: object
) -> Callable[[Mutation], Resolver]:
    """Make a resolver of a function that returns the payload's fields or raises Refused.

    Refused, the payload has null for the `nullable` fields, `on_refusal`, and the errors under each name of `errors`.
    """

    def decorate(function: Mutation) -> Resolver:
        @wraps(function)
        def resolve(_source: object, info: Info, **args: object) -> dict[str, object]:
            try:
                return {**{name: [] for name in errors}, **function(info, **args)}
            except Refused as refusal:
                return {**dict.fromkeys(nullable), **on_refusal, **dict.fromkeys(errors, refusal.errors)}

        return resolve

    return decorate
