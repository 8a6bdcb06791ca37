"""Lists what has changed in a shop since an instant, page by page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from backhaul.shopify.exchange import Exchange
from backhaul.shopify.operations import queries
from backhaul.shopify.operations.queries.fragments import PageFields

MOST_NODES_PER_SEARCH = 20_000
"""Shopify pages through 25,000 results of one search and no further."""


@dataclass(frozen=True)
class ChangedOrder:
    """An order that a search for changes found."""

    gid: str
    updated_at: datetime


@dataclass(frozen=True)
class ChangedFulfillmentOrder:
    """A fulfillment order that a search for changes found, closed ones included."""

    gid: str
    order_gid: str
    status: str
    updated_at: datetime


@dataclass(frozen=True)
class ChangedContract:
    """A subscription contract that a search for changes found."""

    gid: str
    updated_at: datetime


class _Dated(Protocol):
    @property
    def updated_at(self) -> datetime: ...


Found = TypeVar("Found", bound=_Dated)
Ask = Callable[[str, str | None], tuple[Sequence[Found], PageFields]]


def orders_changed_since(exchange: Exchange, since: datetime) -> Iterator[ChangedOrder]:
    """Every order changed at or after an instant, oldest change first, each change once.

    The search lags behind the orders: ask from some minutes before the last time.
    """

    def ask(query: str, after: str | None) -> tuple[Sequence[ChangedOrder], PageFields]:
        page = exchange.query(queries.orders_changed(query, after)).data.orders
        return [ChangedOrder(node.id, node.updated_at) for node in page.nodes], page.page_info

    return _changed_since(since, ask)


def fulfillment_orders_changed_since(exchange: Exchange, since: datetime) -> Iterator[ChangedFulfillmentOrder]:
    """Every fulfillment order changed at or after an instant, oldest change first, each change once."""

    def ask(query: str, after: str | None) -> tuple[Sequence[ChangedFulfillmentOrder], PageFields]:
        page = exchange.query(queries.fulfillment_orders_changed(query, after)).data.fulfillment_orders
        nodes = [ChangedFulfillmentOrder(one.id, one.order_id, one.status.value, one.updated_at) for one in page.nodes]
        return nodes, page.page_info

    return _changed_since(since, ask)


def contracts_changed_since(exchange: Exchange, since: datetime) -> Iterator[ChangedContract]:
    """Every subscription contract changed at or after an instant, oldest change first, each change once."""

    def ask(query: str, after: str | None) -> tuple[Sequence[ChangedContract], PageFields]:
        page = exchange.query(queries.contracts_changed(query, after)).data.subscription_contracts
        return [ChangedContract(node.id, node.updated_at) for node in page.nodes], page.page_info

    return _changed_since(since, ask)


def _changed_since(since: datetime, ask: Ask[Found]) -> Iterator[Found]:
    seen: set[Found] = set()
    after: str | None = None
    count = 0
    while True:
        nodes, page = ask(_at_or_after("updated_at", since), after)
        for found in nodes:
            if found not in seen:
                seen.add(found)
                yield found
        count += len(nodes)
        after = page.end_cursor
        if not page.has_next_page or not nodes:
            return
        if count >= MOST_NODES_PER_SEARCH and nodes[-1].updated_at > since:
            since, after, count = nodes[-1].updated_at, None, 0


def created_since(instant: datetime | None) -> str:
    """The search for what was created at or after an instant; without one, for everything that can be seen."""
    return _at_or_after("created_at", instant) if instant else ""


def _at_or_after(field: str, instant: datetime) -> str:
    return f"{field}:>='{instant.astimezone(UTC).strftime('%Y-%m-%dT%H:%M:%SZ')}'"
