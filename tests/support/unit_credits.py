"""Orders with units to give back, and credit memos over them, for tests."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from backhaul.core.crediting import CreditLineRequest, UnitsRequest
from backhaul.core.outstanding import LineRequest
from backhaul.core.payments import TransactionKind, TransactionStatus
from backhaul.flows.post_credit_memo import PostedCredit, post_units_memo
from backhaul.models import OrderTransaction, SalesOrder
from tests.support.rows import LONG_AGO
from tests.support.shop import Shop

BOX: dict[str, Any] = {
    "sku": "box",
    "title": "Box",
    "price": "30.00",
    "quantity": 1,
    "selling_plan": {"name": "Monthly, paid for four", "deliveries": 4, "every": "P30D"},
}
APPLE: dict[str, Any] = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 6}

REMAINING = """query Remaining($id: ID!) { order(id: $id) { fulfillmentOrders(first: 50) { nodes { status
 lineItems(first: 50) { nodes { remainingQuantity lineItem { sku } } } } } } }"""


def prepaid(shop: Shop, **checkout: Any) -> SalesOrder:
    """A prepaid order of four boxes, one to ship now and three that are scheduled; 120.00 CAD paid."""
    return shop.order(lines=[BOX], **checkout)


def units_request(number: str = "CM-1", units: Mapping[str, int] | None = None, **given: Any) -> UnitsRequest:
    """A credit memo over so many units per SKU, of a box unless told; `amounts` by SKU."""
    amounts = given.pop("amounts", {})
    lines = [
        CreditLineRequest(LineRequest(quantity, sku=sku), amounts.get(sku))
        for sku, quantity in ({"box": 1} if units is None else units).items()
    ]
    return UnitsRequest(number, lines, **given)


def give_units(
    order: SalesOrder,
    number: str = "CM-1",
    units: Mapping[str, int] | None = None,
    *,
    reference: str = "",
    **given: Any,
) -> PostedCredit:
    """Post such a credit memo."""
    return post_units_memo(order, units_request(number, units, **given), reference=reference)


def still_to_ship(shop: Shop, order: SalesOrder) -> dict[str, int]:
    """Units per SKU that remain in fulfillment orders that are neither closed nor cancelled, as Shopify shows them."""
    units: dict[str, int] = {}
    found = shop.sandbox.graphql(REMAINING, id=order.gid)["order"]["fulfillmentOrders"]["nodes"]
    for line in (
        line for one in found if one["status"] not in ("CLOSED", "CANCELLED") for line in one["lineItems"]["nodes"]
    ):
        sku = line["lineItem"]["sku"]
        units[sku] = units.get(sku, 0) + line["remainingQuantity"]
    return {sku: quantity for sku, quantity in units.items() if quantity}


def sale_row(order: SalesOrder, amount: str = "100.00") -> OrderTransaction:
    """A sale that has brought so much for the order, as the mirror shows it."""
    return OrderTransaction.objects.create(
        order=order,
        gid=f"gid://shopify/OrderTransaction/{order.shopify_id}",
        kind=TransactionKind.SALE,
        status=TransactionStatus.SUCCESS,
        amount=Decimal(amount),
        currency=order.presentment_currency,
        gateway="cards",
        shopify_created_at=LONG_AGO,
    )
