"""Writes the lines of an order, as read, into the mirror."""

from backhaul.core import gids
from backhaul.core.outstanding import shippable_units
from backhaul.core.remote import RemoteOrder, RemoteOrderLine
from backhaul.flows.mirror_money import amount, presentment_amount, shop_amount
from backhaul.flows.mirror_rows import Rows
from backhaul.models import SalesOrder, SalesOrderLine

LineIds = dict[str, str]
"""Our id of each line by Shopify's."""
_LINES = Rows(
    SalesOrderLine,
    named_by=("order_id", "gid"),
    read=(
        "position",
        "sku",
        "title",
        "variant_gid",
        "quantity",
        "current_quantity",
        "shippable_quantity",
        "requires_shipping",
        "unit_price",
        "presentment_unit_price",
        "discounted_total",
        "presentment_discounted_total",
        "refundable_quantity",
    ),
)


def write_lines(order: SalesOrder, remote: RemoteOrder) -> LineIds:
    """Lines are never deleted here: postings point at them. A line Shopify no longer shows has nothing left."""
    stored = {row.gid: row for row in order.lines.all()}
    shippable = shippable_units(remote)
    wanted = [_row(order, position, line, shippable=shippable[line.gid]) for position, line in enumerate(remote.lines)]
    for row in wanted:
        _keep_hidden(row, stored.get(row.gid), remote.hidden)
    rows = _LINES.follow(stored.values(), wanted, is_whole=False)
    _empty(order, [row for gid, row in stored.items() if remote.line(gid) is None])
    return {row.gid: row.pk for row in rows}


def _row(order: SalesOrder, position: int, line: RemoteOrderLine, *, shippable: int) -> SalesOrderLine:
    return SalesOrderLine(
        order=order,
        gid=line.gid,
        shopify_id=gids.number_of(line.gid, "LineItem"),
        position=position,
        sku=(line.sku or "")[:255],
        title=line.title[:1000],
        variant_gid=line.variant_gid or "",
        quantity=max(line.quantity, line.current_quantity),
        current_quantity=line.current_quantity,
        shippable_quantity=shippable,
        requires_shipping=line.requires_shipping,
        unit_price=amount(line.unit_price),
        presentment_unit_price=amount(line.presentment_unit_price),
        discounted_total=shop_amount(line.discounted_total),
        presentment_discounted_total=presentment_amount(line.discounted_total),
        refundable_quantity=line.refundable_quantity,
    )


def _keep_hidden(row: SalesOrderLine, stored: SalesOrderLine | None, hidden: frozenset[str]) -> None:
    """What Shopify would not show stays as it was known."""
    if stored is None:
        return
    if "lines/variant_gid" in hidden:
        row.variant_gid = row.variant_gid or stored.variant_gid
    if "lines/sku" in hidden:
        row.sku = row.sku or stored.sku


def _empty(order: SalesOrder, gone: list[SalesOrderLine]) -> None:
    left = [row.pk for row in gone if row.current_quantity or row.shippable_quantity]
    if left:
        order.lines.filter(pk__in=left).update(current_quantity=0, shippable_quantity=0)
