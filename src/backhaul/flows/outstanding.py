"""What of an order's lines can still be posted."""

from collections.abc import Collection, Mapping

from django.db.models import Sum

from backhaul.core.outstanding import OrderLine
from backhaul.core.tasks import TaskState
from backhaul.core.units import plus
from backhaul.flows.withheld import withheld_lines
from backhaul.models import PostedShipment, PostedShipmentLine, SalesOrder, ShipmentFulfillmentLine


def outstanding_lines(order: SalesOrder) -> list[OrderLine]:
    """The order's lines in order, each with the units that postings have taken of it, and those being given back."""
    posted, withheld = posted_units_of([order.pk]), withheld_lines(order)
    return [
        OrderLine(
            line.pk,
            line.gid,
            line.sku or None,
            line.shippable_quantity,
            posted.get(line.pk, 0),
            withheld=sum(one.quantity for one in withheld.get(line.gid, ())),
            withheld_by=tuple(dict.fromkeys(one.by for one in withheld.get(line.gid, ()))),
        )
        for line in order.lines.all()
    ]


def posted_units_of(order_ids: Collection[str]) -> Mapping[str, int]:
    """Units of several orders that shipments have taken, by our line id.

    Once an undo has succeeded, its shipment keeps only what still stands in Shopify: adopted fulfillments are left.
    """
    undone = PostedShipment.objects.filter(order__in=order_ids, undo__task__state=TaskState.SUCCEEDED)
    posted = PostedShipmentLine.objects.filter(shipment__order__in=order_ids).exclude(shipment__in=undone)
    left = ShipmentFulfillmentLine.objects.filter(fulfillment__shipment__in=undone, fulfillment__cancelled_at=None)
    sums = (rows.order_by().values_list("order_line").annotate(units=Sum("quantity")) for rows in (posted, left))
    return plus(*(dict(rows) for rows in sums))
