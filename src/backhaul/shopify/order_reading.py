"""Reads an order whole: one small request for the common one, further pages only where there are more."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import ValidationError

from backhaul.core.payments import RemotePayments
from backhaul.core.remote import RemoteFulfillment, RemoteFulfillmentOrder, RemoteOrder
from backhaul.core.shopify_errors import BrokenReply
from backhaul.shopify.exchange import Exchange
from backhaul.shopify.hidden import hidden_of
from backhaul.shopify.mapping import OrderPages, fulfillment_of, fulfillment_order_of, order_line_of, order_of
from backhaul.shopify.one_reading import OneReading, Spent, not_found
from backhaul.shopify.operations import queries
from backhaul.shopify.operations.operation import Json
from backhaul.shopify.operations.queries.fragments import (
    FulfillmentFields,
    FulfillmentLineFields,
    FulfillmentOrderFields,
    FulfillmentOrderLineFields,
    OrderLineFields,
)
from backhaul.shopify.operations.queries.order import OrderOrder
from backhaul.shopify.order_contracts import with_contracts
from backhaul.shopify.pages import Page, all_nodes
from backhaul.shopify.payment_mapping import payments_of
from backhaul.shopify.raw_order import raw_of
from backhaul.shopify.refund_reading import RefundReading
from backhaul.shopify.reply import TopError

MOST_READINGS = 3
CHANGED = "CHANGED_WHILE_READING"
PAYMENTS_UNREADABLE = "PAYMENTS_UNREADABLE"
FULFILLMENTS_INCOMPLETE = "FULFILLMENTS_INCOMPLETE"


@dataclass(frozen=True)
class OrderReading:
    """An order, what was missing from it, and what reading it took. `read_started_at` is real time."""

    order: RemoteOrder
    read_started_at: datetime
    errors: tuple[TopError, ...]
    requests: int
    requested_points: float


def read_order(
    exchange: Exchange, gid: str, *, has_returns: bool = False, known_lines: Collection[str] | None = None
) -> OrderReading:
    """The order with all its lines, fulfillment orders, fulfillments, transactions, refunds and returns.

    With `has_returns` returns are asked for although the order itself speaks of none: those we know may have been
    cancelled. Which subscriptions have bought its lines is asked only where it has others than `known_lines`, never
    when that is None. An order that changes while its pages are read is read again, at most twice; then the last
    reading is returned with an error that says so. Raises NotFoundInShopify for an order that Shopify does not know or
    hides.
    """
    spent = Spent(exchange)
    for _ in range(MOST_READINGS):
        reading = OneReading(spent)
        order, started_at = _read(reading, gid, has_returns=has_returns)
        order = with_contracts(reading, order, known_lines)
        if not reading.changed:
            break
    if reading.changed:
        reading.errors.append(TopError("The order changed while its pages were read.", code=CHANGED))
    return _finished(reading, order, started_at)


def complete_order(exchange: Exchange, order: Mapping[str, Json], *, read_started_at: datetime) -> OrderReading | None:
    """An order whose head was gathered by other means, in the form that the Order query answers in.

    What its head has no room for is asked for, as after that query. None when it has changed meanwhile, or is of
    another form: then it has to be read as a whole.
    """
    reading = OneReading(Spent(exchange))
    reading.replies.append(("Order", {"order": dict(order)}))
    try:
        below = _Pages(reading, OrderOrder.model_validate(order))
    except ValidationError:
        return None
    found = order_of(below.head, below.pages(has_returns=False), below.payments())
    return None if reading.changed else _finished(reading, found, read_started_at)


def _finished(reading: OneReading, order: RemoteOrder, started_at: datetime) -> OrderReading:
    return OrderReading(
        order=replace(order, hidden=hidden_of(reading.errors), raw=raw_of(reading.replies)),
        read_started_at=started_at,
        errors=tuple(reading.errors),
        requests=reading.spent.requests,
        requested_points=reading.spent.points,
    )


def _read(reading: OneReading, gid: str, *, has_returns: bool) -> tuple[RemoteOrder, datetime]:
    reply = reading.query(queries.order(gid))
    if reply.data.order is None:
        raise not_found("order", gid, reply.request_id)
    below = _Pages(reading, reply.data.order)
    return order_of(below.head, below.pages(has_returns=has_returns), below.payments()), reply.started_at


class _Pages:
    """The pages below one reading of an order's head."""

    def __init__(self, reading: OneReading, head: OrderOrder) -> None:
        self._reading = reading
        self.head = head

    def pages(self, *, has_returns: bool) -> OrderPages:
        orders = all_nodes(self.head.fulfillment_orders, self._more_fulfillment_orders)
        refunds = RefundReading(self._reading, self.head)
        return OrderPages(
            lines=[order_line_of(line) for line in all_nodes(self.head.line_items, self._more_lines)],
            fulfillment_orders=[self._fulfillment_order(one) for one in orders],
            fulfillments=[self._fulfillment(one) for one in self._fulfillments(orders)],
            refunds=refunds.refunds(),
            returns=refunds.returns(known=has_returns),
        )

    def payments(self) -> RemotePayments | None:
        """None with an error beside it when they make no sense: what is to be shipped can be shipped all the same."""
        try:
            return payments_of(self.head, self._reading.errors)
        except BrokenReply as error:
            self._reading.errors.append(TopError(error.message, code=PAYMENTS_UNREADABLE))
            return None

    def _more_lines(self, after: str) -> Page[OrderLineFields] | None:
        order = self._reading.query(queries.order_lines_next(self.head.id, after)).data.order
        self._reading.compare(order.updated_at if order else None, self.head.updated_at)
        return order.line_items if order else None

    def _more_fulfillment_orders(self, after: str) -> Page[FulfillmentOrderFields] | None:
        order = self._reading.query(queries.fulfillment_orders_next(self.head.id, after)).data.order
        self._reading.compare(order.updated_at if order else None, self.head.updated_at)
        return order.fulfillment_orders if order else None

    def _fulfillment_order(self, one: FulfillmentOrderFields) -> RemoteFulfillmentOrder:
        def more(after: str) -> Page[FulfillmentOrderLineFields] | None:
            found = self._reading.query(queries.fulfillment_order_lines_next(one.id, after)).data.fulfillment_order
            self._reading.compare(found.updated_at if found else None, one.updated_at)
            return found.line_items if found else None

        return fulfillment_order_of(one, all_nodes(one.line_items, more))

    def _fulfillment(self, one: FulfillmentFields) -> RemoteFulfillment:
        def more(after: str) -> Page[FulfillmentLineFields] | None:
            found = self._reading.query(queries.fulfillment_lines_next(one.id, after)).data.fulfillment
            self._reading.compare(found.updated_at if found else None, one.updated_at)
            return found.fulfillment_line_items if found else None

        return fulfillment_of(one, all_nodes(one.fulfillment_line_items, more))

    def _fulfillments(self, orders: Iterable[FulfillmentOrderFields]) -> Sequence[FulfillmentFields]:
        """The order's list; where it is cut, those of each fulfillment order, closed ones included, each once."""
        count = self.head.fulfillments_count.count if self.head.fulfillments_count else 0
        found = {one.id: one for one in self.head.fulfillments}
        if len(found) >= count:
            return list(found.values())
        for order in orders:
            found |= {one.id: one for one in self._of_fulfillment_order(order.id)}
        if len(found) < count:
            words = f"Shopify shows {len(found)} of the order's {count} fulfillments."
            self._reading.errors.append(TopError(words, FULFILLMENTS_INCOMPLETE, ("order", "fulfillments")))
        return list(found.values())

    def _of_fulfillment_order(self, gid: str) -> list[FulfillmentFields]:
        def page(after: str | None) -> Page[FulfillmentFields] | None:
            found = self._reading.query(queries.fulfillments_of_fulfillment_order(gid, after)).data.fulfillment_order
            return found.fulfillments if found else None

        first = page(None)
        return all_nodes(first, page) if first else []
