"""When an order is looked at again, and what a reading has brought."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from backhaul.core.refreshing import (
    COMPARED,
    awaits_routing,
    is_hidden_by_age,
    is_known_already,
    pause_after,
    what_changed,
)
from tests.core.builders import MUG, NOW, fulfillment_order, order


def test_pauses_double_from_half_a_minute_to_ten_minutes() -> None:
    waited, pauses = timedelta(0), []
    for _ in range(8):
        pauses.append(pause_after(waited).total_seconds())
        waited += pause_after(waited)

    assert pauses == [30, 30, 60, 120, 240, 480, 600, 600]


def test_a_young_order_of_goods_without_fulfillment_orders_awaits_routing() -> None:
    young = order(ordered={MUG: 1}, created_at=NOW - timedelta(minutes=59))
    digital = replace(young, lines=tuple(replace(line, requires_shipping=False) for line in young.lines))
    emptied = replace(young, lines=tuple(replace(line, current_quantity=0) for line in young.lines))

    assert awaits_routing(young, now=NOW)
    assert not awaits_routing(young, now=NOW + timedelta(minutes=1))
    assert not awaits_routing(digital, now=NOW)
    assert not awaits_routing(emptied, now=NOW)
    assert not awaits_routing(replace(young, cancelled_at=NOW), now=NOW)
    assert not awaits_routing(replace(young, fulfillment_orders=(fulfillment_order(1, {MUG: 1}),)), now=NOW)


def test_orders_of_two_months_are_hidden_from_apps_without_the_scope() -> None:
    old, newer = NOW - timedelta(days=60), NOW - timedelta(days=59)

    assert is_hidden_by_age(old, ["read_orders"], now=NOW)
    assert not is_hidden_by_age(old, ["read_orders", "read_all_orders"], now=NOW)
    assert not is_hidden_by_age(newer, ["read_orders"], now=NOW)


@pytest.mark.parametrize(
    ("told", "known"),
    [
        (NOW - timedelta(seconds=1), True),
        (NOW, False),
        (NOW + timedelta(seconds=1), False),
        (None, False),
    ],
)
def test_only_a_strictly_earlier_date_is_known_already(told: datetime | None, known: bool) -> None:
    assert is_known_already(told, NOW + timedelta(milliseconds=900)) is known


def test_a_reading_says_what_it_has_changed() -> None:
    before: dict[str, object] = dict.fromkeys(COMPARED, "a")

    assert what_changed(None, before) == "Read for the first time."
    assert what_changed(before, before) == "Nothing had changed."
    assert what_changed(before, {**before, "shopify_updated_at": "b"}) == "Only its date had changed."
    changed = {**before, "payments_digest": "b", "cancelled_at": "b", "shopify_updated_at": "b"}
    assert what_changed(before, changed) == "Changed: the payments, that it is cancelled."
