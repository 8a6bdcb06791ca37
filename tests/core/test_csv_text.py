"""CSV files of every kind that spreadsheets write, and cells that look like formulas."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backhaul.core.csv_text import csv_text, decode, guarded, read_table, unguarded
from backhaul.core.file_errors import FileTooLarge, FileUnreadable

TEXT = "order,sku,note\n#1001,apple,Größe “L”\n"
SIGNS = "=+-@\t\r\n '\u3000\uff1d\uff0b\uff0d\uff20\ufe66\u2212\u200b\u200f\u202e\u2067\ufeff\x85"
FORMULAS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
LONGEST_CELL = 32_767
"""Characters that Excel takes."""
STORED = st.characters(exclude_characters="\x00", exclude_categories=["Cs"])
"""What PostgreSQL stores: neither NUL nor halves of surrogate pairs."""
CELLS = st.one_of(
    st.text(STORED),
    st.tuples(st.text(SIGNS), st.text(STORED)).map("".join),
    st.text(",;\t\"'\r\n =sep"),
    st.from_regex(r"0[0-9]{1,30}", fullmatch=True),
)


def _read(content: bytes, most_rows: int = 100) -> list[list[str]]:
    return read_table(content, is_column=lambda name: name in ("order", "sku", "note"), most_rows=most_rows)


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+32 9 1",
        "-5",
        "@SUM(A1)",
        "\tx",
        "\r=x",
        "\n@",
        "  =1",
        "\u3000\uff1d1",
        "\uff0b1",
        "\ufeff=1",
        "\u200b-1",
        "\u22121",
    ],
)
def test_what_looks_like_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "apple", "'", "'tis", "a=b", "1-2", "#1001", "“=”", "0"])
def test_what_does_not_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell
    assert unguarded(cell) == cell


@given(st.one_of(st.text(), st.text(alphabet=SIGNS), st.tuples(st.text(alphabet=SIGNS), st.text()).map("".join)))
def test_a_cell_comes_back_as_it_was(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@given(st.lists(st.lists(CELLS, min_size=1)))
@example([["\u202e=1", "\u2067+1", "\u061c-1", "\x85@x"], ["\ufeff", "sep=;", "00123", ""], ['"', "\r", "\r\n", "\n"]])
def test_a_file_comes_back_as_it_was_written(rows: list[list[str]]) -> None:
    written = csv_text([["order", "sku"], *([guarded(cell) for cell in row] for row in rows)])

    read = _read(written.encode("utf-8-sig"))

    assert read == [["order", "sku"], *rows]


@given(st.lists(st.lists(CELLS, min_size=1)))
def test_any_other_program_reads_the_same_cells_and_no_formula(rows: list[list[str]]) -> None:
    written = csv_text([guarded(cell) for cell in row] for row in rows)

    read = list(csv.reader(io.StringIO(written, newline="")))

    assert read == [[guarded(cell) for cell in row] for row in rows]
    assert not any(cell.lstrip("\u202e\u2067\u200f\u200b\ufeff ").startswith(FORMULAS) for row in read for cell in row)


@pytest.mark.parametrize("sign", ["x", '"', "\n", "é", "𝄞", "="])
def test_the_longest_cells_of_a_spreadsheet_come_back(sign: str) -> None:
    cell = sign * LONGEST_CELL

    read = _read(csv_text([["order", "sku"], [guarded(cell), "apple"]]).encode())

    assert read[1] == [cell, "apple"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_that_spreadsheets_write_is_read(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("declared", [False, True])
def test_every_separator_is_found(separator: str, declared: bool) -> None:
    text = TEXT.replace(",", separator)
    first = f"sep={separator}\r\n" if declared else ""

    rows = _read((first + text).encode())

    assert rows == [["order", "sku", "note"], ["#1001", "apple", "Größe “L”"]]


def test_rows_keep_their_places_with_blank_ones_and_line_breaks_in_cells() -> None:
    rows = _read(b'order;note\n\n#1;"a\nb"\n#2;x\n')

    assert rows == [["order", "note"], [], ["#1", "a\nb"], ["#2", "x"]]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04rest", "Excel workbook"),
        (b"%PDF-1.7", "a PDF"),
        (b"order,sku\n\x81\x8d\x8f", "no text"),
        (b"a\x00b\x00\x00\x01\xd8", "no text"),
        (b'order,sku\n#1,"apple\n#2,pear\n', "Row 2 "),
        (b'order,sku\n#1,"apple"x\n', "Row 2 "),
    ],
)
def test_what_is_no_table_is_refused_with_what_it_is(content: bytes, words: str) -> None:
    with pytest.raises(FileUnreadable) as refusal:
        _read(content)

    assert words in refusal.value.message


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(FileTooLarge) as refusal:
        _read(b"order,sku\n" + b"#1,apple\n" * 4, most_rows=3)

    assert refusal.value.data == {"most": 3}
