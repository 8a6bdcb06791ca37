"""What has to be true of subscriptions at every quiet moment; each check says in words what is wrong."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from backhaul.core.contract_changes import ChangeState
from backhaul.core.deliveries import DeliveryState
from backhaul.core.tasks import TaskState
from backhaul.models import (
    Change,
    Contract,
    ContractOrder,
    Delivery,
    DeliveryLine,
    Intent,
    JobQueueEntry,
    SalesOrder,
    Store,
    Task,
    TaskAttempt,
)
from tests.simulation.mirror import held
from tests.simulation.subscriptions_truth import Shown, Truth, counted, held_contract, money_of, shown_contract
from tests.simulation.truth import differences
from tests.simulation.truth import shown as shown_order
from tests.support.sandbox import Sandbox


@dataclass
class Checks:
    """Remembers from one quiet moment to the next which deliveries there were."""

    store: Store
    sandbox: Sandbox
    numbers: dict[str, tuple[str, int]] = field(default_factory=dict)
    paid: set[str] = field(default_factory=set)
    kept: dict[str, int] = field(default_factory=dict)
    seen: dict[str, Shown] = field(default_factory=dict)

    def wrong(self, truth: Truth) -> list[str]:
        """Everything that is not as it has to be."""
        return [
            *self._units_add_up(truth),
            *self._refunds_are_covered(truth),
            *self._mirror_equals(truth),
            *self._deliveries_are_whole(truth),
            *self._deliveries_stay(),
            *self._everything_waits_for_something(),
        ]

    def _units_add_up(self, truth: Truth) -> Iterator[str]:
        """Units paid = units fulfilled + removed + still in fulfillment orders, by Shopify alone."""
        for order, line in truth.subscription_lines():
            units = counted(order, line)
            if order["fulfillment_orders"] and units.ordered != units.fulfilled + units.removed + units.remaining:
                yield f"{order['name']} {line['id']}: {units}"

    def _refunds_are_covered(self, truth: Truth) -> Iterator[str]:
        for order in truth.orders.values():
            received, given_back = money_of(order)
            if given_back > received:
                yield f"{order['name']}: {given_back} given back of {received}"

    def _mirror_equals(self, truth: Truth) -> Iterator[str]:
        rows = {one.gid: one for one in Contract.objects.filter(store=self.store)}
        shown = {gid: shown_contract(one) for gid, one in truth.contracts.items()}
        yield from differences(shown, {gid: held_contract(one) for gid, one in rows.items()})
        changed = [gid for gid, one in truth.orders.items() if self.seen.get(gid) != one]
        orders = {one.gid: held(one) for one in SalesOrder.objects.filter(store=self.store, gid__in=changed)}
        yield from differences({gid: shown_order(self.sandbox, gid) for gid in changed}, orders)
        self.seen |= truth.orders

    def _deliveries_are_whole(self, truth: Truth) -> Iterator[str]:
        """Every unit that was paid for is in a delivery and stays in one, whether it is due, shipped or removed.

        Only what was removed before we have first read the order is in none.
        """
        for one in ContractOrder.objects.filter(contract__store=self.store).exclude(layout_unknown=""):
            yield f"{one.order_gid}: layout unknown: {one.layout_unknown}"
        lines = DeliveryLine.objects.filter(delivery__contract__store=self.store).exclude(order_line=None)
        found: dict[str, list[DeliveryLine]] = {}
        for row in lines.select_related("order_line", "delivery__contract"):
            assert row.order_line is not None
            found.setdefault(row.order_line.gid, []).append(row)
        been: dict[Delivery, Counter[str]] = {}
        for order, line in truth.subscription_lines():
            units, rows = counted(order, line), found.get(line["id"], [])
            where = f"{order['name']} {line['id']}"
            whole = sum(one.quantity for one in rows)
            if not max(self.kept.get(where, 0), units.fulfilled + units.remaining) <= whole <= units.ordered:
                yield f"{where}: {_told(rows)}, of {units}, and {self.kept.get(where, 0)} before"
            self.kept[where] = whole
            if sum(one.remaining for one in rows) != units.remaining:
                yield f"{where}: {_told(rows)} still due, of {units}"
            for row in rows:
                been.setdefault(row.delivery, Counter()).update(fulfilled=units.fulfilled, removed=units.removed)
        for delivery, seen in been.items():
            if delivery.state == DeliveryState.SHIPPED and not seen["fulfilled"]:
                yield f"{delivery} of {delivery.contract} is shipped, and of its lines nothing was fulfilled"
            if delivery.state == DeliveryState.REMOVED and not seen["removed"]:
                yield f"{delivery} of {delivery.contract} is removed, and of its lines nothing was removed"

    def _deliveries_stay(self) -> Iterator[str]:
        """A delivery that was ever paid for is there for ever; each keeps its number and its contract."""
        rows = {one.pk: one for one in Delivery.objects.filter(contract__store=self.store)}
        for pk in self.paid - rows.keys():
            yield f"the paid delivery {self.numbers[pk]} is gone"
        for pk, row in rows.items():
            before = self.numbers.setdefault(pk, (row.contract_id, row.number))
            if before != (row.contract_id, row.number):
                yield f"delivery {before} has become {row.contract_id}, {row.number}"
        self.paid |= {pk for pk, row in rows.items() if row.order_id}
        yield from (
            f"delivery {self.numbers[pk]} is not paid any more"
            for pk in self.paid & rows.keys()
            if not rows[pk].order_id
        )

    def left_undone(self) -> list[str]:
        """What still waits when nothing is left to wait for."""
        waiting = Task.objects.filter(store=self.store, state=TaskState.WAITING)
        return [f"{task} still waits, {task.wait_reason}: {task.outcome_detail}" for task in waiting]

    def _everything_waits_for_something(self) -> Iterator[str]:
        tasks = Task.objects.filter(store=self.store)
        for task in tasks.filter(state__in=(TaskState.PENDING, TaskState.RUNNING)):
            yield f"{task} is {task.state}"
        for task in tasks.filter(state__in=(TaskState.WAITING, TaskState.NEEDS_ATTENTION), outcome_detail=""):
            yield f"{task} {task.state} does not say why"
        for attempt in TaskAttempt.objects.filter(error_code="defect").select_related("task"):
            yield f"{attempt.task}: a defect, {attempt.message}"
        for intent in Intent.objects.filter(store=self.store, state=Intent.State.OPEN):
            yield f"{intent.operation} of {intent.task_id} is not settled"
        for entry in JobQueueEntry.objects.filter(store=self.store, last_ok=False).exclude(last_run_at=None):
            yield f"{entry} has failed: {entry.last_result}"
        for change in Change.objects.filter(contract__store=self.store, state=ChangeState.UNDER_WAY):
            steps = change.steps.select_related("task")
            if not any(one.ticked_at is None if one.task is None else one.task.outcome_detail for one in steps):
                yield f"{change} is under way without a reason"
        for change in Change.objects.filter(contract__store=self.store, words="").exclude(state=ChangeState.UNDER_WAY):
            yield f"{change} does not say how it ended"


def _told(rows: list[DeliveryLine]) -> str:
    return ", ".join(f"{one.delivery} {one.delivery.state} {one.remaining}/{one.quantity}" for one in rows) or "none"
