"""Retry, postpone or cancel tasks: say which, see how many, confirm."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from backhaul.console.forms import ACTIONS, SteerForm
from backhaul.console.pages import may_capture
from backhaul.core.errors import BackhaulError
from backhaul.flows.payment_tasks import PAYMENT_TASKS
from backhaul.flows.steer_tasks import TaskFilter, cancel_task, postpone_task, retry_task, steer_all
from backhaul.models import Task

LIST = "admin:backhaul_task_changelist"
TEMPLATE = "console/steer.html"
SHOWN = 20
NOT_ALLOWED = "You may not have payments captured, so tasks of payments are left alone."


def serve_steering(request: HttpRequest, *, action: str = "", selected: Sequence[str] = ()) -> HttpResponse:
    """First a form, then how many tasks it means, then, confirmed, the deed.

    `selected` are the tasks that a list's action was called on: then there is nothing but the reason or date to give.
    """
    if selected or request.method != "POST":
        chosen = {"action": action, "tasks": ",".join(selected)} if selected else request.GET.dict()
        return _render(request, SteerForm(initial=chosen), preview=None)
    form = SteerForm(request.POST)
    if not form.is_valid():
        return _render(request, form, preview=None)
    matching = _filter(form.cleaned_data, without=() if may_capture(request) else tuple(sorted(PAYMENT_TASKS)))
    if "confirmed" not in request.POST:
        return _render(request, form, preview=matching)
    return _carry_out(request, form, matching)


def _carry_out(request: HttpRequest, form: SteerForm, matching: TaskFilter) -> HttpResponse:
    try:
        done, refused = steer_all(matching, _deed(form.cleaned_data))
    except BackhaulError as error:
        form.add_error(None, f"{error.message} {error.hint}".strip())
        return _render(request, form, preview=None)
    messages.success(request, f"{ACTIONS[form.cleaned_data['action']]}: {len(done)} done.")
    left_out = list(matching.left_out().values_list("pk", flat=True)[:SHOWN])
    if left_out:
        messages.warning(request, f"{NOT_ALLOWED} Left out: {', '.join(left_out)}")
    if refused:
        messages.warning(request, f"{len(refused)} are in a state that does not allow it: {', '.join(refused[:SHOWN])}")
    return HttpResponseRedirect(reverse(LIST))


def _deed(data: dict[str, Any]) -> Callable[[str], Task]:
    match data["action"]:
        case "postpone":
            return lambda task_id: postpone_task(task_id, until=data["until"])
        case "cancel":
            return lambda task_id: cancel_task(task_id, reason=data["reason"])
    return retry_task


def _filter(data: dict[str, Any], *, without: tuple[str, ...]) -> TaskFilter:
    return TaskFilter(
        ids=tuple(filter(None, data["tasks"].split(","))),
        state=data["state"],
        kind=data["kind"],
        store=data["store"],
        without_kinds=without,
    )


def _render(request: HttpRequest, form: SteerForm, *, preview: TaskFilter | None) -> HttpResponse:
    context = {**site.each_context(request), "title": "Steer tasks", "form": form, "back": reverse(LIST)}
    context["address"] = f"{reverse(LIST)}steer/"
    context["named"] = [task_id for task_id in str(form["tasks"].value() or "").split(",") if task_id]
    if preview is not None:
        context["count"] = preview.tasks().count()
        context["some"] = preview.tasks().select_related("order", "store")[:SHOWN]
        context["left_out"] = preview.left_out().select_related("order", "store")[:SHOWN]
        context["not_allowed"] = NOT_ALLOWED
        context["deed"] = ACTIONS[form.cleaned_data["action"]]
    return TemplateResponse(request, TEMPLATE, context)
