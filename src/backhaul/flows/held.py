"""What changes of subscriptions have put on hold, and who is reminded of it."""

from collections.abc import Iterable
from datetime import datetime

from backhaul.core.change_steps import StepKind
from backhaul.core.drift import DriftKind, Held
from backhaul.core.tasks import TaskState
from backhaul.flows.notices import Telling, tell
from backhaul.models import ChangeStep, Contract, Drift, SalesOrder

HOLD_REMINDER = "hold_reminder"


def held_of(contract: Contract, order: SalesOrder) -> dict[str, Held]:
    """By fulfillment order, the last hold that a change of this contract has made; whether it stands, Shopify shows."""
    done = ChangeStep.objects.filter(change__contract=contract, order=order, kind=StepKind.HOLD)
    steps = done.filter(task__state=TaskState.SUCCEEDED).select_related("task").order_by("task__settled_at")
    return {
        str(step.params["fulfillment_order"]): Held(step.task.settled_at, _until(step))
        for step in steps
        if step.task is not None and step.task.settled_at is not None
    }


def remind_of_holds(contract: Contract, drifts: Iterable[Drift]) -> None:
    """Tell the merchant of each delivery that is held too long, once for each time that it was found."""
    for row in drifts:
        if row.kind == DriftKind.HELD_TOO_LONG:
            telling = Telling(HOLD_REMINDER, row.pk, f"{HOLD_REMINDER}:{row.pk}", f"{row.words} {row.remedy}")
            tell(contract.store, row.order, telling, contract=contract)


def _until(step: ChangeStep) -> datetime | None:
    until = step.params.get("until")
    return datetime.fromisoformat(until) if isinstance(until, str) else None
