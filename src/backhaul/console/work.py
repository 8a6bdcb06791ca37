"""Pages of the Job Queue and of the calls that change Shopify."""

import functools
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from backhaul.console.forms import ResolutionForm
from backhaul.console.pages import CAPTURE, FormPage, require, serve_form, shown
from backhaul.console.read_only import ReadOnlyAdmin, button
from backhaul.flows.choose import resolve_intent
from backhaul.flows.payment_tasks import PAYMENT_TASKS
from backhaul.flows.show.jobs import job_words
from backhaul.models import Intent, JobQueueEntry


class JobQueueAdmin(ReadOnlyAdmin):
    """What recurs for each store."""

    list_display = ("kind", "store", "does", "last_run_at", "last_ok", "last_result", "next_run_at", "how_often")
    list_filter = ("store", "last_ok")
    list_select_related = ("store",)
    readonly_fields = ("does", "how_often")
    exclude = ("cursor", "interval_seconds")

    @admin.display(description="How often", ordering="interval_seconds")
    def how_often(self, entry: JobQueueEntry) -> str:
        """In the largest unit that says it in a whole number."""
        hours, minutes = divmod(entry.interval_seconds, 3600), divmod(entry.interval_seconds, 60)
        if not hours[1]:
            return f"every {hours[0]} h"
        return f"every {entry.interval_seconds} s" if minutes[1] else f"every {minutes[0]} min"

    @admin.display(description="What it does")
    def does(self, entry: JobQueueEntry) -> str:
        """What it does, in words."""
        return job_words(entry.kind)


class IntentAdmin(ReadOnlyAdmin):
    """Calls that change Shopify: what was asked, and what is known of the answer."""

    list_display = ("operation", "step", "store", "task", "state", "created_at", "settled_at", "settled_by")
    list_filter = ("state", "store")
    list_select_related = ("store", "task")
    search_fields = ("=id", "=subject_gid")
    exclude = ("seen_gids", "idempotency_key")
    actions_detail = ("resolve",)

    @button("Say what it has done", "resolve")
    def resolve(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say which effect a call has had whose reply was lost."""
        require(request, "change_intent")
        intent = shown(self, request, object_id, Intent)
        if intent.task.kind in PAYMENT_TASKS:
            require(request, CAPTURE)
        candidates = [str(gid) for gid in intent.evidence.get("candidates", [])]

        def carry_out(data: dict[str, Any]) -> str:
            resolve_intent(intent.pk, effect_gid=data["effect"] or None)
            return "The order's tasks go on."

        form = functools.partial(ResolutionForm, candidates=candidates)
        back = reverse("admin:backhaul_intent_change", args=(intent.pk,))
        words = "Look at the order in Shopify, and say which of these was brought about by this call."
        return serve_form(
            request, FormPage(f"What did {intent} do?", form, carry_out, back, "Say so", explanation=words)
        )
