"""What a file of shipments may look like, what its rows say, and which of them left together."""

import pytest

from backhaul.core.errors import BackhaulError
from backhaul.core.file_errors import ColumnsMissing, ColumnTwice, FileTooLarge
from backhaul.core.shipment_file import (
    MOST_BYTES,
    MOST_FILLED_IN,
    Column,
    FileRow,
    RowOfOrder,
    check_row,
    filled_in,
    parcels_of_rows,
    read_rows,
)


def _row(number: int = 2, **cells: str) -> FileRow:
    given = {"order": "#1001", "sku": "apple", "quantity": "1", "tracking_number": "1Z", **cells}
    return FileRow(number, {Column(name): text for name, text in given.items()})


def _parcels(*rows: FileRow) -> list[list[int]]:
    found = parcels_of_rows(RowOfOrder(row.order, row.line.named, row) for row in rows)
    return [[one.row.number for one in parcel.rows] for parcel in found]


def _made(*rows: FileRow) -> str:
    [parcel] = parcels_of_rows(RowOfOrder("ord_1", f"lin_{row.line.named}", row) for row in rows)
    return parcel.external_number


def test_columns_are_known_by_several_names_in_any_order_and_case() -> None:
    [row] = read_rows(b"TRACKING-number;Lineitem SKU;  Order Name ;Colour;Qty\n1Z;apple;#1001;red;2\n")

    assert row.cells == {
        Column.NUMBER: "1Z",
        Column.SKU: "apple",
        Column.ORDER: "#1001",
        Column.QUANTITY: "2",
    }


def test_the_columns_of_the_export_are_understood() -> None:
    header = "Name,Order ID,Line ID,Lineitem sku,Lineitem quantity,Fulfillable quantity,Quantity,Tracking number"

    [row] = read_rows(f"{header}\n#1001,ord_1,lin_1,apple,9,3,,1Z\n".encode())

    assert (row.order, row.line.line, row.quantity) == ("ord_1", "lin_1", "3")


def test_a_mark_of_utf_8_that_a_spreadsheet_has_made_a_part_of_the_first_name_is_passed_over() -> None:
    [row] = read_rows('"\ufeff""Name""",Line ID,Quantity\n#1001,lin_1,3\n'.encode())

    assert (row.order, row.line.line, row.quantity) == ("#1001", "lin_1", "3")


def test_columns_that_are_missing_are_named_with_those_that_are_there() -> None:
    with pytest.raises(ColumnsMissing) as refusal:
        read_rows(b"Colour,Tracking\nred,1Z\n")

    assert refusal.value.message == "The file has no column for the order, nor for the line, nor for the quantity."
    assert "Colour, Tracking" in refusal.value.hint


def test_an_empty_file_has_no_columns() -> None:
    with pytest.raises(ColumnsMissing):
        read_rows(b"")


def test_two_columns_that_mean_the_same_are_refused() -> None:
    with pytest.raises(ColumnTwice):
        read_rows(b"order,sku,quantity,Quantity shipped\n")


def test_a_file_that_is_too_long_is_refused() -> None:
    with pytest.raises(FileTooLarge):
        read_rows(b"x" * (MOST_BYTES + 1))


def test_too_many_rows_that_are_filled_in_are_refused_however_many_are_not() -> None:
    left = [_row(number, quantity="", tracking_number="") for number in range(MOST_FILLED_IN)]

    assert len(filled_in([*left, *(_row(number) for number in range(MOST_FILLED_IN))])) == MOST_FILLED_IN
    with pytest.raises(FileTooLarge):
        filled_in([_row(number) for number in range(MOST_FILLED_IN + 1)])


def test_blank_rows_are_left_out_and_the_others_keep_their_numbers() -> None:
    rows = read_rows(b"order,sku,quantity\n,,\n#1,apple,1\n\n#2,pear,1\n")

    assert [row.number for row in rows] == [3, 5]


@pytest.mark.parametrize(
    ("cells", "is_left"),
    [
        ({"quantity": "", "tracking_number": ""}, True),
        ({"quantity": "0", "tracking_number": ""}, True),
        ({"quantity": "0.0", "tracking_number": ""}, True),
        ({"quantity": "", "tracking_number": "", "tracking_company": "UPS"}, True),
        ({"quantity": "1", "tracking_number": ""}, False),
        ({"quantity": "", "tracking_number": "1Z"}, False),
        ({"quantity": "0", "tracking_number": "1Z"}, False),
        ({"quantity": "", "tracking_number": "", "external_number": "S-1"}, False),
    ],
)
def test_a_row_in_which_nothing_was_filled_in_is_left(cells: dict[str, str], is_left: bool) -> None:
    assert _row(2, **cells).is_left is is_left


@pytest.mark.parametrize(("written", "meant"), [("2", "2"), ("2.0", "2"), ("2,00", "2"), ("2.5", "2.5"), ("x", "x")])
def test_decimals_that_say_nothing_are_taken_off_a_quantity(written: str, meant: str) -> None:
    assert _row(quantity=written).quantity == meant


def test_without_a_quantity_all_that_could_be_fulfilled_has_left() -> None:
    assert _row(quantity="", fulfillable_quantity="4").quantity == "4"
    assert _row(quantity="1", fulfillable_quantity="4").quantity == "1"


def test_the_surest_name_of_a_line_counts() -> None:
    row = _row(line="lin_1", line_item_id="77")

    assert (row.line.line, row.line.line_item_id, row.line.sku) == ("lin_1", None, None)


@pytest.mark.parametrize(
    ("cells", "code", "words"),
    [
        ({"order": ""}, "bad-reference", "its order"),
        ({"sku": ""}, "bad-reference", "its line"),
        ({"quantity": ""}, "bad-quantity", "quantity"),
        ({"quantity": "", "fulfillable_quantity": "0"}, "bad-quantity", "quantity"),
        ({"tracking_number": "3.4E+17"}, "bad-tracking", "rounded"),
        ({"tracking_number": "3,40434E+17"}, "bad-tracking", "rounded"),
        ({"tracking_number": "", "tracking_company": "UPS"}, "bad-tracking", "no tracking number"),
        ({"tracking_number": ""}, "bad-reference", "from another one"),
    ],
)
def test_what_cannot_be_understood_is_said(cells: dict[str, str], code: str, words: str) -> None:
    with pytest.raises(BackhaulError) as refusal:
        check_row(_row(2, **cells))

    assert refusal.value.code == code
    assert words in refusal.value.message


def test_a_row_with_more_cells_than_columns_is_refused() -> None:
    [row] = read_rows(b"order,sku,quantity,tracking\n#1,apple,1,1Z,oops\n")

    with pytest.raises(BackhaulError, match="more cells"):
        check_row(row)


@pytest.mark.parametrize("number", ["1E5", "3E", "E+17", "12345678901234567890", "1Z999AA10123456784"])
def test_tracking_numbers_that_only_look_odd_are_taken(number: str) -> None:
    check_row(_row(tracking_number=number))


def test_rows_with_one_tracking_number_are_one_parcel_for_each_order_and_location() -> None:
    parcels = _parcels(
        _row(2),
        _row(3, sku="pear"),
        _row(4, tracking_number="2Z"),
        _row(5, order="#1002"),
        _row(6, location="B"),
    )

    assert parcels == [[2, 3], [4], [5], [6]]


def test_rows_with_one_number_of_the_shipment_are_one_parcel_with_several_tracking_numbers() -> None:
    parcels = _parcels(_row(2, external_number="S-1"), _row(3, external_number="S-1", tracking_number="2Z"))

    assert parcels == [[2, 3]]


def test_a_made_number_is_the_same_for_the_same_content_in_any_order_of_rows_and_any_names() -> None:
    first = _made(_row(2), _row(3, sku="pear"))

    assert first == _made(_row(8, sku="pear"), _row(9, order="1001"))
    assert len(first) <= 64


@pytest.mark.parametrize(
    "cells",
    [
        {"quantity": "2"},
        {"tracking_number": "2Z"},
        {"tracking_company": "UPS"},
        {"location": "B"},
        {"fulfillment_order": "5"},
        {"sku": "pear"},
    ],
)
def test_a_made_number_is_another_one_for_other_content(cells: dict[str, str]) -> None:
    assert _made(_row()) != _made(_row(2, **cells))


def test_without_tracking_as_much_from_a_later_export_is_another_shipment() -> None:
    monday = {"tracking_number": "", "fulfillment_order": "61", "quantity": "2", "fulfillable_quantity": "4"}
    tuesday = {**monday, "fulfillable_quantity": "2"}

    assert _made(_row(2, **monday)) == _made(_row(2, **monday))
    assert _made(_row(2, **monday)) != _made(_row(2, **tuesday))


def test_with_tracking_a_later_export_does_not_make_it_another_shipment() -> None:
    monday, tuesday = _row(fulfillable_quantity="4"), _row(fulfillable_quantity="2")

    assert _made(monday) == _made(tuesday)


def test_a_part_of_a_fulfillment_order_without_tracking_needs_what_was_left_of_it() -> None:
    row = _row(tracking_number="", fulfillment_order="61", quantity="2")

    with pytest.raises(BackhaulError) as refusal:
        check_row(row)

    assert refusal.value.message == "Nothing tells this shipment from another one of the same goods."
