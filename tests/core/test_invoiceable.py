"""What of an order can still be invoiced, in units and in money."""

from decimal import Decimal

import pytest

from backhaul.core.invoiceable import (
    EarlierInvoice,
    Invoiceable,
    InvoiceableLine,
    InvoicedLine,
    standing_units,
)
from backhaul.core.money import Money

MUG = "gid://shopify/LineItem/11"
TEA = "gid://shopify/LineItem/12"


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def invoiced(
    number: str, total: str, *lines: tuple[str, int, str, int], tax: str = "0", refunded: str = "0", final: bool = False
) -> EarlierInvoice:
    """An invoice; each line is its order line, its units, their amount, and what had been returned of it before."""
    found = tuple(InvoicedLine(gid, quantity, eur(amount), returned) for gid, quantity, amount, returned in lines)
    return EarlierInvoice(f"inv_{number}", number, eur(total), eur(tax), eur(refunded), final, found)


def order(
    *invoices: EarlierInvoice, worth: str | None = "50", cancelled: bool = False, **units: tuple[int, int, int]
) -> Invoiceable:
    """An order of five mugs; `units` are ordered, current and returned units by SKU."""
    gids = {"mug": MUG, "tea": TEA}
    lines = []
    for sku, (ordered, current, returned) in (units or {"mug": (5, 5, 0)}).items():
        postings = [posting for invoice in invoices for posting in invoice.about(gids[sku])]
        standing = standing_units(postings, current=current, returned=returned)
        lines.append(InvoiceableLine(f"lin_{sku}", gids[sku], sku, ordered, current, returned, standing))
    return Invoiceable("#1", "EUR", tuple(lines), invoices, None if worth is None else eur(worth), cancelled)


def left(found: Invoiceable) -> int:
    return found.units_left(found.lines[0])


def test_what_was_invoiced_is_not_left() -> None:
    found = order(invoiced("1", "20", (MUG, 2, "20", 0)))

    assert left(found) == 3
    assert found.money_left == eur("30")


def test_returned_goods_that_were_invoiced_leave_the_rest_of_the_order_to_invoice() -> None:
    found = order(invoiced("1", "30", (MUG, 3, "30", 0)), mug=(5, 2, 3), worth="20")

    assert left(found) == 2
    assert found.money_left == eur("20")


def test_units_cancelled_before_they_left_cannot_be_invoiced() -> None:
    found = order(invoiced("1", "20", (MUG, 2, "20", 0)), mug=(5, 2, 0), worth="20")

    assert left(found) == 0
    assert found.money_left == eur("0")


def test_goods_returned_before_they_were_invoiced_free_nothing_of_a_later_invoice() -> None:
    found = order(invoiced("1", "20", (MUG, 2, "20", 3)), mug=(5, 2, 3), worth="20")

    assert left(found) == 0
    assert found.money_left == eur("0")


def test_what_comes_back_later_was_on_the_oldest_invoice() -> None:
    postings = [InvoicedLine(MUG, 3, eur("30")), InvoicedLine(MUG, 2, eur("40"))]

    assert standing_units(postings, current=1, returned=4) == (0, 1)


def test_a_return_that_shopify_takes_back_makes_no_units_stand_twice() -> None:
    postings = [InvoicedLine(MUG, 3, eur("30")), InvoicedLine(MUG, 2, eur("20"), returned_before=3)]

    assert standing_units(postings, current=5, returned=0) == (0, 2)
    assert standing_units(postings, current=5, returned=4) == (0, 1)


def test_more_returned_than_was_invoiced_never_frees_more_than_the_order_has() -> None:
    found = order(invoiced("1", "20", (MUG, 2, "20", 0)), mug=(5, 2, 3), worth="20")

    assert left(found) == 2
    assert found.money_left == eur("20")


def test_a_part_of_a_line_that_came_back_is_credited_rounded_up() -> None:
    found = order(invoiced("1", "10", (MUG, 3, "10", 0)), mug=(3, 2, 1), worth="6.67")

    assert found.money_left == eur("0.01")


def test_what_came_back_is_credited_with_its_tax_when_amounts_are_net() -> None:
    found = order(invoiced("1", "357", (MUG, 3, "300", 0), tax="57"), mug=(5, 2, 3), worth="238")

    assert found.money_left == eur("238")


def test_with_several_tax_rates_the_rest_of_the_order_can_always_be_invoiced() -> None:
    first = invoiced("1", "464", (MUG, 3, "300", 0), (TEA, 1, "100", 0), tax="64")
    found = order(first, mug=(5, 2, 3), tea=(2, 2, 0), worth="452")

    assert found.money_left is not None
    assert found.money_left >= eur("345")


def test_units_cancelled_after_they_were_invoiced_leave_the_other_lines_to_invoice() -> None:
    found = order(invoiced("1", "50", (MUG, 5, "50", 0)), mug=(5, 2, 0), tea=(5, 5, 0), worth="70")

    assert left(found) == 0
    assert found.money_left == eur("50")


def test_money_given_back_without_goods_leaves_the_rest_of_the_order_to_invoice() -> None:
    found = order(invoiced("1", "20", (MUG, 2, "20", 0), refunded="5"), worth="45")

    assert found.money_left == eur("30")


def test_money_given_back_for_returned_goods_is_credited_once() -> None:
    found = order(invoiced("1", "30", (MUG, 3, "30", 0), refunded="30"), mug=(5, 2, 3), worth="20")

    assert found.money_left == eur("20")


def test_no_more_than_an_invoice_is_credited_of_it() -> None:
    first = invoiced("1", "232", (MUG, 1, "100", 0), (TEA, 1, "100", 0), tax="32")
    found = order(first, mug=(2, 1, 1), tea=(2, 1, 1), worth="232")

    assert found.money_left == eur("232")


def test_an_order_without_a_total_has_no_limit_in_money() -> None:
    found = order(worth=None)

    assert found.money_left is None
    assert found.more_may_be_invoiced


@pytest.mark.parametrize(
    "found",
    [
        order(cancelled=True),
        order(invoiced("1", "10", (MUG, 1, "10", 0), final=True)),
        order(invoiced("1", "50", (MUG, 5, "50", 0))),
        order(invoiced("1", "50", (MUG, 1, "50", 0))),
    ],
    ids=["cancelled", "finally invoiced", "no units left", "no money left"],
)
def test_nothing_more_may_be_invoiced(found: Invoiceable) -> None:
    assert not found.more_may_be_invoiced
    assert left(found) == 0 or found.money_left == eur("0")


def test_more_may_be_invoiced_while_units_and_money_are_left() -> None:
    assert order(invoiced("1", "10", (MUG, 1, "10", 0))).more_may_be_invoiced
