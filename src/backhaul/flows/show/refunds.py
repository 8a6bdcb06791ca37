"""What is shown of an order's refunds and returns, as last read from Shopify."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backhaul.flows.show.order_money import AmountView, amount_view
from backhaul.models import OrderRefund, OrderRefundLine, OrderReturn, SalesOrder


@dataclass(frozen=True)
class RefundLineView:
    """Units of an order line that a refund covers; what becomes of them is in Shopify's own words."""

    line: str
    sku: str
    quantity: int
    restock_type: str
    subtotal: AmountView | None
    tax: AmountView | None


@dataclass(frozen=True)
class RefundView:
    """A refund. Whether its money moved, its transactions say."""

    gid: str
    total: AmountView | None
    created_at: datetime | None
    updated_at: datetime
    return_gid: str
    transactions: Sequence[str]
    lines: Sequence[RefundLineView]


@dataclass(frozen=True)
class ReturnedUnits:
    """Units of an order line that are to come back."""

    line_item_id: str
    quantity: int


@dataclass(frozen=True)
class ReturnView:
    """A return in brief; `quantity` counts units of lines that Shopify does not name, too."""

    gid: str
    name: str
    status: str
    quantity: int
    units: Sequence[ReturnedUnits]
    created_at: datetime
    closed_at: datetime | None


def refunds_of(order: SalesOrder) -> list[RefundView]:
    """The order's refunds, oldest first."""
    return [_refund(order, row) for row in order.refunds.prefetch_related("lines__order_line")]


def returns_of(order: SalesOrder) -> list[ReturnView]:
    """The order's returns, oldest first."""
    return [_return(row) for row in order.returns.all()]


def _refund(order: SalesOrder, row: OrderRefund) -> RefundView:
    return RefundView(
        gid=row.gid,
        total=amount_view(order, row.total_shop, row.total_presentment),
        created_at=row.shopify_created_at,
        updated_at=row.shopify_updated_at,
        return_gid=row.return_gid,
        transactions=row.transaction_gids,
        lines=[_refund_line(order, line) for line in row.lines.all()],
    )


def _refund_line(order: SalesOrder, line: OrderRefundLine) -> RefundLineView:
    return RefundLineView(
        line=line.order_line_id,
        sku=line.order_line.sku,
        quantity=line.quantity,
        restock_type=line.restock_type,
        subtotal=amount_view(order, line.subtotal_shop, line.subtotal_presentment),
        tax=amount_view(order, line.tax_shop, line.tax_presentment),
    )


def _return(row: OrderReturn) -> ReturnView:
    return ReturnView(
        gid=row.gid,
        name=row.name,
        status=row.status,
        quantity=row.total_quantity,
        units=[ReturnedUnits(gid, quantity) for gid, quantity in row.units],
        created_at=row.shopify_created_at,
        closed_at=row.shopify_closed_at,
    )
