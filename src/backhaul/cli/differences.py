"""Commands of what was changed in orders after they were first read: list, look at, mark conflicts as resolved."""

from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import Cursor, Limit, StoreFilter
from backhaul.core.differences import DifferenceState
from backhaul.flows.differences import resolve_conflict
from backhaul.flows.find import find_order
from backhaul.flows.show.differences import (
    DifferenceDetail,
    DifferenceFilter,
    DifferenceView,
    difference_detail,
    difference_page,
    difference_view,
)
from backhaul.flows.show.pages import Paging
from backhaul.flows.show.plain import plain

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Difference = Annotated[str, typer.Argument(metavar="CHANGE", help="Its id, dif_….")]
COLUMNS = ("id", "noticed_at", "order_name", "field", "before", "after", "state")


@app.command("list")
def list_(
    ctx: typer.Context,
    state: Annotated[DifferenceState | None, typer.Option(help="Only in this state, for example conflict.")] = None,
    store: StoreFilter = "",
    order: Annotated[str, typer.Option(help="Only of this order: our id, Shopify's gid or number, or its name.")] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
    as_json: AsJson = False,
) -> None:
    """List what was changed in orders, newest first; personal data is left out."""
    with installation_of(ctx).database():
        order_id = find_order(order, store_slug=store or None).pk if order else ""
        page = difference_page(DifferenceFilter(store, order_id, state or ""), Paging(limit, cursor))
    more = [f"More: --cursor {page.next_cursor}"] if page.next_cursor else []
    show(plain(page), [*(_table(page.items) or ["Nothing was changed."]), *more], as_json=as_json)


@app.command("show")
def show_(
    ctx: typer.Context,
    change: Difference,
    personal: Annotated[bool, typer.Option("--personal", help="With the personal data in it.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show a change: what it was, what it is, how we know, what it contradicts, what to do."""
    with installation_of(ctx).database():
        detail = difference_detail(change, personal=personal)
    show(plain(detail), _lines(detail), as_json=as_json)


@app.command()
def resolve(
    ctx: typer.Context,
    change: Difference,
    note: Annotated[str, typer.Option(help="How it was settled.")],
    by: Annotated[str, typer.Option(help="Who has settled it.")] = "command line",
    as_json: AsJson = False,
) -> None:
    """Mark a conflict as resolved, with what else the same edit changed of the same line, address or amounts."""
    with installation_of(ctx).database():
        settled = [difference_view(row) for row in resolve_conflict(change, note=note, by=by)]
    show(plain(settled), [f"Resolved: {one.field} of {one.order_name} ({one.id})." for one in settled], as_json=as_json)


def _table(found: list[DifferenceView]) -> list[str]:
    return table([{**vars(one), "noticed_at": plain(one.noticed_at)} for one in found], COLUMNS)


def _lines(detail: DifferenceDetail) -> list[str]:
    one = detail.difference
    settled = f" by {one.resolved_by}" if one.resolved_by else ""
    lines = [
        f"{one.field} of order {one.order_name} ({one.store}): {one.state}, {one.means}",
        f"  was       {_value(one.before)}",
        f"  became    {_value(one.after)}",
        f"  is now    {_value(one.now)}",
        f"  changed   {plain(one.changed_at)} at the latest, noticed {plain(one.noticed_at)}",
        f"  known     {one.learned}",
        f"  {one.words}" if one.words else "",
        f"  Resolved {plain(one.resolved_at)}{settled}: {one.resolution}" if one.resolved_at else "",
    ]
    together = ["", "Noticed together with it:", *_table(list(detail.together))] if detail.together else []
    return [*(line for line in lines if line), *together]


def _value(value: str | None) -> str:
    return "(not there)" if value is None else value or "(empty)"
