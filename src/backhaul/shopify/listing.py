"""Lists orders and fulfillment orders with a few fields each: many of them for few points."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from backhaul.core.comparison import ComparedContract, ComparedOrder, ComparedWork
from backhaul.shopify.changes import MOST_NODES_PER_SEARCH, created_since
from backhaul.shopify.exchange import Exchange
from backhaul.shopify.money_mapping import presentment_money
from backhaul.shopify.operations import queries
from backhaul.shopify.operations.queries.fulfillment_orders_present import (
    FulfillmentOrdersPresentNodesFulfillmentOrder,
)
from backhaul.shopify.operations.queries.orders_listed import OrdersListedOrdersNodes
from backhaul.shopify.operations.queries.orders_present import OrdersPresentNodesOrder

MOST_IDS = 250
"""How many ids a request may have (Shopify's limit of array inputs)."""


def list_orders(exchange: Exchange, created_from: datetime | None) -> Iterator[Sequence[ComparedOrder]]:
    """Pages of the orders created at or after an instant, or of all, oldest first; 250 orders for 13 points."""
    after: str | None = None
    count = 0
    while True:
        page = exchange.query(queries.orders_listed(created_since(created_from), after)).data.orders
        if page.nodes:
            yield [_facts(node) for node in page.nodes]
        count += len(page.nodes)
        after = page.page_info.end_cursor
        if not page.page_info.has_next_page or not page.nodes:
            return
        if count >= MOST_NODES_PER_SEARCH:
            created_from, after, count = page.nodes[-1].created_at, None, 0


def list_contracts(exchange: Exchange, after: str | None) -> Iterator[tuple[Sequence[ComparedContract], str | None]]:
    """Pages of all subscription contracts, each with the cursor behind it; 250 contracts for 13 points."""
    while True:
        page = exchange.query(queries.contracts_listed(after)).data.subscription_contracts
        after = page.page_info.end_cursor
        yield (
            [
                ComparedContract(one.id, one.revision_id, one.status.value, one.updated_at, one.next_billing_date)
                for one in page.nodes
            ],
            after,
        )
        if not page.page_info.has_next_page or not page.nodes:
            return


def present_orders(exchange: Exchange, gids: Sequence[str]) -> frozenset[str]:
    """Those of the orders that Shopify shows us, at most 250 at a time."""
    nodes = exchange.query(queries.orders_present(list(gids))).data.nodes
    return frozenset(node.id for node in nodes if isinstance(node, OrdersPresentNodesOrder))


def present_work(exchange: Exchange, gids: Sequence[str]) -> dict[str, ComparedWork]:
    """The fulfillment orders as Shopify shows them now, by gid, at most 250 at a time; the order is not asked for."""
    nodes = exchange.query(queries.fulfillment_orders_present(list(gids))).data.nodes
    found = [node for node in nodes if isinstance(node, FulfillmentOrdersPresentNodesFulfillmentOrder)]
    return {node.id: ComparedWork(node.id, "", node.status.value, node.updated_at) for node in found}


def _facts(node: OrdersListedOrdersNodes) -> ComparedOrder:
    return ComparedOrder(
        gid=node.id,
        created_at=node.created_at,
        updated_at=node.updated_at,
        cancelled_at=node.cancelled_at,
        financial_status=node.display_financial_status.value if node.display_financial_status else "",
        fulfillment_status=node.display_fulfillment_status.value,
        current_total=presentment_money(node.current_total_price_set).amount,
    )
