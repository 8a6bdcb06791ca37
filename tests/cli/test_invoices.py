"""`backhaul invoice`, `post` and `invoices`."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from backhaul.models import PostedInvoice, PostedShipment, SalesOrder
from tests.cli.command_line import CommandLine
from tests.support.rows import LONG_AGO

HEAD = ("invoice", "#1001", "--number", "I-1", "--currency", "EUR")
INVOICE = (*HEAD, "--total", "6.50", "--tax-included", "--shipping", "1.50", "--line", "apple=2:5.00")


def test_an_invoice_is_posted_with_everything_it_says(backhaul: CommandLine, order: SalesOrder) -> None:
    result = backhaul(
        *(*HEAD, "--total", "7.60", "--tax-excluded", "--tax", "1.10", "--shipping", "1.50"),
        *("--line", "apple=2:5.00", "--final", "--posted-at", "2026-01-01T01:00:00+01:00", "--json"),
    )

    posted = PostedInvoice.objects.get()
    assert result.code == 0, result.err
    assert (result.json["id"], result.json["task"]["state"]) == (posted.pk, "pending")
    assert (posted.total, posted.shipping, posted.tax) == (Decimal("7.60"), Decimal("1.50"), Decimal("1.10"))
    assert (posted.final, posted.tax_included, posted.posted_at) == (True, False, LONG_AGO)
    assert (posted.lines.get().quantity, posted.lines.get().amount) == (2, Decimal(5))


def test_posting_again_says_that_it_was_posted(backhaul: CommandLine, order: SalesOrder) -> None:
    first = backhaul(*INVOICE)
    second = backhaul(*INVOICE)

    assert first.out.startswith("Posted I-1 of #1001 as inv_")
    assert second.out.startswith("Was posted before: I-1")
    assert PostedInvoice.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        ((*INVOICE, "--line", "apple=1"), 2, "bad-reference"),
        ((*INVOICE, "--line", "apple:1.00"), 2, "bad-reference"),
        ((*INVOICE, "--line", "apple=x:1.00"), 2, "bad-quantity"),
        ((*INVOICE, "--line", "apple=1:x"), 2, "bad-money"),
        ((*INVOICE, "--line", "apple=9:0"), 2, "more-than-left-to-invoice"),
        ((*INVOICE, "--line", "gid://shipping=1:0"), 2, "bad-reference"),
        ((*INVOICE, "--shipping", "2.00"), 2, "total-is-not-the-sum"),
        ((*INVOICE, "--currency", "USD"), 2, "other-currency"),
        ((*INVOICE, "--tax", "1.00"), 2, "tax-unclear"),
        ((*HEAD, "--total", "0", "--tax-included"), 2, "nothing-to-post"),
        (("invoices", "show", "inv_1"), 1, "not-found"),
        (("invoices", "list", "--order", "#9"), 2, "unknown-order"),
        (("post", "#1001", "--file", "/nowhere/posting.json"), 2, "bad-input"),
    ],
)
def test_what_cannot_be_is_refused_with_code_message_and_hint(
    backhaul: CommandLine, order: SalesOrder, arguments: tuple[str, ...], code: int, error: str
) -> None:
    result = backhaul(*arguments, "--json")

    assert (result.code, result.json["error"]["code"]) == (code, error)
    assert result.json["error"]["message"]
    assert not PostedInvoice.objects.exists()


def test_whether_amounts_include_the_tax_has_to_be_said(backhaul: CommandLine, order: SalesOrder) -> None:
    result = backhaul(*HEAD, "--total", "5.00", "--line", "apple=2:5.00")

    assert result.code == 2
    assert not PostedInvoice.objects.exists()


def test_a_line_can_be_named_by_its_id_or_gid(backhaul: CommandLine, order: SalesOrder) -> None:
    line = order.lines.get()

    result = backhaul(
        *(*HEAD, "--total", "3.00", "--tax-included"),
        *("--line", f"{line.pk}=1:1.00", "--line", f"{line.gid}=1:2.00", "--json"),
    )

    assert [(one["quantity"], one["amount"]) for one in result.json["lines"]] == [(2, "3.00")]


def test_invoices_are_listed_and_shown(backhaul: CommandLine, order: SalesOrder) -> None:
    posted = backhaul(*INVOICE, "--json").json["id"]

    listed = backhaul("invoices", "list", "--order", "1001")
    shown = backhaul("invoices", "show", posted)
    of_order = backhaul("orders", "show", "#1001")

    assert "I-1" in listed.out
    assert shown.out.startswith("I-1 of #1001: 6.50 EUR, shipping 1.50, tax included (inv_")
    assert "6.00 EUR are left to invoice." in of_order.out
    assert backhaul("invoices", "list", "--external-number", "I-2").out == "No invoice.\n"


def posting(tmp_path: Path, **invoice: object) -> Path:
    """A file with a shipment of two apples and its invoice, the latter with these fields changed."""
    line = {"sku": "apple", "quantity": 2}
    content = {
        "shipment": {"external_number": "S-1", "lines": [line]},
        "invoice": {
            "external_number": "I-1",
            "currency": "EUR",
            "total": "5.00",
            "tax_included": True,
            "lines": [{**line, "amount": "5.00"}],
            **invoice,
        },
    }
    file = tmp_path / "posting.json"
    file.write_text(json.dumps(content))
    return file


def test_a_shipment_and_its_invoice_are_posted_from_a_file(
    backhaul: CommandLine, order: SalesOrder, tmp_path: Path
) -> None:
    file = str(posting(tmp_path))

    first = backhaul("post", "#1001", "--file", file)
    second = backhaul("post", "#1001", "--file", file, "--json")

    assert first.out.splitlines()[0].startswith("Posted S-1 of #1001 as shp_")
    assert first.out.splitlines()[1].startswith("Posted I-1 of #1001 as inv_")
    assert second.json["shipment"]["id"] == PostedShipment.objects.get().pk
    assert second.json["invoice"]["id"] == PostedInvoice.objects.get().pk


@pytest.mark.parametrize(
    ("invoice", "error"),
    [
        ({"total": "5.01"}, "total-is-not-the-sum"),
        ({"total": 5.0}, "bad-money"),
        ({"amount": "5.00"}, "invalid-request-body"),
        ({"external_number": "I\x00"}, "malformed-request"),
    ],
)
def test_a_file_of_which_one_half_is_wrong_posts_nothing(
    backhaul: CommandLine, order: SalesOrder, tmp_path: Path, invoice: dict[str, object], error: str
) -> None:
    result = backhaul("post", "#1001", "--file", str(posting(tmp_path, **invoice)), "--json")

    assert (result.code, result.json["error"]["code"]) == (2, error)
    assert not PostedShipment.objects.exists()
    assert not PostedInvoice.objects.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[]", b'"x"', b"null"])
def test_a_file_that_is_no_posting_is_refused(
    backhaul: CommandLine, order: SalesOrder, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "posting.json"
    file.write_bytes(content)

    result = backhaul("post", "#1001", "--file", str(file), "--json")

    assert result.code == 2
    assert result.json["error"]["code"] in ("malformed-request", "invalid-request-body")
