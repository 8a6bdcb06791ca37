"""tagsAdd and tagsRemove on orders, customers and products."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from shopify_sandbox.resolvers.context import Info, Resolver, world_of
from shopify_sandbox.resolvers.lookup import mutation, visible
from shopify_sandbox.resolvers.registry import fields_of
from shopify_sandbox.state import tags
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.entities import type_of
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.events import order_changed
from shopify_sandbox.state.given import texts
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.products import Product

_KINDS: dict[str, type[Order] | type[Customer] | type[Product]] = {
    "Order": Order,
    "Customer": Customer,
    "Product": Product,
}

Change = Callable[[Iterable[str], Iterable[str]], list[str]]


def _changing(change: Change) -> Resolver:
    @mutation("node")
    def resolve(info: Info, **args: object) -> dict[str, object]:
        typename = type_of(str(args["id"])) or "Node"
        kind = _KINDS.get(typename)
        found = visible(info, kind, args["id"]) if kind else None
        if found is None:
            raise refused(f"{typename} does not exist", "id")
        wanted = change(found.tags, texts(args["tags"]))
        tags.check(wanted)
        _set(info, found, wanted)
        return {"node": found}

    return resolve


def _set(info: Info, tagged: Order | Customer | Product, wanted: list[str]) -> None:
    world = world_of(info)
    if wanted == tagged.tags:
        return
    tagged.tags = wanted
    tagged.updated_at = world.now()
    if isinstance(tagged, Order):
        order_changed(world, tagged)
    elif isinstance(tagged, Customer):
        world.emit("customers/update", tagged)
    else:
        world.emit("products/update", tagged)


FIELDS = fields_of("Mutation", {"tagsAdd": _changing(tags.with_added), "tagsRemove": _changing(tags.without)})
