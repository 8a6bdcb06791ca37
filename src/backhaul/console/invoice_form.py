"""The form that posts an invoice: units and an amount for each line of the order."""

from collections.abc import Sequence
from typing import Any

from django import forms

from backhaul.console.forms import choice, switch, text
from backhaul.console.moment_field import MomentField, ask_in_zone
from backhaul.core.invoicing import AmountsRequest, InvoiceLineRequest
from backhaul.core.outstanding import LineRequest
from backhaul.flows.post_invoice import InvoiceRequest
from backhaul.flows.show.orders import OrderLineView
from backhaul.models import SalesOrder

INCLUDED = "included"
EXCLUDED = "excluded"


class InvoiceForm(forms.Form):
    """An invoice of one order, in the currency of its customer."""

    external_number = text("Your number of the invoice", most=64)
    posted_at = MomentField("When it was invoiced", required=False)
    tax_included = choice("The amounts", [(INCLUDED, "include the tax"), (EXCLUDED, "do not include the tax")])
    total = text("Total", most=40, help_text="Lines, shipping, and the tax unless the amounts include it.")
    shipping = text("Shipping", required=False, most=40)
    tax = text("Tax", required=False, most=40, help_text="Only when the amounts do not include it; it may be 0.")
    final = switch("Nothing more of the order will be invoiced")

    def __init__(self, *args: Any, lines: Sequence[OrderLineView], order: SalesOrder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_in_zone(self, order.store.timezone)
        currency = order.presentment_currency
        for amount in ("total", "shipping", "tax"):
            self.fields[amount].label = f"{self.fields[amount].label} ({currency})"
        for line in lines:
            name = line.sku or line.title
            label = f"{name}: how many of {line.left_to_invoice} left to invoice"
            self.fields[line.line] = text(label, required=False, most=20)
            label = f"{name}: their amount together ({currency})"
            self.fields[_amount_of(line)] = text(label, required=False, most=40)


def invoice_request(data: dict[str, Any], lines: Sequence[OrderLineView], *, currency: str) -> InvoiceRequest:
    """What the form asks for; a line of which only one of the two fields is filled in is refused by the flow."""
    tax_included = data["tax_included"] == INCLUDED
    return InvoiceRequest(
        external_number=data["external_number"],
        amounts=AmountsRequest(currency, data["total"], tax_included, data["shipping"] or None, data["tax"] or None),
        lines=[
            InvoiceLineRequest(LineRequest(data[line.line], line=line.line), data[_amount_of(line)])
            for line in lines
            if data[line.line] or data[_amount_of(line)]
        ],
        final=data["final"],
        posted_at=data["posted_at"],
    )


def _amount_of(line: OrderLineView) -> str:
    return f"{line.line}_amount"
