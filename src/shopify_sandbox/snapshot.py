"""GET /sandbox/state: the shop as JSON."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shopify_sandbox.contract_snapshot import contract_snapshot
from shopify_sandbox.order_snapshot import order_snapshot
from shopify_sandbox.state.contracts import Contract
from shopify_sandbox.state.orders import Order
from shopify_sandbox.webhooks.subscription import WebhookSubscription
from shopify_sandbox.world import World


@dataclass(frozen=True)
class Chosen:
    """Which orders are wanted: those named by id or name, and of these the `last` placed; all when nothing is said."""

    last: int | None = None
    orders: Collection[str] | None = None


EVERYTHING = Chosen()


def snapshot(world: World, chosen: Chosen = EVERYTHING) -> dict[str, object]:
    """Counts, locations, subscriptions, the app, contracts, and the chosen orders as they were placed, one by one."""
    return {
        **world.snapshot(),
        "locations": [{"id": each.gid, "name": each.name} for each in world.locations],
        "subscriptions": [
            {"id": each.gid, "topic": each.topic, "uri": each.uri} for each in world.all(WebhookSubscription)
        ],
        "installed": world.installation.installed,
        "contracts": [contract_snapshot(contract) for contract in world.all(Contract)],
        "orders": [order_snapshot(world, order) for order in _orders(world, chosen)],
    }


def _orders(world: World, chosen: Chosen) -> Sequence[Order]:
    orders = world.all(Order)
    if chosen.orders is not None:
        orders = [each for each in orders if not {each.gid, str(each.id), each.name}.isdisjoint(chosen.orders)]
    return orders if chosen.last is None else orders[max(len(orders) - chosen.last, 0) :]
