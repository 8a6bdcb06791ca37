"""What a customer is shown of a change of a subscription: each step in customers' words, and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backhaul.core.change_steps import Side, StepKind
from backhaul.core.contract_changes import ChangeState
from backhaul.core.money import Money
from backhaul.core.portal_words import places_taken, step_words, takes_place
from backhaul.core.sentences import Sentence, say
from backhaul.core.tasks import TaskState
from backhaul.core.wanted_changes import ChangeKind
from backhaul.flows.finish_change import result_of
from backhaul.flows.step_memos import memo_of_step
from backhaul.models import Change, ChangeStep, Contract


class Progress(StrEnum):
    """How far a step, or the whole change, is."""

    OPEN = "open"
    WITH_THE_SHOP = "with_the_shop"
    DONE = "done"
    NOT_DONE = "not_done"

    @property
    def words(self) -> Sentence:
        """As it is said of a step."""
        return _OF_STEP[self]


@dataclass(frozen=True)
class CustomerStep:
    words: Sentence
    progress: Progress


@dataclass(frozen=True)
class CustomerChange:
    """A change and how far it is; `words` say what that means."""

    id: str
    kind: ChangeKind
    progress: Progress
    words: Sentence
    created_at: datetime
    steps: tuple[CustomerStep, ...]


_OF_STEP: Mapping[Progress, Sentence] = {
    Progress.OPEN: say("under way"),
    Progress.WITH_THE_SHOP: say("the shop looks at it"),
    Progress.DONE: say("done"),
    Progress.NOT_DONE: say("not done"),
}
_OF_CHANGE: Mapping[Progress, Sentence] = {
    Progress.OPEN: say("This is being carried out now. It mostly takes less than a minute."),
    Progress.WITH_THE_SHOP: say("A part of this needs somebody of the shop, who has been told. You need do nothing."),
    Progress.DONE: say("Everything is done."),
    Progress.NOT_DONE: say("Not everything could be done. The shop has been told."),
}


def customer_change(contract: Contract, change_id: str) -> CustomerChange | None:
    """The change of this contract as it stands; None where the contract has no such change."""
    if "\x00" in change_id:
        return None
    change = contract.changes.filter(pk=change_id).first()
    if change is None:
        return None
    rows = list(change.steps.select_related("task", "order", "change__contract__store"))
    places = places_taken((StepKind(row.kind), row.params) for row in rows)
    steps = tuple(CustomerStep(_words(row, places), _progress(row)) for row in rows)
    progress = _whole(change, steps)
    return CustomerChange(change.pk, ChangeKind(change.kind), progress, _OF_CHANGE[progress], change.created_at, steps)


def _whole(change: Change, steps: tuple[CustomerStep, ...]) -> Progress:
    if change.state == ChangeState.UNDER_WAY:
        is_stuck = any(step.progress is Progress.WITH_THE_SHOP for step in steps)
        return Progress.WITH_THE_SHOP if is_stuck else Progress.OPEN
    is_done = all(step.progress is Progress.DONE for step in steps)
    return Progress.DONE if is_done else Progress.NOT_DONE


def _progress(step: ChangeStep) -> Progress:
    result = result_of(step)
    if not result.is_open:
        return Progress.DONE if result.is_done else Progress.NOT_DONE
    needs_person = step.side == Side.APP or result.state == TaskState.NEEDS_ATTENTION
    return Progress.WITH_THE_SHOP if needs_person else Progress.OPEN


def _words(step: ChangeStep, places: frozenset[int]) -> Sentence:
    kind = StepKind(step.kind)
    memo = memo_of_step(step) if kind is StepKind.GIVE_BACK else None
    return step_words(
        kind,
        step.params,
        zone=step.change.contract.store.timezone,
        order=step.order.name if step.order else "",
        amount=Money(memo.total, memo.currency) if memo else None,
        takes_place=takes_place(kind, step.params, places),
    )
