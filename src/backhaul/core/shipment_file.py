"""A file of what left a warehouse: which columns it may have, and what each of its rows says."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from backhaul.core.csv_text import read_table
from backhaul.core.errors import BackhaulError, BadQuantity, BadReference, BadTracking
from backhaul.core.file_errors import ColumnsMissing, ColumnTwice, FileTooLarge, RefusedRow
from backhaul.core.outstanding import LineRequest

MOST_ROWS = 10_000
MOST_FILLED_IN = 2_000
"""Rows that say that something has left: their orders stay locked until all of them are posted."""
MOST_BYTES = 2_500_000
NUMBER_CHARACTERS = 24
NUMBER_PREFIX = "csv-"


class Column(StrEnum):
    """What a column says; the same names as elsewhere."""

    STORE = "store"
    ORDER_ID = "order_id"
    ORDER = "order"
    LINE = "line"
    LINE_ITEM_ID = "line_item_id"
    SKU = "sku"
    FULFILLMENT_ORDER = "fulfillment_order"
    FULFILLABLE = "fulfillable_quantity"
    QUANTITY = "quantity"
    COMPANY = "tracking_company"
    NUMBER = "tracking_number"
    URL = "tracking_url"
    EXTERNAL_NUMBER = "external_number"
    LOCATION = "location"


ALSO: Mapping[str, Column] = {
    "name": Column.ORDER,
    "order_name": Column.ORDER,
    "order_number": Column.ORDER,
    "line_id": Column.LINE,
    "lineitem_id": Column.LINE_ITEM_ID,
    "lineitem_sku": Column.SKU,
    "fulfillment_order_id": Column.FULFILLMENT_ORDER,
    "quantity_shipped": Column.QUANTITY,
    "shipped_quantity": Column.QUANTITY,
    "qty": Column.QUANTITY,
    "company": Column.COMPANY,
    "carrier": Column.COMPANY,
    "shipping_carrier": Column.COMPANY,
    "tracking": Column.NUMBER,
    "url": Column.URL,
    "tracking_link": Column.URL,
    "shipment_number": Column.EXTERNAL_NUMBER,
    "shipment": Column.EXTERNAL_NUMBER,
}
"""Other names that a column may have, capitals, blanks and dashes aside: those of the export among them."""
_NOT_A_NUMBER = re.compile(r"\d[.,]?\d*[eE]\+\d+")
_WHOLE = re.compile(r"(\d{1,9})[.,]0{1,6}")


@dataclass(frozen=True)
class FileRow:
    """One row as written, surrounding blanks aside. `number` is the row's in a spreadsheet, the header being 1.

    `is_overfull`: something stands beyond the last column that the header names.
    """

    number: int
    cells: Mapping[Column, str]
    is_overfull: bool = False

    def cell(self, column: Column) -> str:
        """What stands in a column; "" where the file does not have it."""
        return self.cells.get(column, "")

    @property
    def order(self) -> str:
        """How the row names its order."""
        return self.cell(Column.ORDER_ID) or self.cell(Column.ORDER)

    @property
    def quantity(self) -> str:
        """What left. Where nothing stands there, all that could be fulfilled."""
        return _plain_number(self.cell(Column.QUANTITY) or self.cell(Column.FULFILLABLE))

    @property
    def is_left(self) -> bool:
        """Nothing was filled in: no quantity, no tracking number, no number of the shipment."""
        told = (self.cell(Column.NUMBER), self.cell(Column.EXTERNAL_NUMBER))
        return not any(told) and _plain_number(self.cell(Column.QUANTITY)) in ("", "0")

    @property
    def line(self) -> LineRequest:
        """How the row names its line: by the surest name that it gives."""
        names = ((column, self.cell(column)) for column in (Column.LINE, Column.LINE_ITEM_ID, Column.SKU))
        first = next(((column, name) for column, name in names if name), None)
        return LineRequest(self.quantity, **({first[0].value: first[1]} if first else {}))


def refused(row: FileRow, error: BackhaulError) -> RefusedRow:
    """The row with what a rule has said of it."""
    named = row.cell(Column.ORDER) or row.order
    return RefusedRow(row.number, named[:80], error.code, error.message, error.hint)


def read_rows(content: bytes) -> list[FileRow]:
    """The rows of a file that say anything, blank ones aside.

    Raises FileTooLarge, FileUnreadable, ColumnsMissing, ColumnTwice: of such a file nothing can be said row by row.
    """
    if len(content) > MOST_BYTES:
        raise FileTooLarge("bytes", most=MOST_BYTES)
    table = read_table(content, is_column=lambda name: column_of(name) is not None, most_rows=MOST_ROWS)
    header, *rows = table or [[]]
    places = _places(header)
    return [
        FileRow(number, _cells(row, places), is_overfull=any(cell.strip() for cell in row[len(header) :]))
        for number, row in enumerate(rows, start=2)
        if any(cell.strip() for cell in row)
    ]


def column_of(name: str) -> Column | None:
    """What a column of that name says, if anything to us.

    A program that does not know the mark of UTF-8 takes it and the quotation marks behind it for a part of the name.
    """
    plain = re.sub(r"[\s_-]+", "_", name.strip('\ufeff" \t\r\n').casefold())
    try:
        return Column(plain)
    except ValueError:
        return ALSO.get(plain)


def filled_in(rows: Sequence[FileRow]) -> list[FileRow]:
    """The rows that say that something has left. Raises FileTooLarge."""
    said = [row for row in rows if not row.is_left]
    if len(said) > MOST_FILLED_IN:
        raise FileTooLarge("rows with something filled in", most=MOST_FILLED_IN)
    return said


def check_row(row: FileRow) -> None:
    """Whether a row can be understood by itself. Raises BadReference, BadQuantity, BadTracking."""
    if row.is_overfull:
        raise BadReference(
            "The row has more cells than there are columns.",
            hint="Put a text that contains the separator between quotation marks.",
        )
    if not row.order:
        raise BadReference("The row does not name its order.", hint="Give the order's name or id.")
    if not row.line.named:
        raise BadReference("The row does not name its line.", hint="Give the id of the line, or its SKU.")
    if not row.cell(Column.QUANTITY) and row.quantity in ("", "0"):
        raise BadQuantity(row.line.named, row.quantity)
    for column in (Column.LINE_ITEM_ID, Column.FULFILLMENT_ORDER):
        if _NOT_A_NUMBER.fullmatch(row.cell(column)):
            raise BadReference(
                f"“{row.cell(column)}” is no id: the spreadsheet has rounded it.",
                hint="Take the column over from the export once more, and format it as text before it is filled in.",
            )
    if _NOT_A_NUMBER.fullmatch(row.cell(Column.NUMBER)):
        raise BadTracking(
            f"“{row.cell(Column.NUMBER)}” is no tracking number: the spreadsheet has rounded it.",
            hint="Format the column as text and write the number once more.",
        )
    if not row.cell(Column.NUMBER) and (row.cell(Column.URL) or row.cell(Column.COMPANY)):
        raise BadTracking("The row names a carrier or an address, but no tracking number.", hint="Give the number.")
    _check_told_apart(row)


def _check_told_apart(row: FileRow) -> None:
    """The same row in a later file must not be taken for this one.

    Of one fulfillment order as much may leave twice; what could be fulfilled before then tells the two apart.
    """
    by_number = row.cell(Column.EXTERNAL_NUMBER) or row.cell(Column.NUMBER)
    if not by_number and not (row.cell(Column.FULFILLMENT_ORDER) and row.cell(Column.FULFILLABLE)):
        raise BadReference(
            "Nothing tells this shipment from another one of the same goods.",
            hint="Give a tracking number or your own number of it, or keep all columns of the export in the file.",
        )


@dataclass(frozen=True)
class RowOfOrder:
    """A row with our ids of the order and the line that it means."""

    order_id: str
    line_id: str
    row: FileRow


@dataclass(frozen=True)
class FileParcel:
    """Rows that left together, of one order. `external_number` is the file's, or made from what the rows say."""

    order_id: str
    external_number: str
    rows: tuple[RowOfOrder, ...]
    key: tuple[str, ...]

    @property
    def is_numbered(self) -> bool:
        """Whether the file gives its number."""
        return bool(self.key[1])

    @property
    def locations(self) -> tuple[str, ...]:
        """Where its rows say that it left from."""
        named = (one.row.cell(Column.LOCATION) for one in self.rows)
        return tuple(dict.fromkeys(name for name in named if name))


def parcels_of_rows(rows: Iterable[RowOfOrder]) -> list[FileParcel]:
    """The rows by what left together.

    One parcel has one number of the shipment; without such a number, one tracking number and one location. Its number
    is then made from its content, order and line by our ids, so that the same content is the same shipment in any file.
    """
    together: dict[tuple[str, ...], list[RowOfOrder]] = {}
    for one in rows:
        together.setdefault(parcel_key(one.order_id, one.row), []).append(one)
    return [FileParcel(key[0], key[1] or _made_number(parts), tuple(parts), key) for key, parts in together.items()]


def parcel_key(order_id: str, row: FileRow) -> tuple[str, ...]:
    """What rows of one parcel have in common; the number of the shipment, if the row gives one, comes second."""
    number = row.cell(Column.EXTERNAL_NUMBER)
    if number:
        return (order_id, number)
    return (order_id, "", *(row.cell(one) for one in (Column.COMPANY, Column.NUMBER, Column.URL, Column.LOCATION)))


def _made_number(rows: Sequence[RowOfOrder]) -> str:
    said = [Column.FULFILLMENT_ORDER, Column.COMPANY, Column.NUMBER, Column.URL, Column.LOCATION]
    if not rows[0].row.cell(Column.NUMBER):
        said.append(Column.FULFILLABLE)
    content = sorted([one.line_id, one.row.quantity, *(one.row.cell(column) for column in said)] for one in rows)
    digest = hashlib.sha256(json.dumps([rows[0].order_id, content]).encode()).hexdigest()
    return f"{NUMBER_PREFIX}{digest[:NUMBER_CHARACTERS]}"


def _places(header: Sequence[str]) -> dict[Column, int]:
    places: dict[Column, int] = {}
    for index, name in enumerate(header):
        column = column_of(name)
        if column is not None and column in places:
            raise ColumnTwice(header[places[column]], name)
        if column is not None:
            places[column] = index
    wanted = {
        "the order": (Column.ORDER, Column.ORDER_ID),
        "the line": (Column.LINE, Column.LINE_ITEM_ID, Column.SKU),
        "the quantity": (Column.QUANTITY, Column.FULFILLABLE),
    }
    missing = [what for what, columns in wanted.items() if not any(column in places for column in columns)]
    if missing:
        raise ColumnsMissing(missing, [name.strip()[:80] for name in header if name.strip()])
    return places


def _cells(row: Sequence[str], places: Mapping[Column, int]) -> dict[Column, str]:
    return {column: row[index].strip() for column, index in places.items() if index < len(row)}


def _plain_number(text: str) -> str:
    """The number without decimals that a spreadsheet, or a program, has put behind it."""
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text
