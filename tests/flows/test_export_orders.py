"""The file of what is to be shipped, however long it is and whatever stands in its cells."""

import gc
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from typing import Any

from django.db import connection

from backhaul.core.csv_text import read_table
from backhaul.core.order_csv import PERSONAL, header
from backhaul.core.shipment_file import Column, read_rows
from backhaul.flows.export_orders import AT_A_TIME, Export, export_orders
from backhaul.models import SalesOrder, Store
from tests.support.many_orders import LINES_AN_ORDER, work_of_many_orders
from tests.support.rows import order_row
from tests.support.work import workable

PIECES = 6
HOSTILE = '=cmd|"/c calc"!A1, \u202e\r\n;\t\'“𝄞\ufeff00123\n'


def test_a_long_file_is_written_in_pieces_none_of_which_is_kept(store: Store) -> None:
    work_of_many_orders(store, range(1, PIECES * AT_A_TIME + 1))
    before = _orders_in_memory()

    rows, cursors, questions = 0, [], []
    with closing(_generator(Export(personal=True))) as pieces, _questions() as asked:
        next(pieces)
        for piece in islice(pieces, PIECES - 1):
            rows += piece.count(b"\r\n")
            cursors.append(_open_cursors())
            questions.append(asked())
        kept = _orders_in_memory() - before

    assert rows == (PIECES - 1) * AT_A_TIME * LINES_AN_ORDER
    assert cursors == [1] * (PIECES - 1)
    assert kept <= 0
    assert len(set(questions[1:])) == 1
    assert max(questions) < 15


def test_whatever_an_order_says_comes_back_from_its_file(store: Store) -> None:
    order = order_row(store)
    order.facts = {path: f"{HOSTILE}{path}" for path in PERSONAL.values()}
    order.tags = [HOSTILE, "@b"]
    order.save()
    order.lines.update(title=HOSTILE, sku=f"0{HOSTILE}")
    workable(order)

    content = b"".join(export_orders(Export(personal=True, for_spreadsheet=True), by="test"))

    columns, cells = read_table(content, is_column=lambda name: name == "Name", most_rows=10)
    read = dict(zip(columns, cells, strict=True))
    assert columns == header(personal=True)
    assert {name: read[name] for name in PERSONAL} == {name: f"{HOSTILE}{path}" for name, path in PERSONAL.items()}
    assert (read["Lineitem name"], read["Lineitem sku"]) == (HOSTILE, f"0{HOSTILE}")
    assert read["Tags"] == f"{HOSTILE}, @b"
    [row] = read_rows(content)
    assert (row.order, row.line.line, row.quantity) == (order.pk, order.lines.get().pk, "5")
    assert row.cell(Column.SKU) == f"0{HOSTILE}".strip()


def _generator(export: Export) -> Generator[bytes]:
    """The export, which is closed whatever happens: its cursor keeps a transaction open."""
    pieces = export_orders(export, by="test")
    assert isinstance(pieces, Generator)
    return pieces


def _orders_in_memory() -> int:
    gc.collect()
    return sum(type(one) is SalesOrder for one in gc.get_objects())


def _open_cursors() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE '_django_curs_%%'")
        return int(cursor.fetchone()[0])


@contextmanager
def _questions() -> Iterator[Callable[[], int]]:
    """How many statements there were since it was asked last."""
    count = 0

    def noted(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    def since() -> int:
        nonlocal count
        before, count = count, 0
        return before

    with connection.execute_wrapper(noted):
        yield since
