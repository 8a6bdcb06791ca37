"""Pages of what a warehouse can ship: look at, export, ship early, put off, and take in what has left."""

import functools
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from backhaul.console.exporting import serve_export
from backhaul.console.forms import EmptyForm, RescheduleForm
from backhaul.console.importing import serve_import
from backhaul.console.pages import FormPage, require, serve_form, shown
from backhaul.console.read_only import ReadOnlyAdmin, ReadOnlyInline, button
from backhaul.core.moments import in_zone
from backhaul.core.ready import SHIPPABLE_SOMETIME, Due, can_be_opened
from backhaul.flows.clock import now
from backhaul.flows.mirrored_order import work_order
from backhaul.flows.ready_work import Work, due_condition, left_work, load_work
from backhaul.flows.scheduled_work import open_early, put_off
from backhaul.flows.show.ready import ready_view
from backhaul.models import FulfillmentOrder, FulfillmentOrderLine, LocationMapping

LIST = "admin:backhaul_fulfillmentorder_changelist"
PAGE = "admin:backhaul_fulfillmentorder_change"
EVERYTHING = "all"
MAY_EXPORT = "view_fulfillmentorder"
MAY_STEER = "change_fulfillmentorder"
MAY_POST = "add_postedshipment"


class DueFilter(admin.SimpleListFilter):
    """When it can be shipped; without a choice what can be now."""

    title = "due"
    parameter_name = "due"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """What can be shipped now first."""
        return [*((due.value, due.words) for due in SHIPPABLE_SOMETIME), (EVERYTHING, "everything that is left")]

    def value(self) -> str:
        """What was chosen."""
        return super().value() or Due.NOW

    def choices(self, changelist: Any) -> Iterator[Any]:
        """The lookups, without one more for everything."""
        for value, words in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self.value() == value, "query_string": query, "display": words}

    def queryset(self, _request: HttpRequest, queryset: "QuerySet[FulfillmentOrder]") -> "QuerySet[FulfillmentOrder]":
        """What is left and due then."""
        due = next((one for one in SHIPPABLE_SOMETIME if one.value == self.value()), None)
        return queryset.filter(due_condition(due, now())) if due else queryset


class LocationFilter(admin.SimpleListFilter):
    """Where it is to be shipped from."""

    title = "location"
    parameter_name = "location"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """Every location of every store, by our code."""
        rows = LocationMapping.objects.select_related("store").order_by("store__slug", "code")
        return [(str(row.pk), f"{row.code} ({row.store})") for row in rows]

    def queryset(self, _request: HttpRequest, queryset: "QuerySet[FulfillmentOrder]") -> "QuerySet[FulfillmentOrder]":
        """The work at that location."""
        chosen = self.value()
        if not chosen:
            return queryset
        place = next((row for row in LocationMapping.objects.all() if str(row.pk) == chosen), None)
        if place is None:
            return queryset.none()
        return queryset.filter(order__store=place.store_id, location_gid=place.location_gid)


class Lines(ReadOnlyInline):
    """What it asks for."""

    model = FulfillmentOrderLine
    fields = ("order_line", "total_quantity", "remaining_quantity")


class ReadyAdmin(ReadOnlyAdmin):
    """Fulfillment orders with something left to ship, what has been due for longest first."""

    list_display = ("order", "fulfil_at_in_zone", "ready", "location_name", "delivery", "status", "store")
    list_display_links = ("order",)
    list_filter = (DueFilter, LocationFilter, "order__store")
    search_fields = ("=order__name", "=order__id", "=gid")
    readonly_fields = ("fulfil_at_in_zone", "ready", "delivery", "means", "store")
    fields = (
        "order",
        "means",
        "ready",
        "fulfil_at_in_zone",
        "delivery",
        "location_name",
        "status",
        "request_status",
        "hold_reasons",
        "gid",
        "store",
    )
    inlines = (Lines,)
    actions_list = ("export", "import_shipments")
    actions_detail = ("open_early", "put_off")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[FulfillmentOrder]":
        """All that is left to ship, what has been due for longest first."""
        return left_work().order_by(F("due_at").asc(), "pk").select_related("order__store")

    def get_ordering(self, _request: HttpRequest) -> tuple[Any, ...]:
        """As the rows come."""
        return (F("due_at").asc(), "pk")

    def get_changelist(self, request: HttpRequest, **parts: Any) -> type[Any]:
        """A list whose rows know what can be shipped of each."""
        return type("ReadyList", (_WithWork, super().get_changelist(request, **parts)), {})

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The fulfillment order, which knows what can be shipped of it."""
        row: Any = super().get_object(request, object_id, from_field)
        if row is not None:
            _know_work([row])
        return row

    @admin.display(description="Fulfil at")
    def fulfil_at_in_zone(self, row: FulfillmentOrder) -> str:
        """When it is due, in the store's zone."""
        return in_zone(row.fulfill_at, row.order.store.timezone) if row.fulfill_at else "not said"

    @admin.display(description="Ready to be shipped")
    def ready(self, row: FulfillmentOrder) -> str:
        """So many units of what."""
        return ready_view(_work_of(row)).units

    @admin.display(description="Delivery")
    def delivery(self, row: FulfillmentOrder) -> str:
        """Which of the deliveries that the order has paid for."""
        return _work_of(row).delivery or "-"

    @admin.display(description="That means")
    def means(self, row: FulfillmentOrder) -> str:
        """When it can be shipped."""
        return _work_of(row).due.words

    @admin.display(description="Store")
    def store(self, row: FulfillmentOrder) -> str:
        """Whose it is."""
        return row.order.store.slug

    def get_actions_detail(self, request: HttpRequest, object_id: int | str) -> list[Any]:
        """Only what is scheduled can be opened or put off."""
        row = self.get_object(request, str(object_id))
        actions: list[Any] = super().get_actions_detail(request, object_id)
        return actions if isinstance(row, FulfillmentOrder) and can_be_opened(work_order(row)) else []

    @button("Export as CSV", "export")
    def export(self, request: HttpRequest) -> HttpResponseBase:
        """The file that a warehouse works from."""
        require(request, MAY_EXPORT)
        return serve_export(request, back=reverse(LIST))

    @button("Import shipments", "import-shipments")
    def import_shipments(self, request: HttpRequest) -> HttpResponse:
        """Post what a file says has left."""
        require(request, MAY_POST)
        return serve_import(request, back=reverse(LIST))

    @button("Ship early", "open-early")
    def open_early(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Open it before its date."""
        require(request, MAY_STEER)
        row = shown(self, request, object_id, FulfillmentOrder)

        def carry_out(_data: dict[str, Any]) -> str:
            wished = open_early(row)
            return f"{'It is being opened' if wished.is_new else 'It was asked for before'}: task {wished.task.pk}."

        words = "Shopify is asked to open it now, so that it can be shipped before its date. This cannot be taken back."
        page = FormPage(f"Ship {row.order} early", EmptyForm, carry_out, _page(row), "Open it", explanation=words)
        return serve_form(request, page)

    @button("Put off", "put-off")
    def put_off(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Give it another date."""
        require(request, MAY_STEER)
        row = shown(self, request, object_id, FulfillmentOrder)

        def carry_out(data: dict[str, Any]) -> str:
            wished = put_off(row, data["to"])
            return f"{'It is being put off' if wished.is_new else 'It was asked for before'}: task {wished.task.pk}."

        form = functools.partial(RescheduleForm, zone=row.order.store.timezone)
        words = f"It is to be shipped on {in_zone(row.fulfill_at, row.order.store.timezone)}." if row.fulfill_at else ""
        page = FormPage(f"Put off {row.order}", form, carry_out, _page(row), "Put off", explanation=words)
        return serve_form(request, page)


class _WithWork:
    """A list that asks once for what can be shipped of all its rows."""

    result_list: Any

    def get_results(self, request: HttpRequest) -> None:
        """The rows of the page."""
        super().get_results(request)  # type: ignore[misc]  # of Django's ChangeList
        self.result_list = list(self.result_list)
        _know_work(self.result_list)


def _know_work(rows: list[Any]) -> None:
    found = {work.row.pk: work for work in load_work([row.pk for row in rows])}
    for row in rows:
        row.known_work = found.get(row.pk)


def _work_of(row: FulfillmentOrder) -> Work:
    work = getattr(row, "known_work", None)
    return work if isinstance(work, Work) else load_work([row.pk])[0]


def _page(row: FulfillmentOrder) -> str:
    return reverse(PAGE, args=(row.pk,))
