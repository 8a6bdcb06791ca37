"""`backhaul ready`, `export orders` and `import shipments`."""

import csv
from pathlib import Path

import pytest

from backhaul.flows.clock import now
from backhaul.models import PostedShipment, SalesOrder
from tests.cli.command_line import CommandLine
from tests.support.work import scheduled, workable

FILE = "order,sku,quantity,tracking_number\n#1001,apple,2,1Z\n"
BAD = FILE + "#1001,fig,1,2Z\n#1001,apple,,\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of shipments of which one row cannot be taken."""
    path = tmp_path / "shipped.csv"
    path.write_text(BAD)
    return path


def test_ready_work_is_listed(backhaul: CommandLine, order: SalesOrder) -> None:
    workable(order)

    assert "5 apple" in backhaul("ready", "list").out
    assert backhaul("ready", "list", "--json").json["items"][0]["order"] == "#1001"
    assert backhaul("ready", "list", "--due", "later").out == "Nothing is to be shipped.\n"


def test_scheduled_work_is_opened_and_put_off(backhaul: CommandLine, order: SalesOrder) -> None:
    workable(order)
    scheduled(order, now(), 5)
    scheduled(order, now(), 6)

    opened = backhaul("ready", "open", "5", "--json").json
    again = backhaul("ready", "open", "5")
    moved = backhaul("ready", "reschedule", "6", "--to", "2096-01-01T00:00:00Z", "--json").json
    refused = backhaul("ready", "open", "1001", "--json")

    assert (opened["kind"], moved["kind"]) == ("open_fulfillment_order", "reschedule_fulfillment_order")
    assert again.out.startswith("Was asked for before")
    assert (refused.code, refused.json["error"]["code"]) == (1, "not-scheduled")


def test_the_export_is_written_to_a_file_or_to_standard_output(
    backhaul: CommandLine, order: SalesOrder, tmp_path: Path
) -> None:
    workable(order)
    path = tmp_path / "orders.csv"

    to_file = backhaul("export", "orders", "--output", str(path), "--json").json
    printed = backhaul("export", "orders").out

    [row] = csv.DictReader(path.read_text().splitlines())
    assert row["Fulfillable quantity"] == "5"
    assert to_file == {"file": str(path), "bytes": path.stat().st_size}
    assert printed.splitlines()[-2:] == path.read_text().splitlines()
    assert [one.name for one in tmp_path.iterdir()] == ["orders.csv"]


def test_a_file_that_cannot_be_written_is_said(backhaul: CommandLine, order: SalesOrder, tmp_path: Path) -> None:
    result = backhaul("export", "orders", "--output", str(tmp_path / "missing" / "orders.csv"))

    assert result.code == 2
    assert "cannot be written" in result.err


def test_a_preview_names_what_cannot_be_taken_and_posts_nothing(
    backhaul: CommandLine, order: SalesOrder, file: Path
) -> None:
    result = backhaul("import", "shipments", str(file), "--preview")

    assert result.code == 0
    assert result.out.splitlines()[0].startswith("Would be posted: csv-")
    assert result.out.splitlines()[0].endswith("of #1001, 2 apple, 1Z")
    assert "Row 3 (#1001): The order has no line “fig”. Its lines are: apple." in result.out
    assert "1 rows have nothing filled in." in result.out
    assert result.out.splitlines()[-1].startswith("As it is, nothing is posted: correct the rows")
    assert result.out.splitlines()[-1].endswith("With --skip-bad, 1 shipment would be posted.")
    assert not PostedShipment.objects.exists()


def test_nothing_is_posted_while_a_row_cannot_be_taken(backhaul: CommandLine, order: SalesOrder, file: Path) -> None:
    result = backhaul("import", "shipments", str(file))
    as_json = backhaul("import", "shipments", str(file), "--json")

    assert (result.code, as_json.code) == (2, 2)
    assert "Row 3 (#1001)" in result.err
    assert as_json.json["error"]["data"]["rows"][0]["row"] == 3
    assert not PostedShipment.objects.exists()


def test_the_rest_is_posted_where_that_is_asked_for_and_once(
    backhaul: CommandLine, order: SalesOrder, file: Path
) -> None:
    first = backhaul("import", "shipments", str(file), "--skip-bad")
    second = backhaul("import", "shipments", str(file), "--skip-bad")

    assert "\nPosted: csv-" in first.out
    assert "\nWas posted before: csv-" in second.out
    assert PostedShipment.objects.count() == 1


def test_a_file_that_is_none_is_refused(backhaul: CommandLine, order: SalesOrder, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(b"PK\x03\x04")

    result = backhaul("import", "shipments", str(book))

    assert result.code == 2
    assert "an Excel workbook" in result.err
