"""The process that a benchmark of the export measures: it makes orders, or writes the file of them and says how."""

import json
import os
import resource
import sys
import time
from decimal import Decimal

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backhaul.site.django_settings")
django.setup()

from backhaul.flows.export_orders import Export, export_orders  # noqa: E402
from backhaul.models import (  # noqa: E402
    FulfillmentOrder,
    FulfillmentOrderLine,
    LocationMapping,
    SalesOrder,
    SalesOrderLine,
    Store,
)
from tests.support.rows import LONG_AGO, WAREHOUSE  # noqa: E402

LINES_AN_ORDER = 2
AT_A_TIME = 2_000
FACTS = {
    "email": "customer@example.com",
    **{f"shipping_address/{part}": f"=A {part}, “quoted”\nbelow" for part in ("name", "address1", "city", "zip")},
}


def place(lines: int) -> None:
    """As many lines that can be shipped as there are to be in all, two an order."""
    store, _ = Store.objects.get_or_create(
        slug="shop",
        defaults={"shop_domain": "shop.myshopify.com", "api_url": "http://127.0.0.1:9", "created_at": LONG_AGO},
    )
    LocationMapping.objects.get_or_create(store=store, code="WH", location_gid=WAREHOUSE)
    first, last = SalesOrder.objects.count() + 1, lines // LINES_AN_ORDER
    for start in range(first, last + 1, AT_A_TIME):
        _place_some(store, range(start, min(start + AT_A_TIME, last + 1)))


def _place_some(store: Store, numbers: range) -> None:
    orders = [
        SalesOrder(
            store=store,
            gid=f"gid://shopify/Order/{number}",
            shopify_id=number,
            name=f"#{number}",
            currency="EUR",
            presentment_currency="EUR",
            financial_status="PAID",
            fulfillment_status="UNFULFILLED",
            shopify_created_at=LONG_AGO,
            shopify_updated_at=LONG_AGO,
            read_started_at=LONG_AGO,
            facts=FACTS,
        )
        for number in numbers
    ]
    SalesOrder.objects.bulk_create(orders)
    work = [
        FulfillmentOrder(
            order=order,
            gid=f"gid://shopify/FulfillmentOrder/{order.shopify_id}",
            status="OPEN",
            location_gid=WAREHOUSE,
            fulfill_at=LONG_AGO,
            supported_actions=["CREATE_FULFILLMENT"],
        )
        for order in orders
    ]
    FulfillmentOrder.objects.bulk_create(work)
    lines = [_line(order, position) for order in orders for position in range(LINES_AN_ORDER)]
    SalesOrderLine.objects.bulk_create(lines)
    FulfillmentOrderLine.objects.bulk_create(
        FulfillmentOrderLine(
            fulfillment_order=work[index // LINES_AN_ORDER],
            gid=f"gid://shopify/FulfillmentOrderLineItem/{line.shopify_id}",
            order_line=line,
            total_quantity=3,
            remaining_quantity=3,
        )
        for index, line in enumerate(lines)
    )


def _line(order: SalesOrder, position: int) -> SalesOrderLine:
    number = order.shopify_id * LINES_AN_ORDER + position
    return SalesOrderLine(
        order=order,
        gid=f"gid://shopify/LineItem/{number}",
        shopify_id=number,
        position=position,
        sku=f"SKU-{number}",
        title="A thing to be shipped",
        quantity=3,
        current_quantity=3,
        shippable_quantity=3,
        requires_shipping=True,
        unit_price=Decimal(1),
    )


def write() -> dict[str, object]:
    """Write the file to nowhere, as it would be sent."""
    started, size, first = time.monotonic(), 0, 0.0
    for piece in export_orders(Export(personal=True), by="benchmark"):
        first = first or time.monotonic() - started
        size += len(piece)
    return {
        "seconds": time.monotonic() - started,
        "first_piece_seconds": first,
        "processor_seconds": time.process_time(),
        "megabytes": size / 1_000_000,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """`place N`, or `write`, which prints one line of JSON."""
    if sys.argv[1] == "place":
        place(int(sys.argv[2]))
    else:
        print(json.dumps(write()), flush=True)


if __name__ == "__main__":
    main()
