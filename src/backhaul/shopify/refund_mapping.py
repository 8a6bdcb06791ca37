"""Turns refunds and returns, as replied, into core's values; unknown statuses and restock types are kept."""

from collections.abc import Iterable, Sequence

from backhaul.core.remote_refunds import RemoteRefund, RemoteRefundLine, RemoteReturn
from backhaul.core.units import add_up
from backhaul.shopify.money_mapping import both_moneys
from backhaul.shopify.operations.queries.fragments import (
    RefundFields,
    RefundLineFields,
    ReturnFields,
    ReturnFieldsReturnLineItemsNodesReturnLineItem,
    ReturnFieldsReturnLineItemsNodesReturnLineItemType,
)
from backhaul.shopify.operations.queries.return_lines_next import (
    ReturnLinesNextReturnReturnLineItemsNodesReturnLineItem,
    ReturnLinesNextReturnReturnLineItemsNodesReturnLineItemType,
)

ReturnLine = (
    ReturnFieldsReturnLineItemsNodesReturnLineItem
    | ReturnFieldsReturnLineItemsNodesReturnLineItemType
    | ReturnLinesNextReturnReturnLineItemsNodesReturnLineItem
    | ReturnLinesNextReturnReturnLineItemsNodesReturnLineItemType
)
_NAMES_ITS_LINE = (
    ReturnFieldsReturnLineItemsNodesReturnLineItem,
    ReturnLinesNextReturnReturnLineItemsNodesReturnLineItem,
)


def refund_of(one: RefundFields, lines: Sequence[RefundLineFields], transaction_gids: Sequence[str]) -> RemoteRefund:
    """A refund with all its lines and the transactions that moved its money."""
    return RemoteRefund(
        gid=one.id,
        updated_at=one.updated_at,
        created_at=one.created_at,
        note=one.note or "",
        total=both_moneys(one.total_refunded_set),
        return_gid=one.return_.id if one.return_ else None,
        lines=tuple(_refund_line(line) for line in lines),
        transaction_gids=tuple(transaction_gids),
    )


def return_of(one: ReturnFields, lines: Iterable[ReturnLine]) -> RemoteReturn:
    """A return in brief; lines that name no line of the order count in its total alone."""
    named = [line for line in lines if isinstance(line, _NAMES_ITS_LINE)]
    units = add_up((line.fulfillment_line_item.line_item.id, line.quantity) for line in named)
    return RemoteReturn(
        gid=one.id,
        name=one.name,
        status=one.status.value,
        total_quantity=one.total_quantity,
        created_at=one.created_at,
        closed_at=one.closed_at,
        units=tuple(sorted(units.items())),
    )


def _refund_line(line: RefundLineFields) -> RemoteRefundLine:
    return RemoteRefundLine(
        line_gid=line.line_item.id,
        quantity=line.quantity,
        restock_type=line.restock_type.value,
        gid=line.id,
        location_gid=line.location.id if line.location else None,
        subtotal=both_moneys(line.subtotal_set),
        tax=both_moneys(line.total_tax_set),
    )
