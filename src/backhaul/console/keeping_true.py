"""Pages of what keeps the mirror true: imports of past orders, and changes that no webhook had told of."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from backhaul.console.forms import BackfillForm
from backhaul.console.pages import FormPage, require, serve_form
from backhaul.console.read_only import ReadOnlyAdmin, button
from backhaul.core.learned import LearnedBy
from backhaul.flows.backfill import progress_of, start_backfill
from backhaul.flows.find import find_store
from backhaul.models import Backfill, MissedChange

LIST = "admin:backhaul_backfill_changelist"


class BackfillAdmin(ReadOnlyAdmin):
    """Imports of past orders, and how far they are; they are called off on the page of their task."""

    list_display = ("started_at", "store", "progress", "state", "orders_new", "orders_skipped", "ended_at")
    list_filter = ("store",)
    list_select_related = ("store", "task")
    readonly_fields = ("progress", "state", "detail")
    exclude = ("cursor",)
    actions_list = ("begin",)

    @admin.display(description="Progress")
    def progress(self, backfill: Backfill) -> str:
        """How far it is."""
        return progress_of(backfill).words

    @admin.display(description="State")
    def state(self, backfill: Backfill) -> str:
        """Of its task."""
        return backfill.task.state

    @admin.display(description="What it is at")
    def detail(self, backfill: Backfill) -> str:
        """In words."""
        return backfill.task.outcome_detail

    @button("Import past orders", "begin")
    def begin(self, request: HttpRequest) -> HttpResponse:
        """Import a store's past orders."""
        require(request, "add_backfill")

        def carry_out(data: dict[str, Any]) -> str:
            started = start_backfill(find_store(data["store"]), data["created_from"])
            return "The import begins." if started.is_new else "An import of this store is under way already."

        words = "Orders that are known as they are stay as they are. Left empty: as far back as the app may read."
        return serve_form(
            request,
            FormPage("Import past orders", BackfillForm, carry_out, reverse(LIST), "Import", explanation=words),
        )


class MissedChangeAdmin(ReadOnlyAdmin):
    """Changes that only looking has found."""

    list_display = ("found_at", "order", "words", "found", "changed_at")
    list_display_links = ("found_at", "order")
    list_filter = ("found_by", "order__store")
    list_select_related = ("order__store",)
    search_fields = ("=order__name",)

    @admin.display(description="Found by")
    def found(self, change: MissedChange) -> str:
        """What has found it, in words."""
        return LearnedBy(change.found_by).words
