"""Has a scheduled fulfillment order shipped before its date, or put off to another one, each by a task."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from backhaul.core import gids
from backhaul.core.contract_calls import RescheduleFulfillmentOrder
from backhaul.core.decisions import Done, Person, Verdict
from backhaul.core.errors import NotFound
from backhaul.core.outcome import Outcome, unfinished
from backhaul.core.plan import OpenFulfillmentOrder
from backhaul.core.ready import can_be_opened
from backhaul.core.remote import RemoteOrder
from backhaul.core.scheduled_work import DateIsPast, NotScheduled, OtherWishUnderWay, plan_opening, plan_rescheduling
from backhaul.core.tasks import ENDED, OutcomeName
from backhaul.flows import effects
from backhaul.flows.clock import now
from backhaul.flows.endings import succeeded
from backhaul.flows.find import find_store
from backhaul.flows.leases import Lease
from backhaul.flows.mirrored_order import work_order
from backhaul.flows.read_order import read_order
from backhaul.flows.rounds import MAX_ROUNDS, KeepsChanging
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.models import FulfillmentOrder, Intent, SalesOrder, Task

OPEN_EARLY = "open_fulfillment_order"
RESCHEDULE = "reschedule_fulfillment_order"
ABOUT, DATE = "fulfillment_order", "date"
"""What the tasks keep of the wish, among their choices."""


Call = OpenFulfillmentOrder | RescheduleFulfillmentOrder
Planned = Call | Done | Person


@dataclass(frozen=True)
class Wished:
    """The task that does what was asked for; `is_new` False: the same was asked for before, and has not ended."""

    task: Task
    is_new: bool


def find_fulfillment_order(reference: str, *, store_slug: str | None = None) -> FulfillmentOrder:
    """The fulfillment order of that number or gid. Raises NotFound, BadReference, UnknownStore, StoreRequired."""
    gid = gids.gid("FulfillmentOrder", gids.number_of(reference.strip(), "FulfillmentOrder"))
    rows = FulfillmentOrder.objects.select_related("order__store").filter(order__store=find_store(store_slug))
    found = rows.filter(gid=gid).first()
    if found is None:
        raise NotFound("fulfillment order", reference[:80])
    return found


def open_early(row: FulfillmentOrder) -> Wished:
    """Have a scheduled fulfillment order opened now, to be shipped. Raises NotScheduled, OtherWishUnderWay."""
    return _wish(row, OPEN_EARLY, {ABOUT: row.gid})


def put_off(row: FulfillmentOrder, to: datetime) -> Wished:
    """Have a scheduled fulfillment order given another date. Raises DateIsPast, NotScheduled, OtherWishUnderWay."""
    date = to.astimezone(UTC).replace(microsecond=0)
    if date <= now():
        raise DateIsPast
    return _wish(row, RESCHEDULE, {ABOUT: row.gid, DATE: date.isoformat()})


def open_fulfillment_order(task: Task, lease: Lease) -> Outcome:
    """Open it in Shopify, unless it is open already.

    1. settle an earlier call of this order whose answer was lost; 2. read the order; 3. call; 4. read back, which
    brings the mirror up to date. A second run is harmless: what is open is not opened again.
    """
    gid = str(task.choices[ABOUT])

    def plan(order: RemoteOrder) -> Planned:
        return plan_opening(gid, order, was_made=_was_made(task))

    return _carry_out(task, lease, plan, OutcomeName.OPENED)


def reschedule_fulfillment_order(task: Task, lease: Lease) -> Outcome:
    """Give it its new date in Shopify, unless it has it; in the same steps, a second run as harmless."""
    gid, to = str(task.choices[ABOUT]), datetime.fromisoformat(str(task.choices[DATE]))

    def plan(order: RemoteOrder) -> Planned:
        return plan_rescheduling(gid, to, order, was_made=_was_made(task), now=now())

    return _carry_out(task, lease, plan, OutcomeName.RESCHEDULED)


def _wish(row: FulfillmentOrder, kind: str, choices: Mapping[str, object]) -> Wished:
    """Write the task under the order's lock, or find the one that has not ended."""
    with transaction.atomic():
        order = SalesOrder.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.order_id)
        about_it = Task.objects.filter(order=order, kind__in=(OPEN_EARLY, RESCHEDULE))
        earlier = about_it.filter(choices__contains={ABOUT: row.gid})
        under_way = earlier.exclude(state__in=ENDED).first()
        if under_way is not None and (under_way.kind, under_way.choices) == (kind, dict(choices)):
            return Wished(under_way, is_new=False)
        if under_way is not None:
            raise OtherWishUnderWay(row.gid, under_way.pk)
        present = FulfillmentOrder.objects.get(pk=row.pk)
        if not can_be_opened(work_order(present)):
            raise NotScheduled(present.gid, present.status)
        key = f"{kind}:{order.pk}:{gids.short_id(row.gid)}:{earlier.count() + 1}"
        task = write_task(TaskOrder(kind=kind, unique_key=key, store=row.order.store, order=order))
        task.choices = dict(choices)
        task.save(update_fields=["choices"])
    return Wished(task, is_new=True)


def _carry_out(task: Task, lease: Lease, plan: Callable[[RemoteOrder], Planned], done: OutcomeName) -> Outcome:
    """What was called for is done only when the next reading shows it."""
    effects.settle_unsettled(task, lease)
    assert task.order is not None, "a fulfillment order belongs to an order"
    words = ""
    for _ in range(MAX_ROUNDS):
        order = read_order(task.store, task.order.gid)
        planned = plan(order)
        if isinstance(planned, Done):
            return succeeded(OutcomeName.ALREADY_SO if planned.was_so else done, planned.words)
        verdict = planned if isinstance(planned, Person) else _call(planned, order, task, lease)
        ending = unfinished([verdict])
        if ending is not None and ending.name is not OutcomeName.CONTINUE:
            return ending
        words = ending.words if ending is not None else words
    raise KeepsChanging(f"The order kept changing in Shopify. {words}".strip())


def _call(wanted: Call, order: RemoteOrder, task: Task, lease: Lease) -> Verdict:
    return effects.change_each([wanted], order, task=task, lease=lease)[wanted.step]


def _was_made(task: Task) -> bool:
    return task.intents.filter(state=Intent.State.DONE).exists()
