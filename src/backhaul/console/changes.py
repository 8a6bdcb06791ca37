"""Pages of changes to subscriptions: what was asked for, and each step with what came of it."""

from typing import Any

from django.contrib import admin
from django.db.models import BooleanField, Value
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from backhaul.console.forms import EmptyForm
from backhaul.console.pages import FormPage, may_see_personal_data, require, serve_form, shown
from backhaul.console.read_only import ReadOnlyAdmin, ReadOnlyInline, button
from backhaul.core.change_steps import Side
from backhaul.core.contract_changes import ChangeState
from backhaul.core.wanted_changes import PERSONAL_CHANGES
from backhaul.flows.finish_change import tick_step
from backhaul.flows.show.changes import DONE, NOT_DONE, reason_of, step_view, whole_changes
from backhaul.models import Change, ChangeStep

PAGE = "admin:backhaul_change_change"
_STATES = {DONE: "done", NOT_DONE: "not done"}
_SIDES = {Side.CONTRACT: "subscription", Side.ORDER: "order", Side.APP: "in the other app"}


class Steps(ReadOnlyInline):
    """The steps of a change, in order."""

    model = ChangeStep
    verbose_name_plural = "Steps"
    fields = ("where", "what", "stands", "what_came_of_it", "task_link")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        """Every row knows whether its personal data may be seen."""
        shows = Value(may_see_personal_data(request), output_field=BooleanField())
        return super().get_queryset(request).select_related("change", "order", "task").annotate(shows_personal=shows)

    @admin.display(description="What")
    def what(self, step: ChangeStep) -> str:
        """What is done."""
        is_personal = step.change.kind in PERSONAL_CHANGES
        return step_view(step, personal=bool(getattr(step, "shows_personal", False)) or not is_personal).words

    @admin.display(description="Where")
    def where(self, step: ChangeStep) -> str:
        """On which side it acts."""
        return f"order {step.order}" if step.order else _SIDES[Side(step.side)]

    @admin.display(description="State")
    def stands(self, step: ChangeStep) -> str:
        """Open, done or not done."""
        return _STATES.get(step_view(step, personal=True).state, "open")

    @admin.display(description="What came of it")
    def what_came_of_it(self, step: ChangeStep) -> str:
        """What its task says, or who has ticked it off."""
        view = step_view(step, personal=True)
        return f"Ticked off by {view.ticked_by}." if view.ticked_at else view.detail

    @admin.display(description="Task")
    def task_link(self, step: ChangeStep) -> str:
        """Where to see its tries."""
        if step.task is None:
            return "a person's"
        address = reverse("admin:backhaul_task_change", args=(step.task.pk,))
        return format_html('<a class="underline" href="{}">{}</a>', address, step.task.state)


class ChangeAdmin(ReadOnlyAdmin):
    """Changes to subscriptions."""

    list_display = ("created_at", "contract", "kind", "state", "words", "actor", "requested_by")
    list_display_links = ("created_at", "kind")
    list_filter = ("state", "kind", "contract__store")
    list_select_related = ("contract__store",)
    search_fields = ("=id", "=contract__id", "=contract__gid")
    fields = (
        "contract",
        "kind",
        "state",
        "words",
        "not_possible",
        "to_know",
        "actor",
        "requested_by",
        "why",
        "rest_of",
        "planned_anew",
        "created_at",
        "settled_at",
    )
    readonly_fields = ("not_possible", "to_know", "why", "rest_of", "planned_anew")
    inlines = (Steps,)
    actions_detail = ("tick",)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The change, which knows whether whoever looks at it may see personal data."""
        row: Any = super().get_object(request, object_id, from_field)
        if row is not None:
            row.shows_personal_data = may_see_personal_data(request)
        return row

    def get_queryset(self, request: HttpRequest) -> Any:
        """Together with everything that is shown of a change."""
        return whole_changes()

    def get_actions_detail(self, request: HttpRequest, object_id: int | str) -> list[Any]:
        """Only a change with a step left in another app has something to tick off."""
        row = self.get_object(request, str(object_id))
        actions: list[Any] = super().get_actions_detail(request, object_id)
        return actions if isinstance(row, Change) and _left_to_tick(row) is not None else []

    @admin.display(description="Not possible")
    def not_possible(self, change: Change) -> str:
        """What could not be done, and why."""
        return " ".join(change.impossible) or "Nothing."

    @admin.display(description="Why it was cancelled")
    def why(self, change: Change) -> str:
        """As far as that was said."""
        return reason_of(change, personal=getattr(change, "shows_personal_data", False)) or "Not said."

    @admin.display(description="To know")
    def to_know(self, change: Change) -> str:
        """What else there is to know."""
        return " ".join(change.notes) or "Nothing."

    @admin.display(description="The rest of")
    def rest_of(self, change: Change) -> str:
        """The change that this one goes on with."""
        return _link(change.replaces) if change.replaces else "nothing"

    @admin.display(description="Planned anew as")
    def planned_anew(self, change: Change) -> str:
        """The change that goes on with what is left of this one."""
        return format_html_join(" ", "{}", ((_link(one),) for one in change.replaced_by.all())) or "nothing"

    @button("Done in the other app", "tick")
    def tick(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Note that the next step in another app was made there."""
        require(request, "change_change")
        change = shown(self, request, object_id, Change)
        step = _left_to_tick(change)

        def carry_out(_data: dict[str, Any]) -> str:
            if step is not None:
                tick_step(step.pk, by=request.user.get_username())
            return "The step is ticked off."

        words = step.words if step else "Nothing is left to tick off."
        back = reverse(PAGE, args=(change.pk,))
        return serve_form(request, FormPage("Done in the other app", EmptyForm, carry_out, back, "Tick off", words))


def _link(change: Change) -> str:
    return format_html('<a class="underline" href="{}">{}</a>', reverse(PAGE, args=(change.pk,)), change.pk)


def _left_to_tick(change: Change) -> ChangeStep | None:
    if change.state != ChangeState.UNDER_WAY:
        return None
    return next((step for step in change.steps.all() if step.side == Side.APP and step.ticked_at is None), None)
