"""Pages of notices: look at, decide, mark as read."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.http import urlencode

from backhaul.console.forms import DecisionForm, EmptyForm
from backhaul.console.pages import CAPTURE, FormPage, require, serve_form, shown
from backhaul.console.read_only import ReadOnlyAdmin, ReadOnlyInline, button
from backhaul.flows.charge_notices import BILLING_ASKS
from backhaul.flows.decide_notice import decide_notice
from backhaul.flows.notices import mark_all_read, mark_read, to_decide
from backhaul.models import Notice, NoticeSending

LIST = "admin:backhaul_notice_changelist"
EVERYBODY = "all"


class Sendings(ReadOnlyInline):
    """Whom it is sent to beside being shown here."""

    model = NoticeSending
    verbose_name_plural = "Sent to"
    fields = ("channel", "to_customer", "state", "words", "sent_at", "task")


class ReadFilter(admin.SimpleListFilter):
    """Whether somebody has read it."""

    title = "read"
    parameter_name = "read"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """Both."""
        return [("no", "not read yet"), ("yes", "read")]

    def queryset(self, _request: HttpRequest, queryset: "QuerySet[Notice]") -> "QuerySet[Notice]":
        """The notices of the chosen half."""
        return queryset.filter(read_at__isnull=self.value() == "no") if self.value() else queryset


class DecisionFilter(admin.SimpleListFilter):
    """Whether something is to be decided."""

    title = "decision"
    parameter_name = "decision"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """Open ones first."""
        return [("open", "to be decided"), ("made", "decided, or nothing is left to decide")]

    def queryset(self, _request: HttpRequest, queryset: "QuerySet[Notice]") -> "QuerySet[Notice]":
        """The notices of the chosen half."""
        if not self.value():
            return queryset
        is_open = self.value() == "open"
        return to_decide(queryset) if is_open else queryset.exclude(options=[]).exclude(decided_at=None, result="")


class RecipientFilter(admin.SimpleListFilter):
    """Who is told; without a choice the merchant."""

    title = "told to"
    parameter_name = "to"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """The merchant first."""
        return [("merchant", "the merchant"), ("customer", "customers"), (EVERYBODY, "everybody")]

    def value(self) -> str:
        """What was chosen."""
        return super().value() or "merchant"

    def choices(self, changelist: Any) -> Iterator[Any]:
        """The lookups, without one more for everybody."""
        for value, words in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self.value() == value, "query_string": query, "display": words}

    def queryset(self, _request: HttpRequest, queryset: "QuerySet[Notice]") -> "QuerySet[Notice]":
        """The notices to them."""
        return queryset if self.value() == EVERYBODY else queryset.filter(recipient=self.value())


class NoticeAdmin(ReadOnlyAdmin):
    """What a merchant or a customer was told, and what is to be decided."""

    list_display = (
        "words",
        "to_decide",
        "decide_by",
        "order",
        "contract",
        "created_at",
        "read_at",
        "recipient",
        "store",
    )
    list_display_links = ("words",)
    list_filter = (DecisionFilter, ReadFilter, RecipientFilter, "store")
    list_select_related = ("store", "order", "contract")
    search_fields = ("=order__name", "=subject_id", "=id")
    readonly_fields = ("to_decide", "options_shown")
    fields = (
        "words",
        "options_shown",
        "decide_by",
        "decided_by",
        "decided_at",
        "result",
        "order",
        "contract",
        "kind",
        "recipient",
        "store",
        "created_at",
        "read_at",
    )
    inlines = (Sendings,)
    actions_list = ("all_read",)
    actions_detail = ("decide", "read")

    def get_actions_detail(self, request: HttpRequest, object_id: int | str) -> list[Any]:
        """What leaves nothing to decide has no button for it."""
        row = self.get_object(request, str(object_id))
        actions: list[Any] = super().get_actions_detail(request, object_id)
        is_open = isinstance(row, Notice) and to_decide(Notice.objects.filter(pk=row.pk)).exists()
        return actions if is_open else [one for one in actions if not one.action_name.endswith("_decide")]

    @admin.display(description="To decide")
    def options_shown(self, row: Notice) -> str:
        """Each option with what follows, leading to its confirmation; or what was decided."""
        if row.decision or row.result or not row.options:
            return self.to_decide(row)
        decide = reverse("admin:backhaul_notice_decide", args=(row.pk,))
        rows = ((decide, urlencode({"option": one["name"]}), one["label"], one["follows"]) for one in row.options)
        return format_html_join("", '<p class="mb-2"><a class="text-link underline" href="{}?{}">{}</a>: {}</p>', rows)

    @admin.display(description="To decide")
    def to_decide(self, row: Notice) -> str:
        """The options, or what was decided."""
        labels = {str(one["name"]): str(one["label"]) for one in row.options}
        if row.decision:
            return f"decided: {labels.get(row.decision, row.decision)}"
        return row.result or " / ".join(labels.values()) or "nothing"

    @button("Decide", "decide")
    def decide(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Choose one of the notice's options."""
        require(request, "decide_notice")
        notice = shown(self, request, object_id, Notice)
        if notice.kind == BILLING_ASKS:
            require(request, CAPTURE)

        def carry_out(data: dict[str, Any]) -> str:
            return decide_notice(notice.pk, data["option"], by=request.user.get_username()).result

        form = partial(DecisionForm, options=notice.options)
        chosen = {"option": request.GET.get("option", "")}
        page = FormPage("Decide", form, carry_out, _page(notice), "Decide", explanation=notice.words, initial=chosen)
        return serve_form(request, page)

    @button("Mark as read", "read")
    def read(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Note that somebody has read it."""
        require(request, "change_notice")
        notice = shown(self, request, object_id, Notice)

        def carry_out(_data: dict[str, Any]) -> str:
            mark_read(notice.pk)
            return "The notice is marked as read."

        page = FormPage("Mark as read", EmptyForm, carry_out, _page(notice), "Mark as read", explanation=notice.words)
        return serve_form(request, page)

    @button("Mark all as read", "all-read")
    def all_read(self, request: HttpRequest) -> HttpResponse:
        """Note that somebody has read all of them."""
        require(request, "change_notice")

        def carry_out(_data: dict[str, Any]) -> str:
            return f"Marked as read: {mark_all_read()}."

        words = "Everything that nobody has read so far is marked as read."
        page = FormPage("Mark all as read", EmptyForm, carry_out, reverse(LIST), "Mark all as read", explanation=words)
        return serve_form(request, page)


def _page(notice: Notice) -> str:
    return reverse("admin:backhaul_notice_change", args=(notice.pk,))
