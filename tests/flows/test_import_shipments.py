"""Files of what left a warehouse: what is posted, what is refused row by row, and that nothing is posted twice."""

import pytest

from backhaul.core.file_errors import RowsRefused
from backhaul.core.shipment_file import read_rows
from backhaul.flows.import_shipments import ImportReport, import_shipments, preview_shipments
from backhaul.flows.undo_shipment import undo_shipment
from backhaul.models import PostedShipment, Store, Task
from tests.support.rows import WAREHOUSE, carrier_row, order_row, store_row

HEADER = "order,sku,quantity,tracking_company,tracking_number,external_number,location,fulfillment_order"


def _text(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


def _import(*rows: str, skip_bad: bool = False, store: str = "") -> ImportReport:
    return import_shipments(read_rows(_text(*rows)), skip_bad=skip_bad, store_slug=store)


def _preview(*rows: str, store: str = "") -> ImportReport:
    return preview_shipments(read_rows(_text(*rows)), store_slug=store)


def _reasons(report: ImportReport) -> list[tuple[int, str]]:
    return [(one.row, one.code) for one in report.refused]


def test_rows_become_one_shipment_for_each_parcel(store: Store) -> None:
    order_row(store, 1001, apple=5, pear=2)
    order_row(store, 1002)

    report = _import(
        "#1001,apple,2,UPS,1Z,,,", "#1001,pear,1,UPS,1Z,,,", "#1002,apple,1,,2Z,S-9,WH,", "#1002,apple,,,,,,"
    )

    posted = {one.order.name: one for one in PostedShipment.objects.all()}
    assert {line.order_line.sku: line.quantity for line in posted["#1001"].lines.all()} == {"apple": 2, "pear": 1}
    assert posted["#1001"].tracking == [{"number": "1Z", "company": "UPS", "url": None}]
    assert (posted["#1002"].external_number, posted["#1002"].location_gid) == ("S-9", WAREHOUSE)
    assert (report.is_posted, report.rows, report.left) == (True, 4, 1)
    assert [(one.rows, one.is_new, one.shipment) for one in report.parcels] == [
        ([2, 3], True, posted["#1001"].pk),
        ([4], True, posted["#1002"].pk),
    ]


def test_a_preview_says_the_same_and_posts_nothing(store: Store) -> None:
    order_row(store)

    report = _preview("#1001,apple,2,UPS,1Z,,,", "#1001,fig,1,,2Z,,,")

    assert not report.is_posted
    assert [(one.rows, one.is_new, one.shipment, one.tracking) for one in report.parcels] == [
        ([2], True, "", ["UPS 1Z"])
    ]
    assert _reasons(report) == [(3, "unknown-line")]
    assert not PostedShipment.objects.exists()
    assert not Task.objects.filter(kind="send_fulfillment").exists()


def test_the_same_file_twice_is_posted_once(store: Store) -> None:
    order_row(store)
    rows = ("#1001,apple,2,,1Z,,,", "#1001,apple,1,,,S-2,,")

    first, second, seen = _import(*rows), _import(*rows), _preview(*rows)

    assert PostedShipment.objects.count() == 2
    assert [one.shipment for one in second.parcels] == [one.shipment for one in first.parcels]
    assert not second.is_new
    assert [one.shipment for one in seen.parcels] == [one.shipment for one in first.parcels]


def test_the_same_parcel_is_known_again_whatever_names_its_order_and_line(store: Store) -> None:
    order = order_row(store)
    _import("#1001,apple,2,,1Z,,,")
    text = f"order_id,line,quantity,tracking_number\n{order.pk},{order.lines.get().pk},2,1Z\n".encode()

    again = import_shipments(read_rows(text))

    assert not again.is_new
    assert PostedShipment.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("#9999,apple,1,,1Z,,,", "unknown-order"),
        ("#1001,fig,1,,1Z,,,", "unknown-line"),
        ("#1001,apple,6,,1Z,,,", "more-than-outstanding"),
        ("#1001,apple,1.5,,1Z,,,", "bad-quantity"),
        ("#1001,apple,-1,,1Z,,,", "bad-quantity"),
        ("#1001,apple,1,Owl,1Z,,,", "unknown-carrier"),
        ("#1001,apple,1,,1Z,,Moon,", "unknown-location"),
        (f"#1001,apple,1,,1Z,{'x' * 65},,", "bad-reference"),
        ("#1001,apple,1,,,,,", "bad-reference"),
        (",apple,1,,1Z,,,", "bad-reference"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_nothing_is_posted(store: Store, row: str, code: str) -> None:
    order_row(store)
    carrier_row(store)

    with pytest.raises(RowsRefused) as refusal:
        _import("#1001,apple,1,,OK,,,", row)

    assert [(one["row"], one["code"]) for one in refusal.value.data["rows"]] == [(3, code)]  # type: ignore[attr-defined]
    assert not PostedShipment.objects.exists()


def test_every_row_that_cannot_be_taken_is_named_at_once(store: Store) -> None:
    order_row(store)

    report = _preview("#9,apple,1,,A,,,", "#1001,apple,1,,B,,,", "#1001,fig,1,,C,,,", "#1001,apple,9,,D,,,")

    assert _reasons(report) == [(2, "unknown-order"), (4, "unknown-line"), (5, "more-than-outstanding")]


def test_several_parcels_together_cannot_take_more_than_is_outstanding(store: Store) -> None:
    order_row(store)

    report = _preview("#1001,apple,3,,A,,,", "#1001,apple,3,,B,,,")

    assert _reasons(report) == [(3, "more-than-outstanding")]


def test_the_rest_is_posted_where_that_is_asked_for(store: Store) -> None:
    order_row(store)

    report = _import("#1001,fig,1,,A,,,", "#1001,apple,2,,B,,,", skip_bad=True)

    assert _reasons(report) == [(2, "unknown-line")]
    assert [one.rows for one in report.parcels] == [[3]]
    assert PostedShipment.objects.get().lines.get().quantity == 2


def test_a_shipment_is_never_posted_without_one_of_its_rows(store: Store) -> None:
    order_row(store, apple=5, pear=1)

    report = _import(
        "#1001,apple,1,,A,,,", "#1001,fig,1,,A,,,", "#1001,pear,2,,B,,,", "#1001,apple,1,,B,,,", skip_bad=True
    )

    assert _reasons(report) == [
        (2, "row-of-broken-shipment"),
        (3, "unknown-line"),
        (4, "more-than-outstanding"),
        (5, "row-of-broken-shipment"),
    ]
    assert not PostedShipment.objects.exists()


def test_a_number_that_was_used_for_something_else_is_refused(store: Store) -> None:
    order_row(store)
    order_row(store, 1002)
    _import("#1001,apple,1,,A,S-1,,")

    report = _preview("#1001,apple,2,,A,S-1,,", "#1002,apple,1,,A,S-1,,")

    assert _reasons(report) == [(2, "external-number-taken"), (3, "external-number-taken")]


def test_what_was_undone_since_is_not_taken_for_posted(store: Store) -> None:
    order_row(store)
    _import("#1001,apple,1,,A,,,")
    undo_shipment(PostedShipment.objects.get())

    report = _preview("#1001,apple,1,,A,,,")

    assert _reasons(report) == [(2, "already-undone")]
    assert "number of your own" in report.refused[0].hint


def test_a_tracking_number_that_was_posted_is_not_posted_again_with_more_rows(store: Store) -> None:
    order_row(store, apple=5, pear=1)
    _import("#1001,apple,1,,A,,,")

    more = _preview("#1001,apple,1,,A,,,", "#1001,pear,1,,A,,,")
    numbered = _preview("#1001,pear,1,,A,S-2,,")

    assert _reasons(more) == [(2, "tracking-posted-before"), (3, "tracking-posted-before")]
    assert numbered.refused == []


def test_goods_of_another_fulfillment_order_are_another_shipment_without_any_tracking(store: Store) -> None:
    order_row(store)

    header = "order,sku,quantity,fulfillable_quantity,fulfillment_order"

    first, again, other, later = (
        import_shipments(read_rows(f"{header}\n#1001,apple,1,{left},{fulfillment_order}\n".encode()))
        for left, fulfillment_order in ((3, "FO1"), (3, "FO1"), (3, "FO2"), (2, "FO1"))
    )

    assert [one.is_new for one in (first, again, other, later)] == [True, False, True, True]
    assert PostedShipment.objects.count() == 3


def test_one_shipment_leaves_from_one_location(store: Store) -> None:
    order_row(store)
    store.locations.create(code="B", location_gid="gid://shopify/Location/2")

    report = _preview("#1001,apple,1,,A,S-1,WH,", "#1001,apple,1,,A,S-1,B,")

    assert _reasons(report) == [(2, "bad-reference"), (3, "bad-reference")]


def test_with_two_stores_the_file_or_its_rows_say_which(store: Store) -> None:
    order_row(store)
    order_row(store_row("second"))
    row = "#1001,apple,1,,A,,,"
    named = b"store,order,sku,quantity,tracking\nsecond,#1001,apple,1,A\nshop,#1001,apple,1,B\n"

    assert _reasons(_preview(row)) == [(2, "store-required")]
    assert [one.store for one in _preview(row, store="second").parcels] == ["second"]
    assert [one.store for one in preview_shipments(read_rows(named)).parcels] == ["second", "shop"]
    assert _reasons(preview_shipments(read_rows(named), store_slug="shop")) == [(2, "bad-reference")]
