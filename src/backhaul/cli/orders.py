"""Commands of orders: read from Shopify, list, look at."""

from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import Cursor, Limit, StoreFilter, StoreOption
from backhaul.cli.order_text import lines_of
from backhaul.cli.reading import read_moment
from backhaul.flows.find import find_order, find_store
from backhaul.flows.read_order import import_order
from backhaul.flows.show.orders import OrderDetail, OrderFilter, order_detail, order_page
from backhaul.flows.show.pages import Paging
from backhaul.flows.show.plain import plain

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Order = Annotated[str, typer.Argument(help="Our id, Shopify's gid or number, or the order's name.")]

LIST_COLUMNS = ("name", "store", "financial_status", "fulfillment_status", "updated_at", "id")


@app.command("import")
def import_(ctx: typer.Context, reference: Order, store: StoreOption = None, as_json: AsJson = False) -> None:
    """Read an order from Shopify now, whether it is known here or not."""
    with installation_of(ctx).database():
        _show_one(order_detail(import_order(find_store(store), reference)), as_json=as_json)


@app.command("list")
def list_(
    ctx: typer.Context,
    store: StoreFilter = "",
    sku: Annotated[str, typer.Option(help="Only with a line of this SKU.")] = "",
    fulfillment_status: Annotated[str, typer.Option(help="Shopify's, for example UNFULFILLED.")] = "",
    financial_status: Annotated[str, typer.Option(help="Shopify's, for example PAID.")] = "",
    updated_since: Annotated[str | None, typer.Option(help="Only changed in Shopify since this instant.")] = None,
    limit: Limit = 50,
    cursor: Cursor = "",
    as_json: AsJson = False,
) -> None:
    """List orders, those that Shopify changed last first."""
    wanted = OrderFilter(
        store=store,
        sku=sku,
        fulfillment_status=fulfillment_status,
        financial_status=financial_status,
        updated_since=read_moment(updated_since),
    )
    with installation_of(ctx).database():
        page = order_page(wanted, Paging(limit, cursor))
    lines = table([vars(order) for order in page.items], LIST_COLUMNS) or ["No order."]
    more = [f"More: --cursor {page.next_cursor}"] if page.next_cursor else []
    show(plain(page), [*lines, *more], as_json=as_json)


@app.command("show")
def show_(ctx: typer.Context, order: Order, store: StoreOption = None, as_json: AsJson = False) -> None:
    """Show an order with its lines and totals, its work in Shopify, refunds, returns, our shipments and invoices."""
    with installation_of(ctx).database():
        _show_one(order_detail(find_order(order, store_slug=store)), as_json=as_json)


def _show_one(detail: OrderDetail, *, as_json: bool) -> None:
    show(plain(detail), lines_of(detail), as_json=as_json)
