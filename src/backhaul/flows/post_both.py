"""Posts a shipment and its invoice at once: both, or neither."""

from dataclasses import dataclass

from backhaul.flows.post_invoice import InvoiceRequest, PostedInvoiceResult, post_invoice_within
from backhaul.flows.post_shipment import Posted, ShipmentRequest, post_shipment_within
from backhaul.flows.posting import post_once
from backhaul.models import SalesOrder


@dataclass(frozen=True)
class PostedBoth:
    """Both documents with their tasks."""

    shipment: Posted
    invoice: PostedInvoiceResult

    @property
    def is_new(self) -> bool:
        """Whether at least one of the two had not been posted before."""
        return self.shipment.is_new or self.invoice.is_new


def post_both(order: SalesOrder, *, shipment: ShipmentRequest, invoice: InvoiceRequest) -> PostedBoth:
    """Post a shipment and an invoice of one order: one transaction for two statements and two tasks.

    What was posted before with the same content is found again, each by its own number. Raises InputError of any kind,
    ExternalNumberTaken; then neither is written.
    """
    return post_once(
        lambda: PostedBoth(post_shipment_within(order.pk, shipment), post_invoice_within(order.pk, invoice))
    )
