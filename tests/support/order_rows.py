"""Orders as the mirror holds them after a customer with other money, a refund and a return."""

from decimal import Decimal

from backhaul.models import OrderRefund, OrderRefundLine, OrderReturn, OrderSnapshot, SalesOrder
from tests.support.rows import LONG_AGO

TOTALS_WORDS = "The total is 0.01 EUR more than its parts: cash was rounded."
SHA256 = "f" * 64


def with_refund_and_return(order: SalesOrder) -> SalesOrder:
    """One unit of the order's first line is given back, and one is to come back; its customer pays in US dollars."""
    line = order.lines.all()[0]
    order.presentment_currency = "USD"
    order.money = {"total": ["12.50", "9.38"], "current_total": ["10.00", "7.50"]}
    order.totals_words, order.return_status = TOTALS_WORDS, "IN_PROGRESS"
    order.facts = {"email": "ada@example.com", "shipping_address/city": "Halifax", "tags": "x", "note": ""}
    order.save()
    refund = OrderRefund.objects.create(
        order=order,
        gid="gid://shopify/Refund/1",
        total_shop=Decimal("2.50"),
        total_presentment=Decimal("1.88"),
        transaction_gids=["gid://shopify/OrderTransaction/9"],
        shopify_updated_at=LONG_AGO,
    )
    OrderRefundLine.objects.create(
        refund=refund,
        order_line=line,
        position=0,
        quantity=1,
        restock_type="NO_RESTOCK",
        subtotal_shop=Decimal("2.50"),
        subtotal_presentment=Decimal("1.88"),
    )
    OrderReturn.objects.create(
        order=order,
        gid="gid://shopify/Return/1",
        name="#1001-R1",
        status="PONDERED",
        total_quantity=2,
        units=[[line.gid, 1]],
        shopify_created_at=LONG_AGO,
    )
    OrderSnapshot.objects.create(order=order, sha256=SHA256, body={}, first_read_at=LONG_AGO, last_read_at=LONG_AGO)
    return order
