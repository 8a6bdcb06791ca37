"""Whatever happens to an order, Shopify shows exactly what was shipped and could be sent, never more."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from backhaul.core.errors import MoreThanOutstanding
from backhaul.core.tasks import TaskState
from backhaul.flows.choose import resolve_intent
from backhaul.flows.outstanding import outstanding_lines
from backhaul.flows.post_shipment import Posted
from backhaul.flows.undo_shipment import undo_shipment
from backhaul.models import Intent, PostedShipment, SalesOrder, ShipmentFulfillmentLine, Task
from backhaul.shopify.transport import close_transports
from tests.conftest import OwnDatabase
from tests.support.sandbox import Sandbox
from tests.support.shop import (
    OPEN_LINES,
    Shop,
    connected,
    fulfil_elsewhere,
    let_lost_replies_be_old,
    run_pending,
    wake_all,
)

SKUS = ("apple", "pear")
HOLD = """mutation Hold($id: ID!, $hold: FulfillmentOrderHoldInput!) { fulfillmentOrderHold(id: $id,
 fulfillmentHold: $hold) { userErrors { message } } }"""
RELEASE = "mutation Release($id: ID!) { fulfillmentOrderReleaseHold(id: $id) { userErrors { message } } }"
FAULTS = (None, "throttled")


def _lines(fulfillment: dict[str, Any]) -> list[dict[str, Any]]:
    return list(fulfillment["fulfillmentLineItems"]["nodes"])


class Sequences(RuleBasedStateMachine):
    """Random shipments, undos, holds, dates, foreign fulfillments and short troubles of one order."""

    shop: Shop

    @initialize(
        units=st.tuples(st.integers(3, 9), st.integers(1, 6)),
        split=st.booleans(),
        prepaid=st.booleans(),
    )
    def place(self, units: tuple[int, int], split: bool, prepaid: bool) -> None:
        places = [row.name for row in self.shop.store.locations.all()[:2]]
        lines: list[dict[str, Any]] = []
        for sku, quantity in zip(SKUS, units, strict=True):
            line: dict[str, Any] = {"sku": sku, "title": sku, "price": "5.00"}
            if split and quantity > 1:
                line["locations"] = [
                    {"location": places[0], "quantity": 1},
                    {"location": places[1], "quantity": quantity - 1},
                ]
            else:
                line["quantity"] = quantity
            lines.append(line)
        if prepaid:
            lines[1]["selling_plan"] = {"name": "Prepaid", "deliveries": 3, "every": "P30D"}
        self.order: SalesOrder = self.shop.order(lines=lines)
        self.posted: list[Posted] = []
        self.foreign: set[str] = set()
        self.numbers = 0

    @rule(
        sku=st.sampled_from(SKUS),
        quantity=st.integers(1, 3),
        tracked=st.booleans(),
        then=st.sampled_from(("wait", *FAULTS)),
    )
    def ship(self, sku: str, quantity: int, tracked: bool, then: str | None) -> None:
        self.numbers += 1
        tracking = f"T{self.numbers}" if tracked else ""
        try:
            number = f"{self.order.name}-{self.numbers}"
            self.posted.append(self.shop.ship(self.order, number, tracking=tracking, units={sku: quantity}))
        except MoreThanOutstanding:
            outstanding = {line.sku: line.outstanding for line in outstanding_lines(self.order)}
            assert outstanding[sku] < quantity
        if then != "wait":
            self.work(then)

    @rule(fault=st.sampled_from(FAULTS))
    def go_on(self, fault: str | None) -> None:
        let_lost_replies_be_old()
        wake_all()
        self.work(fault)

    def work(self, fault: str | None) -> None:
        if fault:
            self.shop.sandbox.faults({"operation": "fulfillmentCreate", "nth": 1, "kind": fault})
        run_pending()
        self.shop.sandbox.faults()

    @precondition(lambda self: self.posted)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        undo_shipment(data.draw(st.sampled_from(self.posted)).shipment)

    @rule(sku=st.sampled_from(SKUS), tracked=st.booleans())
    def fulfil_elsewhere(self, sku: str, tracked: bool) -> None:
        entries = self._open_orders(sku)
        if entries:
            tracking = f"T{self.numbers}" if tracked else "FOREIGN"
            self.foreign.add(fulfil_elsewhere(self.shop, self.order, tracking=tracking, at=entries[0], **{sku: 1}))

    @rule(sku=st.sampled_from(SKUS))
    def hold(self, sku: str) -> None:
        for fulfillment_order in self._open_orders(sku)[:1]:
            self.shop.sandbox.graphql(HOLD, id=fulfillment_order, hold={"reason": "OTHER", "handle": "test"})

    @rule()
    def release(self) -> None:
        for found in self._fulfillment_orders():
            if found["status"] == "ON_HOLD":
                self.shop.sandbox.graphql(RELEASE, id=found["id"])

    @invariant()
    def shopify_shows_what_we_wrote_down_and_nothing_else(self) -> None:
        if not hasattr(self, "order"):
            return
        shown = {
            one["id"]: Counter(
                {line["lineItem"]["sku"]: line["quantity"] for line in one["fulfillmentLineItems"]["nodes"]}
            )
            for one in self.shop.fulfillments(self.order)
            if one["status"] != "CANCELLED"
        }
        ours = self._standing(kind="created")
        lost = Intent.objects.filter(subject_gid=self.order.gid, state__in=Intent.UNSETTLED).count()
        assert set(ours) | self.foreign <= set(shown)
        assert len(shown) - len(set(ours) | self.foreign) <= lost
        assert all(shown[gid] == units for gid, units in ours.items())

    @invariant()
    def no_shipment_has_more_than_it_says(self) -> None:
        for posted in getattr(self, "posted", []):
            said = Counter(dict(posted.shipment.lines.values_list("order_line__sku", "quantity")))
            carried = sum(self._units_of(posted.shipment).values(), Counter[str]())
            posted.task.refresh_from_db()
            undone = PostedShipment.objects.filter(
                pk=posted.shipment.pk, undo__task__state=TaskState.SUCCEEDED
            ).exists()
            assert carried <= said
            if undone:
                assert not self._units_of(posted.shipment, kind="created")
            elif posted.task.outcome in ("sent", "adopted") and not hasattr(posted.shipment, "undo"):
                assert carried == said

    def teardown(self) -> None:
        """In the end everything that can be sent is sent; what needs a person is what Shopify does not have."""
        if not hasattr(self, "order"):
            return
        self.shop.sandbox.faults()
        self.release()
        for _ in range(4):
            self.shop.sandbox.advance("P31D")
            let_lost_replies_be_old()
            self._say_what_unclear_calls_have_done()
            wake_all()
            run_pending()
        assert not Intent.objects.filter(subject_gid=self.order.gid, state=Intent.State.OPEN).exists()
        for task in Task.objects.filter(order=self.order).exclude(state__in=[TaskState.SUCCEEDED, TaskState.CANCELLED]):
            assert task.state == TaskState.NEEDS_ATTENTION, task.outcome_detail
            assert self._unsent(task) > self._remaining(task), task.outcome_detail

    def _say_what_unclear_calls_have_done(self) -> None:
        """A person knows which of the fulfillments that Shopify shows someone else has made."""
        for intent in Intent.objects.filter(subject_gid=self.order.gid, state=Intent.State.UNSURE):
            made = [gid for gid in intent.evidence["candidates"] if gid not in self.foreign]
            resolve_intent(intent.pk, effect_gid=made[0] if made else None)

    def _fulfillment_orders(self) -> list[dict[str, Any]]:
        found = self.shop.sandbox.graphql(OPEN_LINES, id=self.order.gid)
        return list(found["order"]["fulfillmentOrders"]["nodes"])

    def _open_orders(self, sku: str) -> list[str]:
        return [
            found["id"]
            for found in self._fulfillment_orders()
            if found["status"] == "OPEN"
            and any(
                line["lineItem"]["sku"] == sku and line["remainingQuantity"] for line in found["lineItems"]["nodes"]
            )
        ]

    def _units_of(self, shipment: PostedShipment, **kind: str) -> dict[str, Counter[str]]:
        lines = ShipmentFulfillmentLine.objects.filter(fulfillment__shipment=shipment, fulfillment__cancelled_at=None)
        units: dict[str, Counter[str]] = {}
        for gid, of_kind, sku, quantity in lines.values_list(
            "fulfillment__fulfillment_gid", "fulfillment__kind", "order_line__sku", "quantity"
        ):
            if kind.get("kind", of_kind) == of_kind:
                units.setdefault(gid, Counter())[sku] += quantity
        return units

    def _standing(self, *, kind: str) -> dict[str, Counter[str]]:
        shipments = [posted.shipment for posted in self.posted]
        return {gid: units for one in shipments for gid, units in self._units_of(one, kind=kind).items()}

    def _unsent(self, task: Task) -> int:
        shipment = PostedShipment.objects.get(task=task)
        said = sum(shipment.lines.values_list("quantity", flat=True))
        return said - sum(units.total() for units in self._units_of(shipment).values())

    def _remaining(self, task: Task) -> int:
        skus = set(PostedShipment.objects.get(task=task).lines.values_list("order_line__sku", flat=True))
        lines = [line for found in self._fulfillment_orders() for line in found["lineItems"]["nodes"]]
        return sum(line["remainingQuantity"] for line in lines if line["lineItem"]["sku"] in skus)


@pytest.mark.timeout(600)
def test_shopify_shows_what_was_shipped_whatever_happens(
    own_database: OwnDatabase, sandbox: Sandbox, request: pytest.FixtureRequest
) -> None:
    Sequences.shop = connected(sandbox)
    request.addfinalizer(close_transports)
    sandbox.scale_budget(100)

    run_state_machine_as_test(
        Sequences,
        settings=settings(
            max_examples=60, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
