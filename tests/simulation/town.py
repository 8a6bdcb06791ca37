"""A town: every day customers buy, staff and warehouses change orders, and we post shipments and invoices of some."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from backhaul.core.errors import BackhaulError
from backhaul.core.outstanding import LineRequest
from backhaul.flows.post_shipment import ShipmentRequest, TrackingRequest, post_shipment
from backhaul.models import SalesOrder, Store
from tests.simulation import customers, staff, warehouses
from tests.simulation.asking import Asking

Act = Callable[[Asking, Random, str], None]
ACTS: tuple[tuple[int, Act], ...] = (
    (6, warehouses.fulfil),
    (2, warehouses.correct),
    (4, staff.rewrite),
    (2, staff.tag),
    (1, staff.cancel),
    (1, staff.shelve),
    (2, staff.refund),
    (2, staff.move_money),
    (3, staff.edit),
    (1, staff.take_back),
    (1, customers.pay_later),
)
RECENT = 25
"""People are busy mostly with the latest orders."""


@dataclass
class Town:
    """Who lives there acts by one seed; `later` gives an instant some days ahead, as Shopify writes it."""

    store: Store
    asking: Asking
    random: Random
    locations: list[str]
    later: Callable[[int], str]
    orders: list[str] = field(default_factory=list)
    posted: int = 0

    def buy(self) -> None:
        """One more order."""
        self.orders.append(customers.buy(self.asking, self.random))

    def act(self) -> None:
        """Somebody does something to an order."""
        order = self._some_order()
        draw = self.random.random()
        if draw < 0.15:
            at = self.later(self.random.randint(3, 20))
            warehouses.rearrange(self.asking, self.random, order, locations=self.locations, later=at)
        elif draw < 0.3:
            self._post(order)
        else:
            weights = [weight for weight, _ in ACTS]
            self.random.choices([act for _, act in ACTS], weights)[0](self.asking, self.random, order)

    def _some_order(self) -> str:
        pool = self.orders[-RECENT:] if self.random.random() < 0.8 else self.orders
        return self.random.choice(pool)

    def _post(self, gid: str) -> None:
        """We post a shipment of what the mirror says is there to be shipped; being refused is fine."""
        order = SalesOrder.objects.filter(store=self.store, gid=gid).first()
        lines = list(order.lines.filter(current_quantity__gt=0)) if order else []
        if order is None or not lines:
            return
        line = lines[self.random.randrange(len(lines))]
        self.posted += 1
        wanted: dict[str, Any] = {"external_number": f"S-{self.posted}", "location": None}
        request = ShipmentRequest(
            lines=[LineRequest(line_item_id=str(line.shopify_id), quantity=1)],
            tracking=[TrackingRequest(f"P{self.posted}")],
            **wanted,
        )
        try:
            post_shipment(order, request)
            self.asking.answers.count("post_shipment", [])
        except BackhaulError as error:
            self.asking.answers.count("post_shipment", [error.code])
