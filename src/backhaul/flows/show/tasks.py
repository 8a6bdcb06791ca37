"""What is shown of the Task List: tasks in a line each, and one task with all its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet

from backhaul.core.errors import NotFound
from backhaul.core.tasks import WaitReason
from backhaul.flows.show.pages import Page, Paging, newest_first
from backhaul.flows.steer_tasks import TaskFilter
from backhaul.models import Intent, InvoiceTask, Task, TaskAttempt

DOCUMENTS = ("shipment", "undo", "tracking_change", "invoice", "credit_memo", "payment_line", "about_invoice")


@dataclass(frozen=True)
class TaskView:
    """A task in one line. `waits_for` says in words why it waits, `document_id` names what it is about."""

    id: str
    store: str
    order_id: str | None
    order_name: str | None
    document_id: str | None
    kind: str
    state: str
    wait_reason: str
    waits_for: str
    wake_at: datetime | None
    outcome: str
    outcome_detail: str
    attempts: int
    cancel_requested: bool
    created_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True)
class AttemptView:
    """One try at a task, with what it left as evidence."""

    started_at: datetime
    ended_at: datetime | None
    worker: str
    result: str
    error_code: str
    message: str
    hint: str
    request_id: str
    evidence: Mapping[str, object]


@dataclass(frozen=True)
class IntentView:
    """One call that changes Shopify: what was asked, and what is known of the answer."""

    id: str
    operation: str
    step: str
    state: str
    variables: Mapping[str, object]
    effects: Sequence[str]
    created_at: datetime
    settled_at: datetime | None
    settled_by: str
    evidence: Mapping[str, object]


@dataclass(frozen=True)
class TaskDetail:
    """A task with every try at it, every call it made, and the tasks it comes after."""

    task: TaskView
    choices: Mapping[str, object]
    depends_on: Sequence[str]
    attempts: Sequence[AttemptView]
    intents: Sequence[IntentView]


def task_page(matching: TaskFilter, paging: Paging) -> Page[TaskView]:
    """The tasks that match, newest first."""
    return newest_first(with_documents(matching.tasks()), task_view, by="created_at", paging=paging)


def with_documents(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """The tasks together with everything that one line about each of them says."""
    return tasks.select_related("store", "order", *DOCUMENTS)


def task_view(task: Task) -> TaskView:
    """The task as it is now."""
    return TaskView(
        id=task.pk,
        store=task.store.slug,
        order_id=task.order_id,
        order_name=task.order.name if task.order else None,
        document_id=document_id(task),
        kind=task.kind,
        state=task.state,
        wait_reason=task.wait_reason,
        waits_for=waits_for(task),
        wake_at=task.wake_at,
        outcome=task.outcome,
        outcome_detail=task.outcome_detail,
        attempts=task.attempts,
        cancel_requested=task.cancel_requested,
        created_at=task.created_at,
        settled_at=task.settled_at,
    )


def task_detail(task_id: str) -> TaskDetail:
    """One task with its evidence. Raises NotFound."""
    task = with_documents(Task.objects.filter(pk=task_id)).first()
    if task is None:
        raise NotFound("task", task_id)
    return TaskDetail(
        task=task_view(task),
        choices=task.choices,
        depends_on=list(task.depends_on.order_by("created_at").values_list("pk", flat=True)),
        attempts=[_attempt(one) for one in task.tries.all()],
        intents=[intent_view(one) for one in task.intents.all()],
    )


def waits_for(task: Task) -> str:
    """Why the task waits, in a shopkeeper's words; empty when it does not."""
    if task.wait_reason in set(WaitReason):
        return WaitReason(task.wait_reason).words
    return task.wait_reason


def document_id(task: Task) -> str | None:
    """The statement or payment line for which the task was written."""
    for name in DOCUMENTS:
        try:
            document = getattr(task, name)
        except ObjectDoesNotExist:
            continue
        return str(document.invoice_id if isinstance(document, InvoiceTask) else document.pk)
    return None


def _attempt(row: TaskAttempt) -> AttemptView:
    return AttemptView(
        started_at=row.started_at,
        ended_at=row.ended_at,
        worker=row.worker,
        result=row.result,
        error_code=row.error_code,
        message=row.message,
        hint=row.hint,
        request_id=row.request_id,
        evidence=row.evidence,
    )


def intent_view(row: Intent) -> IntentView:
    """The call as it is known now."""
    return IntentView(
        id=row.pk,
        operation=row.operation,
        step=row.step,
        state=row.state,
        variables=row.variables,
        effects=row.effect_gids,
        created_at=row.created_at,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        evidence=row.evidence,
    )
