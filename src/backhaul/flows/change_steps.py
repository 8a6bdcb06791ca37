"""Carries out one step of a change to a subscription."""

from backhaul.core.change_steps import Side
from backhaul.core.decisions import Done, Replan
from backhaul.core.outcome import Outcome, unfinished
from backhaul.core.step_checks import NotKnown, StepVerdict, Superseded
from backhaul.core.tasks import ENDED, OutcomeName, TaskState, WaitReason
from backhaul.flows import effects
from backhaul.flows.clock import now
from backhaul.flows.contract_steps import carry_out_on_contract
from backhaul.flows.endings import called_off, succeeded, waiting
from backhaul.flows.leases import Lease
from backhaul.flows.order_steps import carry_out_on_order
from backhaul.flows.other_app import tick_off_seen
from backhaul.flows.rounds import MAX_ROUNDS, KeepsChanging
from backhaul.flows.step_run import StepRun
from backhaul.flows.task_list import RECHECK_DEPENDENCY
from backhaul.models import ChangeStep, Task

CHANGE_STEP = "change_step"


def run_step(task: Task, lease: Lease) -> Outcome:
    """Do what one step of a change says, or say why it can no longer be done.

    1. settle the last call about its contract or order whose answer was lost; 2. end as superseded when a step that it
    depends on was not done; 3. read Shopify, and check that the step still rests on what it was planned on; 4. make its
    calls; 5. read back. A second run is harmless: what is so already is not asked for again.
    """
    step = ChangeStep.objects.select_related("change__contract", "order").get(task=task)
    effects.settle_unsettled(task, lease, subject_gid=step.subject_gid)
    missing = _not_done_before(step)
    if missing:
        return _ending(Superseded(missing), step)
    waits = _waits_for_app(step)
    if waits is not None:
        return waits
    run = StepRun(step, task, lease)
    carry_out = carry_out_on_order if step.side == Side.ORDER else carry_out_on_contract
    for _ in range(MAX_ROUNDS):
        verdict = carry_out(run)
        if not isinstance(verdict, Replan):
            return _ending(verdict, step)
    raise KeepsChanging(f"Shopify kept changing while a step of a change was carried out. {verdict.words}")


def _ending(verdict: StepVerdict, step: ChangeStep) -> Outcome:
    """Done says what it has found where it was so already; everything else is said by its own words."""
    match verdict:
        case Superseded(words):
            return called_off(f"{words} The rest of the change is planned anew.", OutcomeName.SUPERSEDED)
        case NotKnown(words):
            return succeeded(OutcomeName.LETTER_UNKNOWN, words)
        case Done(words, True):
            return succeeded(OutcomeName.ALREADY_SO, words)
        case Done(words):
            return succeeded(OutcomeName.CHANGED, words or "Shopify shows it.")
    ending = unfinished([verdict])
    assert ending is not None, "only Done ends a step"
    return ending


def _waits_for_app(step: ChangeStep) -> Outcome | None:
    """Why it waits while a step that it depends on is still to be done in another app, and not ticked off."""
    needed = step.change.steps.filter(key__in=step.depends_on, task=None)
    if not needed.filter(ticked_at=None).exists():
        return None
    tick_off_seen(step.change)
    left = needed.filter(ticked_at=None).first()
    if left is None:
        return None
    return waiting(WaitReason.OTHER_APP, now() + RECHECK_DEPENDENCY, f"{WaitReason.OTHER_APP.words} {left.words}")


def _not_done_before(step: ChangeStep) -> str:
    """One sentence about the first step that this one depends on and that has ended without being done; else ""."""
    needed = step.change.steps.filter(key__in=step.depends_on).exclude(task=None).select_related("task")
    for one in needed.order_by("position"):
        assert one.task is not None
        if one.task.state in ENDED and one.task.state != TaskState.SUCCEEDED:
            return f"An earlier step was not done: {one.words}"
    return ""
