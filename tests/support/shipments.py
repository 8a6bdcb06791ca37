"""Shipments of orders that are only rows, for tests that need no Shopify."""

from backhaul.core.outstanding import LineRequest
from backhaul.flows.post_shipment import Posted, ShipmentRequest, post_shipment
from backhaul.models import SalesOrder


def apples_left(order: SalesOrder, number: str = "S-1", *, quantity: int = 1) -> Posted:
    """So many apples of the order left, one unless said otherwise."""
    return post_shipment(order, ShipmentRequest(number, [LineRequest(quantity, sku="apple")]))
