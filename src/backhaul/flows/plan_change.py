"""Plans a change to a subscription over both sides, shows it, and begins it when it is confirmed."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from backhaul.core.budget import Priority
from backhaul.core.change_errors import ChangeImpossible, ChangeUnderWay, PlanOutdated
from backhaul.core.change_steps import ChangePlan, Situation
from backhaul.core.changes import plan
from backhaul.core.contract_changes import ChangeState
from backhaul.core.outcome import Outcome
from backhaul.core.tasks import OutcomeName, TaskState, WaitReason
from backhaul.flows.begin_change import begin_change
from backhaul.flows.clock import now
from backhaul.flows.endings import waiting
from backhaul.flows.leases import Lease
from backhaul.flows.show.changes import preview_view
from backhaul.flows.show.plain import plain
from backhaul.flows.situation import Readings, lock_all, read_both, situation_of
from backhaul.flows.task_list import RECHECK_DEPENDENCY
from backhaul.flows.want_change import BEGUN, REPLACES, ChangeWish, wish_of
from backhaul.models import Change, Contract, Task


@dataclass(frozen=True)
class Preview:
    """What a change would come to now, and what that rests on; confirming sends the plan's fingerprint back."""

    contract: Contract
    wish: ChangeWish
    plan: ChangePlan
    situation: Situation


def anybody(_: Preview) -> None:
    """The merchant's staff may begin whatever can be carried out."""


def preview_change(contract: Contract, wish: ChangeWish, *, priority: Priority = Priority.EFFECT) -> Preview:
    """Read both sides and plan. Nothing but the mirror is written. Raises ShopifyError."""
    readings = read_both(contract, wish.wanted, priority=priority)
    with transaction.atomic():
        return _preview(lock_all(contract), wish, readings)


def confirm_change(
    contract: Contract, wish: ChangeWish, *, fingerprint: str, permit: Callable[[Preview], None] = anybody
) -> Change:
    """Begin the change that the preview with this fingerprint showed; `permit` raises where that is not allowed now.

    One transaction for the change, its steps and their tasks. Raises PlanOutdated with the new preview when what it
    rests on has changed, ChangeUnderWay, ChangeImpossible, ShopifyError, StoreUninstalled; then nothing is kept.
    """
    readings = read_both(contract, wish.wanted)
    with transaction.atomic():
        locked = lock_all(contract)
        other = under_way(locked)
        if other is not None:
            raise ChangeUnderWay(other.pk, other.kind)
        preview = _preview(locked, wish, readings)
        if preview.plan.fingerprint != fingerprint:
            raise PlanOutdated(plain(preview_view(locked, wish.wanted, preview.plan)))
        if not preview.plan.steps:
            raise ChangeImpossible(preview.plan.impossible)
        permit(preview)
        return begin_change(locked, wish, preview.plan)


def plan_wanted(task: Task, lease: Lease) -> Outcome:
    """Begin the change that a policy or a decision asked for, as it is planned now. A second run finds it begun.

    It waits while another change of the contract is under way.
    """
    if BEGUN in task.choices:
        return _begun(task.choices[BEGUN])
    contract, wish = wish_of(task)
    readings = read_both(contract, wish.wanted)
    lease.check()
    with transaction.atomic():
        locked = lock_all(contract)
        other = under_way(locked)
        if other is not None:
            words = f"{WaitReason.OTHER_CHANGE.words} It is {other.pk}."
            return waiting(WaitReason.OTHER_CHANGE, now() + RECHECK_DEPENDENCY, words)
        planned = _preview(locked, wish, readings).plan
        if not planned.steps:
            words = " ".join(planned.impossible) or "There is nothing left to change."
            return Outcome(OutcomeName.NOTHING_TO_DO, TaskState.SUCCEEDED, words)
        change = begin_change(locked, wish, planned, replaces=task.choices.get(REPLACES))
        task.choices = {**task.choices, BEGUN: change.pk}
        task.save(update_fields=["choices"])
        return _begun(change.pk)


def under_way(contract: Contract) -> Change | None:
    """The one change of the contract that is not finished, if there is one."""
    return Change.objects.filter(contract=contract, state=ChangeState.UNDER_WAY).first()


def _preview(locked: Contract, wish: ChangeWish, readings: Readings) -> Preview:
    situation = situation_of(locked, readings, wanted=wish.wanted)
    return Preview(locked, wish, plan(wish.wanted, situation, actor=wish.actor), situation)


def _begun(change_id: str) -> Outcome:
    return Outcome(OutcomeName.CHANGE_BEGUN, TaskState.SUCCEEDED, f"{change_id} carries it out.")
