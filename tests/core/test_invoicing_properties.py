"""One order over time: partial invoices, parcels, returns and cancellations, in any sequence and currency."""

from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backhaul.core.errors import InputError
from backhaul.core.invoiceable import EarlierInvoice, Invoiceable, InvoiceableLine, InvoicedLine, standing_units
from backhaul.core.invoicing import AmountsRequest, InvoiceContent, InvoiceLineRequest, check_left, read_content
from backhaul.core.money import Money, decimals_of, zero
from backhaul.core.outstanding import LineRequest

CURRENCIES = ("JPY", "EUR", "KWD")


@dataclass
class Line:
    """An order line as Shopify and the shop's books know it; prices and taxes are in minor units."""

    gid: str
    ordered: int
    price: int
    tax: int
    shipped: int = 0
    returned: int = 0
    cancelled: int = 0

    @property
    def current(self) -> int:
        return self.ordered - self.returned - self.cancelled


@dataclass
class Shop:
    """An order with shipping, the invoices of it, and what every customer could reckon up by hand."""

    currency: str
    net: bool
    lines: list[Line]
    shipping: int
    invoices: list[EarlierInvoice] = field(default_factory=list)

    def money(self, minor: int) -> Money:
        return Money(Decimal(minor).scaleb(-decimals_of(self.currency)), self.currency)

    def worth(self) -> Money:
        return self.money(self.shipping + sum(line.current * (line.price + line.tax) for line in self.lines))

    def view(self) -> Invoiceable:
        lines = tuple(self._line(line) for line in self.lines)
        return Invoiceable("#1", self.currency, lines, tuple(self.invoices), self.worth())

    def _line(self, line: Line) -> InvoiceableLine:
        postings = [posting for invoice in self.invoices for posting in invoice.about(line.gid)]
        standing = standing_units(postings, current=line.current, returned=line.returned)
        return InvoiceableLine(
            line.gid, line.gid, None, line.ordered, current=line.current, returned=line.returned, standing=standing
        )

    def asked(self, units: dict[str, int], *, more: int = 0) -> tuple[list[InvoiceLineRequest], AmountsRequest]:
        """An invoice of so many units at their prices, `more` minor units too dear; shipping is on the first."""
        shipping = 0 if self.invoices else self.shipping
        chosen = [line for line in self.lines if units.get(line.gid)]
        amounts = [units[line.gid] * (line.price if self.net else line.price + line.tax) for line in chosen]
        amounts[0] += more
        tax = sum(units[line.gid] * line.tax for line in chosen)
        total = sum(amounts) + shipping + (tax if self.net else 0)
        texts = [self.money(amount).text for amount in amounts]
        requests = [
            InvoiceLineRequest(LineRequest(units[line.gid], line=line.gid), text)
            for line, text in zip(chosen, texts, strict=True)
        ]
        given_tax = self.money(tax).text if self.net else None
        total_text, shipping_text = self.money(total).text, self.money(shipping).text
        return requests, AmountsRequest(self.currency, total_text, not self.net, shipping_text, given_tax)

    def post(self, units: dict[str, int], *, more: int = 0) -> None:
        requests, amounts = self.asked(units, more=more)
        view = self.view()
        content = read_content(requests, amounts, view)
        check_left(content, view)
        self._keep(content)

    def _keep(self, content: InvoiceContent) -> None:
        returned = {line.gid: line.returned for line in self.lines}
        lines = tuple(InvoicedLine(x.line_gid, x.quantity, x.amount, returned[x.line_gid]) for x in content.lines)
        nothing = zero(self.currency)
        number = str(len(self.invoices))
        self.invoices.append(
            EarlierInvoice(number, number, content.total, content.tax or nothing, nothing, final=False, lines=lines)
        )

    def invoiced(self, line: Line) -> int:
        return sum(posting.quantity for invoice in self.invoices for posting in invoice.about(line.gid))


@st.composite
def shops(draw: st.DrawFn) -> Shop:
    lines = [
        Line(f"gid://shopify/LineItem/{number}", draw(st.integers(1, 6)), draw(st.integers(0, 999)), tax)
        for number, tax in enumerate(draw(st.lists(st.integers(0, 190), min_size=1, max_size=3)))
    ]
    return Shop(draw(st.sampled_from(CURRENCIES)), draw(st.booleans()), lines, draw(st.integers(0, 500)))


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["invoice", "ship", "return", "cancel"]), st.lists(st.integers(0, 6), min_size=3, max_size=3)
    ),
    max_size=12,
)


def happens(shop: Shop, event: str, numbers: list[int]) -> None:
    """Parcels leave, come back, or what has not left is cancelled: as much of the numbers as is possible."""
    for line, number in zip(shop.lines, numbers, strict=False):
        unshipped = line.ordered - line.shipped - line.cancelled
        if event == "ship":
            line.shipped += min(number, unshipped)
        if event == "return":
            line.returned += min(number, line.shipped - line.returned)
        if event == "cancel":
            line.cancelled += min(number, unshipped)


def posted_as_far_as_possible(shop: Shop, numbers: list[int]) -> None:
    """Whatever is left of the wanted units is invoiced at its price; it must never be refused."""
    view = shop.view()
    units = {line.gid: min(number, view.line(line.gid).left) for line, number in zip(shop.lines, numbers, strict=False)}
    if any(units.values()):
        shop.post(units)


@settings(max_examples=300, deadline=None)
@given(shops(), EVENTS)
def test_what_is_left_at_its_price_can_always_be_invoiced_and_never_more_than_was_not_cancelled(
    shop: Shop, events: list[tuple[str, list[int]]]
) -> None:
    for event, numbers in events:
        before = {line.gid: shop.invoiced(line) for line in shop.lines}
        if event == "invoice":
            posted_as_far_as_possible(shop, numbers)
        else:
            happens(shop, event, numbers)

        for line in shop.lines:
            if shop.invoiced(line) > before[line.gid]:
                assert shop.invoiced(line) <= line.ordered - line.cancelled
            assert sum(shop.view().line(line.gid).standing) <= line.current


@settings(max_examples=300, deadline=None)
@given(shops(), EVENTS, st.integers(0, 2))
def test_a_unit_more_than_is_left_is_always_refused(
    shop: Shop, events: list[tuple[str, list[int]]], which: int
) -> None:
    for event, numbers in events:
        if event == "invoice":
            posted_as_far_as_possible(shop, numbers)
        else:
            happens(shop, event, numbers)
    line = shop.lines[which % len(shop.lines)]

    with pytest.raises(InputError):
        shop.post({line.gid: shop.view().line(line.gid).left + 1})


@settings(max_examples=300, deadline=None)
@given(shops(), st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3), max_size=4))
def test_without_refunds_all_invoices_together_are_never_above_the_order(shop: Shop, wanted: list[list[int]]) -> None:
    for numbers in wanted:
        posted_as_far_as_possible(shop, numbers)
    posted_as_far_as_possible(shop, [6, 6, 6])

    invoiced = sum((invoice.total for invoice in shop.invoices), zero(shop.currency))
    assert invoiced == shop.worth()
    assert shop.view().money_left == zero(shop.currency)
    assert not shop.view().more_may_be_invoiced


@settings(max_examples=300, deadline=None)
@given(shops(), st.integers(1, 50))
def test_a_minor_unit_above_the_order_is_refused(shop: Shop, more: int) -> None:
    everything = {line.gid: line.ordered for line in shop.lines}

    with pytest.raises(InputError) as refusal:
        shop.post(everything, more=more)

    assert refusal.value.code == "invoice-above-order"
