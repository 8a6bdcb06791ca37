"""Reads what the refunds and returns of an order consist of, where its head shows that there are any."""

from backhaul.core.remote_refunds import NO_RETURN, RemoteRefund, RemoteReturn
from backhaul.core.shopify_errors import AccessDenied, BrokenReply
from backhaul.shopify.one_reading import OneReading
from backhaul.shopify.operations import queries
from backhaul.shopify.operations.queries.fragments import PageFields, RefundFields, RefundLineFields, ReturnFields
from backhaul.shopify.operations.queries.order import OrderOrder
from backhaul.shopify.operations.queries.order_returns import OrderReturnsOrder
from backhaul.shopify.pages import Page, all_nodes
from backhaul.shopify.refund_mapping import ReturnLine, refund_of, return_of
from backhaul.shopify.reply import TopError

REFUNDS_UNREADABLE = "REFUNDS_UNREADABLE"
RETURNS_DENIED = "ACCESS_DENIED"


class RefundReading:
    """The refunds and returns below one reading of an order's head."""

    def __init__(self, reading: OneReading, head: OrderOrder) -> None:
        self._reading = reading
        self._head = head

    def refunds(self) -> tuple[RemoteRefund, ...] | None:
        """All refunds with all their lines; None with an error beside it when their amounts make no sense."""
        if not self._head.refunds:
            return ()
        order = self._reading.query(queries.order_refunds(self._head.id)).data.order
        self._reading.compare(order.updated_at if order else None, self._head.updated_at)
        found = order.refunds if order else []
        self._reading.compare(sorted(one.id for one in found), sorted(one.id for one in self._head.refunds))
        try:
            return tuple(self._refund(one) for one in found)
        except BrokenReply as error:
            self._reading.errors.append(TopError(error.message, REFUNDS_UNREADABLE, ("order", "refunds")))
            return None

    def returns(self, *, known: bool) -> tuple[RemoteReturn, ...] | None:
        """All returns; None with an error beside it when the app may not see them, which takes a scope of its own.

        Those that were cancelled or declined don't count in the order's own word about returns: they are asked for
        where some were `known` before.
        """
        if self._head.return_status.value == NO_RETURN and not known:
            return ()
        try:
            order = self._returns_page(None)
        except AccessDenied as error:
            self._reading.errors.append(TopError(error.message, RETURNS_DENIED, ("order", "returns")))
            return None
        nodes = all_nodes(order.returns, self._more_returns) if order else []
        return tuple(self._return(one) for one in nodes)

    def _refund(self, one: RefundFields) -> RemoteRefund:
        def more_lines(after: str) -> Page[RefundLineFields] | None:
            found = self._reading.query(queries.refund_lines_next(one.id, after)).data.refund
            self._reading.compare(found.updated_at if found else None, one.updated_at)
            return found.refund_line_items if found else None

        first: Page[RefundLineFields] = one.refund_line_items
        return refund_of(one, all_nodes(first, more_lines), self._transactions(one))

    def _transactions(self, one: RefundFields) -> list[str]:
        gids = [node.id for node in one.transactions.nodes]
        page: PageFields = one.transactions.page_info
        while page.has_next_page and page.end_cursor:
            found = self._reading.query(queries.refund_transactions_next(one.id, page.end_cursor)).data.refund
            self._reading.compare(found.updated_at if found else None, one.updated_at)
            if found is None:
                break
            gids += [node.id for node in found.transactions.nodes]
            page = found.transactions.page_info
        return gids

    def _returns_page(self, after: str | None) -> OrderReturnsOrder | None:
        order = self._reading.query(queries.order_returns(self._head.id, after)).data.order
        self._reading.compare(order.updated_at if order else None, self._head.updated_at)
        return order

    def _more_returns(self, after: str) -> Page[ReturnFields] | None:
        order = self._returns_page(after)
        return order.returns if order else None

    def _return(self, one: ReturnFields) -> RemoteReturn:
        def more(after: str) -> Page[ReturnLine] | None:
            found = self._reading.query(queries.return_lines_next(one.id, after)).data.return_
            self._reading.compare(found.status if found else None, one.status)
            return found.return_line_items if found else None

        first: Page[ReturnLine] = one.return_line_items
        return return_of(one, all_nodes(first, more))
