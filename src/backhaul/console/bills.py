"""Pages of bills: what was charged, what failed, what is to come, with the next step and what a person can do."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import site
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from backhaul.console.forms import EmptyForm
from backhaul.console.pages import CAPTURE, FormPage, require, serve_form, shown
from backhaul.console.read_only import ReadOnlyAdmin, ReadOnlyInline, button
from backhaul.core.bills import CAN_BE_CHARGED, SETTLED_BILL, BillState, BillWish
from backhaul.core.declines import say_decline
from backhaul.core.moments import in_zone
from backhaul.flows.find import find_stores
from backhaul.flows.show.bills import effective_state
from backhaul.flows.show.due import DueView, due_view
from backhaul.flows.steer_bills import ask_for_card, wish_bill
from backhaul.models import Bill, Charge

LIST = "admin:backhaul_bill_changelist"
_WISHED = {
    BillWish.CHARGE: "it is charged as soon as a worker is free. Load this page again to see what came of it.",
    BillWish.SKIP: "it is skipped as soon as a worker is free. Load this page again to see what came of it.",
    BillWish.LEAVE: "it is left uncharged. Load this page again to see that.",
}
DUE_COLUMNS = ["Store", "Subscription", "Cycle", "To be charged", "What comes of it"]


class StateFilter(admin.SimpleListFilter):
    """Where they stand."""

    title = "state"
    parameter_name = "state"

    def lookups(self, _request: HttpRequest, _model_admin: Any) -> list[tuple[str, str]]:
        """All that is not settled first."""
        return [("not_settled", "everything that is not settled"), *((one.value, one.words) for one in BillState)]

    def queryset(self, _request: HttpRequest, queryset: "QuerySet[Bill]") -> "QuerySet[Bill]":
        """The bills in that state."""
        if self.value() == "not_settled":
            return queryset.exclude(state__in=SETTLED_BILL)
        return queryset.filter(state=self.value()) if self.value() else queryset


class Charges(ReadOnlyInline):
    """Every try."""

    model = Charge
    verbose_name_plural = "Tries"
    fields = ("number", "state", "why", "prepared_at", "ended_at", "attempt_gid")
    readonly_fields = ("why",)

    @admin.display(description="Why it has failed")
    def why(self, row: Charge) -> str:
        """In words, with Shopify's code."""
        return say_decline(row.error_code) if row.error_code else ""


class BillAdmin(ReadOnlyAdmin):
    """Billing cycles of subscriptions that Backhaul charges."""

    list_display = (
        "contract",
        "cycle_index",
        "due_at",
        "stands",
        "charged",
        "words",
        "next_try_at",
        "order_gid",
        "store",
    )
    list_display_links = ("contract", "cycle_index")
    list_filter = (StateFilter, "contract__store")
    list_select_related = ("contract__store", "task")
    search_fields = ("=contract__id", "=contract__gid", "=order_gid", "=id")
    fields = (
        "stands",
        "words",
        "contract",
        "cycle_index",
        "due_at",
        "next_try_at",
        "charged",
        "order_gid",
        "task",
        "wish",
        "wished_by",
        "settled_at",
    )
    readonly_fields = ("stands", "charged", "store")
    inlines = (Charges,)
    actions_list = ("due",)
    actions_detail = ("charge", "skip", "leave", "card")

    def get_actions_detail(self, request: HttpRequest, object_id: int | str) -> list[Any]:
        """What is charged has nothing left to do."""
        row = self.get_object(request, str(object_id))
        actions: list[Any] = super().get_actions_detail(request, object_id)
        return actions if isinstance(row, Bill) and row.state in CAN_BE_CHARGED else []

    @admin.display(description="State")
    def stands(self, row: Bill) -> str:
        """In words."""
        return effective_state(row).words

    @admin.display(description="Charged", ordering="amount", empty_value="")
    def charged(self, row: Bill) -> str | None:
        """How much, in the currency that the customer pays in."""
        return str(row.charged) if row.charged else None

    @admin.display(description="Store")
    def store(self, row: Bill) -> str:
        """Whose it is."""
        return row.contract.store.slug

    @button("What is due", "due")
    def due(self, request: HttpRequest) -> HttpResponse:
        """The cycles that are due, and those of the next days, of every store."""
        require(request, "view_bill")
        rows = [
            [one.store, _linked(one), str(one.cycle), in_zone(one.due_at, store.timezone), one.says]
            for store in find_stores()
            for one in due_view(store)
        ]
        table = {"headers": DUE_COLUMNS, "rows": rows}
        context = {**site.each_context(request), "title": "What is due", "table": table, "back": reverse(LIST)}
        return TemplateResponse(request, "console/due.html", context)

    @button("Charge now", "charge")
    def charge(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Have it charged before the date of its next try."""
        words = "The customer is charged for this cycle as soon as a worker is free, unless Shopify shows it charged."
        return self._wish(request, object_id, BillWish.CHARGE, title="Charge now", words=words)

    @button("Skip the cycle", "skip")
    def skip(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Have the cycle skipped in Shopify."""
        words = "The cycle is skipped in Shopify: nothing is charged or delivered for it."
        return self._wish(request, object_id, BillWish.SKIP, title="Skip the cycle", words=words)

    @button("Leave it uncharged", "leave")
    def leave(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Leave the cycle uncharged."""
        words = "Nothing is done: the cycle stays unbilled in Shopify, and is not charged by itself any more."
        return self._wish(request, object_id, BillWish.LEAVE, title="Leave it uncharged", words=words)

    @button("Ask for another card", "card")
    def card(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Have Shopify write to the customer."""
        require(request, CAPTURE)
        bill = shown(self, request, object_id, Bill)

        def carry_out(_data: dict[str, Any]) -> str:
            task = ask_for_card(bill.pk, by=request.user.get_username())
            return f"Shopify will be asked to write to the customer. Its task is {task.pk}."

        words = "Shopify writes to the customer, who can give another way to pay."
        page = FormPage("Ask for another card", EmptyForm, carry_out, _page(bill), "Ask", explanation=words)
        return serve_form(request, page)

    def _wish(self, request: HttpRequest, object_id: str, wish: BillWish, *, title: str, words: str) -> HttpResponse:
        require(request, CAPTURE)
        bill = shown(self, request, object_id, Bill)

        def carry_out(_data: dict[str, Any]) -> str:
            done = wish_bill(bill.pk, wish, by=request.user.get_username())
            return f"Cycle {done.cycle_index} of subscription {done.contract}: {_WISHED[wish]}"

        about = f"Cycle {bill.cycle_index} of subscription {bill.contract}: {bill.words} {words}"
        return serve_form(request, FormPage(title, EmptyForm, carry_out, _page(bill), title, explanation=about))


def _page(bill: Bill) -> str:
    return reverse("admin:backhaul_bill_change", args=(bill.pk,))


def _linked(due: DueView) -> str:
    """The subscription's number, which leads to the bill where there is one already."""
    kind, pk = ("bill", due.bill_id) if due.bill_id else ("contract", due.contract_id)
    return format_html(
        '<a class="underline" href="{}">{}</a>', reverse(f"admin:backhaul_{kind}_change", args=(pk,)), due.contract
    )
