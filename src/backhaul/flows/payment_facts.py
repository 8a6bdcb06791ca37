"""Loads payment lines with their captures, and mirrored transactions, as the rules want to see them."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal

from backhaul.core.money import Money
from backhaul.core.netting import BUILT_IN_LIFETIMES
from backhaul.core.payment_lines import Line, LineKind, LineState, Taken, TakenBy
from backhaul.core.payments import RemotePayments, RemoteTransaction
from backhaul.core.tasks import TaskState
from backhaul.models import Capture, OrderTransaction, PaymentLine, SalesOrder, Store


def lines_of(order: SalesOrder) -> list[Line]:
    """The payment lines of every invoice of the order, oldest first."""
    rows = (
        PaymentLine.objects.filter(order=order).order_by("position").select_related("task").prefetch_related("captures")
    )
    return line_values(rows)


def line_values(rows: Iterable[PaymentLine]) -> list[Line]:
    """Each row as the rules want to see it, in the same order."""
    return [line_value(row) for row in rows]


def line_value(row: PaymentLine) -> Line:
    """The line with its captures, earliest first; amounts without the zeros that the column adds."""
    return Line(
        id=row.pk,
        invoice_id=row.invoice_id,
        transaction_gid=row.transaction_gid,
        kind=LineKind(row.kind),
        amount=kept_money(row.amount, row.currency),
        position=row.position,
        state=LineState(row.state),
        created_at=row.created_at,
        taken=tuple(_taken(capture, row.currency) for capture in row.captures.all()),
        is_called_off=row.task is not None and row.task.state == TaskState.CANCELLED,
    )


def mirrored_payments(order: SalesOrder, rows: Sequence[OrderTransaction]) -> RemotePayments:
    """The order's payments as they were last read: `rows` are all of its transactions."""
    worth = order.current_total_presentment
    return RemotePayments(
        gid=order.gid,
        updated_at=order.shopify_updated_at,
        currency=order.currency,
        presentment_currency=order.presentment_currency,
        transactions=tuple(_transaction(row) for row in rows),
        transaction_count=len(rows),
        current_total=None if worth is None else kept_money(worth, order.presentment_currency),
        financial_status=order.financial_status or None,
        cancelled_at=order.cancelled_at,
    )


def _transaction(row: OrderTransaction) -> RemoteTransaction:
    return RemoteTransaction(
        gid=row.gid,
        kind=row.kind,
        status=row.status,
        amount=kept_money(row.amount, row.currency),
        gateway=row.gateway,
        gateway_name=row.gateway_name,
        created_at=row.shopify_created_at,
        parent_gid=row.parent_gid or None,
        unsettled=None if row.unsettled is None else kept_money(row.unsettled, row.currency),
        expires_at=row.expires_at,
        is_capturable=row.is_capturable,
        is_multi_capturable=row.is_multi_capturable,
        is_manual_gateway=row.is_manual_gateway,
        error_code=row.error_code or None,
    )


def lifetimes_of(store: Store) -> dict[str, timedelta]:
    """How long authorisations of each gateway live: as was said for the store, or as they usually do."""
    rows = store.gateways.exclude(authorisation_days=None).values_list("gateway", "authorisation_days")
    return {**BUILT_IN_LIFETIMES, **{gateway: timedelta(days=days) for gateway, days in rows if days}}


def kept_money(amount: Decimal, currency: str) -> Money:
    """An amount from a column, which has four decimals, with those that it needs."""
    return Money(amount.normalize() + 0, currency)


def _taken(capture: Capture, currency: str) -> Taken:
    return Taken(
        gid=capture.transaction_gid,
        amount=kept_money(capture.amount, currency),
        by=TakenBy(capture.taken_by),
        status=capture.status,
        error_code=capture.error_code,
    )
