"""Sets edits of single billing cycles aside for a change of the whole contract, and applies them again after it.

What is set aside is kept with the very call that deletes it, so that a worker that dies in between loses nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from backhaul.core.contract_calls import (
    CommitCycleDraft,
    DeleteCycleEdits,
    EditCycleSchedule,
    EditDraft,
    OpenCycleDraft,
    SkipCycle,
)
from backhaul.core.contracts import CycleStatus, RemoteContract
from backhaul.core.cycle_edits import Again, SavedCycle, Unsavable, again, save_cycle, saved_from_json
from backhaul.core.decisions import Done, Person, Verdict
from backhaul.core.draft_edits import DraftEdit
from backhaul.flows import effects
from backhaul.flows.aside import note_applied_again, task_deletions
from backhaul.flows.edit_contract import edit_step, ready_edits
from backhaul.flows.effects.catalogue import Change
from backhaul.flows.step_run import StepRun
from backhaul.models import Intent


def set_aside(run: StepRun, contract: RemoteContract) -> Verdict:
    """Save and delete the edits of every cycle that has some; none is deleted while one of them cannot be saved."""
    saved = [_save(run, contract.gid, index) for index in run.shopify.edited_cycles(contract.gid)]
    unsavable = [one.words for one in saved if isinstance(one, Unsavable)]
    if unsavable:
        asks = "Take these edits away in Shopify and retry, or cancel this task."
        return Person(f"{' '.join(unsavable)} {asks}")
    for one in saved:
        if isinstance(one, SavedCycle):
            call = DeleteCycleEdits(f"aside:{one.index}", contract.gid, one.index, saved=one.as_json())
            verdict = _make(run, call, contract)
            if not isinstance(verdict, Done):
                return verdict
    return Done()


@dataclass(frozen=True)
class Restored:
    """What came of applying again: `verdict` is Done when nothing is left to do, `words` say what was lost."""

    verdict: Verdict
    words: str = ""


def restore(run: StepRun, contract: RemoteContract) -> Restored:
    """Apply again what this task has set aside. A second run does what the first one has left."""
    deletions = task_deletions(run.task)
    lost: list[str] = []
    for deletion in deletions:
        saved = saved_from_json(deletion.evidence["saved"])
        one = _restore(run, contract, saved, deletion)
        lost += [one.words] if one.words else []
        if not isinstance(one.verdict, Done):
            return Restored(_told(one.verdict, saved), " ".join(lost))
        note_applied_again(deletion)
    return Restored(Done(), " ".join(lost))


def _save(run: StepRun, contract_gid: str, index: int) -> SavedCycle | Unsavable | None:
    base = run.shopify.read_content(contract_gid)
    cycle = run.shopify.read_cycle(contract_gid, index)
    return save_cycle(cycle, base.content) if cycle is not None else None


def _restore(run: StepRun, contract: RemoteContract, saved: SavedCycle, deletion: Intent) -> Restored:
    cycle = run.shopify.read_cycle(contract.gid, saved.index)
    if cycle is None or cycle.status == CycleStatus.BILLED:
        return Restored(Done(), f"Billing cycle {saved.index} was billed before its own edits were applied again.")
    todo = again(saved, cycle, run.shopify.read_content(contract.gid).content)
    words = f"{len(todo.lost)} edits of billing cycle {saved.index} were of lines that are gone." if todo.lost else ""
    for part in (_edit_again, _move_again, _skip_again):
        verdict = part(run, contract, saved, todo=todo, deletion=deletion)
        if not isinstance(verdict, Done):
            return Restored(verdict, words)
    return Restored(Done(), words)


def _edit_again(run: StepRun, contract: RemoteContract, saved: SavedCycle, *, todo: Again, deletion: Intent) -> Verdict:
    step = f"again:{saved.index}"
    if not todo.edits or _is_made_since(run, f"{step}:commit", deletion):
        return Done()
    return edit_cycle(run, contract, saved.index, todo.edits, step=step)


def edit_cycle(run: StepRun, contract: RemoteContract, index: int, edits: Sequence[DraftEdit], *, step: str) -> Verdict:
    """Bring edits into force on one cycle alone, by a draft of its own."""
    verdict = _make(run, OpenCycleDraft(f"{step}:draft", contract.gid, index, run.actor), contract)
    opened = run.made(f"{step}:draft")
    if not isinstance(verdict, Done) or opened is None:
        return verdict
    draft_gid = opened.effect_gids[0]
    ready = ready_edits(run, contract, edits, draft_gid=draft_gid)
    if not isinstance(ready, list):
        return ready
    for number, edit in enumerate(ready):
        verdict = _make(run, EditDraft(edit_step(edit, number, step), draft_gid, edit), contract)
        if not isinstance(verdict, Done):
            return verdict
    commit = CommitCycleDraft(f"{step}:commit", contract.gid, index, draft_gid, tuple(ready))
    return _make(run, commit, contract)


def _move_again(run: StepRun, contract: RemoteContract, saved: SavedCycle, *, todo: Again, deletion: Intent) -> Verdict:
    step = f"again:{saved.index}:date"
    if todo.date is None or _is_made_since(run, step, deletion):
        return Done()
    return _make(run, EditCycleSchedule(step, contract.gid, saved.index, todo.date, run.actor), contract)


def _skip_again(run: StepRun, contract: RemoteContract, saved: SavedCycle, *, todo: Again, deletion: Intent) -> Verdict:
    step = f"again:{saved.index}:skip"
    if not todo.skip or _is_made_since(run, step, deletion):
        return Done()
    return _make(run, SkipCycle(step, contract.gid, saved.index), contract)


def _is_made_since(run: StepRun, step: str, deletion: Intent) -> bool:
    """What was applied again may have been changed by somebody since: it is not applied a second time."""
    made = run.made(step)
    return made is not None and made.created_at > deletion.created_at


def _make(run: StepRun, wanted: Change, contract: RemoteContract) -> Verdict:
    """Whether or not the task is to be called off: what was set aside is not left so."""
    return effects.change_one(wanted, contract, task=run.task, lease=run.lease)


def _told(verdict: Verdict, saved: SavedCycle) -> Verdict:
    if not isinstance(verdict, Person):
        return verdict
    return Person(
        f"Edits of billing cycle {saved.index} were set aside for this change and could not be applied again: "
        f"{verdict.words} They are kept with this task; retry, or make them in Shopify by hand."
    )
