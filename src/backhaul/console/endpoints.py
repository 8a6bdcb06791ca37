"""Pages of endpoints: where other programs are told of events, and what they were sent."""

import functools
import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from backhaul.console.forms import EmptyForm
from backhaul.console.pages import FormPage, require, serve_form, shown
from backhaul.console.read_only import ReadOnlyAdmin, button
from backhaul.console.telling_forms import EndpointChangeForm, EndpointForm, MissedForm, RotateForm
from backhaul.flows.endpoints import (
    EndpointWish,
    WithSecret,
    add_endpoint,
    change_endpoint,
    remove_endpoint,
    replay_delivery,
    replay_missed,
    rotate_secret,
    try_endpoint,
)
from backhaul.flows.find import find_store
from backhaul.flows.show.endpoints import event_delivery_view
from backhaul.models import Endpoint, EventDelivery

LIST = "admin:backhaul_endpoint_changelist"
DELIVERIES = "admin:backhaul_eventdelivery_changelist"


class EndpointAdmin(ReadOnlyAdmin):
    """Where programs are told."""

    list_display = ("__str__", "goes_to", "store", "told", "is_on", "failing_since")
    list_filter = ("store", "is_on")
    list_select_related = ("store",)
    exclude = ("url_encrypted", "secret_encrypted", "old_secret_encrypted")
    readonly_fields = ("log",)
    actions_list = ("add_one",)
    actions_detail = ("change", "test", "rotate", "missed", "remove")

    @admin.display(description="What it was sent")
    def log(self, endpoint: Endpoint) -> str:
        """Where each event is, with what became of it."""
        address = f"{reverse(DELIVERIES)}?endpoint__id__exact={endpoint.pk}"
        return format_html('<a class="text-link" href="{}">Every event, and what became of it</a>', address)

    @admin.display(description="Goes to")
    def goes_to(self, endpoint: Endpoint) -> str:
        """Its address, without what is secret in it."""
        return endpoint.shown

    @admin.display(description="Events")
    def told(self, endpoint: Endpoint) -> str:
        """What it is told."""
        return ", ".join(endpoint.events)

    @button("Add an endpoint", "add-one")
    def add_one(self, request: HttpRequest) -> HttpResponse:
        """Tell a program of events from now on."""
        require(request, "add_endpoint")

        def carry_out(data: dict[str, Any]) -> str:
            store = find_store(data["store"])
            return _with_secret(add_endpoint(store, data["url"], data["events"], name=data["name"]))

        return serve_form(request, FormPage("Add an endpoint", EndpointForm, carry_out, reverse(LIST), "Add"))

    @button("Change", "change-it")
    def change(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Change what an endpoint is told, and whether."""
        endpoint = self._changeable(request, object_id)

        def carry_out(data: dict[str, Any]) -> str:
            wish = EndpointWish(events=data["events"], name=data["name"], is_on=data["is_on"])
            return f"{change_endpoint(endpoint.pk, wish)} is changed."

        title = f"Change {endpoint}"
        page = FormPage(title, EndpointChangeForm, carry_out, reverse(LIST), "Save", initial=vars(endpoint))
        return serve_form(request, page)

    @button("Send a test", "test")
    def test(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Send a test, now."""
        endpoint = self._changeable(request, object_id)

        def carry_out(_data: dict[str, Any]) -> str:
            return f"The test was taken: {try_endpoint(endpoint.pk).words}."

        return serve_form(request, FormPage(f"Test {endpoint}", EmptyForm, carry_out, reverse(LIST), "Send a test"))

    @button("New secret", "rotate")
    def rotate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Give it a new secret."""
        endpoint = self._changeable(request, object_id)

        def carry_out(data: dict[str, Any]) -> str:
            return _with_secret(rotate_secret(endpoint.pk, overlap_hours=data["overlap_hours"]))

        title = f"A new secret for {endpoint}"
        page = FormPage(title, RotateForm, carry_out, reverse(LIST), "Make a new secret", "", {"overlap_hours": 24})
        return serve_form(request, page)

    @button("Send what it missed", "missed")
    def missed(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Send everything again that it has not taken."""
        endpoint = self._changeable(request, object_id)

        def carry_out(data: dict[str, Any]) -> str:
            return f"Sent again: {replay_missed(endpoint.pk, since=data['since'])}."

        title = f"What {endpoint} has missed"
        form = functools.partial(MissedForm, zone=endpoint.store.timezone)
        return serve_form(request, FormPage(title, form, carry_out, reverse(LIST), "Send again"))

    @button("Remove", "remove")
    def remove(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Forget it."""
        require(request, "delete_endpoint")
        endpoint = shown(self, request, object_id, Endpoint)

        def carry_out(_data: dict[str, Any]) -> str:
            remove_endpoint(endpoint.pk)
            return f"{endpoint} is removed."

        words = "The log of what it was sent goes with it."
        page = FormPage(f"Remove {endpoint}", EmptyForm, carry_out, reverse(LIST), "Remove", explanation=words)
        return serve_form(request, page)

    def _changeable(self, request: HttpRequest, object_id: str) -> Endpoint:
        require(request, "change_endpoint")
        return shown(self, request, object_id, Endpoint)


class EventDeliveryAdmin(ReadOnlyAdmin):
    """What was sent to endpoints, or is to be."""

    list_display = ("created_at", "event", "endpoint", "state", "tries", "words", "sent_at")
    list_filter = ("state", "endpoint", "event__store")
    list_select_related = ("event__store", "endpoint", "task__store")
    search_fields = ("=event__id", "=event__type")
    readonly_fields = ("payload",)
    actions_detail = ("replay",)

    @admin.display(description="Payload")
    def payload(self, delivery: EventDelivery) -> str:
        """What is sent."""
        return format_html("<pre>{}</pre>", json.dumps(event_delivery_view(delivery).payload, indent=2))

    @button("Send again", "replay")
    def replay(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Send it once more, with the id that it had."""
        require(request, "change_endpoint")
        delivery = shown(self, request, object_id, EventDelivery)

        def carry_out(_data: dict[str, Any]) -> str:
            return f"{replay_delivery(delivery.pk).event} is sent again."

        words = "It keeps its id, so that a receiver that has it already can tell."
        page = FormPage("Send again", EmptyForm, carry_out, reverse(DELIVERIES), "Send again", explanation=words)
        return serve_form(request, page)


def _with_secret(made: WithSecret) -> str:
    return f"{made.endpoint} is signed with this secret, which is not shown again: {made.secret}"
