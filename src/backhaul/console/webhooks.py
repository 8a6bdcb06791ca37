"""The webhook inbox: what came in and what followed from it; replay, and what each topic has sent."""

import json
from typing import Any

from django.contrib import admin
from django.contrib.admin import site
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from backhaul.console.forms import EmptyForm
from backhaul.console.pages import FormPage, may_see_personal_data, require, serve_form, shown
from backhaul.console.read_only import ReadOnlyAdmin, button
from backhaul.console.replaying import LIST, serve_replaying
from backhaul.core.inbox import DeliveryState
from backhaul.core.moments import in_zone
from backhaul.core.topics import TOPICS
from backhaul.flows.replay_deliveries import replay_delivery
from backhaul.flows.show.webhooks import delivery_detail, topic_list
from backhaul.models import Store, WebhookDelivery

REPLAY = "replay_webhookdelivery"
TOPIC_COLUMNS = ("Topic", "Store", "Last received", "Received", "Waiting", "Unreadable", "Failed", "Came again")


class TopicFilter(admin.SimpleListFilter):
    """The topics that there can be, without looking which ones there are."""

    title = "topic"
    parameter_name = "topic"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """Every topic that is understood."""
        return [(name, name) for name in sorted(TOPICS)]

    def queryset(self, _request: HttpRequest, queryset: "QuerySet[WebhookDelivery]") -> "QuerySet[WebhookDelivery]":
        """The deliveries of the chosen topic."""
        return queryset.filter(topic=self.value()) if self.value() else queryset


class WebhookDeliveryAdmin(ReadOnlyAdmin):
    """The webhook inbox."""

    list_display = ("received_at", "topic", "store", "order", "state", "result", "duplicates", "triggered_at")
    list_display_links = ("received_at", "topic")
    list_filter = ("state", TopicFilter, "store")
    list_select_related = ("store", "order")
    search_fields = ("=id", "=event_id", "=webhook_id", "=order__name")
    readonly_fields = ("means", "payload")
    actions = ("replay",)
    actions_list = ("topics", "replay_several")
    actions_detail = ("replay_one",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[WebhookDelivery]":
        """Without the bodies, which are long."""
        rows: QuerySet[WebhookDelivery] = super().get_queryset(request)
        return rows.defer("body")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The delivery, which knows whether whoever looks at it may see personal data."""
        row: Any = super().get_object(request, object_id, from_field)
        if row is not None:
            row.shows_personal_data = may_see_personal_data(request)
        return row

    @admin.display(description="State means")
    def means(self, delivery: WebhookDelivery) -> str:
        """The state in words."""
        return DeliveryState(delivery.state).words

    @admin.display(description="Body")
    def payload(self, delivery: WebhookDelivery) -> SafeString:
        """The body, in which personal data is hidden from those who may not see it."""
        detail = delivery_detail(delivery.pk, personal=getattr(delivery, "shows_personal_data", False))
        text = detail.text if detail.body is None else json.dumps(detail.body, indent=2, ensure_ascii=False)
        return format_html("<pre>{}</pre>", text or "There is no body to show.")

    @admin.action(description="Replay")
    def replay(self, request: HttpRequest, queryset: "QuerySet[WebhookDelivery]") -> HttpResponse:
        """Replay the selected webhooks, after a preview."""
        require(request, REPLAY)
        return serve_replaying(request, selected=[one.pk for one in queryset])

    @button("Topics", "topics")
    def topics(self, request: HttpRequest) -> HttpResponse:
        """When a webhook of each topic last came, and how many."""
        require(request, "view_webhookdelivery")
        zones = dict(Store.objects.values_list("slug", "timezone"))
        rows = [
            [
                one.topic if one.is_subscribed else f"{one.topic} (not asked for)",
                one.store,
                in_zone(one.last_received_at, zones[one.store]) if one.last_received_at else "never",
                *(str(count) for count in (one.received, one.waiting, one.unreadable, one.failed, one.duplicated)),
            ]
            for one in topic_list()
        ]
        table = {"headers": TOPIC_COLUMNS, "rows": rows}
        context = {**site.each_context(request), "title": "Topics", "table": table, "back": reverse(LIST)}
        return TemplateResponse(request, "console/topics.html", context)

    @button("Replay several", "replay-several")
    def replay_several(self, request: HttpRequest) -> HttpResponse:
        """Replay everything that matches, after a preview."""
        require(request, REPLAY)
        return serve_replaying(request)

    @button("Replay", "replay")
    def replay_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Have this webhook looked at again."""
        require(request, REPLAY)
        delivery = shown(self, request, object_id, WebhookDelivery)

        def carry_out(_data: dict[str, Any]) -> str:
            replay_delivery(delivery.pk)
            return "The webhook is looked at again."

        back = reverse("admin:backhaul_webhookdelivery_change", args=(delivery.pk,))
        page = FormPage(f"Replay {delivery}", EmptyForm, carry_out, back, "Replay", explanation=delivery.result)
        return serve_form(request, page)
