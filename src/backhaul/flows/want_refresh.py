"""Has an order read again because something was heard of it: at most one task stands for it, however much is heard."""

from collections.abc import Mapping

from backhaul.core.learned import BY_TASK, Learned, LearnedBy
from backhaul.core.tasks import ENDED, TaskState
from backhaul.flows.task_list import TaskOrder, want_again
from backhaul.models import SalesOrder, Store, Task

REFRESH_ORDER = "refresh_order"
LEARNED = "learned"


def want_refresh(store: Store, gid: str, learned: Learned) -> Task:
    """Have an order read, or read once more, in the caller's transaction; a second wish before that changes nothing.

    `gid` is of an Order or a FulfillmentOrder. The order's row is locked before its task, as everybody does who writes
    both. A fulfillment order that the mirror does not know gets a task of its own, which finds its order out.
    """
    order = mirrored_order(store, gid)
    key = f"{REFRESH_ORDER}:{store.pk}:{order.gid if order else gid}"
    wanted = TaskOrder(REFRESH_ORDER, key, store, order)
    if order is not None:
        _give_order(wanted)
    had_ended = not Task.objects.filter(unique_key=key).exclude(state__in=ENDED).exists()
    task = want_again(wanted)
    if had_ended or learned.by is LearnedBy.WEBHOOK or learned_of(task).by is not LearnedBy.WEBHOOK:
        task.choices = {**task.choices, LEARNED: vars(learned)}
        task.save(update_fields=["choices"])
    return task


def mirrored_order(store: Store, gid: str) -> SalesOrder | None:
    """The order of that gid, or the one with that fulfillment order, locked against being mirrored meanwhile."""
    orders = SalesOrder.objects.select_for_update(of=("self",), no_key=True).filter(store=store)
    if gid.startswith("gid://shopify/FulfillmentOrder/"):
        return orders.filter(fulfillment_orders__gid=gid).first()
    return orders.filter(gid=gid).first()


def subject_of(task: Task) -> str:
    """The gid that the task was written for."""
    return task.unique_key.removeprefix(f"{REFRESH_ORDER}:{task.store_id}:")


def learned_of(task: Task) -> Learned:
    """What was last heard of the order."""
    kept = task.choices.get(LEARNED)
    if not isinstance(kept, Mapping):
        return BY_TASK
    return Learned(LearnedBy(kept["by"]), kept["topic"], kept["delivery_id"])


def _give_order(wanted: TaskOrder) -> None:
    """A task that is older than the order's first reading belongs to the order from now on; a running one, next time.

    From then on it runs one after the other with the order's other tasks.
    """
    unowned = Task.objects.filter(unique_key=wanted.unique_key).exclude(serial_key=wanted.serial_key)
    unowned.exclude(state=TaskState.RUNNING).update(order=wanted.order, serial_key=wanted.serial_key)
