"""Writes a change to a subscription with its steps, each with the task that carries it out."""

from collections.abc import Mapping

import structlog

from backhaul.core.change_steps import ChangePlan, Side
from backhaul.core.wanted_changes import KINDS
from backhaul.core.wanted_json import wanted_json
from backhaul.flows.change_steps import CHANGE_STEP
from backhaul.flows.change_tasks import FINISH_CHANGE
from backhaul.flows.clock import now
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.flows.want_change import ChangeWish
from backhaul.models import Change, ChangeStep, Contract, SalesOrder, Task

log = structlog.get_logger()


def begin_change(contract: Contract, wish: ChangeWish, plan: ChangePlan, *, replaces: str | None = None) -> Change:
    """Write the change, its steps and their tasks, and the task that finishes it, in the caller's transaction.

    The caller holds the rows of the contract and its orders. Units that a step gives back cannot be posted as shipped
    from here on. `replaces` is the change whose rest it is. Raises StoreUninstalled.
    """
    change = Change.objects.create(
        contract=contract,
        kind=KINDS[type(wish.wanted)],
        wanted=wanted_json(wish.wanted),
        actor=wish.actor,
        requested_by=wish.requested_by[:255],
        fingerprint=plan.fingerprint,
        impossible=list(plan.impossible),
        notes=list(plan.notes),
        replaces_id=replaces,
        created_at=now(),
    )
    orders = {order.gid: order for order in SalesOrder.objects.filter(contracts__contract=contract)}
    tasks: dict[str, Task] = {}
    for position, step in enumerate(plan.steps):
        row = ChangeStep(
            change=change,
            position=position,
            key=step.key,
            side=step.side,
            kind=step.kind,
            subject_gid=step.subject_gid,
            order=orders.get(step.subject_gid),
            params=dict(step.params),
            words=step.words,
            depends_on=list(step.depends_on),
        )
        row.task = _task(row, after=[tasks[key] for key in step.depends_on if key in tasks])
        row.save(force_insert=True)
        if row.task is not None:
            tasks[step.key] = row.task
    _write_finish(change, tasks)
    log.info("change.begun", change=change.pk, kind=change.kind, contract=contract.pk, steps=len(plan.steps))
    return change


def _task(row: ChangeStep, *, after: list[Task]) -> Task | None:
    """What carries the step out; a step in another app is a person's."""
    if row.side == Side.APP:
        return None
    store = row.change.contract.store
    key = f"{CHANGE_STEP}:{row.pk}"
    if row.order is not None:
        return write_task(TaskOrder(CHANGE_STEP, key, store, order=row.order, after=tuple(after)))
    contract_gid = row.change.contract.gid
    return write_task(TaskOrder(CHANGE_STEP, key, store, contract_gid=contract_gid, after=tuple(after)))


def _write_finish(change: Change, tasks: Mapping[str, Task]) -> None:
    store = change.contract.store
    key = f"{FINISH_CHANGE}:{change.pk}"
    after, contract_gid = tuple(tasks.values()), change.contract.gid
    write_task(TaskOrder(FINISH_CHANGE, key, store, after=after, contract_gid=contract_gid))
