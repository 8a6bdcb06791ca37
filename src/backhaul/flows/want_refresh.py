"""Has an order read again because something was heard of it: at most one task stands for it, however much is heard."""

from collections.abc import Mapping

from backhaul.core import gids
from backhaul.core.learned import BY_TASK, Learned, LearnedBy
from backhaul.core.tasks import ENDED, TaskState
from backhaul.flows.task_list import TaskOrder, want_again
from backhaul.models import SalesOrder, Store, Task

REFRESH_ORDER = "refresh_order"
LEARNED = "learned"


def want_refresh(store: Store, gid: str, learned: Learned) -> Task:
    """Have an order read, or read once more, in the caller's transaction; a second wish before that changes nothing.

    `gid` is of an Order or a FulfillmentOrder. A fulfillment order that the mirror does not know gets a task of its
    own, which finds its order out.
    """
    return want_refresh_of(store, mirrored_order(store, gid), gid=gid, learned=learned)


def want_refresh_of(store: Store, order: SalesOrder | None, *, gid: str, learned: Learned) -> Task:
    """The same where the mirrored order is known already, or known not to be there.

    A task that is queued will read later than now, so that nothing has to be written for one more wish of its kind.
    """
    wanted = TaskOrder(
        kind=REFRESH_ORDER,
        unique_key=refresh_key(store.pk, order.gid if order else gid),
        store=store,
        order=order,
    )
    found = Task.objects.filter(unique_key=wanted.unique_key).first()
    is_queued = found is not None and found.state == TaskState.PENDING and found.serial_key == wanted.serial_key
    if found is not None and is_queued and not is_news(found, learned):
        return found
    return _write(wanted, learned, begins=found is None or found.state in ENDED)


def mirrored_order(store: Store, gid: str) -> SalesOrder | None:
    """The order of that gid, or the one with that fulfillment order; only its ids and its date are loaded."""
    orders = SalesOrder.objects.filter(store=store).only("gid", "store", "shopify_updated_at").order_by()
    if gid.startswith(gids.gid("FulfillmentOrder", "")):
        return orders.filter(fulfillment_orders__gid=gid).first()
    return orders.filter(gid=gid).first()


def refresh_key(store_id: str, gid: str) -> str:
    """What is unique about the task that reads what this gid is of."""
    return f"{REFRESH_ORDER}:{store_id}:{gid}"


def subject_of(task: Task) -> str:
    """The gid that the task was written for."""
    return task.unique_key.removeprefix(refresh_key(task.store_id, ""))


def learned_of(task: Task) -> Learned:
    """What was last heard of the order."""
    kept = task.choices.get(LEARNED)
    if not isinstance(kept, Mapping):
        return BY_TASK
    return Learned(LearnedBy(kept["by"]), kept["topic"], kept["delivery_id"])


def _write(wanted: TaskOrder, learned: Learned, *, begins: bool) -> Task:
    """The order's row is locked before its task, as everybody does who writes both."""
    if wanted.order is not None:
        SalesOrder.objects.select_for_update(no_key=True).only("pk").get(pk=wanted.order.pk)
        _give_order(wanted)
    task = want_again(wanted)
    if begins or is_news(task, learned):
        task.choices = {**task.choices, LEARNED: vars(learned)}
        task.save(update_fields=["choices"])
    return task


def is_news(task: Task, learned: Learned) -> bool:
    """Whether this says more than what is kept: a webhook counts more than anything else, one of each topic."""
    kept = learned_of(task)
    if learned.by is LearnedBy.WEBHOOK:
        return (kept.by, kept.topic) != (learned.by, learned.topic)
    return kept.by is not LearnedBy.WEBHOOK and kept != learned


def _give_order(wanted: TaskOrder) -> None:
    """A task that is older than the order's first reading belongs to the order from now on; a running one, next time.

    From then on it runs one after the other with the order's other tasks.
    """
    unowned = Task.objects.filter(unique_key=wanted.unique_key).exclude(serial_key=wanted.serial_key)
    unowned.exclude(state=TaskState.RUNNING).update(order=wanted.order, serial_key=wanted.serial_key)
