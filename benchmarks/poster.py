"""The back office of a benchmark: connects a store, takes orders in, posts shipments and invoices, a line of JSON each.

Started by benchmarks, never by hand: `python -m benchmarks.poster`.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import django
import structlog

django.setup()
structlog.configure(logger_factory=structlog.PrintLoggerFactory(file=sys.stderr))

from backhaul.core.invoicing import AmountsRequest, InvoiceLineRequest  # noqa: E402 -- Django has to be set up first
from backhaul.core.outstanding import LineRequest  # noqa: E402
from backhaul.flows.post_invoice import InvoiceRequest, post_invoice  # noqa: E402
from backhaul.flows.post_shipment import ShipmentRequest, TrackingRequest, post_shipment  # noqa: E402
from backhaul.flows.read_order import import_order  # noqa: E402
from backhaul.flows.stores import StoreRequest, connect_store  # noqa: E402
from backhaul.models import SalesOrder, Store  # noqa: E402
from tests.support.sandbox import TOKEN  # noqa: E402

SLUG = "benchmark"


def connect(url: str) -> dict[str, Any]:
    """Connect the store."""
    request = StoreRequest(slug=SLUG, shop_domain=f"{SLUG}.myshopify.com", token=TOKEN, api_url=url)
    return {"store": connect_store(request).pk}


def take_in(orders: list[str]) -> dict[str, Any]:
    """Read orders into the mirror."""
    store = Store.objects.get(slug=SLUG)
    return {"orders": [import_order(store, gid).pk for gid in orders]}


def post(orders: list[str], prefix: str) -> dict[str, Any]:
    """Post one unit of the first SKU for each order; the external numbers with the instants after their commits."""
    posted = {}
    started = time.time()
    for position, order_id in enumerate(orders):
        number = f"{prefix}{position}"
        request = ShipmentRequest(number, [LineRequest(sku="TEA", quantity=1)], [TrackingRequest(number)])
        post_shipment(SalesOrder.objects.select_related("store").get(pk=order_id), request)
        posted[number] = time.time()
    return {"posted": posted, "seconds": time.time() - started}


def invoice(orders: list[str], prefix: str) -> dict[str, Any]:
    """Post an invoice over all of each order: its one line; the orders' gids with the instants after their commits."""
    posted = {}
    started = time.time()
    for position, order_id in enumerate(orders):
        order = SalesOrder.objects.select_related("store").get(pk=order_id)
        units, total = order.lines.get().quantity, f"{order.current_total_presentment:.2f}"
        amounts = AmountsRequest(order.presentment_currency, total, tax_included=True)
        lines = [InvoiceLineRequest(LineRequest(sku="TEA", quantity=units), total)]
        post_invoice(order, InvoiceRequest(f"{prefix}{position}", amounts, lines, final=True))
        posted[order.gid] = time.time()
    return {"posted": posted, "seconds": time.time() - started}


COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {
    "connect": connect,
    "take_in": take_in,
    "post": post,
    "invoice": invoice,
}


def main() -> None:
    """Until the end of input: carry out a command a line."""
    for line in sys.stdin:
        arguments = json.loads(line)
        print(json.dumps(COMMANDS[arguments.pop("command")](**arguments)), flush=True)


if __name__ == "__main__":
    main()
