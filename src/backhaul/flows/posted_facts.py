"""Loads what was posted of an order and still stands, as the rules about edits want to see it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db.models import F, Q, Sum

from backhaul.core.differences import Difference, rewound
from backhaul.core.invoiceable import InvoicedLine
from backhaul.core.order_facts import ADDRESS, LINES, Facts
from backhaul.core.payment_lines import LineKind
from backhaul.core.payments import FAILED, TransactionKind
from backhaul.core.posted import Invoiced, Posted, Shipped, worth_of_invoiced
from backhaul.core.tasks import ENDED, TaskState
from backhaul.core.units import Units, add_up, plus
from backhaul.flows.payment_facts import kept_money
from backhaul.flows.payment_tasks import BOOK_CREDIT
from backhaul.models import (
    CreditMemoRefund,
    OrderDifference,
    OrderTransaction,
    PaymentLine,
    PostedCreditMemo,
    PostedCreditMemoLine,
    PostedInvoice,
    PostedInvoiceLine,
    PostedShipment,
    PostedShipmentLine,
    SalesOrder,
    SalesOrderLine,
)

ZERO = Decimal(0)


def posted_of(order: SalesOrder, known: Facts) -> Posted:
    """What stands posted of a locked order, in at most nine statements, two where nothing was posted.

    `known` are the facts before the differences that are now to be judged: what the order was when something was posted
    follows from them and from the differences recorded since. An undo counts from when it was posted, unless it was
    called off.
    """
    shipments, invoices = _shipments(order), _invoices(order)
    if not shipments and not invoices:
        return Posted(order.presentment_currency)
    written = [*(row.created_at for row in shipments), *(row.created_at for row in invoices)]
    history = _history(order, since=min(written))
    shipped = tuple(_shipped(row, of_it, _facts_at(row.created_at, known, history)) for row, of_it in shipments.items())
    invoiced = tuple(
        _invoiced(row, of_it, _facts_at(row.created_at, known, history)) for row, of_it in invoices.items()
    )
    lines, sums = list(order.lines.all()), _credits(order)
    charged = add_up((line.line_gid, line.quantity) for one in invoiced for line in one.lines)
    return Posted(
        currency=order.presentment_currency,
        shipments=shipped,
        invoices=invoiced,
        credited=_credited(order, lines, invoiced=charged, sums=sums),
        received=_received(order),
        refunded_elsewhere=max(_refunded_elsewhere(order) - sums["noted"], ZERO),
        returned={line.gid: max(0, line.shippable_quantity - line.current_quantity) for line in lines},
        unshipped=_unshipped(lines, plus(*(one.units for one in shipped))),
        names={line.gid: line.sku or line.title for line in lines},
    )


def _shipments(order: SalesOrder) -> dict[PostedShipment, list[PostedShipmentLine]]:
    rows = PostedShipmentLine.objects.filter(shipment__order=order).select_related("shipment__task", "order_line")
    standing = rows.filter(Q(shipment__undo=None) | Q(shipment__undo__task__state=TaskState.CANCELLED))
    result: dict[PostedShipment, list[PostedShipmentLine]] = {}
    for line in standing.order_by("shipment__created_at", "pk"):
        result.setdefault(line.shipment, []).append(line)
    return result


def _invoices(order: SalesOrder) -> dict[PostedInvoice, list[PostedInvoiceLine]]:
    rows = PostedInvoiceLine.objects.filter(invoice__order=order).select_related("invoice", "order_line")
    result: dict[PostedInvoice, list[PostedInvoiceLine]] = {}
    for line in rows.order_by("pk"):
        result.setdefault(line.invoice, []).append(line)
    return result


def _shipped(row: PostedShipment, lines: Iterable[PostedShipmentLine], facts: Facts) -> Shipped:
    units = add_up((line.order_line.gid, line.quantity) for line in lines)
    return Shipped(row.external_number, units, facts, is_sending=row.task.state not in ENDED)


def _invoiced(row: PostedInvoice, lines: Iterable[PostedInvoiceLine], facts: Facts) -> Invoiced:
    charged = tuple(
        InvoicedLine(line.order_line.gid, line.quantity, kept_money(line.amount, row.currency)) for line in lines
    )
    return Invoiced(row.external_number, kept_money(row.total, row.currency), charged, facts)


def _history(order: SalesOrder, *, since: datetime) -> list[OrderDifference]:
    """What has changed of lines and address since, newest first."""
    rows = OrderDifference.objects.filter(order=order, noticed_at__gt=since)
    judged = rows.filter(Q(path__startswith=LINES) | Q(path__startswith=ADDRESS))
    return list(judged.order_by("-noticed_at"))


def _facts_at(moment: datetime, known: Facts, history: Iterable[OrderDifference]) -> Facts:
    since = (row for row in history if row.noticed_at > moment)
    return rewound(known, (Difference(row.path, row.before, row.after) for row in since))


def _unshipped(lines: Iterable[SalesOrderLine], shipped: Units) -> int:
    to_leave = (line for line in lines if line.requires_shipping)
    return sum(max(0, line.shippable_quantity - shipped.get(line.gid, 0)) for line in to_leave)


def _received(order: SalesOrder) -> Decimal:
    """What was captured or paid for the order's invoices and not given back."""
    lines = PaymentLine.objects.filter(order=order)
    paid = Sum("amount", filter=Q(kind=LineKind.PAID))
    sums = lines.aggregate(
        captured=Sum("captured", filter=Q(kind=LineKind.AUTHORISED)), paid=paid, back=Sum("refunded")
    )
    return (sums["captured"] or ZERO) + (sums["paid"] or ZERO) - (sums["back"] or ZERO)


def _refunded_elsewhere(order: SalesOrder) -> Decimal:
    ours = CreditMemoRefund.objects.filter(memo__order=order).values("transaction_gid")
    shown = OrderTransaction.objects.filter(order=order, kind=TransactionKind.REFUND).exclude(status__in=FAILED)
    return _sum(shown.exclude(gid__in=ours).aggregate(sum=Sum("amount")))


def _credits(order: SalesOrder) -> Mapping[str, Decimal]:
    """Sums of credit memos: those over invoices, the money of those over the order, and what others had given back."""
    of_order = Q(invoice=None)
    noted = Q(task__kind=BOOK_CREDIT, task__state=TaskState.SUCCEEDED)
    sums = PostedCreditMemo.objects.filter(order=order).aggregate(
        over_invoices=Sum("total", filter=~of_order),
        of_order=Sum(F("total") - F("shipping"), filter=of_order),
        noted=Sum("total", filter=noted),
    )
    return {name: amount or ZERO for name, amount in sums.items()}


def _credited(
    order: SalesOrder, lines: Iterable[SalesOrderLine], *, invoiced: Units, sums: Mapping[str, Decimal]
) -> Decimal:
    """What credit memos give back of what was invoiced: those over the order as far as it must have been."""
    rows = PostedCreditMemoLine.objects.filter(memo__order=order).order_by().values_list("order_line")
    by_line = {line_id: (units, worth) for line_id, units, worth in rows.annotate(u=Sum("quantity"), w=Sum("amount"))}
    credited = sums["over_invoices"] + sums["of_order"] - sum((worth for _, worth in by_line.values()), ZERO)
    for line in (line for line in lines if line.pk in by_line):
        units, worth = by_line[line.pk]
        credited += worth_of_invoiced(worth, units=units, invoiced=invoiced.get(line.gid, 0), ordered=line.quantity)
    return credited


def _sum(found: dict[str, Decimal | None]) -> Decimal:
    return found["sum"] or ZERO
