"""Posts shipments and inserts rows in turns, in one process on one database; prints JSON.

Started by `benchmarks.posting`, never by hand.
"""

import itertools
import json
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import TypeVar

import django

django.setup()

from django.conf import settings  # noqa: E402 -- Django has to be set up first
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from backhaul.core.outstanding import LineRequest  # noqa: E402
from backhaul.flows.post_shipment import ShipmentRequest, TrackingRequest, post_shipment  # noqa: E402
from backhaul.models import SalesOrder, SalesOrderLine, Store  # noqa: E402

Item = TypeVar("Item")
TABLE = "create table benchmark_row (id text primary key, number integer not null, made_at timestamptz not null)"
INSERT = "insert into benchmark_row values (%s, %s, %s)"


def orders(count: int) -> list[SalesOrder]:
    """Orders of one line, as a mirror holds them."""
    at = datetime.now(UTC)
    store = Store.objects.create(slug="benchmark", shop_domain="benchmark", created_at=at)
    made = [
        SalesOrder(
            store=store,
            gid=f"gid://shopify/Order/{number}",
            shopify_id=number,
            name=f"#{number}",
            shopify_created_at=at,
            shopify_updated_at=at,
            read_started_at=at,
        )
        for number in range(1, count + 1)
    ]
    SalesOrder.objects.bulk_create(made)
    SalesOrderLine.objects.bulk_create(
        SalesOrderLine(
            order=order,
            gid=f"gid://shopify/LineItem/{order.shopify_id}",
            shopify_id=order.shopify_id,
            position=0,
            sku="TEA",
            title="Tea",
            quantity=1,
            current_quantity=1,
            shippable_quantity=1,
            requires_shipping=True,
        )
        for order in made
    )
    return made


def post(order: SalesOrder) -> None:
    """One posting, as a door makes it."""
    number = f"S-{order.shopify_id}"
    post_shipment(order, ShipmentRequest(number, [LineRequest(sku="TEA", quantity=1)], [TrackingRequest(number)]))


def insert(number: int) -> None:
    """The least that a durable record costs: one row, one commit."""
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [uuid.uuid4().hex, number, datetime.now(UTC)])


def seconds(work: Callable[[Item], None], items: Iterable[Item]) -> float:
    """How long it takes to do it for each of these."""
    begun = time.perf_counter()
    for item in items:
        work(item)
    return time.perf_counter() - begun


def main(count: int, turns: int) -> None:
    """In turns, so that whatever else the machine does slows both alike."""
    assert settings.configured
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    waiting: Iterator[SalesOrder] = iter(orders(count + 2))
    post(next(waiting))
    with CaptureQueriesContext(connection) as captured:
        post(next(waiting))
    spent = {"post": 0.0, "insert": 0.0}
    each = count // turns
    for _ in range(turns):
        spent["post"] += seconds(post, itertools.islice(waiting, each))
        spent["insert"] += seconds(insert, range(each))
    print(json.dumps({"each": each * turns, "statements": len(captured), **spent}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
