"""Whether an invoice may be posted: its lines, its amounts to the minor unit, and what is left of the order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backhaul.core.errors import BadMoney, NothingToPost
from backhaul.core.invoiceable import Invoiceable, InvoiceableLine
from backhaul.core.invoicing_errors import (
    InvoiceAboveOrder,
    InvoicingIsFinal,
    MoreThanLeftToInvoice,
    OrderCancelled,
    OtherCurrency,
    TaxUnclear,
    TotalIsNotTheSum,
)
from backhaul.core.money import Money, decimals_of, parse_money, zero
from backhaul.core.money import total as sum_of
from backhaul.core.outstanding import LineRequest, check_quantity, resolve_line


@dataclass(frozen=True)
class InvoiceLineRequest:
    """A line as a request gives it: which one and how many units, and what they cost together, as text."""

    line: LineRequest
    amount: object


@dataclass(frozen=True)
class AmountsRequest:
    """The amounts of an invoice as a request gives them, as text. `shipping` None is nothing.

    `tax` is given, if only as zero, exactly when the amounts do not include it.
    """

    currency: str
    total: object
    tax_included: bool
    shipping: object = None
    tax: object = None


@dataclass(frozen=True)
class InvoiceLine:
    """So many units of an order line, for that much together."""

    line_gid: str
    quantity: int
    amount: Money


@dataclass(frozen=True)
class InvoiceContent:
    """An invoice whose amounts add up to its total. `tax` is None when the amounts include it."""

    lines: tuple[InvoiceLine, ...]
    total: Money
    shipping: Money
    tax: Money | None


def read_content(
    lines: Sequence[InvoiceLineRequest],
    amounts: AmountsRequest,
    order: Invoiceable,
    *,
    elsewhere: Mapping[str, str] | None = None,
) -> InvoiceContent:
    """Resolve and check what an invoice says, whatever is left of the order; lines named several times are added up.

    `elsewhere` names the order of each line that the request names and that belongs to another one.
    Raises OtherCurrency, BadMoney, TaxUnclear, TotalIsNotTheSum, NothingToPost, BadReference, UnknownLine,
    LineOfAnotherOrder, AmbiguousSku, BadQuantity. The result is in the order's own order.
    """
    _check_currency(amounts.currency, order)
    if amounts.tax_included == (amounts.tax is not None):
        raise TaxUnclear(tax_included=amounts.tax_included)
    content = InvoiceContent(
        lines=_read_lines(lines, order, elsewhere or {}),
        total=check_amount(amounts.total, order.currency, of="the total"),
        shipping=_optional(amounts.shipping, order.currency, of="shipping") or zero(order.currency),
        tax=_optional(amounts.tax, order.currency, of="the tax"),
    )
    _check_sum(content)
    return content


def check_left(content: InvoiceContent, order: Invoiceable) -> None:
    """Raise unless all of it is left to invoice: OrderCancelled, InvoicingIsFinal, MoreThanLeftToInvoice,
    InvoiceAboveOrder."""
    if order.is_cancelled:
        raise OrderCancelled(order.order_name)
    final = order.final_invoice
    if final is not None:
        raise InvoicingIsFinal(order.order_name, invoice=final.number, invoice_id=final.id)
    for wanted in content.lines:
        _check_units(wanted, order.line(wanted.line_gid))
    left = order.money_left
    if left is not None and order.worth is not None and content.total > left:
        raise InvoiceAboveOrder(order.order_name, total=content.total, left=left, worth=order.worth)


def check_amount(amount: object, currency: str, *, of: str) -> Money:
    """The amount that a text gives: not negative, and with no more decimals than the currency has. Raises BadMoney.

    A decimal too many is refused even where it is a zero: "1.500" may well be meant as fifteen hundred.
    """
    if not isinstance(amount, str):
        raise BadMoney(f"{_begun(of)} is not given as text.", hint='Write amounts as text, like "12.50".')
    money = parse_money(amount.strip(), currency)
    places = decimals_of(currency)
    if money.amount.is_signed():
        raise BadMoney(f"{_begun(of)}, {amount.strip()}, is negative.", hint="An invoice cannot give money back.")
    if -int(money.amount.as_tuple().exponent) > places:
        raise BadMoney(
            f"{_begun(of)}, {amount.strip()}, has more decimals than {currency} has.",
            hint=f"Write it with {places} decimals at most." if places else "Write it without decimals.",
            data={"amount": amount.strip(), "currency": currency, "decimals": places},
        )
    return money


def _optional(amount: object, currency: str, *, of: str) -> Money | None:
    return None if amount is None else check_amount(amount, currency, of=of)


def _check_currency(currency: str, order: Invoiceable) -> None:
    parse_money("0", currency)
    if currency != order.currency:
        raise OtherCurrency(currency, order=order.order_name, order_currency=order.currency)


def _read_lines(
    requests: Sequence[InvoiceLineRequest], order: Invoiceable, elsewhere: Mapping[str, str]
) -> tuple[InvoiceLine, ...]:
    if not requests:
        raise NothingToPost
    found: dict[str, InvoiceLine] = {}
    for request in requests:
        line = resolve_line(request.line, order.lines, elsewhere=elsewhere)
        quantity = check_quantity(request.line.quantity, line=line.label)
        amount = check_amount(request.amount, order.currency, of=f"the amount of “{line.label}”")
        before = found.get(line.gid, InvoiceLine(line.gid, 0, zero(order.currency)))
        found[line.gid] = InvoiceLine(line.gid, before.quantity + quantity, before.amount + amount)
    return tuple(found[line.gid] for line in order.lines if line.gid in found)


def _check_sum(content: InvoiceContent) -> None:
    currency = content.total.currency
    parts = {"lines": sum_of((line.amount for line in content.lines), currency), "shipping": content.shipping}
    if content.tax is not None:
        parts["tax"] = content.tax
    added_up = sum_of(parts.values(), currency)
    if added_up != content.total:
        raise TotalIsNotTheSum(parts, total=content.total, total_of_parts=added_up)


def _check_units(wanted: InvoiceLine, line: InvoiceableLine) -> None:
    if wanted.quantity > line.left:
        raise MoreThanLeftToInvoice(
            line.label, quantity=wanted.quantity, left=line.left, invoiced=sum(line.standing), removed=line.removed
        )


def _begun(of: str) -> str:
    return of[:1].upper() + of[1:]
