"""Commands of subscription contracts: list, look at, read from Shopify, change."""

from typing import Annotated

import typer

from backhaul.cli.changes import change
from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import Cursor, Limit, StoreFilter, StoreOption
from backhaul.flows.find import find_contract, find_order, find_store
from backhaul.flows.read_contract import import_contract
from backhaul.flows.show.contracts import ContractDetail, ContractFilter, ContractView, contract_detail, contract_page
from backhaul.flows.show.pages import Paging
from backhaul.flows.show.plain import plain

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
app.command("change")(change)

Contract = Annotated[str, typer.Argument(help="Our id, con_…, or Shopify's gid or number.")]
COLUMNS = ("id", "store", "status", "ownership", "billing", "next_billing_at", "updated_at")
DELIVERIES = ("number", "state", "due_at", "order", "cycle", "units")
LINES = ("sku", "title", "quantity", "current_price", "selling_plan")
CYCLES = ("index", "expected_at", "status", "skipped", "edited")
DIFFERENCES = ("noticed_at", "field", "before", "after", "learned")


@app.command("list")
def list_(
    ctx: typer.Context,
    store: StoreFilter = "",
    status: Annotated[str, typer.Option(help="Only with this status of Shopify's, for example ACTIVE.")] = "",
    customer: Annotated[str, typer.Option(help="Only of this customer, by Shopify's gid.")] = "",
    order: Annotated[str, typer.Option(help="Only of this order: our id, Shopify's gid or number, or its name.")] = "",
    sku: Annotated[str, typer.Option(help="Only with a line of this SKU.")] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
    as_json: AsJson = False,
) -> None:
    """List subscription contracts, those that Shopify changed last first."""
    with installation_of(ctx).database():
        order_id = find_order(order, store_slug=store or None).pk if order else ""
        page = contract_page(ContractFilter(store, status, customer, order_id, sku), Paging(limit, cursor))
    rows = [{name: plain(value) for name, value in vars(one).items()} for one in page.items]
    more = [f"More: --cursor {page.next_cursor}"] if page.next_cursor else []
    show(plain(page), [*(table(rows, COLUMNS) or ["No contract."]), *more], as_json=as_json)


@app.command("show")
def show_(
    ctx: typer.Context,
    contract: Contract,
    store: StoreOption = None,
    personal: Annotated[bool, typer.Option("--personal", help="With the personal data in it.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show a contract with its lines, deliveries, cycles, orders, billing attempts, and what was changed of it."""
    with installation_of(ctx).database():
        _show_one(contract_detail(find_contract(contract, store_slug=store), personal=personal), as_json=as_json)


@app.command("import")
def import_(ctx: typer.Context, contract: Contract, store: StoreOption = None, as_json: AsJson = False) -> None:
    """Read a contract from Shopify now, whether it is known here or not."""
    with installation_of(ctx).database():
        _show_one(contract_detail(import_contract(find_store(store), contract)), as_json=as_json)


def _show_one(detail: ContractDetail, *, as_json: bool) -> None:
    show(plain(detail), _lines(detail), as_json=as_json)


def _lines(detail: ContractDetail) -> list[str]:
    one = detail.contract
    whose = {"ours": "ours", "another_app": f"of another app: {one.app}"}.get(one.ownership, "no app's")
    gone = [f"  Shopify has it no more, as was found {plain(one.deleted_at)}."] if one.deleted_at else []
    hidden = [f"  Shopify does not show: {', '.join(detail.hidden)}."] if detail.hidden else []
    plan = [f"  {detail.plan_missing}"] if detail.plan_missing else []
    deliveries = [
        {
            **vars(row),
            "due_at": plain(row.due_at),
            "units": ", ".join(f"{u.remaining}/{u.quantity} {u.sku}" for u in row.lines),
        }
        for row in detail.deliveries
    ]
    return [
        f"{one.id} ({one.store}, {one.gid}): {one.status}, {whose}",
        f"  billed {one.billing}, delivered {one.delivery}{', prepaid' if one.is_prepaid else ''}",
        f"  next billing {_next_billing(one)}, {one.paid_with or 'paid with nothing that is shown'}",
        *gone,
        *hidden,
        *plan,
        *(f"  {field.field}: {field.value}" for field in detail.content),
        *_part("Lines", [vars(row) for row in detail.lines], LINES),
        *_part("Deliveries", deliveries, DELIVERIES),
        *_part("Cycles", [vars(row) for row in detail.cycles], CYCLES),
        *_part("Orders", [vars(row) for row in detail.orders], ("name", "gid", "is_origin", "layout_unknown")),
        *_part(
            "Billing attempts", [vars(row) for row in detail.attempts], ("created_at", "state", "error_code", "gid")
        ),
        *_part("Changed", [vars(row) for row in detail.differences], DIFFERENCES),
    ]


def _next_billing(one: ContractView) -> str:
    at = str(plain(one.next_billing_at) or "")
    return ": ".join(filter(None, (one.next_billing_says, at))) or "none"


def _part(title: str, rows: list[dict[str, object]], columns: tuple[str, ...]) -> list[str]:
    """A heading and a table, where there is anything to show."""
    shown = table([{name: plain(row[name]) for name in columns} for row in rows], columns)
    return ["", f"{title}:", *shown] if shown else []
