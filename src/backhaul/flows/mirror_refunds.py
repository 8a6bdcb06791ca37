"""Writes the refunds and returns of an order, as read, into the mirror."""

from collections.abc import Sequence

from backhaul.core.remote_refunds import RemoteRefund, RemoteReturn
from backhaul.flows.mirror_lines import LineIds
from backhaul.flows.mirror_money import presentment_amount, shop_amount
from backhaul.flows.mirror_rows import Rows
from backhaul.models import OrderRefund, OrderRefundLine, OrderReturn, SalesOrder

_REFUNDS = Rows(
    OrderRefund,
    named_by=("order_id", "gid"),
    read=(
        "note",
        "total_shop",
        "total_presentment",
        "return_gid",
        "transaction_gids",
        "shopify_created_at",
        "shopify_updated_at",
    ),
)
_REFUND_LINES = Rows(
    OrderRefundLine,
    named_by=("refund_id", "position"),
    read=(
        "order_line_id",
        "gid",
        "quantity",
        "restock_type",
        "location_gid",
        "subtotal_shop",
        "subtotal_presentment",
        "tax_shop",
        "tax_presentment",
    ),
)
_RETURNS = Rows(
    OrderReturn,
    named_by=("order_id", "gid"),
    read=("name", "status", "total_quantity", "units", "shopify_created_at", "shopify_closed_at"),
)


def write_refunds(
    order: SalesOrder, remote: Sequence[RemoteRefund] | None, line_ids: LineIds, *, hides_returns: bool
) -> None:
    """The refunds with their lines; None, what could not be read, leaves what is known.

    Where Shopify hides which return a refund belongs to, that stays as it was known.
    """
    if remote is None:
        return
    stored = {row.gid: row for row in order.refunds.all()}
    wanted = [_refund_row(order, one) for one in remote]
    for row in wanted:
        if hides_returns and row.gid in stored:
            row.return_gid = row.return_gid or stored[row.gid].return_gid
    rows = _REFUNDS.follow(stored.values(), wanted)
    if not rows:
        return
    lines = [row for refund, one in zip(rows, remote, strict=True) for row in _line_rows(refund, one, line_ids)]
    _REFUND_LINES.follow(OrderRefundLine.objects.filter(refund__order=order), lines)


def write_returns(order: SalesOrder, remote: Sequence[RemoteReturn] | None) -> None:
    """The returns in brief; None, what could not be read, leaves what is known."""
    if remote is not None:
        _RETURNS.follow(order.returns.all(), [_return_row(order, one) for one in remote])


def _refund_row(order: SalesOrder, one: RemoteRefund) -> OrderRefund:
    return OrderRefund(
        order=order,
        gid=one.gid,
        note=one.note,
        total_shop=shop_amount(one.total),
        total_presentment=presentment_amount(one.total),
        return_gid=one.return_gid or "",
        transaction_gids=list(one.transaction_gids),
        shopify_created_at=one.created_at,
        shopify_updated_at=one.updated_at,
    )


def _line_rows(refund: OrderRefund, one: RemoteRefund, line_ids: LineIds) -> list[OrderRefundLine]:
    return [
        OrderRefundLine(
            refund=refund,
            position=position,
            order_line_id=line_ids[line.line_gid],
            gid=line.gid or "",
            quantity=line.quantity,
            restock_type=line.restock_type,
            location_gid=line.location_gid or "",
            subtotal_shop=shop_amount(line.subtotal),
            subtotal_presentment=presentment_amount(line.subtotal),
            tax_shop=shop_amount(line.tax),
            tax_presentment=presentment_amount(line.tax),
        )
        for position, line in enumerate(one.lines)
        if line.line_gid in line_ids
    ]


def _return_row(order: SalesOrder, one: RemoteReturn) -> OrderReturn:
    return OrderReturn(
        order=order,
        gid=one.gid,
        name=one.name[:64],
        status=one.status,
        total_quantity=one.total_quantity,
        units=[list(pair) for pair in one.units],
        shopify_created_at=one.created_at,
        shopify_closed_at=one.closed_at,
    )
