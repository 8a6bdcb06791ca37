"""Finishes a change to a subscription: how it ended, and who is told of it."""

from django.db import transaction
from django.db.models import Q

from backhaul.core.change_errors import StepIsOurs
from backhaul.core.change_steps import Side
from backhaul.core.contract_changes import ChangeEnd, ChangeState, StepResult, end_of
from backhaul.core.notices import Option
from backhaul.core.outcome import Outcome
from backhaul.core.tasks import STILL_WAITS, OutcomeName, TaskState, WaitReason
from backhaul.flows.change_tasks import FINISH_CHANGE
from backhaul.flows.clock import now
from backhaul.flows.endings import waiting
from backhaul.flows.find import by_id
from backhaul.flows.leases import Lease
from backhaul.flows.notices import Telling, tell
from backhaul.flows.other_app import BY_MIRROR, seen_done, tick_off
from backhaul.flows.task_list import RECHECK_DEPENDENCY, make_pending, wake
from backhaul.flows.want_change import PLAN_CHANGE
from backhaul.models import Change, ChangeStep, Contract, Task

CHANGE_NOT_DONE = "change_not_done"
PLAN_ANEW = "plan_anew"
LEAVE_IT = "leave_it"
_OPTIONS = (
    Option(PLAN_ANEW, "Plan the rest anew", "What is still to be done is planned on what is true now, and begun."),
    Option(LEAVE_IT, "Leave it", "What was done stays done; nothing else is changed."),
)
_OF_LETTER = (
    Option(PLAN_ANEW, "Ask once more", "Shopify writes to the customer once more."),
    Option(LEAVE_IT, "Leave it", "Nothing is sent: the customer may have had the first e-mail."),
)


def finish_change(task: Task, lease: Lease) -> Outcome:
    """Settle the change once its steps have ended and those in another app are ticked off.

    These are ticked off as soon as Shopify shows what was asked for. A second run is harmless.
    """
    change_id = task.unique_key.removeprefix(f"{FINISH_CHANGE}:")
    done = seen_done(Change.objects.select_related("contract__store").get(pk=change_id))
    with transaction.atomic():
        change = Change.objects.select_for_update(no_key=True, of=("self",)).select_related("contract__store")
        found = change.get(pk=change_id)
        for step in done:
            tick_off(step, by=BY_MIRROR)
        end = end_of([result_of(step) for step in found.steps.select_related("task")], found.impossible)
        if end is None:
            words = f"{WaitReason.OTHER_APP.words} See {found.pk}."
            return waiting(WaitReason.OTHER_APP, now() + RECHECK_DEPENDENCY, words)
        if found.state == ChangeState.UNDER_WAY:
            _settle(found, end)
        is_done = end.state is ChangeState.DONE
        name = OutcomeName.CHANGE_DONE if is_done else OutcomeName.CHANGE_DONE_IN_PART
        return Outcome(name, TaskState.SUCCEEDED, end.words)


def result_of(step: ChangeStep) -> StepResult:
    """How the step stands now."""
    if step.task is None:
        return StepResult(step.words, None, is_ticked=step.ticked_at is not None)
    return StepResult(step.words, step.task.state, step.task.outcome, step.task.outcome_detail)


def tick_step(step_id: str, *, by: str) -> Change:
    """Note that a person has seen a step done in another app; the first time counts.

    Raises NotFound, StepIsOurs.
    """
    with transaction.atomic():
        step = by_id(ChangeStep.objects.select_related("change"), step_id, "step")
        if step.side != Side.APP:
            raise StepIsOurs(step.pk)
        tick_off(step, by=by)
        steps = Q(change_step__change=step.change_id, wait_reason=WaitReason.OTHER_APP, state=TaskState.WAITING)
        finish = Q(unique_key=f"{FINISH_CHANGE}:{step.change_id}", state__in=STILL_WAITS)
        ids = list(Task.objects.filter(steps | finish).values_list("pk", flat=True))
        for task in Task.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"):
            if task.state in STILL_WAITS:
                make_pending(task)
    return step.change


def _settle(change: Change, end: ChangeEnd) -> None:
    change.state, change.words, change.settled_at = end.state, end.words, now()
    change.save(update_fields=["state", "words", "settled_at"])
    _wake_next(change.contract)
    if end.state is ChangeState.DONE:
        return
    options = _OPTIONS if end.state is ChangeState.SUPERSEDED else ()
    options = _OF_LETTER if end.letter_unknown else options
    words = f"The change “{change.kind}” of subscription {change.contract} is not done whole. {end.words}"
    telling = Telling(CHANGE_NOT_DONE, change.pk, f"{CHANGE_NOT_DONE}:{change.pk}", words, options=options)
    tell(change.contract.store, None, telling, contract=change.contract)


def _wake_next(contract: Contract) -> None:
    """A change that a policy or a decision asked for may wait for this one."""
    waits = Task.objects.filter(store=contract.store, kind=PLAN_CHANGE, state=TaskState.WAITING)
    wake(waits.filter(wait_reason=WaitReason.OTHER_CHANGE, choices__contract=contract.pk))
