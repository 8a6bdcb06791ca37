"""Reads which lines of an order were bought by which subscription: once, because it never changes."""

from collections.abc import Collection
from dataclasses import replace

from backhaul.core.remote import RemoteOrder, RemoteOrderLine
from backhaul.core.shopify_errors import AccessDenied
from backhaul.shopify.one_reading import OneReading
from backhaul.shopify.operations import queries
from backhaul.shopify.operations.queries.order_contracts import OrderContractsOrderLineItemsNodes


def with_contracts(reading: OneReading, order: RemoteOrder, known_lines: Collection[str] | None) -> RemoteOrder:
    """The order with contract and selling plan on its lines, if it has others than the known ones.

    Where that is not asked for (`known_lines` None), or not allowed, lines name none: that says nothing.
    """
    if known_lines is None or all(line.gid in known_lines for line in order.lines):
        return order
    try:
        found = _lines_of(reading, order.gid)
    except AccessDenied:
        return order
    return replace(order, lines=tuple(_with_contract(line, found.get(line.gid)) for line in order.lines))


def _lines_of(reading: OneReading, order_gid: str) -> dict[str, OrderContractsOrderLineItemsNodes]:
    found: dict[str, OrderContractsOrderLineItemsNodes] = {}
    after: str | None = None
    while True:
        order = reading.query(queries.order_contracts(order_gid, after), is_content=False).data.order
        reading.compare(order is None, False)
        if order is None:
            return found
        found |= {line.id: line for line in order.line_items.nodes}
        after = order.line_items.page_info.end_cursor
        if not order.line_items.page_info.has_next_page or not after:
            return found


def _with_contract(line: RemoteOrderLine, read: OrderContractsOrderLineItemsNodes | None) -> RemoteOrderLine:
    if read is None:
        return line
    return replace(
        line,
        contract_gid=read.contract.id if read.contract else None,
        selling_plan_gid=read.selling_plan.selling_plan_id if read.selling_plan else None,
        selling_plan_name=read.selling_plan.name if read.selling_plan else None,
    )
