"""Commands of imports of past orders: start, look at, call off."""

from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import StoreFilter
from backhaul.cli.reading import read_moment
from backhaul.flows.backfill import start_backfill
from backhaul.flows.find import find_store
from backhaul.flows.show.backfills import BackfillView, backfill_page, backfill_view, find_backfill
from backhaul.flows.show.pages import Paging
from backhaul.flows.show.plain import plain
from backhaul.flows.steer_tasks import cancel_task

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

COLUMNS = ("id", "store", "state", "progress", "orders_new", "orders_skipped", "started_at", "ended_at")
Import = Annotated[str, typer.Argument(metavar="IMPORT", help="Its id, bfl_….")]


@app.callback()
def backfill() -> None:
    """Past orders."""


@app.command()
def start(
    ctx: typer.Context,
    store: Annotated[str | None, typer.Option(help="Of which store; may be left out when there is only one.")] = None,
    created_from: Annotated[
        str | None, typer.Option(help="Orders created since this instant; as far back as can be read when left out.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Import a store's past orders; one that is under way is shown instead."""
    with installation_of(ctx).database():
        started = start_backfill(find_store(store), read_moment(created_from))
        found = backfill_view(find_backfill(started.backfill.pk))
    show(plain(found), _lines(found), as_json=as_json)


@app.command("show")
def show_(
    ctx: typer.Context,
    store: StoreFilter = "",
    as_json: AsJson = False,
) -> None:
    """Show the imports of past orders, newest first, and how far each is."""
    with installation_of(ctx).database():
        found = backfill_page(store, Paging()).items
    rows = [{**vars(one), "started_at": plain(one.started_at), "ended_at": plain(one.ended_at)} for one in found]
    show(plain(found), table(rows, COLUMNS) or ["No past orders have been imported."], as_json=as_json)


@app.command()
def cancel(
    ctx: typer.Context,
    backfill: Import,
    reason: Annotated[str, typer.Option(help="Why; it stays with its task.")],
    as_json: AsJson = False,
) -> None:
    """Call an import off; what has come in stays."""
    with installation_of(ctx).database():
        cancel_task(find_backfill(backfill).task_id, reason=reason)
        found = backfill_view(find_backfill(backfill))
    show(plain(found), _lines(found), as_json=as_json)


def _lines(found: BackfillView) -> list[str]:
    since = f" created since {plain(found.created_from)}" if found.created_from else ""
    return [f"{found.id}: past orders of {found.store}{since}, {found.state}: {found.progress}", f"  {found.task}"]
