"""The lines of a bulk operation's file are put together order by order."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from backhaul.core.bulk_lines import FileLine, GatheredOrder, orders_of
from backhaul.core.shopify_errors import BrokenReply

ONE, TWO = "gid://shopify/Order/1", "gid://shopify/Order/2"


def file_of(*objects: Any) -> Iterator[FileLine]:
    at = 0
    for content in objects:
        line = content if isinstance(content, bytes) else json.dumps(content).encode()
        at += len(line) + 1
        yield FileLine(line, at)


def line(number: int, parent: str, kind: str = "LineItem") -> dict[str, str]:
    return {"id": f"gid://shopify/{kind}/{number}", "__parentId": parent}


def test_each_order_has_what_follows_it() -> None:
    content = [{"id": ONE}, line(1, ONE), line(7, ONE, "FulfillmentOrder"), line(2, ONE), {"id": TWO}]

    found = list(orders_of(file_of(*content)))

    assert [one.gid for one in found] == [ONE, TWO]
    assert found[0].children_of("LineItem") == [{"id": "gid://shopify/LineItem/1"}, {"id": "gid://shopify/LineItem/2"}]
    assert found[0].children_of("FulfillmentOrder") == [{"id": "gid://shopify/FulfillmentOrder/7"}]


def test_an_order_ends_where_the_next_one_begins() -> None:
    lines = list(file_of({"id": ONE}, line(1, ONE), {"id": TWO}))

    found = list(orders_of(lines))

    assert [one.ends_at for one in found] == [lines[1].ends_at, lines[2].ends_at]


def test_the_last_order_of_a_file_that_was_cut_is_left_out() -> None:
    assert [one.gid for one in orders_of(file_of({"id": ONE}, {"id": TWO}, line(1, TWO)), is_cut=True)] == [ONE]


def test_no_more_than_one_order_is_held() -> None:
    taken: list[int] = []

    def endless() -> Iterator[FileLine]:
        for number in range(1_000_000):
            taken.append(number)
            yield FileLine(json.dumps({"id": f"gid://shopify/Order/{number}"}).encode(), number)

    found: GatheredOrder = next(orders_of(endless()))

    assert (found.gid, len(taken)) == ("gid://shopify/Order/0", 2)


@pytest.mark.parametrize(
    "content",
    [b"{", b"[]", b"null", b"[" * 100_000, line(1, ONE), [{"id": TWO}, line(1, ONE)]],
    ids=["half", "a list", "null", "deep", "a child without its order", "another order's child"],
)
def test_a_file_that_makes_no_sense_is_refused(content: Any) -> None:
    with pytest.raises(BrokenReply):
        list(orders_of(file_of(*(content if isinstance(content, list) else [content]))))


def test_empty_lines_are_passed_over() -> None:
    assert [one.gid for one in orders_of(file_of({"id": ONE}, b"", b" "))] == [ONE]
