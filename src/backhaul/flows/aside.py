"""What a task has set aside of single billing cycles, and has yet to apply again."""

from collections.abc import Sequence

from backhaul.core.cycle_edits import saved_from_json
from backhaul.flows.clock import real_now
from backhaul.models import Intent, Task

DELETE = "subscriptionBillingCycleEditDelete"
_APPLIED_AGAIN = "applied_again"


def task_deletions(task: Task) -> Sequence[Intent]:
    """The last deletion of each cycle whose edits are not applied again yet, in the order of the cycles."""
    done = task.intents.filter(operation=DELETE, state=Intent.State.DONE).order_by("created_at")
    last = {intent.step: intent for intent in done}
    left = [intent for intent in last.values() if _APPLIED_AGAIN not in intent.evidence]
    return sorted(left, key=lambda intent: saved_from_json(intent.evidence["saved"]).index)


def is_anything_aside(task: Task) -> bool:
    """Whether this task has deleted edits of cycles that it has yet to apply again."""
    return bool(task_deletions(task))


def note_applied_again(deletion: Intent) -> None:
    """Keep with the deletion that nothing of it is left to do."""
    deletion.evidence = {**deletion.evidence, _APPLIED_AGAIN: real_now().isoformat()}
    deletion.save(update_fields=["evidence"])
