"""Readings of one order that race, and what recording their differences costs."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from backhaul.core.order_facts import facts_of
from backhaul.core.outstanding import LineRequest
from backhaul.core.remote import RemoteOrder
from backhaul.flows.mirror import apply_snapshot
from backhaul.flows.post_shipment import ShipmentRequest, post_shipment
from backhaul.flows.posted_facts import posted_of
from backhaul.models import OrderDifference, SalesOrder, Store
from tests.conftest import OwnDatabase
from tests.core.builders import MUG, NOW, fulfillment_order
from tests.core.edit_builders import edited, line
from tests.support.rows import store_row

READERS = 6


def read(store: Store, remote: RemoteOrder, minute: int) -> SalesOrder:
    at = NOW + timedelta(minutes=minute)
    whole = replace(remote, fulfillment_orders=(fulfillment_order(1, {MUG: 3}),), updated_at=NOW)
    return apply_snapshot(store, whole, read_started_at=at)


def test_readings_that_race_record_a_change_once(own_database: OwnDatabase) -> None:
    store = store_row()
    order = read(store, edited(), 0)
    start = threading.Barrier(READERS)

    def race(minute: int) -> None:
        start.wait()
        try:
            read(store, edited(line(left=2), note="Ring"), minute)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(READERS) as readers:
        list(readers.map(race, range(1, READERS + 1)))

    found = OrderDifference.objects.filter(order=order).values_list("path", "before", "after")
    assert sorted(found) == [(f"lines/{MUG}/current_quantity", "3", "2"), ("note", "", "Ring")]


@pytest.mark.parametrize(("shipments", "most"), [(0, 2), (4, 8)])
def test_what_was_posted_is_loaded_in_few_statements_however_much_it_is(db: None, shipments: int, most: int) -> None:
    order = read(store_row(), edited(line(quantity=10, total="100")), 0)
    for number in range(shipments):
        post_shipment(order, ShipmentRequest(f"S-{number}", [LineRequest(1, sku="mug")]))

    with CaptureQueriesContext(connection) as asked:
        posted = posted_of(order, facts_of(edited()))

    assert len(posted.shipments) == shipments
    assert len(asked) <= most


def test_a_reading_without_a_difference_loads_nothing_that_was_posted(db: None) -> None:
    order = read(store_row(), edited(), 0)
    post_shipment(order, ShipmentRequest("S-1", [LineRequest(1, sku="mug")]))

    with CaptureQueriesContext(connection) as asked:
        read(order.store, edited(), 1)

    touched = [query["sql"] for query in asked if "postedshipment" in query["sql"] or "orderdifference" in query["sql"]]
    assert touched == []
