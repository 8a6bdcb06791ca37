"""The statuses an order is shown with, derived from its parts."""

from __future__ import annotations

from shopify_sandbox.state import totals
from shopify_sandbox.state.orders import Fulfillment, FulfillmentOrder, Order
from shopify_sandbox.state.quantities import fulfilled, total_unfulfilled
from shopify_sandbox.state.statuses import FulfillmentOrderStatus, RequestStatus
from shopify_sandbox.state.transactions import TransactionKind

_DECLINED = (RequestStatus.REJECTED, RequestStatus.CANCELLATION_REJECTED)


def fulfillment_status(order: Order) -> str:
    """displayFulfillmentStatus. What is cancelled before it is fulfilled reads UNFULFILLED, as RESTOCKED is history.

    Between two deliveries a prepaid order is SCHEDULED again (documented).
    """
    live = [each for each in order.fulfillment_orders if not each.is_closed and each.remaining > 0]
    return progress(order) or _status_of_work(live) if not _all_scheduled(live) else "SCHEDULED"


def progress(order: Order) -> str | None:
    """FULFILLED or PARTIALLY_FULFILLED, whatever becomes of the rest; None while nothing is fulfilled."""
    if not any(fulfilled(line) for line in order.lines):
        return None
    return "FULFILLED" if total_unfulfilled(order) == 0 else "PARTIALLY_FULFILLED"


def _all_scheduled(live: list[FulfillmentOrder]) -> bool:
    return {each.status for each in live} == {FulfillmentOrderStatus.SCHEDULED}


def _status_of_work(live: list[FulfillmentOrder]) -> str:
    statuses = {each.status for each in live}
    if statuses == {FulfillmentOrderStatus.ON_HOLD}:
        return "ON_HOLD"
    if statuses == {FulfillmentOrderStatus.IN_PROGRESS} or any(
        each.request_status is RequestStatus.SUBMITTED for each in live
    ):
        return "IN_PROGRESS"
    if any(each.request_status in _DECLINED for each in live):
        return "REQUEST_DECLINED"
    return "UNFULFILLED"


def financial_status(order: Order) -> str | None:
    """displayFinancialStatus: null for an order without transactions unless one was given at creation."""
    if not order.transactions:
        return order.financial_status_given
    taken, given_back = totals.received(order).presentment.amount, totals.refunded(order).presentment.amount
    if given_back > 0:
        return "REFUNDED" if given_back >= taken else "PARTIALLY_REFUNDED"
    if taken > 0:
        return "PAID" if taken >= totals.due(order).presentment.amount else "PARTIALLY_PAID"
    return _status_of_promises(order)


def _status_of_promises(order: Order) -> str:
    """While no money has come: what is authorised counts first, then what is awaited, then how authorisations ended."""
    unsettled = {each.kind for each in order.transactions if each.unsettled}
    if totals.capturable(order).positive or unsettled & {TransactionKind.CAPTURE, TransactionKind.VOID}:
        return "AUTHORIZED"
    if unsettled:
        return "PENDING"
    voided = {each.parent for each in order.transactions if each.kind is TransactionKind.VOID and each.counts}
    authorised = [each for each in order.transactions if each.authorises and each.succeeded]
    if any(each.expired and each not in voided for each in authorised):
        return "EXPIRED"
    return "VOIDED" if authorised else "PENDING"


def fulfillment_display_status(fulfillment: Fulfillment) -> str:
    """A fulfillment's displayStatus: cancelled, else what the carrier said last, else FULFILLED."""
    if fulfillment.is_cancelled:
        return "CANCELED"
    if fulfillment.events:
        return max(fulfillment.events, key=lambda event: (event.happened_at, event.id)).status
    return "FULFILLED"
