"""Rows of a shipment file as one short text, so that a page can hold them between its preview and its confirmation."""

import base64
import binascii
import json
import zlib
from collections.abc import Iterable

from backhaul.core.file_errors import FileUnreadable
from backhaul.core.shipment_file import MOST_BYTES, MOST_ROWS, Column, FileRow

LONGEST = 4 * MOST_BYTES
"""What may come out of a packed text: names of columns are written with each row."""


def pack_rows(rows: Iterable[FileRow]) -> str:
    """The rows with what was understood of each, and nothing else of the file: no names, no addresses."""
    plain = [[row.number, row.is_overfull, row.cells] for row in rows]
    return base64.b64encode(zlib.compress(json.dumps(plain).encode())).decode()


def unpack_rows(packed: str) -> list[FileRow]:
    """The rows of a packed text. Raises FileUnreadable for what is none."""
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(base64.b64decode(packed, validate=True), LONGEST)
        found = json.loads(text)
        rows = [FileRow(int(number), _cells(cells), is_overfull=bool(overfull)) for number, overfull, cells in found]
    except (ValueError, TypeError, AttributeError, zlib.error, binascii.Error, RecursionError) as exc:
        raise _not_whole() from exc
    if unpacking.unconsumed_tail or len(rows) > MOST_ROWS:
        raise _not_whole()
    return rows


def _cells(cells: dict[str, str]) -> dict[Column, str]:
    return {Column(name): _keepable(str(text)) for name, text in cells.items()}


def _keepable(text: str) -> str:
    """Without what no database takes; a page that was tampered with may name it."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _not_whole() -> FileUnreadable:
    return FileUnreadable("The rows did not come back from the page as they were.", hint="Choose the file once more.")
