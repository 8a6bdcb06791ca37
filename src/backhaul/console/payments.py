"""Pages of the Payment Line List: look at, capture by hand."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from backhaul.console.forms import EmptyForm
from backhaul.console.pages import CAPTURE, FormPage, require, serve_form, shown
from backhaul.console.read_only import ReadOnlyAdmin, ReadOnlyInline, button
from backhaul.core.payment_lines import LineState
from backhaul.flows.ask_for_payments import Asked, capture_by_hand
from backhaul.flows.payment_facts import kept_money, line_value
from backhaul.flows.show.payments import expires_words, payment_line_view, payment_method, whole_lines
from backhaul.models import Capture, PaymentLine


def asked_words(asked: Asked) -> str:
    """What is said once a task was asked for."""
    return f"{'A new task' if asked.is_new else 'Its task'}, {asked.task}, is {asked.task.state}."


class LineColumns:
    """What lists of payment lines show of each."""

    SUMS = ("whole", "wanted", "taken", "being_taken", "still_open", "given_back")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[PaymentLine]":
        """Together with everything that is shown of a line."""
        return whole_lines(super().get_queryset(request))  # type: ignore[misc]  # of the page that this is mixed into

    @admin.display(description="Paid by")
    def method(self, line: PaymentLine) -> str:
        """The gateway by the back office's name, or by Shopify's where nobody has mapped it."""
        return payment_method(line) or line.gateway_name or line.gateway

    @admin.display(description="Authorised")
    def whole(self, line: PaymentLine) -> str:
        """The whole transaction."""
        return payment_line_view(line).authorised

    @admin.display(description="Amount")
    def wanted(self, line: PaymentLine) -> str:
        """The invoice's part of it."""
        return payment_line_view(line).amount

    @admin.display(description="Captured")
    def taken(self, line: PaymentLine) -> str:
        """What captures have taken of that."""
        return payment_line_view(line).captured

    @admin.display(description="Pending")
    def being_taken(self, line: PaymentLine) -> str:
        """What captures that have not ended may still take."""
        return payment_line_view(line).pending

    @admin.display(description="Open")
    def still_open(self, line: PaymentLine) -> str:
        """What nothing has taken yet."""
        return payment_line_view(line).open

    @admin.display(description="Refunded")
    def given_back(self, line: PaymentLine) -> str:
        """What of it was given back."""
        return payment_line_view(line).refunded

    @admin.display(description="State", ordering="state")
    def stands(self, line: PaymentLine) -> str:
        """The state in words."""
        return LineState(line.state).words

    @admin.display(description="Expires", ordering="expires_at")
    def expires(self, line: PaymentLine) -> str:
        """When, in the store's time zone; a ~ marks an estimate."""
        return expires_words(line)


class PaymentLines(LineColumns, ReadOnlyInline):
    """The payment lines of an invoice, or of all invoices of an order."""

    model = PaymentLine
    verbose_name_plural = "payment lines"
    fields = ("invoice", "method", *LineColumns.SUMS, "currency", "stands", "expires", "detail", "task")
    readonly_fields = ("method", *LineColumns.SUMS, "stands", "expires")
    ordering = ("position",)
    show_change_link = True


class Captures(ReadOnlyInline):
    """Money taken, or tried to be taken, for the line, and by whom."""

    model = Capture
    fields = ("of_it", "status", "taken_by", "error_code", "transaction_gid", "created_at", "settled_at", "intent")
    readonly_fields = ("of_it",)

    @admin.display(description="Amount")
    def of_it(self, capture: Capture) -> str:
        """What it took, or was to take, for the line."""
        return str(kept_money(capture.amount, capture.line.currency))


class PaymentLineAdmin(LineColumns, ReadOnlyAdmin):
    """The Payment Line List, over all invoices."""

    list_display = (
        "order",
        "invoice",
        "method",
        *LineColumns.SUMS,
        "currency",
        "stands",
        "expires",
    )
    list_filter = ("state", "kind", "order__store")
    search_fields = ("=order__name", "=invoice__external_number", "=id", "=transaction_gid")
    fields = (
        "order",
        "invoice",
        "kind",
        "method",
        *LineColumns.SUMS,
        "currency",
        "stands",
        "detail",
        "expires",
        "takes_one_capture",
        "transaction_gid",
        "gateway",
        "gateway_name",
        "task",
        "task_stands",
        "created_at",
    )
    readonly_fields = (*PaymentLines.readonly_fields, "task_stands")
    inlines = (Captures,)
    actions_detail = ("capture",)

    @admin.display(description="Task says")
    def task_stands(self, line: PaymentLine) -> str:
        """The state of its task, and how it ended or for what it stopped."""
        return f"{line.task.state} {line.task.outcome_detail}".strip() if line.task else ""

    @button("Capture by hand", "capture")
    def capture(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Capture what is open of the line now."""
        require(request, CAPTURE)
        line = shown(self, request, object_id, PaymentLine)

        def carry_out(_data: dict[str, Any]) -> str:
            return asked_words(capture_by_hand(line))

        back = reverse("admin:backhaul_paymentline_change", args=(line.pk,))
        title = f"Capture {line.order}, invoice {line.invoice}"
        page = FormPage(title, EmptyForm, carry_out, back, "Capture", explanation=_before_capturing(line))
        return serve_form(request, page)


def _before_capturing(line: PaymentLine) -> str:
    """What will be taken, and what will be lost by it."""
    view = payment_line_view(line)
    if line_value(line).open.amount <= 0:
        return "Nothing of it is open: there is nothing to capture."
    words = f"{view.open} {view.currency} of {view.gateway_name or view.gateway} are open. Its task captures them now."
    if not view.takes_one_capture:
        return words
    whole = f"{view.authorised} {view.currency}"
    return f"{words} This authorisation of {whole} allows one capture only: whatever that leaves of it is lost."
