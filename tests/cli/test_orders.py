"""`backhaul orders show`: both moneys, whether they add up, refunds and returns, what became of the order."""

from backhaul.models import SalesOrder
from tests.cli.command_line import CommandLine
from tests.support.order_rows import TOTALS_WORDS, with_refund_and_return
from tests.support.rows import LONG_AGO

SHOW = ("orders", "show", "#1001")


def test_totals_stand_beside_each_other_in_both_moneys(backhaul: CommandLine, order: SalesOrder) -> None:
    with_refund_and_return(order)

    shown = backhaul(*SHOW).out.splitlines()

    assert "total          USD   EUR" in shown
    assert "total          9.38  12.50" in shown
    assert TOTALS_WORDS in shown


def test_one_currency_takes_one_column_and_totals_that_add_up_are_said_to(
    backhaul: CommandLine, order: SalesOrder
) -> None:
    SalesOrder.objects.update(money={"total": ["12.50", "12.50"]}, taxes_included=True)

    shown = backhaul(*SHOW).out.splitlines()

    assert "total  EUR" in shown
    assert "total  12.50" in shown
    assert "Prices and subtotals contain the tax." in shown
    assert "The totals add up." in shown


def test_refunds_and_returns_are_listed(backhaul: CommandLine, order: SalesOrder) -> None:
    with_refund_and_return(order)

    shown = backhaul(*SHOW).out

    assert "gid://shopify/Refund/1  1      1.88 (2.50)" in shown
    assert "Returns: IN_PROGRESS" in shown
    assert "#1001-R1  PONDERED  2" in shown


def test_what_became_of_the_order_stands_at_the_top(backhaul: CommandLine, order: SalesOrder) -> None:
    SalesOrder.objects.update(cancelled_at=LONG_AGO, deleted_at=LONG_AGO)

    _, cancelled, deleted = backhaul(*SHOW).out.splitlines()[:3]

    assert cancelled == "Cancelled 2026-01-01 00:00 UTC, reason not given."
    assert deleted == "Deleted: since 2026-01-01 00:00 UTC Shopify does not show it any more."
