"""Where the units of an order are, and what of them can be given back, by the mirror and what was posted."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import F, Sum

from backhaul.core.refund import Stock, WorkLine
from backhaul.core.remote import NOT_LIVE
from backhaul.core.restock import Restock
from backhaul.core.units import add_up, minus, plus
from backhaul.flows.outstanding import posted_units_of
from backhaul.flows.withheld import Promise, promises_of
from backhaul.models import (
    Fulfillment,
    FulfillmentLine,
    FulfillmentOrderLine,
    OrderRefundLine,
    SalesOrder,
    ShipmentFulfillment,
    ShipmentFulfillmentLine,
)


def stock_of(order: SalesOrder, *, besides: Iterable[str] = ()) -> Stock:
    """Where the order's units are now.

    `besides`: credit memos and steps of changes, by their ids, whose units do not count as being given back.
    """
    ignored = frozenset(besides)
    promises = [one for one in promises_of(order) if one.source not in ignored]
    lines = list(order.lines.all())
    return Stock(
        work=_work(order),
        refundable={line.gid: _refundable(line.refundable_quantity, line.current_quantity) for line in lines},
        posted=posted_unsent(order),
        fulfilled=minus(_fulfilled(order), _returned(order)),
        withheld=_units(one for one in promises if one.keeps_back),
        promised=_units(promises),
        labels={line.gid: line.sku or line.title for line in lines},
    )


def remaining_of(order: SalesOrder) -> dict[str, int]:
    """R by the order line's gid: paid units that nobody has in hand and that nothing else gives back."""
    return stock_of(order).remaining


def withheld_of(order: SalesOrder) -> dict[str, int]:
    """Units by the order line's gid that may not be shipped because they are being given back."""
    return _units(one for one in promises_of(order) if one.keeps_back)


def posted_unsent(order: SalesOrder) -> dict[str, int]:
    """Units of one order that `posted_unsent_of` says, by the order line's gid."""
    gids = dict(order.lines.values_list("pk", "gid"))
    return {gids[line_id]: units for line_id, units in posted_unsent_of([order.pk]).items()}


def posted_unsent_of(order_ids: Collection[str]) -> dict[str, int]:
    """Units by our line id that were posted as shipped and that the mirror does not show as fulfilled yet.

    A fulfillment of ours that the mirror does not know yet counts as unsent: the mirror still has its units as
    remaining.
    """
    shown = Fulfillment.objects.filter(order__in=order_ids).exclude(status__in=NOT_LIVE)
    sent = ShipmentFulfillmentLine.objects.filter(
        fulfillment__shipment__order__in=order_ids,
        fulfillment__cancelled_at=None,
        fulfillment__fulfillment_gid__in=shown.values("gid"),
    )
    sums = dict(sent.order_by().values_list("order_line").annotate(units=Sum("quantity")))
    return minus(posted_units_of(order_ids), sums)


def begun_by_us(order: SalesOrder) -> frozenset[str]:
    """Fulfillment orders, by gid, of which something was fulfilled, where nobody but us has fulfilled anything."""
    standing = Fulfillment.objects.filter(order=order).exclude(status__in=NOT_LIVE)
    ours = ShipmentFulfillment.objects.filter(shipment__order=order).values("fulfillment_gid")
    if standing.exclude(gid__in=ours).exists():
        return frozenset()
    work = FulfillmentOrderLine.objects.filter(fulfillment_order__order=order)
    begun = work.filter(remaining_quantity__lt=F("total_quantity"))
    return frozenset(begun.values_list("fulfillment_order__gid", flat=True))


def ordered_units(order: SalesOrder) -> dict[str, int]:
    """All units of the order that were ever to be shipped, by line."""
    return dict(order.lines.filter(requires_shipping=True).values_list("gid", "quantity"))


def _work(order: SalesOrder) -> list[WorkLine]:
    begun = begun_by_us(order)
    rows = FulfillmentOrderLine.objects.filter(fulfillment_order__order=order).select_related(
        "fulfillment_order", "order_line"
    )
    return [
        WorkLine(
            line_gid=row.order_line.gid,
            remaining=row.remaining_quantity,
            status=row.fulfillment_order.status,
            request_status=row.fulfillment_order.request_status,
            location_gid=row.fulfillment_order.location_gid,
            begun_by_us=row.fulfillment_order.gid in begun,
        )
        for row in rows.order_by("fulfillment_order__fulfill_at", "fulfillment_order__id")
    ]


def _refundable(refundable: int | None, current: int) -> int:
    """What Shopify lets be refunded; of a line read before it was asked for that, what edits and refunds have left."""
    return current if refundable is None else min(refundable, current)


def _fulfilled(order: SalesOrder) -> Mapping[str, int]:
    standing = FulfillmentLine.objects.filter(fulfillment__order=order).exclude(fulfillment__status__in=NOT_LIVE)
    return add_up(standing.values_list("order_line__gid", "quantity"))


def _returned(order: SalesOrder) -> Mapping[str, int]:
    came_back = OrderRefundLine.objects.filter(refund__order=order, restock_type=Restock.RETURN.upper())
    return add_up(came_back.values_list("order_line__gid", "quantity"))


def _units(promises: Iterable[Promise]) -> dict[str, int]:
    return plus(*({one.line_gid: one.quantity} for one in promises))
