"""Pages of subscription contracts: look at, read from Shopify, change."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from backhaul.console.calendar import serve_calendar
from backhaul.console.changing import serve_change
from backhaul.console.forms import ContractImportForm, EmptyForm
from backhaul.console.pages import FormPage, may_see_personal_data, require, serve_form, shown
from backhaul.console.portal import serve_portal_link
from backhaul.console.read_only import ReadOnlyAdmin, ReadOnlyInline, button
from backhaul.core.contracts import Ownership
from backhaul.core.moments import in_zone
from backhaul.flows.find import find_store
from backhaul.flows.next_charge import next_charge_of, with_next_charges
from backhaul.flows.payment_facts import kept_money
from backhaul.flows.read_contract import import_contract
from backhaul.flows.show.contracts import ContractDifferenceView, content_fields, contract_view, difference_view
from backhaul.models import (
    BillingAttempt,
    BillingCycle,
    Contract,
    ContractDifference,
    ContractLine,
    ContractOrder,
    Delivery,
)

LIST = "admin:backhaul_contract_changelist"
PAGE = "admin:backhaul_contract_change"
_WHOSE = {Ownership.OURS: "ours", Ownership.NOBODY: "no app's"}


class Lines(ReadOnlyInline):
    """What is delivered each time."""

    model = ContractLine
    verbose_name_plural = "Lines"
    fields = ("sku", "title", "quantity", "price", "selling_plan_name")
    readonly_fields = ("price",)

    @admin.display(description="Price")
    def price(self, line: ContractLine) -> str:
        """Of one unit, with its currency."""
        return str(kept_money(line.current_price, line.contract.currency))


class Deliveries(ReadOnlyInline):
    """Paid ones, and those to come."""

    model = Delivery
    verbose_name_plural = "Deliveries"
    fields = ("number", "state", "due_at", "units", "order", "fulfillment_order_gid", "cycle_index")
    readonly_fields = ("units",)

    @admin.display(description="Left to ship")
    def units(self, delivery: Delivery) -> str:
        """How many units of how many are still to be shipped."""
        lines = delivery.lines.select_related("order_line")
        return ", ".join(f"{one.remaining} of {one.quantity} {one.order_line or ''}".strip() for one in lines)


class Cycles(ReadOnlyInline):
    """Billing cycles around the present."""

    model = BillingCycle
    verbose_name_plural = "Billing cycles"
    fields = ("index", "expected_at", "status", "skipped", "edited", "starts_at", "ends_at")


class Orders(ReadOnlyInline):
    """The orders that it has brought about."""

    model = ContractOrder
    verbose_name_plural = "Orders"
    fields = ("order", "order_gid", "is_origin", "layout_unknown")


class Attempts(ReadOnlyInline):
    """Each try at billing."""

    model = BillingAttempt
    verbose_name_plural = "Billing attempts"
    fields = ("shopify_created_at", "state", "error_code", "error_message", "completed_at", "order_gid")


class Differences(ReadOnlyInline):
    """What was found changed of it."""

    model = ContractDifference
    verbose_name_plural = "Changed"
    fields = ("noticed_at", "field", "was", "became", "revision", "learned")
    readonly_fields = ("field", "was", "became", "learned")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ContractDifference]":
        """The rows; whoever looks at them is known to each."""
        self._personal = may_see_personal_data(request)
        rows: QuerySet[ContractDifference] = super().get_queryset(request).select_related("contract")
        return rows

    @admin.display(description="Field")
    def field(self, row: ContractDifference) -> str:
        """The field's name in words."""
        return self._view(row).field

    @admin.display(description="It was")
    def was(self, row: ContractDifference) -> str:
        """The value before."""
        value = self._view(row).before
        return "(not there)" if value is None else value or "(empty)"

    @admin.display(description="It became")
    def became(self, row: ContractDifference) -> str:
        """The value after."""
        value = self._view(row).after
        return "(not there)" if value is None else value or "(empty)"

    @admin.display(description="We know because")
    def learned(self, row: ContractDifference) -> str:
        """How we know."""
        return self._view(row).learned

    def _view(self, row: ContractDifference) -> ContractDifferenceView:
        return difference_view(row, personal=self._personal)


class ContractAdmin(ReadOnlyAdmin):
    """Subscription contracts as last read from Shopify."""

    list_display = ("number", "store", "status", "whose", "is_prepaid", "next_billing", "shopify_updated_at")
    list_filter = ("status", "ownership", "store")
    list_select_related = ("store",)
    search_fields = ("=gid", "=shopify_id", "=id", "=customer_gid")
    fieldsets = (
        (None, {"fields": ("store", "gid", "status", "whose", "customer_gid", "deleted_at")}),
        ("Rhythm", {"fields": ("billed", "delivered", "is_prepaid", "next_billing")}),
        ("Content", {"fields": ("content_shown", "not_shown")}),
        ("Paid with", {"fields": ("payment_method_words", "payment_method_revoked", "last_payment_status")}),
        ("Selling plan", {"fields": ("plan_words",)}),
        ("Read from Shopify", {"fields": ("revision", "shopify_created_at", "shopify_updated_at", "read_started_at")}),
    )
    readonly_fields = ("plan_words", "whose", "billed", "delivered", "next_billing", "content_shown", "not_shown")
    inlines = (Lines, Deliveries, Cycles, Orders, Attempts, Differences)
    actions_list = ("calendar", "read_from_shopify")
    actions_detail = ("change_subscription", "deliveries", "portal_link", "read_again")

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the cycles that say when each is charged next."""
        return with_next_charges(super().get_queryset(request))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The contract, which knows whether whoever looks at it may see personal data."""
        row: Any = super().get_object(request, object_id, from_field)
        if row is not None:
            row.shows_personal_data = may_see_personal_data(request)
        return row

    @admin.display(description="Contract", ordering="shopify_id")
    def number(self, row: Contract) -> str:
        """Its number in Shopify."""
        return str(row)

    @admin.display(description="When it was bought")
    def plan_words(self, row: Contract) -> str:
        """The selling plan's name as it was then, or why it is not known."""
        named = row.plan.get("name", "") if isinstance(row.plan, dict) else ""
        return named or row.plan_missing or "not known"

    @admin.display(description="Whose")
    def whose(self, row: Contract) -> str:
        """Only our own is changed by Backhaul."""
        return _WHOSE.get(Ownership(row.ownership), row.app_title or row.app_gid)

    @admin.display(description="Billed")
    def billed(self, row: Contract) -> str:
        """How often, in words."""
        return contract_view(row).billing

    @admin.display(description="Delivered")
    def delivered(self, row: Contract) -> str:
        """How often, in words."""
        return contract_view(row).delivery

    @admin.display(description="Next billing")
    def next_billing(self, row: Contract) -> str:
        """When it is charged next; of a charge that has fallen due how it stands, and when it is tried next."""
        charge = next_charge_of(row)
        return (
            ": ".join(filter(None, (charge.says, in_zone(charge.at, row.store.timezone) if charge.at else ""))) or "-"
        )

    @admin.display(description="What can be changed")
    def content_shown(self, row: Contract) -> SafeString:
        """Field by field; personal data only for those who may see it."""
        found = content_fields(row, personal=getattr(row, "shows_personal_data", False))
        return format_html_join("", "<p>{}: {}</p>", ((one.field, one.value) for one in found))

    @admin.display(description="Not shown by Shopify")
    def not_shown(self, row: Contract) -> str:
        """What is empty and says nothing."""
        return row.content.get("hidden", "").replace(",", ", ") or "nothing"

    @button("Calendar of deliveries", "calendar")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """A month of a store's deliveries."""
        require(request, "view_contract")
        return serve_calendar(request, back=reverse(LIST))

    @button("Calendar", "calendar-of")
    def deliveries(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A month of the contract's deliveries."""
        require(request, "view_contract")
        row = shown(self, request, object_id, Contract)
        return serve_calendar(request, contract=row, back=_page(row))

    @button("Read a contract from Shopify", "read")
    def read_from_shopify(self, request: HttpRequest) -> HttpResponse:
        """Read a contract that is not here yet."""
        require(request, "change_contract")

        def carry_out(data: dict[str, Any]) -> str:
            return f"{import_contract(find_store(data['store'] or None), data['reference'])} is read."

        return serve_form(request, FormPage("Read a contract", ContractImportForm, carry_out, reverse(LIST), "Read"))

    @button("Read again", "read-again")
    def read_again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Read the contract from Shopify once more."""
        require(request, "change_contract")
        row = shown(self, request, object_id, Contract)

        def carry_out(_data: dict[str, Any]) -> str:
            return f"{import_contract(row.store, row.gid)} is read."

        return serve_form(request, FormPage(f"Read {row} again", EmptyForm, carry_out, _page(row), "Read"))

    @button("Change", "change-subscription")
    def change_subscription(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Change the subscription: say what, look at the preview, confirm."""
        require(request, "add_change")
        row = shown(self, request, object_id, Contract)
        return serve_change(request, row, back=_page(row))

    @button("Send a portal link", "portal-link")
    def portal_link(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Mail the customer a link that opens the portal."""
        require(request, "change_contract")
        row = shown(self, request, object_id, Contract)
        return serve_portal_link(request, row, back=_page(row))


def _page(row: Contract) -> str:
    return reverse(PAGE, args=(row.pk,))
