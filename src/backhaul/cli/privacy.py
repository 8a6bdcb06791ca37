"""Commands of requests under data protection law: list, look at, download what was found."""

import os
from pathlib import Path
from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import Cursor, Limit, StoreFilter
from backhaul.core.errors import InputError
from backhaul.core.privacy import PrivacyState
from backhaul.flows.privacy import find_request
from backhaul.flows.privacy_export import read_export
from backhaul.flows.show.pages import Paging
from backhaul.flows.show.plain import plain
from backhaul.flows.show.privacy import PrivacyFilter, privacy_page, read_request

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

RequestId = Annotated[str, typer.Argument(metavar="REQUEST", help="Its id, prv_….")]
COLUMNS = ("id", "topic", "shop_domain", "state", "due_at", "result")
FOR_THE_OWNER_ALONE = 0o600


@app.command("list")
def list_(
    ctx: typer.Context,
    store: StoreFilter = "",
    state: Annotated[PrivacyState | None, typer.Option(help="Only in this state.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what should have been done by now.")] = False,
    limit: Limit = 50,
    cursor: Cursor = "",
    as_json: AsJson = False,
) -> None:
    """List requests of customers and of Shopify to hand over or delete what is kept, newest first."""
    with installation_of(ctx).database():
        page = privacy_page(PrivacyFilter(store, state or "", overdue), Paging(limit, cursor))
    rows = [{**vars(one), "due_at": plain(one.due_at)} for one in page.items]
    more = [f"More: --cursor {page.next_cursor}"] if page.next_cursor else []
    show(plain(page), [*(table(rows, COLUMNS) or ["No request."]), *more], as_json=as_json)


@app.command("show")
def show_(ctx: typer.Context, request: RequestId, as_json: AsJson = False) -> None:
    """Show one request, until when it has to be done, and the record of what was done."""
    with installation_of(ctx).database():
        found = read_request(request)
    late = ", overdue" if found.is_overdue else ""
    lines = [
        f"{found.id}: {found.means}",
        f"  shop: {found.shop_domain}",
        *([f"  customer: {found.customer}"] if found.customer else []),
        *([f"  orders: {', '.join(found.orders)}"] if found.orders else []),
        f"  received: {plain(found.received_at)}, due: {plain(found.due_at)}{late}",
        f"  {PrivacyState(found.state).words}{f' ({found.task_id}, {found.task_state})' if found.task_id else ''}",
        *([f"  {plain(found.done_at)}: {found.result}"] if found.done_at else []),
        *(f"  {what}: {number}" for what, number in sorted(found.counts.items())),
        *([f"  download: backhaul privacy export {found.id}"] if found.can_be_downloaded else []),
    ]
    show(plain(found), lines, as_json=as_json)


@app.command()
def export(
    ctx: typer.Context,
    request: RequestId,
    output: Annotated[Path, typer.Option(help="A new file, which only you can read; - is standard output.")],
) -> None:
    """Write what a data request found, as JSON, for handing it over to the customer."""
    with installation_of(ctx).database():
        document = read_export(find_request(request), by="command line")
    if str(output) == "-":
        typer.echo(document.decode())
        return
    try:
        handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FOR_THE_OWNER_ALONE)
    except OSError as exc:
        raise InputError(f"The file cannot be written: {exc}.", hint="Name a file that is not there yet.") from exc
    with os.fdopen(handle, "wb") as file:
        file.write(document)
