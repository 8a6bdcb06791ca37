"""What makes an invoice one that cannot be posted; part of the tree that is drawn in `errors`."""

from collections.abc import Mapping

from backhaul.core.errors import InputError
from backhaul.core.money import Money


class OtherCurrency(InputError):
    code = "other-currency"
    default_hint = "Invoice in the currency that the customer has bought in."

    def __init__(self, currency: str, *, order: str, order_currency: str) -> None:
        super().__init__(
            f"The invoice is in {currency}, but the customer of {order} pays in {order_currency}.",
            data={"currency": currency, "order": order, "order_currency": order_currency},
        )


class TaxUnclear(InputError):
    """It is not clear from the amounts what the customer owes."""

    code = "tax-unclear"

    def __init__(self, *, tax_included: bool) -> None:
        message = (
            "The amounts include the tax, and yet a tax is given to be added to them."
            if tax_included
            else "The amounts do not include the tax, and the invoice does not say how much it is."
        )
        hint = "Leave tax out, or say that the amounts do not include it." if tax_included else "Give tax; it may be 0."
        super().__init__(message, hint=hint, data={"tax_included": tax_included})


class TotalIsNotTheSum(InputError):
    code = "total-is-not-the-sum"

    def __init__(self, parts: Mapping[str, Money], *, total: Money, total_of_parts: Money) -> None:
        named = " + ".join(f"{name} {amount.text}" for name, amount in parts.items())
        difference = total - total_of_parts
        super().__init__(
            f"The total is {total}, but {named} is {total_of_parts}: the difference is {difference}.",
            hint="Correct the total or the amounts.",
            data={"total": total.text, "sum": total_of_parts.text, "difference": difference.text},
        )


class MoreThanLeftToInvoice(InputError):
    code = "more-than-left-to-invoice"
    default_hint = "Lower the quantity. If the order has just changed in Shopify, read it from there again."

    def __init__(self, line: str, *, quantity: int, left: int, invoiced: int, removed: int) -> None:
        reasons = [
            f"{invoiced} {_have(invoiced)} been invoiced" if invoiced else "",
            f"{removed} {_were(removed)} refunded or removed in Shopify" if removed else "",
        ]
        why = " and ".join(filter(None, reasons))
        super().__init__(
            f"{quantity} of “{line}” cannot be invoiced: {left or 'none'} {'is' if left == 1 else 'are'} left"
            f"{'; ' + why if why else ''}.",
            data={"line": line, "quantity": quantity, "left": left, "invoiced": invoiced, "removed": removed},
        )


class InvoiceAboveOrder(InputError):
    code = "invoice-above-order"
    default_hint = "Lower the total. If the order has just changed in Shopify, read it from there again."

    def __init__(self, order: str, *, total: Money, left: Money, worth: Money) -> None:
        super().__init__(
            f"{total} cannot be invoiced: {order} is worth {worth} now, and {left} of it are left to invoice.",
            data={"order": order, "total": total.text, "left": left.text, "worth": worth.text},
        )


class OrderCancelled(InputError):
    code = "order-cancelled"
    default_hint = "If it was cancelled by mistake, place it again in Shopify and invoice the new order."

    def __init__(self, order: str) -> None:
        super().__init__(f"{order} is cancelled in Shopify: nothing of it can be invoiced.", data={"order": order})


class InvoicingIsFinal(InputError):
    code = "invoicing-is-final"

    def __init__(self, order: str, *, invoice: str, invoice_id: str) -> None:
        super().__init__(
            f"Nothing more of {order} can be invoiced: “{invoice}” was posted as its final invoice.",
            hint="A final invoice is the last one of its order.",
            data={"order": order, "invoice": invoice, "document": invoice_id},
        )


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
