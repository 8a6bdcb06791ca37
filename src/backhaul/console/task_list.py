"""The Task List: what waits and for what, with its tries and calls; retry, postpone, cancel, decide."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from backhaul.console.forms import ChoiceForm
from backhaul.console.pages import FormPage, require, require_for_task, serve_form, shown
from backhaul.console.read_only import ReadOnlyAdmin, ReadOnlyInline, button
from backhaul.console.steering import LIST, serve_steering
from backhaul.core.shipment import OtherLocation, ScheduledPolicy
from backhaul.core.unit_credit import RefundAmount
from backhaul.flows.choose import TaskChoice, choose_for_task
from backhaul.flows.registry import TASK_HANDLERS
from backhaul.flows.show.tasks import waits_for
from backhaul.flows.steer_tasks import but_routine
from backhaul.models import Intent, Task, TaskAttempt

STEER = "admin:backhaul_task_steer"


class KindFilter(admin.SimpleListFilter):
    """The kinds that there can be, without looking which ones there are."""

    title = "kind"
    parameter_name = "kind"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """Every kind of task."""
        return [(kind, kind) for kind in TASK_HANDLERS]

    def queryset(self, _request: HttpRequest, queryset: "QuerySet[Task]") -> "QuerySet[Task]":
        """The tasks of the chosen kind."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


class RoutineFilter(admin.SimpleListFilter):
    """Whether orders are shown that were only read: there is one such task for each order that a webhook told of."""

    title = "orders that were only read"
    parameter_name = "routine"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """With them; left out otherwise."""
        return [("shown", "shown too")]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Task]") -> "QuerySet[Task]":
        """Without them, unless they, one kind, one state or one task is asked for."""
        asked_for = self.value() or any(request.GET.get(name) for name in ("kind", "state__exact", "q"))
        return queryset if asked_for else but_routine(queryset)


class Attempts(ReadOnlyInline):
    """Every try at the task."""

    model = TaskAttempt
    verbose_name_plural = "Tries"
    fields = ("started_at", "ended_at", "result", "error_code", "message", "hint", "request_id", "evidence")


class Calls(ReadOnlyInline):
    """Every call that it made to change Shopify."""

    model = Intent
    fields = ("operation", "step", "state", "effect_gids", "created_at", "settled_at", "settled_by")
    show_change_link = True


class TaskAdmin(ReadOnlyAdmin):
    """The Task List."""

    list_display = ("kind", "order", "store", "state", "waiting", "wake_at", "outcome_detail", "attempts", "created_at")
    list_filter = ("state", KindFilter, RoutineFilter, "store")
    list_select_related = ("store", "order")
    search_fields = ("=id", "=order__name")
    readonly_fields = ("waiting",)
    fields = (
        "kind",
        "order",
        "store",
        "state",
        "waiting",
        "wake_at",
        "outcome",
        "outcome_detail",
        "attempts",
        "cancel_requested",
        "due_by",
        "created_at",
        "settled_at",
    )
    inlines = (Attempts, Calls)
    actions = ("retry", "postpone", "cancel")
    actions_list = ("steer",)
    actions_detail = ("retry_one", "postpone_one", "cancel_one", "decide")

    @admin.display(description="Waits for")
    def waiting(self, task: Task) -> str:
        """Why it waits, in words."""
        return waits_for(task)

    @admin.action(description="Retry")
    def retry(self, request: HttpRequest, queryset: "QuerySet[Task]") -> HttpResponse:
        """Retry the selected tasks, after a preview."""
        return _preview(request, "retry", queryset)

    @admin.action(description="Postpone")
    def postpone(self, request: HttpRequest, queryset: "QuerySet[Task]") -> HttpResponse:
        """Postpone the selected tasks, after a preview."""
        return _preview(request, "postpone", queryset)

    @admin.action(description="Cancel")
    def cancel(self, request: HttpRequest, queryset: "QuerySet[Task]") -> HttpResponse:
        """Cancel the selected tasks, after a preview."""
        return _preview(request, "cancel", queryset)

    @button("Steer all that match", "steer")
    def steer(self, request: HttpRequest) -> HttpResponse:
        """Retry, postpone or cancel every task that matches, after a preview."""
        require(request, "change_task")
        return serve_steering(request)

    @button("Retry", "retry")
    def retry_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Retry this task."""
        return self._steer_one(request, "retry", object_id)

    @button("Postpone", "postpone")
    def postpone_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Postpone this task."""
        return self._steer_one(request, "postpone", object_id)

    @button("Cancel", "cancel")
    def cancel_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Cancel this task."""
        return self._steer_one(request, "cancel", object_id)

    @button("Decide", "decide")
    def decide(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Decide what this task shall do."""
        task = self._task(request, object_id)

        def carry_out(data: dict[str, Any]) -> str:
            choose_for_task(task.pk, _choice(data))
            return "The task runs with your decision."

        back = reverse("admin:backhaul_task_change", args=(task.pk,))
        words = "What is left empty stays as the store does. The task then runs at once."
        return serve_form(request, FormPage(f"Decide {task}", ChoiceForm, carry_out, back, "Decide", explanation=words))

    def _steer_one(self, request: HttpRequest, action: str, object_id: str) -> HttpResponse:
        query = urlencode({"action": action, "tasks": self._task(request, object_id).pk})
        return HttpResponseRedirect(f"{reverse(LIST)}steer/?{query}")

    def _task(self, request: HttpRequest, object_id: str) -> Task:
        require(request, "change_task")
        task = shown(self, request, object_id, Task)
        require_for_task(request, task)
        return task


def _choice(data: dict[str, Any]) -> TaskChoice:
    return TaskChoice(
        other_location=OtherLocation(data["other_location"]) if data["other_location"] else None,
        scheduled=ScheduledPolicy(data["scheduled"]) if data["scheduled"] else None,
        leave_short=data["leave_short"],
        resend=data["resend"],
        refund_amount=RefundAmount(data["refund_amount"]) if data["refund_amount"] else None,
    )


def _preview(request: HttpRequest, action: str, tasks: "QuerySet[Task]") -> HttpResponse:
    require(request, "change_task")
    return serve_steering(request, action=action, selected=[task.pk for task in tasks])
