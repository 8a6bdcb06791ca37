"""Many orders at once."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from shopify_sandbox import many_checkouts
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.orders import FulfillmentOrder, Order
from shopify_sandbox.state.statuses import FulfillmentOrderStatus
from shopify_sandbox.state.transactions import Transaction
from shopify_sandbox.world import World
from tests.shopify_sandbox.resolvers.shop import START, a_world

TEA = {"sku": "TEA", "price": "10.00", "quantity": 2}
MUG = {"sku": "MUG", "price": "7.50"}


def test_a_count_places_so_many_orders_each_with_ids_of_its_own() -> None:
    world = a_world()

    told = many_checkouts.place(world, {"lines": [TEA, MUG], "payment": "paid", "count": 30})

    orders = world.all(Order)
    assert told["count"] == 30
    assert told["orders"] == [
        {"order": each.gid, "id": each.id, "name": each.name, "created_at": each.created_at.isoformat()}
        for each in orders
    ]
    assert len({line.id for order in orders for line in order.lines}) == 60
    assert len({order.name for order in orders}) == 30


def test_a_list_is_gone_through_again_and_again() -> None:
    world = a_world()

    many_checkouts.place(world, {"orders": [{"lines": [TEA]}, {"lines": [MUG]}], "count": 5})

    assert [order.lines[0].sku for order in world.all(Order)] == ["TEA", "MUG", "TEA", "MUG", "TEA"]


def test_each_order_may_have_a_customer_of_its_own() -> None:
    world = a_world()

    many_checkouts.place(world, {"lines": [TEA], "count": 3, "email": "c{n}@example.com"})

    assert [each.email for each in world.all(Customer)] == [f"c{number}@example.com" for number in (1, 2, 3)]


def test_orders_are_spread_evenly_up_to_now() -> None:
    world = a_world()

    many_checkouts.place(world, {"lines": [TEA], "count": 61, "spread": "P60D"})

    ages = [START - order.created_at for order in world.all(Order)]
    assert ages == [timedelta(days=days) for days in range(60, -1, -1)]
    assert {each.created_at for each in world.all(Transaction)} == {each.created_at for each in world.all(Order)}


def test_what_fell_due_since_an_order_was_placed_has_happened() -> None:
    world = a_world()
    plan = {"deliveries": 3, "every": "P30D"}

    many_checkouts.place(world, {"lines": [{**TEA, "selling_plan": plan}], "count": 1, "spread": "P40D"})

    statuses = [each.status for each in world.all(FulfillmentOrder)]
    opened = world.all(FulfillmentOrder)[1]
    assert statuses == [FulfillmentOrderStatus.OPEN, FulfillmentOrderStatus.OPEN, FulfillmentOrderStatus.SCHEDULED]
    assert opened.updated_at == START - timedelta(days=10)


@pytest.mark.parametrize(("quiet", "heard"), [(True, 0), (False, 3)])
def test_quiet_orders_tell_nobody(quiet: bool, heard: int) -> None:
    world = a_world()
    topics: list[str] = []
    world.listeners.append(lambda topic, _subject: topics.append(topic))

    many_checkouts.place(world, {"lines": [TEA], "count": 3, "quiet": quiet})

    assert topics.count("orders/create") == heard


@pytest.mark.parametrize(
    "body",
    [
        {"count": 2},
        {"orders": []},
        {"orders": [{"lines": [TEA]}], "lines": [TEA]},
        {"orders": [{"lines": [TEA]}, {"lines": []}]},
        {"lines": [TEA], "count": 0},
        {"lines": [TEA], "count": 100_001},
        {"lines": [TEA], "count": 2, "spread": "two months"},
        {"lines": [TEA], "count": 2, "quiet": 1},
    ],
)
def test_a_body_that_makes_no_sense_places_nothing(body: dict[str, object]) -> None:
    world = a_world()

    with pytest.raises(BadControlRequest):
        many_checkouts.place(world, body)

    assert world.all(Order) == []


def test_a_thousand_orders_take_far_less_than_two_seconds() -> None:
    world: World = a_world()
    body = {"lines": [TEA, MUG], "count": 1000, "spread": "P60D", "email": "c{n}@example.com", "quiet": True}

    started = time.process_time()
    many_checkouts.place(world, body)

    assert time.process_time() - started < 2
