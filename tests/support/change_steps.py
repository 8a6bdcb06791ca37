"""Steps of a change as they are written when it is confirmed, each with its task."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from backhaul.core.change_steps import Side, Step, StepKind
from backhaul.core.contracts import RemoteContract
from backhaul.core.draft_edits import DraftEdit, edits_as_json
from backhaul.core.remote import RemoteOrder
from backhaul.core.step_basis import RESTS_ON, basis
from backhaul.core.wanted_changes import Actor, ChangeKind
from backhaul.flows.change_steps import CHANGE_STEP
from backhaul.flows.clock import now
from backhaul.flows.read_contract import read_contract
from backhaul.flows.read_order import read_order
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.models import Change, ChangeStep, Contract, SalesOrder, Task
from tests.support.shop import run_pending, state_of


def contract_step(contract: Contract, kind: StepKind, *, actor: Any = Actor.MERCHANT, **params: object) -> ChangeStep:
    """A step of a contract, planned on what Shopify shows of it now; the only one of its change."""
    seen = read_contract(contract.store, contract.gid)
    return _only_step(contract, Step(_key(kind), Side.CONTRACT, kind, contract.gid, "", params), actor, seen=seen)


def edit_step(contract: Contract, *edits: DraftEdit) -> ChangeStep:
    """A step that edits a contract."""
    return contract_step(contract, StepKind.EDIT_CONTRACT, edits=edits_as_json(edits))


def order_step(
    contract: Contract, order: SalesOrder, kind: StepKind, *, actor: Any = Actor.MERCHANT, **params: object
) -> ChangeStep:
    """A step of an order, planned on what Shopify shows of it now; the only one of its change."""
    seen = read_order(contract.store, order.gid)
    return _only_step(contract, Step(_key(kind), Side.ORDER, kind, order.gid, "", params), actor, seen=seen)


def carry_out(step: ChangeStep) -> tuple[str, str]:
    """Let every pending task run; the state and outcome of the step's own."""
    run_pending()
    return ending(step)


def ending(step: ChangeStep) -> tuple[str, str]:
    """State and outcome of the step's task."""
    assert step.task is not None
    return state_of(step.task)


def task_of(step: ChangeStep) -> Task:
    """The step's task as it is now."""
    assert step.task_id is not None
    return Task.objects.get(pk=step.task_id)


def write_change(contract: Contract, actor: Actor = Actor.MERCHANT) -> Change:
    """A change that is under way, without steps."""
    return Change.objects.create(
        contract=contract, kind=ChangeKind.NOTE, wanted={}, actor=actor, fingerprint="", created_at=now()
    )


def write_steps(change: Change, steps: Sequence[Step]) -> list[ChangeStep]:
    """Steps in their order, each with its task, which waits for those of the steps that it depends on."""
    written: dict[str, ChangeStep] = {}
    with transaction.atomic():
        for position, step in enumerate(steps):
            order = SalesOrder.objects.filter(store=change.contract.store, gid=step.subject_gid).first()
            after = tuple(task for key in step.depends_on if (task := written[key].task) is not None)
            task = write_task(
                TaskOrder(
                    CHANGE_STEP,
                    f"{CHANGE_STEP}:{change.pk}:{step.key}",
                    change.contract.store,
                    order=order,
                    after=after,
                    contract_gid="" if order else step.subject_gid,
                )
            )
            written[step.key] = ChangeStep.objects.create(
                change=change,
                position=position,
                key=step.key,
                side=step.side,
                kind=step.kind,
                subject_gid=step.subject_gid,
                order=order,
                params=dict(step.params),
                words=step.words or f"Do {step.key}.",
                depends_on=list(step.depends_on),
                task=task,
            )
    return list(written.values())


def _only_step(contract: Contract, step: Step, actor: Actor, *, seen: RemoteContract | RemoteOrder) -> ChangeStep:
    params: Mapping[str, object] = step.params
    if isinstance(seen, RemoteContract):
        rests_on = basis(step.kind, params, contract=seen)
    else:
        rests_on = basis(step.kind, params, order=seen)
    with_basis = Step(step.key, step.side, step.kind, step.subject_gid, step.words, {**params, **_given(rests_on)})
    (written,) = write_steps(write_change(contract, actor), [with_basis])
    return written


def _given(rests_on: dict[str, object] | None) -> dict[str, object]:
    return {} if rests_on is None else {RESTS_ON: rests_on}


def _key(kind: StepKind) -> str:
    return f"{kind}:1"
