"""Pages of posted shipments: look at, change the tracking, undo."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from backhaul.console.forms import ReasonForm, TrackingForm
from backhaul.console.orders import YES_NO
from backhaul.console.pages import FormPage, require, serve_form, shown
from backhaul.console.read_only import ReadOnlyAdmin, ReadOnlyInline, button
from backhaul.flows.change_tracking import change_tracking
from backhaul.flows.shipment_facts import current_tracking
from backhaul.flows.undo_shipment import undo_shipment
from backhaul.flows.written import read_tracking
from backhaul.models import PostedShipment, PostedShipmentLine, ShipmentFulfillment, ShipmentUndo, TrackingChange


class Lines(ReadOnlyInline):
    """What left."""

    model = PostedShipmentLine
    fields = ("order_line", "quantity")


class Sent(ReadOnlyInline):
    """What it became in Shopify."""

    model = ShipmentFulfillment
    fields = ("fulfillment_gid", "kind", "location_gid", "created_at", "cancelled_at")


class Tracking(ReadOnlyInline):
    """Later tracking; the last one counts."""

    model = TrackingChange
    fields = ("tracking", "notify_customer", "created_at", "task")


class Undo(ReadOnlyInline):
    """That it did not happen after all."""

    model = ShipmentUndo
    fields = ("reason", "created_at", "task")


class ShipmentAdmin(ReadOnlyAdmin):
    """Posted shipments."""

    list_display = ("external_number", "order", "store", "posted_at", "state", "outcome")
    list_filter = ("store",)
    list_select_related = ("store", "order", "task")
    search_fields = ("=external_number", "=order__name", "=id")
    exclude = ("content_hash",)
    inlines = (Lines, Sent, Tracking, Undo)
    actions_detail = ("change_tracking", "undo")

    @admin.display(description="State")
    def state(self, shipment: PostedShipment) -> str:
        """The state of its task."""
        return shipment.task.state

    @admin.display(description="Outcome")
    def outcome(self, shipment: PostedShipment) -> str:
        """How its task ended, or for what it stopped."""
        return shipment.task.outcome_detail or shipment.task.outcome

    @button("Change the tracking", "tracking")
    def change_tracking(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Give the shipment other tracking numbers."""
        require(request, "change_postedshipment")
        shipment = shown(self, request, object_id, PostedShipment)

        def carry_out(data: dict[str, Any]) -> str:
            wanted = read_tracking(data["tracking"].split("\n") if data["tracking"].strip() else [])
            changed = change_tracking(shipment, wanted, notify_customer=YES_NO[data["notify_customer"]])
            return "The tracking is changed." if changed.is_new else "It has this tracking already."

        now = "\n".join(":".join(filter(None, (t.company or "", t.number, t.url))) for t in current_tracking(shipment))
        title = f"Tracking of {shipment}"
        page = FormPage(title, TrackingForm, carry_out, _page(shipment), "Change", initial={"tracking": now})
        return serve_form(request, page)

    @button("Undo", "undo")
    def undo(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Undo the shipment."""
        require(request, "change_postedshipment")
        shipment = shown(self, request, object_id, PostedShipment)

        def carry_out(data: dict[str, Any]) -> str:
            undone = undo_shipment(shipment, reason=data["reason"])
            return "The shipment is being undone." if undone.is_new else "The shipment was undone before."

        words = "What the shipment has created in Shopify is cancelled; then its units can be posted again."
        page = FormPage(f"Undo {shipment}", ReasonForm, carry_out, _page(shipment), "Undo", explanation=words)
        return serve_form(request, page)


def _page(shipment: PostedShipment) -> str:
    return reverse("admin:backhaul_postedshipment_change", args=(shipment.pk,))
