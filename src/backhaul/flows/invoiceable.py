"""Whether anything of an order can still be invoiced."""

from backhaul.models import PostedInvoice, SalesOrder


def more_may_be_invoiced(order: SalesOrder) -> bool:
    """Whether no invoice of the order is final."""
    return not PostedInvoice.objects.filter(order=order, final=True).exists()
