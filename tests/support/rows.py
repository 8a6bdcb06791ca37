"""Rows as Shopify's mirror would hold them, for tests of doors that need no Shopify."""

from datetime import UTC, datetime
from decimal import Decimal

from backhaul.flows.job_queue import create_entries
from backhaul.models import (
    CarrierMapping,
    Fulfillment,
    FulfillmentLine,
    FulfillmentOrder,
    FulfillmentOrderLine,
    LocationMapping,
    OrderDifference,
    SalesOrder,
    SalesOrderLine,
    Store,
    StoreCredential,
)

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
WAREHOUSE = "gid://shopify/Location/1"


def store_row(slug: str = "shop") -> Store:
    """A connected store with its recurring jobs, one location and no carriers."""
    store = Store.objects.create(
        slug=slug,
        shop_domain=f"{slug}.myshopify.com",
        api_url="http://127.0.0.1:9",
        name="A shop",
        currency="EUR",
        is_sandbox=True,
        created_at=LONG_AGO,
    )
    StoreCredential.objects.create(store=store, kind="permanent", token_encrypted="secret-ciphertext")
    LocationMapping.objects.create(store=store, code="WH", location_gid=WAREHOUSE, name="Warehouse")
    create_entries(store)
    return store


def carrier_row(store: Store, code: str = "UPS") -> CarrierMapping:
    """A carrier; from now on the store refuses others."""
    return CarrierMapping.objects.create(
        store=store, code=code, company=code, url_template="https://t.example/{number}"
    )


def order_row(store: Store, number: int = 1001, *, updated_at: datetime = LONG_AGO, **skus: int) -> SalesOrder:
    """An order `#number` with so many units of each SKU (five apples unless given), all still to be fulfilled."""
    order = SalesOrder.objects.create(
        store=store,
        gid=f"gid://shopify/Order/{number}",
        shopify_id=number,
        name=f"#{number}",
        currency="EUR",
        presentment_currency="EUR",
        total_shop=Decimal("12.5"),
        total_presentment=Decimal("12.5"),
        financial_status="PAID",
        fulfillment_status="UNFULFILLED",
        shopify_created_at=LONG_AGO,
        shopify_updated_at=updated_at,
        read_started_at=updated_at,
    )
    work = FulfillmentOrder.objects.create(
        order=order, gid=f"gid://shopify/FulfillmentOrder/{number}", status="OPEN", location_gid=WAREHOUSE
    )
    for position, (sku, quantity) in enumerate((skus or {"apple": 5}).items()):
        line = SalesOrderLine.objects.create(
            order=order,
            gid=f"gid://shopify/LineItem/{number * 100 + position}",
            shopify_id=number * 100 + position,
            position=position,
            sku=sku,
            title=sku.title(),
            quantity=quantity,
            current_quantity=quantity,
            shippable_quantity=quantity,
            requires_shipping=True,
            unit_price=Decimal("2.5"),
        )
        FulfillmentOrderLine.objects.create(
            fulfillment_order=work,
            gid=f"gid://shopify/FulfillmentOrderLineItem/{number * 100 + position}",
            order_line=line,
            total_quantity=quantity,
            remaining_quantity=quantity,
        )
    return order


def fulfillment_row(order: SalesOrder, *, quantity: int = 1) -> Fulfillment:
    """A fulfillment of the order's first line, created by someone else."""
    fulfillment = Fulfillment.objects.create(
        order=order,
        gid=f"gid://shopify/Fulfillment/{order.shopify_id}",
        status="SUCCESS",
        shopify_created_at=LONG_AGO,
        tracking=[{"company": "UPS", "number": "1Z", "url": None}],
    )
    line = order.lines.all()[0]
    FulfillmentLine.objects.create(fulfillment=fulfillment, order_line=line, quantity=quantity)
    return fulfillment


def conflict_row(
    order: SalesOrder, path: str = "shipping_address/zip", *, after: str | None = "1020", state: str = "conflict"
) -> OrderDifference:
    """A changed postal code, read a while ago, that contradicts a shipment; or what else is asked for."""
    is_resolved = state == "resolved"
    return OrderDifference.objects.create(
        order=order,
        path=path,
        before="1010",
        after=after,
        learned_by="webhook",
        topic="orders/edited",
        changed_at=LONG_AGO,
        noticed_at=LONG_AGO,
        state=state,
        words="" if state == "applied" else "Shipment S-1 went to the earlier address.",
        resolved_at=LONG_AGO if is_resolved else None,
        resolution="Done." if is_resolved else "",
    )
