"""Pages of what was changed in orders after they were first read: conflicts first, each with what to do about it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import BooleanField, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join

from backhaul.console.forms import NoteForm
from backhaul.console.pages import FormPage, may_see_personal_data, require, serve_form, shown
from backhaul.console.read_only import ReadOnlyAdmin, ReadOnlyInline, button
from backhaul.core.differences import DifferenceState
from backhaul.flows.differences import resolve_conflict
from backhaul.flows.show.differences import field_words, learned_words, noticed_with, shown_value
from backhaul.models import OrderDifference

PAGE = "admin:backhaul_orderdifference_change"
EVERYTHING = "all"
NOT_THERE, EMPTY = "(not there)", "(empty)"
Rows = QuerySet[OrderDifference]


class StateFilter(admin.SimpleListFilter):
    """What became of them; without a choice the conflicts that a person has to see to."""

    title = "state"
    parameter_name = "state"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """Conflicts first."""
        return [
            (DifferenceState.CONFLICT, "conflicts to see to"),
            (DifferenceState.RESOLVED, "conflicts that are resolved"),
            (DifferenceState.APPLIED, "changes that contradict nothing"),
            (EVERYTHING, "everything"),
        ]

    def value(self) -> str:
        """What was chosen."""
        return super().value() or DifferenceState.CONFLICT

    def choices(self, changelist: Any) -> Iterator[Any]:
        """The lookups, without one more for everything."""
        for value, words in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self.value() == value, "query_string": query, "display": words}

    def queryset(self, _request: HttpRequest, queryset: Rows) -> Rows:
        """The differences in that state."""
        return queryset if self.value() == EVERYTHING else queryset.filter(state=self.value())


class DifferenceAdmin(ReadOnlyAdmin):
    """What people have changed in orders."""

    list_display = ("noticed_at", "order", "field", "was", "became", "state", "words")
    list_display_links = ("noticed_at", "field")
    list_filter = (StateFilter, "learned_by", "order__store")
    list_select_related = ("order__store",)
    search_fields = ("=order__name", "=order__id", "=id")
    readonly_fields = ("field", "was", "became", "now", "learned", "means", "together", "advice")
    fieldsets = (
        ("What was changed", {"fields": ("order", "field", "was", "became", "now")}),
        ("What that means", {"fields": ("means", "advice")}),
        ("Since when, and how we know", {"fields": ("changed_at", "noticed_at", "learned", "delivery")}),
        ("Noticed together with it", {"fields": ("together",)}),
    )
    settled = (("How it was settled", {"fields": ("resolved_at", "resolved_by", "resolution")}),)
    actions_detail = ("resolve",)

    def get_queryset(self, request: HttpRequest) -> Rows:
        """Every row knows whether its personal data may be seen."""
        return _for_reader(super().get_queryset(request), request)

    def get_fieldsets(self, request: HttpRequest, obj: OrderDifference | None = None) -> Any:
        """How it was settled is shown once it is."""
        is_settled = obj is not None and obj.state == DifferenceState.RESOLVED
        return (*self.fieldsets, *(self.said_sets(self.settled) if is_settled else ()))

    def get_actions_detail(self, request: HttpRequest, object_id: int | str) -> list[Any]:
        """What has nothing to be settled has no button for it."""
        row = self.get_object(request, str(object_id))
        is_open = isinstance(row, OrderDifference) and row.state == DifferenceState.CONFLICT
        actions: list[Any] = super().get_actions_detail(request, object_id)
        return actions if is_open else []

    @admin.display(description="Field")
    def field(self, row: OrderDifference) -> str:
        """The field's name in words."""
        return field_words(row)

    @admin.display(description="It was")
    def was(self, row: OrderDifference) -> str:
        """The value before."""
        return _value(row, row.before)

    @admin.display(description="It became")
    def became(self, row: OrderDifference) -> str:
        """The value after."""
        return _value(row, row.after)

    @admin.display(description="It is now")
    def now(self, row: OrderDifference) -> str:
        """The value at present."""
        return _value(row, row.order.facts.get(row.path))

    @admin.display(description="We know because")
    def learned(self, row: OrderDifference) -> str:
        """How we know."""
        return learned_words(row)

    @admin.display(description="State")
    def means(self, row: OrderDifference) -> str:
        """The state in words."""
        return f"{row.state}: {DifferenceState(row.state).words}"

    @admin.display(description="What it contradicts, and what to do")
    def advice(self, row: OrderDifference) -> str:
        """Why it is a conflict, and what can be done."""
        return row.words or "Nothing is to be done."

    @admin.display(description="Changes")
    def together(self, row: OrderDifference) -> str:
        """What else the same reading showed."""
        others = [
            (
                reverse(PAGE, args=(one.pk,)),
                field_words(one),
                _as(row, one, one.before),
                _as(row, one, one.after),
                one.state,
            )
            for one in noticed_with(row)
        ]
        return format_html_join("", '<p><a class="underline" href="{}">{}</a>: {} → {} ({})</p>', others) or "Nothing."

    @button("Mark as resolved", "resolve")
    def resolve(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Note that a person has seen to it, and how."""
        require(request, "resolve_orderdifference")
        row = shown(self, request, object_id, OrderDifference)

        def carry_out(data: dict[str, Any]) -> str:
            settled = resolve_conflict(row.pk, note=data["note"], by=request.user.get_username())
            return f"Resolved: {', '.join(field_words(one) for one in settled)}."

        words = (
            f"{row.words} What else the same edit changed of the same line, address or amounts is resolved with it. "
            "Nothing is changed in Shopify, and nothing that was posted."
        )
        title = f"Mark {field_words(row)} of {row.order} as resolved"
        back = reverse(PAGE, args=(row.pk,))
        return serve_form(request, FormPage(title, NoteForm, carry_out, back, "Mark as resolved", explanation=words))


class Conflicts(ReadOnlyInline):
    """What of the order contradicts what was posted, and waits for a person."""

    model = OrderDifference
    verbose_name_plural = "Conflicts: changes in Shopify that contradict what was posted"
    fields = ("noticed_at", "field", "was", "became", "words")
    readonly_fields = ("field", "was", "became")
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> Rows:
        """Only what is not settled."""
        rows = super().get_queryset(request).filter(state=DifferenceState.CONFLICT)
        return _for_reader(rows, request).select_related("order")

    @admin.display(description="Field")
    def field(self, row: OrderDifference) -> str:
        """The field's name in words."""
        return field_words(row)

    @admin.display(description="It was")
    def was(self, row: OrderDifference) -> str:
        """The value before."""
        return _value(row, row.before)

    @admin.display(description="It became")
    def became(self, row: OrderDifference) -> str:
        """The value after."""
        return _value(row, row.after)


def _for_reader(rows: Rows, request: HttpRequest) -> Rows:
    return rows.annotate(shows_personal=Value(may_see_personal_data(request), output_field=BooleanField()))


def _value(row: OrderDifference, value: str | None) -> str:
    return _as(row, row, value)


def _as(reader: OrderDifference, row: OrderDifference, value: str | None) -> str:
    """A value as whoever looks at `reader` may see it."""
    text = shown_value(row.path, value, personal=getattr(reader, "shows_personal", False))
    return NOT_THERE if text is None else text or EMPTY
