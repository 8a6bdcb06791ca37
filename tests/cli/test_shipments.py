"""`backhaul ship`, `undo` and `tracking`, and `backhaul orders`."""

import pytest

from backhaul.models import PostedShipment, SalesOrder
from tests.cli.command_line import CommandLine
from tests.support.rows import LONG_AGO, WAREHOUSE, order_row, store_row

SHIP = ("ship", "#1001", "--number", "S-1", "--line", "apple=2")


def test_a_shipment_is_posted_with_everything_it_says(backhaul: CommandLine, order: SalesOrder) -> None:
    result = backhaul(
        *SHIP,
        *("--tracking", "UPS:1Z:https://t.example/1Z?a=b", "--tracking", "UPS:2Z"),
        *("--location", "WH", "--posted-at", "2026-01-01T01:00:00+01:00", "--notify", "--json"),
    )

    posted = PostedShipment.objects.get()
    assert result.code == 0
    assert result.json["id"] == posted.pk
    assert result.json["task"]["state"] == "pending"
    assert posted.posted_at == LONG_AGO
    assert posted.notify_customer
    assert posted.location_gid == WAREHOUSE
    assert [entry["url"] for entry in posted.tracking] == ["https://t.example/1Z?a=b", None]


def test_posting_again_says_that_it_was_posted(backhaul: CommandLine, order: SalesOrder) -> None:
    first = backhaul(*SHIP)
    second = backhaul(*SHIP)

    assert (first.code, second.code) == (0, 0)
    assert first.out.startswith("Posted S-1 of #1001 as shp_")
    assert second.out.startswith("Was posted before: S-1")
    assert PostedShipment.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (("ship", "#1001", "--number", "S-1", "--line", "apple"), 2, "bad-reference"),
        (("ship", "#1001", "--number", "S-1", "--line", "apple=2.5"), 2, "bad-quantity"),
        (("ship", "#1001", "--number", "S-1", "--line", "apple=9"), 2, "more-than-outstanding"),
        (("ship", "#1001", "--number", "S-1"), 2, "nothing-to-post"),
        (("ship", "#9", "--number", "S-1", "--line", "apple=1"), 2, "unknown-order"),
        ((*SHIP, "--tracking", "https://t.example/1"), 2, "bad-tracking"),
        ((*SHIP, "--tracking", "1" * 5000), 2, "bad-tracking"),
        ((*SHIP, "--posted-at", "today"), 2, "bad-reference"),
        ((*SHIP, "--location", "Moon"), 2, "unknown-location"),
        ((*SHIP, "--store", "nowhere"), 2, "unknown-store"),
        (("ship", "\udcff", "--number", "S-1", "--line", "apple=1"), 2, "bad-input"),
        (("undo", "shp_1"), 1, "not-found"),
        (("tracking", "shp_1", "--tracking", "1Z"), 1, "not-found"),
    ],
)
def test_what_cannot_be_is_refused_with_code_message_and_hint(
    backhaul: CommandLine, order: SalesOrder, arguments: tuple[str, ...], code: int, error: str
) -> None:
    result = backhaul(*arguments, "--json")

    assert (result.code, result.json["error"]["code"]) == (code, error)
    assert result.json["error"]["message"]
    assert not PostedShipment.objects.exists()


def test_a_refusal_tells_people_what_to_do(backhaul: CommandLine, order: SalesOrder) -> None:
    result = backhaul("ship", "#1001", "--number", "S-1", "--line", "apple=9")

    assert result.err.startswith("Error: 9 of “apple” cannot be posted")
    assert "Hint: Lower the quantity" in result.err


def test_a_line_can_be_named_by_its_id_or_gid(backhaul: CommandLine, order: SalesOrder) -> None:
    line = order.lines.get()

    by_id = backhaul("ship", "1001", "--number", "S-1", "--line", f"{line.pk}=1")
    by_gid = backhaul("ship", "1001", "--number", "S-2", "--line", f"{line.gid}=1")

    assert (by_id.code, by_gid.code) == (0, 0)


def test_with_two_stores_the_store_has_to_be_named(backhaul: CommandLine, order: SalesOrder) -> None:
    order_row(store_row("second"))

    assert backhaul(*SHIP, "--json").json["error"]["code"] == "store-required"
    assert backhaul(*SHIP, "--store", "second").code == 0


def test_a_shipment_gets_other_tracking_and_is_undone(backhaul: CommandLine, order: SalesOrder) -> None:
    shipment = backhaul(*SHIP, "--json").json["id"]

    changed = backhaul("tracking", shipment, "--tracking", "NEW", "--json")
    undone = backhaul("undo", shipment, "--reason", "Came back", "--json")
    again = backhaul("undo", shipment)

    assert changed.json["tracking"] == [{"number": "NEW", "company": None, "url": None}]
    assert undone.json["reason"] == "Came back"
    assert again.out.startswith("Was undone before")


def test_an_order_shows_its_lines_and_shipments(backhaul: CommandLine, order: SalesOrder) -> None:
    backhaul(*SHIP)

    shown = backhaul("orders", "show", "#1001")
    as_json = backhaul("orders", "show", "#1001", "--json").json

    assert "S-1" in shown.out
    assert as_json["lines"][0]["outstanding"] == 3


def test_orders_are_listed_page_by_page(backhaul: CommandLine, order: SalesOrder) -> None:
    order_row(order.store, 1002)

    first = backhaul("orders", "list", "--limit", "1", "--json").json
    second = backhaul("orders", "list", "--limit", "1", "--cursor", first["next_cursor"], "--json").json

    assert {page["items"][0]["name"] for page in (first, second)} == {"#1001", "#1002"}
    assert backhaul("orders", "list", "--sku", "pear").out == "No order.\n"
