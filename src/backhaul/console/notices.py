"""Pages of notices: look at, mark as read."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from backhaul.console.forms import EmptyForm
from backhaul.console.pages import FormPage, require, serve_form, shown
from backhaul.console.read_only import ReadOnlyAdmin, button
from backhaul.flows.notices import mark_all_read, mark_read
from backhaul.models import Notice

LIST = "admin:backhaul_notice_changelist"


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


class NoticeAdmin(ReadOnlyAdmin):
    """What the merchant was told."""

    list_display = ("created_at", "words", "order", "store", "read_at")
    list_display_links = ("words",)
    list_filter = (ReadFilter, "store")
    list_select_related = ("store", "order")
    search_fields = ("=order__name", "=subject_id", "=id")
    exclude = ("unique_key",)
    actions_list = ("all_read",)
    actions_detail = ("read",)

    @button("Mark as read", "read")
    def read(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Note that somebody has read it."""
        require(request, "change_notice")
        notice = shown(self, request, object_id, Notice)

        def carry_out(_data: dict[str, Any]) -> str:
            mark_read(notice.pk)
            return "The notice is marked as read."

        page = FormPage("Mark as read", EmptyForm, carry_out, reverse(LIST), "Mark as read", explanation=notice.words)
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
