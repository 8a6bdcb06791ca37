"""What is shown of changes to subscriptions: a preview, and a change with each of its steps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from backhaul.core.cancel_reasons import REASON_WORDS, CancelReason
from backhaul.core.change_steps import ChangePlan
from backhaul.core.redaction import HIDDEN, redact
from backhaul.core.wanted_changes import PERSONAL_CHANGES, Actor, ChangeKind, WantedChange
from backhaul.core.wanted_json import wanted_json
from backhaul.flows.find import by_id, find_store
from backhaul.flows.finish_change import result_of
from backhaul.flows.show.pages import Page, Paging, newest_first
from backhaul.models import Change, ChangeStep, Contract

OPEN, DONE, NOT_DONE = "open", "done", "not_done"


@dataclass(frozen=True)
class ChangeFilter:
    """Which changes are meant; empty fields match everything. `contract_id` is our id of a contract."""

    store: str = ""
    contract_id: str = ""
    state: str = ""


@dataclass(frozen=True)
class PlannedStepView:
    """A step as it would be taken: where it acts, on what, in words; `after` are positions of earlier steps."""

    position: int
    side: str
    kind: str
    subject: str
    words: str
    after: list[int]


@dataclass(frozen=True)
class PreviewView:
    """What a change would come to now. It is confirmed by its fingerprint."""

    contract_id: str
    wanted: Mapping[str, object]
    fingerprint: str
    steps: list[PlannedStepView]
    impossible: list[str]
    notes: list[str]


@dataclass(frozen=True)
class StepView:
    """A step of a change with what came of it: open, done or not_done."""

    id: str
    position: int
    side: str
    kind: str
    subject: str
    order_name: str | None
    words: str
    state: str
    task_id: str | None
    task_state: str | None
    outcome: str
    detail: str
    ticked_at: datetime | None
    ticked_by: str


@dataclass(frozen=True)
class ChangeView:
    """A change to a subscription; without personal data unless asked for.

    It `replaces` the change whose rest it is, as planned anew; `replaced_by` are those that its own rest has become.
    `reason`: why it was cancelled, as far as that was said.
    """

    id: str
    store: str
    contract_id: str
    contract: str
    kind: str
    wanted: Mapping[str, object]
    actor: str
    requested_by: str
    reason: str
    state: str
    words: str
    impossible: list[str]
    notes: list[str]
    created_at: datetime
    settled_at: datetime | None
    steps: list[StepView]
    replaces: str | None = None
    replaced_by: list[str] = field(default_factory=list)


def preview_view(contract: Contract, wanted: WantedChange, plan: ChangePlan) -> PreviewView:
    """The preview of a change."""
    positions = {step.key: position for position, step in enumerate(plan.steps, start=1)}
    return PreviewView(
        contract_id=contract.pk,
        wanted=wanted_json(wanted),
        fingerprint=plan.fingerprint,
        steps=[
            PlannedStepView(
                position=positions[step.key],
                side=step.side,
                kind=step.kind,
                subject=step.subject_gid,
                words=step.words,
                after=sorted(positions[key] for key in step.depends_on if key in positions),
            )
            for step in plan.steps
        ],
        impossible=list(plan.impossible),
        notes=list(plan.notes),
    )


def change_page(matching: ChangeFilter, paging: Paging) -> Page[ChangeView]:
    """The changes that match, newest first. Raises UnknownStore."""
    rows = whole_changes()
    if matching.store:
        rows = rows.filter(contract__store=find_store(matching.store))
    if matching.contract_id:
        rows = rows.filter(contract=matching.contract_id)
    if matching.state:
        rows = rows.filter(state=matching.state)
    return newest_first(rows, change_view, by="created_at", paging=paging)


def read_change(change_id: str, *, personal: bool = False) -> ChangeView:
    """The change as it is now. Raises NotFound."""
    row = by_id(whole_changes(), change_id, "change")
    return change_view(row, personal=personal)


def whole_changes() -> QuerySet[Change]:
    """Changes together with everything that is shown of them."""
    rows = Change.objects.select_related("contract__store", "replaces")
    return rows.prefetch_related("steps__task", "steps__order", "replaced_by")


def change_view(row: Change, *, personal: bool = False) -> ChangeView:
    """The change as it is now."""
    return ChangeView(
        id=row.pk,
        store=row.contract.store.slug,
        contract_id=row.contract_id,
        contract=str(row.contract),
        kind=row.kind,
        wanted=row.wanted if personal else _redacted(row.wanted),
        actor=Actor(row.actor),
        requested_by=row.requested_by,
        reason=reason_of(row, personal=personal),
        state=row.state,
        words=row.words,
        impossible=list(row.impossible),
        notes=list(row.notes),
        created_at=row.created_at,
        settled_at=row.settled_at,
        steps=[step_view(step, personal=personal or row.kind not in PERSONAL_CHANGES) for step in row.steps.all()],
        replaces=row.replaces_id,
        replaced_by=[one.pk for one in row.replaced_by.all()],
    )


def reason_of(row: Change, *, personal: bool) -> str:
    """Why somebody cancels, from the list and in their own words; the latter may be about a person."""
    reason, note = row.wanted.get("reason"), row.wanted.get("note") if row.kind == ChangeKind.CANCEL else None
    named = REASON_WORDS[CancelReason(reason)] if reason in set(CancelReason) else ""
    said = (f"“{note}”" if personal else HIDDEN) if note else ""
    return ": ".join(part for part in (named, said) if part)


def step_view(step: ChangeStep, *, personal: bool) -> StepView:
    """The step as it stands now; its words end where the address or the note begins unless asked for."""
    result = result_of(step)
    return StepView(
        id=step.pk,
        position=step.position + 1,
        side=step.side,
        kind=step.kind,
        subject=step.subject_gid,
        order_name=step.order.name if step.order else None,
        words=step.words if personal else _without_what_was_given(step.words),
        state=OPEN if result.is_open else DONE if result.is_done else NOT_DONE,
        task_id=step.task_id,
        task_state=result.state,
        outcome=result.outcome,
        detail=result.detail,
        ticked_at=step.ticked_at,
        ticked_by=step.ticked_by,
    )


def _without_what_was_given(words: str) -> str:
    """A step's sentence up to the address or note that it quotes."""
    begins = min((words.find(mark) for mark in (":", "“") if mark in words), default=-1)
    return words if begins < 0 else f"{words[:begins].strip()} {HIDDEN}."


def _redacted(wanted: Mapping[str, object]) -> Mapping[str, object]:
    found = redact(dict(wanted))
    return found if isinstance(found, dict) else {}
