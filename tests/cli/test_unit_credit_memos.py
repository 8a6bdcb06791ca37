"""`backhaul credit` over units of an order."""

import pytest

from backhaul.models import PostedCreditMemo, SalesOrder, Task
from tests.cli.command_line import CommandLine
from tests.support.payment_rows import invoice_row
from tests.support.unit_credits import sale_row

CREDIT = ("--number", "CM-1", "--line", "apple=2:20.00")


@pytest.fixture(autouse=True)
def paid(order: SalesOrder) -> None:
    """The order has brought 100 euros."""
    sale_row(order)


def test_units_are_given_back_with_everything_that_is_said(backhaul: CommandLine, order: SalesOrder) -> None:
    result = backhaul(
        "credit", "1001", *CREDIT, "--shipping", "2.50", "--restock", "no_restock", "--reason", "Late", "--json"
    )

    posted = PostedCreditMemo.objects.get()
    (line,) = posted.lines.all()
    assert result.code == 0, result.err
    assert (result.json["id"], result.json["total"], result.json["task"]["state"]) == (posted.pk, "22.50", "pending")
    assert (line.quantity, f"{line.amount:.2f}", line.restock, posted.reason) == (2, "20.00", "no_restock", "Late")


def test_it_says_over_which_order_it_was_posted(backhaul: CommandLine, order: SalesOrder) -> None:
    first = backhaul("credit", order.pk, *CREDIT)
    second = backhaul("credit", order.name, *CREDIT)
    listed = backhaul("credit-memos", "list", order.name)
    shown = backhaul("credit-memos", "show", PostedCreditMemo.objects.get().pk)

    assert first.out.startswith("Posted CM-1 over #1001 as crm_")
    assert second.out.startswith("Was posted before: CM-1")
    assert "80.00 of 100.00 EUR received can be given back." in listed.out
    assert "apple" in shown.out


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        (("--line", "pear=1:5.00"), "unknown-line"),
        (("--total", "1.00"), "credit-is-not-the-sum"),
        (("--currency", "USD"), "credit-not-in-order-currency"),
        (("--shipping", "x"), "bad-money"),
        (("--restock", "return"), "more-than-can-be-given-back"),
    ],
)
def test_what_cannot_be_given_back_is_refused(
    backhaul: CommandLine, order: SalesOrder, changed: tuple[str, ...], error: str
) -> None:
    result = backhaul("credit", order.name, *CREDIT, *changed, "--json")

    assert (result.code, result.json["error"]["code"]) == (2, error)
    assert not PostedCreditMemo.objects.exists()


@pytest.mark.parametrize("given", [("--line", "apple=1"), ("--shipping", "1.00"), ("--booked-only",), ()])
def test_of_an_invoice_money_alone_is_given_back(
    backhaul: CommandLine, order: SalesOrder, given: tuple[str, ...]
) -> None:
    total = ("--total", "1.00", "--currency", "EUR") if given else ()

    result = backhaul("credit", invoice_row(order).pk, "--number", "CM-1", *total, *given, "--json")

    assert result.code == 2
    assert "gives back money alone" in result.json["error"]["message"]


def test_which_figure_is_given_back_is_a_decision(backhaul: CommandLine, order: SalesOrder) -> None:
    backhaul("credit", order.name, *CREDIT)
    task = Task.objects.get()

    result = backhaul("tasks", "choose", task.pk, "--refund-amount", "ours")

    task.refresh_from_db()
    assert result.code == 0, result.err
    assert task.choices == {"refund_amount": "ours"}
