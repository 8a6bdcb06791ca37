"""Endpoints of orders: find, look at, read from Shopify."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query

from backhaul.api.bodies import ImportBody
from backhaul.api.once import calls_shopify
from backhaul.api.paging import PageQuery
from backhaul.flows.find import find_order, find_store
from backhaul.flows.posting_bodies import Moment
from backhaul.flows.read_order import import_order
from backhaul.flows.show.orders import OrderDetail, OrderFilter, OrderView, order_detail, order_page
from backhaul.flows.show.pages import Page


class OrdersQuery(PageQuery):
    """Which orders, and which page of them."""

    store: str = ""
    name: str = ""
    sku: str = ""
    fulfillment_status: str = ""
    financial_status: str = ""
    updated_since: Moment | None = None

    def to_filter(self) -> OrderFilter:
        """As the read wants it."""
        return OrderFilter(**self.model_dump(exclude={"limit", "cursor"}))


def list_orders(request: HttpRequest, query: Annotated[OrdersQuery, Query()]) -> Page[OrderView]:
    """Orders, those that Shopify changed last first."""
    return order_page(query.to_filter(), query.paging())


def get_order(request: HttpRequest, order: str, store: str | None = None) -> OrderDetail:
    """One order by our id, Shopify's gid or number, or its name; with its lines and what became of them."""
    return order_detail(find_order(order, store_slug=store))


@calls_shopify
def import_one(request: HttpRequest, body: ImportBody) -> OrderDetail:
    """Read an order from Shopify now, whether it is known here or not."""
    return order_detail(import_order(find_store(body.store), body.reference))
