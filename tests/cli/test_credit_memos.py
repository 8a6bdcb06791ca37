"""`backhaul credit` and `credit-memos`."""

from decimal import Decimal

import pytest

from backhaul.models import PostedCreditMemo, PostedInvoice, SalesOrder
from tests.cli.command_line import CommandLine
from tests.support.credits import refund_row
from tests.support.payment_rows import invoice_row, paid_row

CREDIT = ("--number", "CM-1", "--total", "12.50", "--currency", "EUR")


@pytest.fixture
def invoice(order: SalesOrder) -> PostedInvoice:
    """An invoice that was paid with 100 euros."""
    invoice = invoice_row(order)
    paid_row(invoice)
    return invoice


def test_a_credit_memo_is_posted_with_everything_it_says(backhaul: CommandLine, invoice: PostedInvoice) -> None:
    result = backhaul("credit", invoice.pk, *CREDIT, "--reason", "Broken mug", "--json")

    posted = PostedCreditMemo.objects.get()
    assert result.code == 0, result.err
    assert (result.json["id"], result.json["task"]["state"]) == (posted.pk, "pending")
    assert (posted.invoice, posted.total, posted.reason) == (invoice, Decimal("12.50"), "Broken mug")


def test_posting_again_says_that_it_was_posted(backhaul: CommandLine, invoice: PostedInvoice) -> None:
    first = backhaul("credit", invoice.pk, *CREDIT)
    second = backhaul("credit", invoice.pk, *CREDIT)

    assert first.out.startswith("Posted CM-1 over I-1 of #1001 as crm_")
    assert second.out.startswith("Was posted before: CM-1")
    assert PostedCreditMemo.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "code", "error"),
    [
        (("--total", "100.01"), 2, "more-than-received"),
        (("--total", "x"), 2, "bad-money"),
        (("--currency", "USD"), 2, "credit-in-other-currency"),
        (("--number", " "), 2, "bad-reference"),
    ],
)
def test_what_cannot_be_given_back_is_refused(
    backhaul: CommandLine, invoice: PostedInvoice, changed: tuple[str, ...], code: int, error: str
) -> None:
    result = backhaul("credit", invoice.pk, *CREDIT, *changed, "--json")

    assert (result.code, result.json["error"]["code"]) == (code, error)
    assert not PostedCreditMemo.objects.exists()


def test_credit_memos_are_listed_and_shown_with_what_was_given_back(
    backhaul: CommandLine, invoice: PostedInvoice
) -> None:
    none = backhaul("credit-memos", "list", invoice.pk)
    backhaul("credit", invoice.pk, *CREDIT)
    memo = PostedCreditMemo.objects.get()
    refund_row(memo, "12.50", of="gid://shopify/OrderTransaction/1")

    listed = backhaul("credit-memos", "list", invoice.pk)
    shown = backhaul("credit-memos", "show", memo.pk)
    on_invoice = backhaul("invoices", "show", invoice.pk)

    assert "No credit memo." in none.out
    assert "100.00 of 100.00 EUR received can be given back." in none.out
    assert "87.50 of 100.00 EUR received can be given back." in listed.out
    assert "12.50 EUR, given back 12.50, being processed 0.00" in shown.out
    assert "Credit memo CM-1" in on_invoice.out
    assert "12.50 of 12.50 EUR given back" in on_invoice.out


def test_an_unknown_credit_memo_is_named(backhaul: CommandLine, invoice: PostedInvoice) -> None:
    result = backhaul("credit-memos", "show", "crm_1", "--json")

    assert (result.code, result.json["error"]["code"]) == (1, "not-found")
