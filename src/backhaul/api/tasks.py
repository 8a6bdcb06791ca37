"""Endpoints of the Task List and the Job Queue: look at, retry, postpone, cancel, decide."""

from dataclasses import dataclass
from typing import Annotated

from django.http import HttpRequest
from ninja import Query

from backhaul.api.bodies import CancelBody, ChoiceBody, PostponeBody, ResolutionBody
from backhaul.api.paging import PageQuery
from backhaul.flows.choose import choose_for_task, resolve_intent
from backhaul.flows.show.jobs import JobView, job_list
from backhaul.flows.show.pages import Page
from backhaul.flows.show.tasks import IntentView, TaskDetail, TaskView, intent_view, task_detail, task_page
from backhaul.flows.steer_tasks import TaskFilter, cancel_task, postpone_task, retry_task


class TasksQuery(PageQuery):
    """Which tasks, and which page of them."""

    state: str = ""
    kind: str = ""
    store: str = ""
    order: str = ""

    def to_filter(self) -> TaskFilter:
        """As the read wants it."""
        return TaskFilter(state=self.state, kind=self.kind, store=self.store, order_id=self.order)


@dataclass(frozen=True)
class Jobs:
    """Recurring jobs."""

    items: list[JobView]


def list_tasks(request: HttpRequest, query: Annotated[TasksQuery, Query()]) -> Page[TaskView]:
    """Tasks, newest first; `order` is our id of an order."""
    return task_page(query.to_filter(), query.paging())


def get_task(request: HttpRequest, task: str) -> TaskDetail:
    """One task with every try at it and every call it made."""
    return task_detail(task)


def retry(request: HttpRequest, task: str) -> TaskView:
    """Let a task that waits or needs attention run now."""
    return _afresh(retry_task(task).pk)


def postpone(request: HttpRequest, task: str, body: PostponeBody) -> TaskView:
    """Let a task wait until an instant."""
    return _afresh(postpone_task(task, until=body.until).pk)


def cancel(request: HttpRequest, task: str, body: CancelBody) -> TaskView:
    """Call a task off; one that runs, or whose last call is unanswered, finishes that first."""
    return _afresh(cancel_task(task, reason=body.reason).pk)


def choose(request: HttpRequest, task: str, body: ChoiceBody) -> TaskView:
    """Decide what a task that waits or needs attention shall do, and let it run now."""
    return _afresh(choose_for_task(task, body.to_choice()).pk)


def resolve(request: HttpRequest, intent: str, body: ResolutionBody) -> IntentView:
    """Say what a call has done whose reply was lost, where Shopify shows several possible effects."""
    return intent_view(resolve_intent(intent, effect_gid=body.effect))


def list_jobs(request: HttpRequest, store: str = "") -> Jobs:
    """The recurring jobs of one store, or of all."""
    return Jobs(job_list(store))


def _afresh(task_id: str) -> TaskView:
    return task_detail(task_id).task
