"""Invoices as requests ask for them, for tests that post some."""

from collections.abc import Sequence

from backhaul.core.invoicing import AmountsRequest, InvoiceLineRequest
from backhaul.core.outstanding import LineRequest
from backhaul.flows.post_invoice import InvoiceRequest


def invoice_line(sku: str = "apple", quantity: object = 1, amount: object = "2.50") -> InvoiceLineRequest:
    """So many units of a SKU for that much together: one apple unless said otherwise."""
    return InvoiceLineRequest(LineRequest(quantity, sku=sku), amount)


def invoice_request(
    number: str = "I-1",
    lines: Sequence[InvoiceLineRequest] | None = None,
    *,
    total: object = "2.50",
    currency: str = "EUR",
    final: bool = False,
) -> InvoiceRequest:
    """An invoice of one apple for 2.50 EUR, tax included, unless said otherwise."""
    amounts = AmountsRequest(currency, total, tax_included=True)
    return InvoiceRequest(number, amounts, [invoice_line()] if lines is None else lines, final=final)
