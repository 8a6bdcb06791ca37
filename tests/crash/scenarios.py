"""Each mutation that Backhaul uses, with the work that leads to it and what Shopify shows when it was done once."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backhaul.core.shipment import OtherLocation, ScheduledPolicy
from backhaul.flows.change_tracking import change_tracking
from backhaul.flows.post_shipment import Posted, TrackingRequest
from backhaul.flows.stores import Policies, set_policies
from backhaul.flows.undo_shipment import undo_shipment
from backhaul.models import SalesOrder, Task
from tests.support.shop import Shop, forget_jobs, run_pending

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 6}
BOX = {
    "sku": "box",
    "title": "Box",
    "price": "30.00",
    "quantity": 1,
    "selling_plan": {"name": "Monthly", "deliveries": 4, "every": "P30D"},
}
OLD, TRACKING = "1ZOLD", "1ZNEW"
GIDS = """query Gids($id: ID!) { order(id: $id) { fulfillments(first: 50) { id }
 fulfillmentOrders(first: 50) { nodes { id } } } }"""


@dataclass(frozen=True)
class Scenario:
    """`effects` are the mutations that Shopify carries out for one task, each so many times."""

    mutation: str
    effects: Mapping[str, int]
    line: Mapping[str, Any]
    is_sent_before: bool
    owe: Callable[[Shop, SalesOrder], Task]
    shown: Sequence[tuple[str, int, str]]
    """Status, units and tracking number of every fulfillment in the end."""
    outcome: str = "sent"

    def place(self, shop: Shop) -> SalesOrder:
        """An order that is ready for its task to be written; what has to be sent before is still to be run."""
        order = shop.order(lines=[self.line])
        if self.is_sent_before:
            _ship(shop, order, tracking=OLD)
        return order


@dataclass(frozen=True)
class Owed:
    """A task that has to change Shopify, and the order it is about."""

    scenario: Scenario
    order: SalesOrder
    task: Task


def begin(shop: Shop, scenarios: Iterable[Scenario], count: int) -> list[Owed]:
    """So many orders of each scenario with a task each, in this order and none of them begun."""
    set_policies(shop.store, Policies(OtherLocation.MOVE, ScheduledPolicy.OPEN_EARLY))
    shop.store.refresh_from_db()
    placed = [(scenario, scenario.place(shop)) for scenario in scenarios for _ in range(count)]
    run_pending()
    forget_jobs()
    return [Owed(scenario, order, scenario.owe(shop, order)) for scenario, order in placed]


def _ship(shop: Shop, order: SalesOrder, *, tracking: str, location: str | None = None) -> Posted:
    sku = order.lines.get().sku
    units = {"apple": 2, "box": 1}[sku]
    return shop.ship(order, f"{order.name} {tracking}", tracking=tracking, location=location, units={sku: units})


def _send(shop: Shop, order: SalesOrder) -> Task:
    return _ship(shop, order, tracking=TRACKING).task


def _send_untracked(shop: Shop, order: SalesOrder) -> Task:
    """Nothing tells such a fulfillment from another one of the same goods."""
    return _ship(shop, order, tracking="").task


def _undo(shop: Shop, order: SalesOrder) -> Task:
    return undo_shipment(order.shipments.get()).task


def _track(shop: Shop, order: SalesOrder) -> Task:
    return change_tracking(order.shipments.get(), [TrackingRequest(TRACKING)]).task


def _send_from_elsewhere(shop: Shop, order: SalesOrder) -> Task:
    here = order.fulfillment_orders.get().location_gid
    other = shop.store.locations.exclude(location_gid=here).first()
    assert other is not None
    return _ship(shop, order, tracking=TRACKING, location=other.code).task


SCENARIOS = {
    scenario.mutation: scenario
    for scenario in (
        Scenario("fulfillmentCreate", {"fulfillmentCreate": 1}, APPLES, False, _send_untracked, [("SUCCESS", 2, "")]),
        Scenario("fulfillmentCancel", {"fulfillmentCancel": 1}, APPLES, True, _undo, [("CANCELLED", 2, OLD)], "undone"),
        Scenario(
            "fulfillmentTrackingInfoUpdate",
            {"fulfillmentTrackingInfoUpdate": 1},
            APPLES,
            True,
            _track,
            [("SUCCESS", 2, TRACKING)],
            "tracking_changed",
        ),
        Scenario(
            "fulfillmentOrderOpen",
            {"fulfillmentOrderOpen": 1, "fulfillmentCreate": 1},
            BOX,
            True,
            _send,
            [("SUCCESS", 1, OLD), ("SUCCESS", 1, TRACKING)],
        ),
        Scenario(
            "fulfillmentOrderMove",
            {"fulfillmentOrderMove": 1, "fulfillmentCreate": 1},
            APPLES,
            False,
            _send_from_elsewhere,
            [("SUCCESS", 2, TRACKING)],
        ),
    )
}
CREATE = SCENARIOS["fulfillmentCreate"]


class Witness:
    """Another client, which has watched the shop since it was made."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._seen = len(shop.sandbox.log())

    def mutations(self, order: SalesOrder) -> Counter[str]:
        """How often Shopify has carried out which mutation of this order, whatever it has answered."""
        gids = self._gids(order)
        entries = self._shop.sandbox.log()[self._seen :]
        return Counter(
            entry["root_fields"][0]
            for entry in entries
            if entry["type"] == "mutation" and entry["carried_out"] and gids & set(_texts(entry["variables"]))
        )

    def shown(self, order: SalesOrder) -> list[tuple[str, int, str]]:
        """Status, units and tracking number of every fulfillment that Shopify shows."""
        return sorted(
            (
                one["status"],
                sum(line["quantity"] for line in one["fulfillmentLineItems"]["nodes"]),
                ",".join(info["number"] for info in one["trackingInfo"]),
            )
            for one in self._shop.fulfillments(order)
        )

    def faults(self) -> list[dict[str, Any]]:
        """The rules by which the sandbox misbehaves, with how often each has struck."""
        client = self._shop.sandbox.client
        return list(client.get(f"{self._shop.sandbox.url}/sandbox/faults").json()["rules"])

    def _gids(self, order: SalesOrder) -> set[str]:
        found = self._shop.sandbox.graphql(GIDS, id=order.gid)["order"]
        return {one["id"] for one in (*found["fulfillments"], *found["fulfillmentOrders"]["nodes"])}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
