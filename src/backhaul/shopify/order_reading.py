"""Reads an order whole: one small request for the common one, further pages only where there are more."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from backhaul.core.payments import RemotePayments
from backhaul.core.remote import RemoteFulfillment, RemoteFulfillmentOrder, RemoteOrder
from backhaul.core.shopify_errors import BrokenReply, NotFoundInShopify
from backhaul.shopify.exchange import Exchange
from backhaul.shopify.expected_costs import expected_points
from backhaul.shopify.mapping import OrderPages, fulfillment_of, fulfillment_order_of, order_line_of, order_of
from backhaul.shopify.operations import queries
from backhaul.shopify.operations.operation import Call, Data_co
from backhaul.shopify.operations.queries.fragments import (
    FulfillmentFields,
    FulfillmentLineFields,
    FulfillmentOrderFields,
    FulfillmentOrderLineFields,
    OrderLineFields,
    PageFields,
)
from backhaul.shopify.operations.queries.order import OrderOrder
from backhaul.shopify.payment_mapping import payments_of
from backhaul.shopify.reply import Reply, TopError

MOST_FULFILLMENTS = 250
"""How many the Order query asks of a list that cannot be paged."""
MOST_READINGS = 3
CHANGED = "CHANGED_WHILE_READING"
PAYMENTS_UNREADABLE = "PAYMENTS_UNREADABLE"

Node_co = TypeVar("Node_co", covariant=True)


class Page(Protocol[Node_co]):
    """One page of a connection."""

    @property
    def nodes(self) -> Sequence[Node_co]: ...

    @property
    def page_info(self) -> PageFields: ...


@dataclass(frozen=True)
class OrderReading:
    """An order, what was missing from it, and what reading it took. `read_started_at` is real time."""

    order: RemoteOrder
    read_started_at: datetime
    errors: tuple[TopError, ...]
    requests: int
    requested_points: float


@dataclass
class _Spent:
    """What one reading has used so far, over all its requests."""

    exchange: Exchange
    errors: list[TopError] = field(default_factory=list)
    requests: int = 0
    points: float = 0.0

    def query(self, call: Call[Data_co]) -> Reply[Data_co]:
        reply = self.exchange.query(call)
        self.requests += 1
        requested = reply.cost.requested if reply.cost else None
        self.points += expected_points(call.operation) if requested is None else requested
        self.errors += reply.errors
        return reply


def read_order(exchange: Exchange, gid: str) -> OrderReading:
    """The order with all its lines, fulfillment orders and fulfillments.

    An order that changes while its pages are read is read again, at most twice; then the last reading is returned with
    an error that says so. Raises NotFoundInShopify for an order that Shopify does not know or hides from us.
    """
    spent = _Spent(exchange)
    reading = _begin(spent, gid)
    pages = reading.pages()
    for _ in range(MOST_READINGS - 1):
        if not reading.changed:
            break
        reading = _begin(spent, gid)
        pages = reading.pages()
    if reading.changed:
        spent.errors.append(TopError("The order changed while its pages were read.", code=CHANGED))
    payments = reading.payments()
    return OrderReading(
        order=order_of(reading.head, pages, payments),
        read_started_at=reading.started_at,
        errors=tuple(spent.errors),
        requests=spent.requests,
        requested_points=spent.points,
    )


def _begin(spent: "_Spent", gid: str) -> "_Reading":
    reply = spent.query(queries.order(gid))
    if reply.data.order is None:
        raise not_found("order", gid, reply.request_id)
    return _Reading(spent, reply.data.order, started_at=reply.started_at)


def not_found(thing: str, gid: str, request_id: str | None) -> NotFoundInShopify:
    """The error for an object that came back as null."""
    return NotFoundInShopify(f"Shopify has no {thing} {gid}, or does not show it to us.", request_id=request_id)


def all_nodes(first: Page[Node_co], following: Callable[[str], Page[Node_co] | None]) -> list[Node_co]:
    """The nodes of this page and of all that follow; `following` fetches the page after a cursor."""
    nodes, page = list(first.nodes), first
    while page.page_info.has_next_page and page.page_info.end_cursor:
        after = following(page.page_info.end_cursor)
        if after is None:
            break
        nodes += after.nodes
        page = after
    return nodes


class _Reading:
    """The pages below one reading of an order's head; `changed` when a later page belongs to a later state."""

    def __init__(self, spent: _Spent, head: OrderOrder, *, started_at: datetime) -> None:
        self._spent = spent
        self.head = head
        self.started_at = started_at
        self.changed = False

    def pages(self) -> OrderPages:
        orders = all_nodes(self.head.fulfillment_orders, self._more_fulfillment_orders)
        return OrderPages(
            lines=[order_line_of(line) for line in all_nodes(self.head.line_items, self._more_lines)],
            fulfillment_orders=[self._fulfillment_order(one) for one in orders],
            fulfillments=[self._fulfillment(one) for one in self._fulfillments(orders)],
        )

    def payments(self) -> RemotePayments | None:
        """None with an error beside it when they make no sense: what is to be shipped can be shipped all the same."""
        try:
            return payments_of(self.head, self._spent.errors)
        except BrokenReply as error:
            self._spent.errors.append(TopError(error.message, code=PAYMENTS_UNREADABLE))
            return None

    def _more_lines(self, after: str) -> Page[OrderLineFields] | None:
        order = self._spent.query(queries.order_lines_next(self.head.id, after)).data.order
        self._compare(order.updated_at if order else None, self.head.updated_at)
        return order.line_items if order else None

    def _more_fulfillment_orders(self, after: str) -> Page[FulfillmentOrderFields] | None:
        order = self._spent.query(queries.fulfillment_orders_next(self.head.id, after)).data.order
        self._compare(order.updated_at if order else None, self.head.updated_at)
        return order.fulfillment_orders if order else None

    def _fulfillment_order(self, one: FulfillmentOrderFields) -> RemoteFulfillmentOrder:
        def more(after: str) -> Page[FulfillmentOrderLineFields] | None:
            found = self._spent.query(queries.fulfillment_order_lines_next(one.id, after)).data.fulfillment_order
            self._compare(found.updated_at if found else None, one.updated_at)
            return found.line_items if found else None

        return fulfillment_order_of(one, all_nodes(one.line_items, more))

    def _fulfillment(self, one: FulfillmentFields) -> RemoteFulfillment:
        def more(after: str) -> Page[FulfillmentLineFields] | None:
            found = self._spent.query(queries.fulfillment_lines_next(one.id, after)).data.fulfillment
            self._compare(found.updated_at if found else None, one.updated_at)
            return found.fulfillment_line_items if found else None

        return fulfillment_of(one, all_nodes(one.fulfillment_line_items, more))

    def _fulfillments(self, orders: Iterable[FulfillmentOrderFields]) -> Sequence[FulfillmentFields]:
        """The order's list; where it may be cut, those of each fulfillment order, closed ones included, each once."""
        if len(self.head.fulfillments) < MOST_FULFILLMENTS:
            return self.head.fulfillments
        found = {one.id: one for one in self.head.fulfillments}
        for order in orders:
            found |= {one.id: one for one in self._of_fulfillment_order(order.id)}
        return list(found.values())

    def _of_fulfillment_order(self, gid: str) -> list[FulfillmentFields]:
        def page(after: str | None) -> Page[FulfillmentFields] | None:
            found = self._spent.query(queries.fulfillments_of_fulfillment_order(gid, after)).data.fulfillment_order
            return found.fulfillments if found else None

        first = page(None)
        return all_nodes(first, page) if first else []

    def _compare(self, now: datetime | None, before: datetime) -> None:
        self.changed = self.changed or now != before
