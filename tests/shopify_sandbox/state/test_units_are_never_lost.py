"""Whatever is done to an order, each unit is remaining, fulfilled or removed: they add up to what was ordered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from shopify_sandbox import checkout
from shopify_sandbox.state import (
    cancellation,
    edit_commit,
    fulfillments,
    holds,
    moves,
    order_editing,
    progress,
    quantities,
    refunding,
    requests,
    scheduling,
)
from shopify_sandbox.state.errors import Refused
from shopify_sandbox.state.orders import FulfillmentOrder, FulfillmentOrderLine, Order
from shopify_sandbox.state.refunds import RestockType
from shopify_sandbox.state.statuses import FulfillmentOrderStatus
from shopify_sandbox.world import World
from tests.shopify_sandbox.resolvers.shop import a_world

index = st.integers(min_value=0, max_value=20)
count = st.integers(min_value=1, max_value=4)

Answer = Callable[[World, FulfillmentOrder, str | None], None]

ANSWERS: list[Answer] = [
    requests.accept,
    requests.reject,
    requests.submit_cancellation,
    requests.accept_cancellation,
    requests.reject_cancellation,
    progress.give_up,
]

LINES: list[dict[str, object]] = [
    {"sku": "BEANS", "price": "12.00", "quantity": 4, "location": "Main Street"},
    {
        "sku": "MUG",
        "price": "8.00",
        "locations": [
            {"location": "Main Street", "quantity": 3},
            {"location": "Warehouse", "quantity": 2},
            {"location": "Acme Logistics", "quantity": 3},
        ],
    },
]
PLAN: dict[str, object] = {
    "sku": "PLAN",
    "price": "5.00",
    "quantity": 2,
    "selling_plan": {"deliveries": 3, "every": "P30D"},
}


class AnOrderWorkedOnByManyHands(RuleBasedStateMachine):
    """Random sequences of everything that moves units; an order with a prepaid line can't be edited."""

    def __init__(self) -> None:
        super().__init__()
        self.world = a_world()

    @initialize(prepaid=st.booleans())
    def buy(self, prepaid: bool) -> None:
        placed = checkout.place(self.world, {"lines": [*LINES, *([PLAN] if prepaid else [])], "payment": "paid"})
        order = self.world.find(Order, str(placed["order"]))
        assert order is not None
        self.order = order

    def chosen(self, number: int) -> FulfillmentOrder:
        return self.order.fulfillment_orders[number % len(self.order.fulfillment_orders)]

    def some(self, source: FulfillmentOrder, number: int, quantity: int) -> list[dict[str, object]]:
        if not source.lines:
            return []
        line = source.lines[number % len(source.lines)]
        return [{"id": line.gid, "quantity": quantity}]

    @rule(which=index, line=index, quantity=count, part=st.booleans())
    def hold(self, which: int, line: int, quantity: int, part: bool) -> None:
        target = self.chosen(which)
        lines = self.some(target, line, quantity) if part else []
        handle = str(len(target.holds))
        try:
            holds.place(self.world, target, holds.HoldRequest("OTHER", "1", handle=handle, lines=lines))
        except Refused:
            return

    @rule(which=index)
    def release(self, which: int) -> None:
        try:
            holds.release(self.world, self.chosen(which))
        except Refused:
            return

    @rule(which=index, line=index, quantity=count)
    def split(self, which: int, line: int, quantity: int) -> None:
        target = self.chosen(which)
        try:
            moves.split(self.world, [(target, self.some(target, line, quantity))])
        except Refused:
            return

    @rule(which=index, other=index)
    def merge(self, which: int, other: int) -> None:
        try:
            moves.merge(self.world, [[(self.chosen(which), None), (self.chosen(other), None)]])
        except Refused:
            return

    @rule(which=index, line=index, quantity=count, to=index, part=st.booleans())
    def move(self, which: int, line: int, quantity: int, to: int, part: bool) -> None:
        target = self.chosen(which)
        location = self.world.locations[to % len(self.world.locations)]
        try:
            moves.move(self.world, target, location, self.some(target, line, quantity) if part else None)
        except Refused:
            return

    @rule(which=index, line=index, quantity=count, part=st.booleans())
    def fulfil(self, which: int, line: int, quantity: int, part: bool) -> None:
        target = self.chosen(which)
        chosen = target.lines[line % len(target.lines)].gid if target.lines else ""
        lines = [(chosen, quantity)] if part else None
        try:
            fulfillments.create(self.world, fulfillments.Shipment([fulfillments.Part(target.gid, lines)]))
        except Refused:
            return

    @precondition(lambda self: self.order.fulfillments)
    @rule(which=index)
    def cancel_fulfillment(self, which: int) -> None:
        made = self.order.fulfillments
        fulfillments.cancel(self.world, made[which % len(made)])

    @rule(which=index)
    def replace(self, which: int) -> None:
        try:
            progress.replace(self.world, self.chosen(which))
        except Refused:
            return

    @rule(which=index)
    def report_progress(self, which: int) -> None:
        try:
            progress.report(self.world, self.chosen(which))
        except Refused:
            return

    @rule(which=index)
    def open(self, which: int) -> None:
        try:
            scheduling.mark_open(self.world, self.chosen(which), api_version="2026-10")
        except Refused:
            return

    @rule(which=index, line=index, quantity=count, part=st.booleans())
    def ask_the_service(self, which: int, line: int, quantity: int, part: bool) -> None:
        target = self.chosen(which)
        lines = self.some(target, line, quantity) if part else None
        try:
            requests.submit(self.world, target, lines=lines, message=None, notify_customer=False)
        except Refused:
            return

    @rule(which=index, answer=st.sampled_from(ANSWERS))
    def answer_the_request(self, which: int, answer: Answer) -> None:
        try:
            answer(self.world, self.chosen(which), "as you say")
        except Refused:
            return

    @rule(which=index, days=st.integers(min_value=1, max_value=90))
    def reschedule(self, which: int, days: int) -> None:
        at = self.world.now() + timedelta(days=days)
        try:
            scheduling.reschedule(self.world, self.chosen(which), at)
        except Refused:
            return

    @rule(which=index, quantity=count, kind=st.sampled_from([RestockType.CANCEL, RestockType.NO_RESTOCK]))
    def refund(self, which: int, quantity: int, kind: RestockType) -> None:
        line = self.order.lines[which % len(self.order.lines)]
        try:
            refunding.create(self.world, self.order, refunding.Wish([refunding.LineWish(line, quantity, kind)]))
        except Refused:
            return

    @rule(which=index, quantity=st.integers(min_value=0, max_value=6), restock=st.booleans())
    def edit(self, which: int, quantity: int, restock: bool) -> None:
        try:
            edit = order_editing.begin(self.world, self.order)
            line = edit.lines[which % len(edit.lines)]
            order_editing.set_quantity(edit, line.id, quantity, restock=restock)
            edit_commit.commit(self.world, edit, notify_customer=False, staff_note=None)
        except Refused:
            return

    @rule(days=st.integers(min_value=1, max_value=40))
    def time_passes(self, days: int) -> None:
        self.world.clock.advance(timedelta(days=days))

    @rule(sure=st.integers(min_value=0, max_value=9))
    def cancel_order(self, sure: int) -> None:
        if sure:
            return
        try:
            cancellation.start(self.world, self.order, cancellation.Cancellation("OTHER", restock=True))
        except Refused:
            return
        self.world.clock.run_due()

    @invariant()
    def units_add_up(self) -> None:
        for line in self.order.lines:
            parts = (quantities.remaining(line), quantities.fulfilled(line), quantities.removed(line))
            assert sum(parts) == line.quantity, (line.sku, parts)

    @invariant()
    def no_line_has_less_than_nothing_or_more_left_than_there_was(self) -> None:
        for each in self.world.all(FulfillmentOrderLine):
            assert 0 <= each.remaining_quantity <= each.total_quantity

    @invariant()
    def only_what_is_held_is_on_hold(self) -> None:
        for each in self.order.fulfillment_orders:
            assert (each.status is FulfillmentOrderStatus.ON_HOLD) is bool(each.holds)

    def given_back_to(self, fulfillment_order: FulfillmentOrder) -> int:
        """Units that cancelled fulfillments had taken from it."""
        return sum(
            quantity
            for fulfillment in self.order.fulfillments
            if fulfillment.is_cancelled
            for line in fulfillment.lines
            for taken, quantity in line.taken
            if taken.fulfillment_order is fulfillment_order
        )

    @invariant()
    def a_closed_fulfillment_order_has_nothing_left_but_what_cancelled_fulfillments_gave_back(self) -> None:
        for each in self.order.fulfillment_orders:
            if each.is_closed:
                assert each.remaining <= self.given_back_to(each)


AnOrderWorkedOnByManyHands.TestCase.settings = settings(max_examples=120, stateful_step_count=50, deadline=None)
TestUnits = AnOrderWorkedOnByManyHands.TestCase
