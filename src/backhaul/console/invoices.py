"""Pages of posted invoices."""

from decimal import Decimal

from django.contrib import admin

from backhaul.console.credit_memos import CreditMemos, GivesBack
from backhaul.console.read_only import ReadOnlyAdmin, ReadOnlyInline
from backhaul.core.money import Money
from backhaul.flows.invoiceable import invoiceable
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
        "task",
        "outcome",
        "created_at",
    )
    readonly_fields: tuple[str, ...] = ("invoiced", "of_it_shipping", "of_it_tax", "left", "outcome")
    inlines: tuple[type[ReadOnlyInline], ...] = (Lines, CreditMemos)
    actions_detail = ("credit",)

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

    @admin.display(description="State")
    def state(self, invoice: PostedInvoice) -> str:
        """The state of its task."""
        return invoice.task.state

    @admin.display(description="Outcome")
    def outcome(self, invoice: PostedInvoice) -> str:
        """How its task ended, or for what it stopped."""
        return invoice.task.outcome_detail or invoice.task.outcome


def _text(amount: Decimal, invoice: PostedInvoice) -> str:
    return str(Money(amount, invoice.currency))
