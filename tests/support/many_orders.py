"""Rows of so many orders that one after the other would take too long."""

from decimal import Decimal

from backhaul.models import FulfillmentOrder, FulfillmentOrderLine, SalesOrder, SalesOrderLine, Store
from tests.support.rows import LONG_AGO, WAREHOUSE

LINES_AN_ORDER = 2
FACTS = {
    "email": "customer@example.com",
    **{f"shipping_address/{part}": f"=A {part}, “quoted”\nbelow" for part in ("name", "address1", "city", "zip")},
}


def work_of_many_orders(store: Store, numbers: range) -> None:
    """Orders of these numbers, of which two lines of three units can be shipped now; their texts are hostile."""
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
