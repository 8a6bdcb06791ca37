"""CSV as spreadsheets write and read it: characters, separators, quotes, and cells that look like formulas."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from backhaul.core.file_errors import FileTooLarge, FileUnreadable

SEPARATORS = (",", ";", "\t")
_DECLARED = re.compile(r"""^"?sep=(.)"?\r?\n""", re.IGNORECASE)
_NOT_CSV = {
    b"PK\x03\x04": "an Excel workbook (.xlsx)",
    b"\xd0\xcf\x11\xe0": "an Excel workbook (.xls)",
    b"%PDF": "a PDF",
}
_UTF8_MARK, _UTF16_MARKS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 4096
_UNSEEN = r"\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
"""Blanks, and what has no width: control characters, joiners, marks of the direction of writing."""
_SIGNS = r"=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212"
_FORMULA = re.compile(rf"^(?:[\t\r\n]|[{_UNSEEN}]*[{_SIGNS}])")
"""What a spreadsheet may take for a formula: such a sign first, in any width, whatever is not seen before it."""
_GUARD = "'"


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """The rows as a CSV file has them.

    Every cell is between quotation marks, so that no separator of another language cuts it in two.
    """
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue()


def guarded(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula: one that may be taken for one gets an apostrophe first.

    `unguarded` gives back exactly what it was.
    """
    return _GUARD + cell if _may_be_formula(cell) else cell


def unguarded(cell: str) -> str:
    """What a cell was before `guarded`; one that was never guarded stays as it is."""
    return cell[1:] if cell.startswith(_GUARD) and _may_be_formula(cell[1:]) else cell


def _may_be_formula(cell: str) -> bool:
    return _FORMULA.match(cell.lstrip(_GUARD)) is not None


def read_table(content: bytes, *, is_column: Callable[[str], bool], most_rows: int) -> list[list[str]]:
    """The rows of a CSV file with the header first, cells as they were before they were guarded.

    What separates the cells is what gives the header the most names that `is_column` knows. Rows keep their places:
    the first below the header is row 2, as a spreadsheet counts, blank ones and line breaks in cells included. Raises
    FileUnreadable, FileTooLarge (more than `most_rows` below the header).
    """
    text = decode(content)
    declared = _DECLARED.match(text)
    if declared:
        text = text[declared.end() :]
    separator = declared[1] if declared else _separator(text, is_column)
    rows: list[list[str]] = []
    for row in _rows(text, separator):
        if len(rows) > most_rows:
            raise FileTooLarge("rows", most=most_rows)
        rows.append([unguarded(cell) for cell in row])
    return rows


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or, where it is neither, Windows-1252. Raises FileUnreadable."""
    for start, what in _NOT_CSV.items():
        if content.startswith(start):
            raise FileUnreadable(f"The file is {what}, and not a CSV file.")
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise FileUnreadable("The file is no text in UTF-8, UTF-16 or Windows-1252.")


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith(_UTF8_MARK):
        return ("utf-8-sig",)
    if content.startswith(_UTF16_MARKS):
        return ("utf-16",)
    start = content[:_LOOKED_AT]
    if b"\x00" in start:
        return ("utf-16-le",) if start[1::2].count(0) >= start[::2].count(0) else ("utf-16-be",)
    return ("utf-8", "cp1252")


def _separator(text: str, is_column: Callable[[str], bool]) -> str:
    def known(separator: str) -> int:
        try:
            header = next(_rows(text, separator), [])
        except FileUnreadable:
            return 0
        return sum(is_column(name) for name in header)

    return max(SEPARATORS, key=known)


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for row in reader:
            number += 1
            yield row
    except csv.Error as exc:
        raise FileUnreadable(
            f"Row {number + 1} of the file cannot be read: {exc}.", hint="See whether a quotation mark is missing."
        ) from exc
