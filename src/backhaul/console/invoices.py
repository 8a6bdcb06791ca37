"""Pages of posted invoices."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join

from backhaul.console.credit_memos import CreditMemos, GivesBack
from backhaul.console.forms import EmptyForm
from backhaul.console.pages import CAPTURE, FormPage, require, serve_form, shown
from backhaul.console.payments import PaymentLines, asked_words
from backhaul.console.read_only import ReadOnlyAdmin, ReadOnlyInline, button
from backhaul.core.money import Money
from backhaul.flows.ask_for_payments import Asked, retrieve_again, void_leftovers
from backhaul.flows.invoiceable import invoiceable
from backhaul.flows.show.balances import balance_of
from backhaul.models import PostedInvoice, PostedInvoiceLine


class Lines(ReadOnlyInline):
    """What was invoiced."""

    model = PostedInvoiceLine
    fields = ("order_line", "quantity", "for_together")
    readonly_fields = ("for_together",)

    @admin.display(description="Amount")
    def for_together(self, line: PostedInvoiceLine) -> str:
        """What all units of the line cost together."""
        return _text(line.amount, line.invoice)


@dataclass(frozen=True)
class _Question:
    """What a page asks before a task is written."""

    title: str
    button: str
    words: str


class InvoiceAdmin(GivesBack, ReadOnlyAdmin):
    """Posted invoices."""

    list_display = ("external_number", "order", "store", "invoiced", "final", "posted_at", "state", "outcome")
    list_filter = ("store",)
    list_select_related = ("store", "order", "task")
    search_fields = ("=external_number", "=order__name", "=id")
    fields: tuple[str, ...] = (
        "external_number",
        "store",
        "order",
        "posted_at",
        "invoiced",
        "of_it_shipping",
        "of_it_tax",
        "final",
        "left",
        "balance",
        "task",
        "outcome",
        "created_at",
    )
    readonly_fields: tuple[str, ...] = ("invoiced", "of_it_shipping", "of_it_tax", "left", "balance", "outcome")
    inlines: tuple[type[ReadOnlyInline], ...] = (Lines, PaymentLines, CreditMemos)
    actions_detail = ("retrieve", "void_leftover", "credit")

    @admin.display(description="Total")
    def invoiced(self, invoice: PostedInvoice) -> str:
        """What the customer owes."""
        return _text(invoice.total, invoice)

    @admin.display(description="Of it shipping")
    def of_it_shipping(self, invoice: PostedInvoice) -> str:
        """What of it shipping costs."""
        return _text(invoice.shipping, invoice)

    @admin.display(description="Of it tax")
    def of_it_tax(self, invoice: PostedInvoice) -> str:
        """The tax, when it is not in the amounts."""
        return "in the amounts" if invoice.tax is None else _text(invoice.tax, invoice)

    @admin.display(description="Left to invoice of the order")
    def left(self, invoice: PostedInvoice) -> str:
        """What of the order can still be invoiced, by now."""
        found = invoiceable(invoice.order)
        units = ", ".join(f"{found.units_left(line)} {line.label}" for line in found.lines if found.units_left(line))
        if not units:
            return "nothing"
        return units if found.money_left is None else f"{found.money_left}: {units}"

    @admin.display(description="Its total explained")
    def balance(self, invoice: PostedInvoice) -> str:
        """What of it was paid, is captured, is open or is lost."""
        return format_html_join("", "<p>{}</p>", ((words,) for words in balance_of(invoice).sentences))

    @button("Retrieve payments again", "retrieve")
    def retrieve(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Have the invoice's payments retrieved once more."""
        words = "What is not covered yet gets payment lines. Those that are there stay as they are."
        return self._ask(request, object_id, retrieve_again, _Question("Retrieve payments of", "Retrieve", words))

    @button("Void leftovers", "void-leftover")
    def void_leftover(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Have what no invoice needs of the order's authorisations voided."""
        words = "What no invoice of the order needs of its authorisations is given back to the customer. It is final."
        return self._ask(request, object_id, void_leftovers, _Question("Void leftovers of", "Void", words))

    def _ask(
        self,
        request: HttpRequest,
        object_id: str,
        flow: Callable[[PostedInvoice], Asked],
        question: "_Question",
    ) -> HttpResponse:
        require(request, CAPTURE)
        invoice = shown(self, request, object_id, PostedInvoice)

        def carry_out(_data: dict[str, Any]) -> str:
            return asked_words(flow(invoice))

        back = reverse("admin:backhaul_postedinvoice_change", args=(invoice.pk,))
        title = f"{question.title} {invoice}"
        page = FormPage(title, EmptyForm, carry_out, back, question.button, explanation=question.words)
        return serve_form(request, page)

    @admin.display(description="State")
    def state(self, invoice: PostedInvoice) -> str:
        """The state of its task."""
        return invoice.task.state

    @admin.display(description="How the retrieval ended")
    def outcome(self, invoice: PostedInvoice) -> str:
        """How its task ended, or for what it stopped; what has become of the payments since stands in the balance."""
        return invoice.task.outcome_detail or invoice.task.outcome


def _text(amount: Decimal, invoice: PostedInvoice) -> str:
    return str(Money(amount, invoice.currency))
