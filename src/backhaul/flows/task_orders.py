"""Writes a task and its one job, in the transaction of its cause."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from backhaul.core.errors import StoreUninstalled
from backhaul.core.expiry import priority_of
from backhaul.flows.clock import now
from backhaul.flows.privacy_tasks import IN_ANY_STATE
from backhaul.models import SalesOrder, Store, Task
from backhaul.models.queue import defer_run


@dataclass(frozen=True)
class TaskOrder:
    """What is to be done, for whom, and after which other tasks. `unique_key` makes a second order the same task.

    `contract_gid`: the subscription contract that a task without an order is about. After `due_by` it is too late: the
    task goes before others when that is near.
    """

    kind: str
    unique_key: str
    store: Store
    order: SalesOrder | None = None
    after: tuple[Task, ...] = ()
    due_by: datetime | None = None
    contract_gid: str = ""

    @property
    def serial_key(self) -> str:
        """Tasks of one order, or of one contract, run one after the other; others only after themselves."""
        if self.order:
            return f"order:{self.order.pk}"
        return f"contract:{self.store.pk}:{self.contract_gid}" if self.contract_gid else f"task:{self.unique_key}"


def write_task(wanted: TaskOrder) -> Task:
    """Write a task and its job in the caller's transaction, or return the one with the same key.

    Raises StoreUninstalled: only the tasks of a store's own life are written then.
    """
    assert transaction.get_connection().in_atomic_block, "a task is written in the transaction of its cause"
    task, created = Task.objects.get_or_create(
        unique_key=wanted.unique_key,
        defaults={
            "store": wanted.store,
            "order": wanted.order,
            "kind": wanted.kind,
            "serial_key": wanted.serial_key,
            "due_by": wanted.due_by,
            "created_at": now(),
        },
    )
    if created:
        require_installed_for(task)
        task.depends_on.add(*wanted.after)
        queue_run(task)
    return task


def require_installed_for(task: Task) -> None:
    """Raise StoreUninstalled unless the task's store is installed, or the task belongs to a store's own life."""
    if task.kind not in IN_ANY_STATE and Store.objects.filter(pk=task.store_id, state=Store.State.UNINSTALLED).exists():
        raise StoreUninstalled(task.store.slug)


def queue_run(task: Task) -> None:
    """Give a pending task its one live job, in the caller's transaction."""
    task.job_id = defer_run(task.pk, serial_key=task.serial_key, priority=priority_of(task.due_by, now()))
    task.save(update_fields=["job_id"])
