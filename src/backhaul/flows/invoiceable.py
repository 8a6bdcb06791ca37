"""What of an order can still be invoiced."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db.models import Sum

from backhaul.core.invoiceable import EarlierInvoice, Invoiceable, InvoiceableLine, InvoicedLine, standing_units
from backhaul.core.money import Money, zero
from backhaul.core.payment_lines import LineKind
from backhaul.models import PaymentLine, PostedInvoice, SalesOrder, SalesOrderLine

ZERO = Decimal(0)


def invoiceable(order: SalesOrder) -> Invoiceable:
    """What of the order can be invoiced, by the mirror and the invoices that were posted."""
    invoices = earlier_invoices(order)
    worth = order.current_total_presentment
    if worth is None:
        worth = order.total_presentment
    return Invoiceable(
        order_name=order.name,
        currency=order.presentment_currency,
        lines=tuple(_line(line, invoices) for line in order.lines.all()),
        invoices=invoices,
        worth=None if worth is None else Money(worth, order.presentment_currency),
        is_cancelled=order.cancelled_at is not None,
    )


def more_may_be_invoiced(order: SalesOrder) -> bool:
    """Whether another invoice may follow: the order is neither cancelled nor finally invoiced, and it has more."""
    return invoiceable(order).more_may_be_invoiced


def returned_units(line: SalesOrderLine) -> int:
    """Units of the line that had left and were refunded: what Shopify still shows as shipped beyond what remains."""
    return max(0, line.shippable_quantity - line.current_quantity)


def earlier_invoices(order: SalesOrder) -> tuple[EarlierInvoice, ...]:
    """The order's invoices, oldest first."""
    refunded = _refunded(order)
    rows = PostedInvoice.objects.filter(order=order).prefetch_related("lines__order_line").order_by("created_at")
    return tuple(_invoice(row, refunded.get(row.pk, ZERO)) for row in sorted(rows, key=_sequence))


def _sequence(invoice: PostedInvoice) -> int:
    """Lines are numbered as they are written; the instants of two machines may contradict each other."""
    return min((line.pk for line in invoice.lines.all()), default=0)


def _refunded(order: SalesOrder) -> Mapping[str, Decimal]:
    """By invoice, what captures for it have taken and refunds have given back."""
    captured = PaymentLine.objects.filter(order=order, kind=LineKind.AUTHORISED).order_by()
    return dict(captured.values_list("invoice").annotate(refunded=Sum("refunded")))


def _invoice(row: PostedInvoice, refunded: Decimal) -> EarlierInvoice:
    return EarlierInvoice(
        id=row.pk,
        number=row.external_number,
        total=Money(row.total, row.currency),
        tax=zero(row.currency) if row.tax is None else Money(row.tax, row.currency),
        refunded=Money(refunded, row.currency),
        final=row.final,
        lines=tuple(
            InvoicedLine(line.order_line.gid, line.quantity, Money(line.amount, row.currency), line.returned_before)
            for line in row.lines.all()
        ),
    )


def _line(row: SalesOrderLine, invoices: Sequence[EarlierInvoice]) -> InvoiceableLine:
    postings = [posting for invoice in invoices for posting in invoice.about(row.gid)]
    returned = returned_units(row)
    return InvoiceableLine(
        id=row.pk,
        gid=row.gid,
        sku=row.sku or None,
        ordered=row.quantity,
        current=row.current_quantity,
        returned=returned,
        standing=standing_units(postings, current=row.current_quantity, returned=returned),
    )
