"""Commands of the calendar of deliveries: list them, or count them by day."""

from datetime import date
from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import Cursor, Limit
from backhaul.core.calendar_days import CalendarState
from backhaul.core.moments import parse_day
from backhaul.flows.show.calendar import CalendarDay, CalendarDelivery, CalendarWish, calendar_view, deliveries_page
from backhaul.flows.show.pages import Paging
from backhaul.flows.show.plain import plain

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

COLUMNS = ("day", "words", "number", "what", "order", "contract", "id")
Store = Annotated[str, typer.Option(help="Of this store; needed as soon as there are two.")]
ContractOption = Annotated[str, typer.Option("--contract", help="Only of this contract: our id, gid or number.")]
First = Annotated[
    str, typer.Option("--from", metavar="DATE", help="First day in the store's zone; today if not given.")
]
Last = Annotated[str, typer.Option("--to", metavar="DATE", help="Last day; 30 days after the first if not given.")]


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    store: Store = "",
    contract: ContractOption = "",
    first: First = "",
    last: Last = "",
    state: Annotated[CalendarState | None, typer.Option(help="Only those of which this is to be said.")] = None,
    limit: Limit = 50,
    cursor: Cursor = "",
    as_json: AsJson = False,
) -> None:
    """List deliveries by their day, earliest first: shipped, due, overdue, to come, not paid yet, skipped."""
    wish = CalendarWish(store, contract, _day(first), _day(last), state)
    with installation_of(ctx).database():
        page = deliveries_page(wish, Paging(limit, cursor))
    more = [f"More: --cursor {page.next_cursor}"] if page.next_cursor else []
    show(plain(page), [*(_table(page.items) or ["No delivery falls on these days."]), *more], as_json=as_json)


@app.command()
def days(
    ctx: typer.Context,
    *,
    store: Store = "",
    contract: ContractOption = "",
    first: First = "",
    last: Last = "",
    as_json: AsJson = False,
) -> None:
    """Count deliveries of each kind by their day."""
    with installation_of(ctx).database():
        view = calendar_view(CalendarWish(store, contract, _day(first), _day(last)))
    lines = table([_counts(day) for day in view.days], ("day", *CalendarState))
    without = [f"{view.undated} without a date."] if view.undated else []
    show(plain(view), [*(lines or ["No delivery falls on these days."]), *without], as_json=as_json)


def _day(text: str) -> date | None:
    return parse_day(text) if text else None


def _table(found: list[CalendarDelivery]) -> list[str]:
    return table([{**vars(one), "day": one.day.isoformat(), "what": one.what} for one in found], COLUMNS)


def _counts(day: CalendarDay) -> dict[str, object]:
    return {"day": day.day.isoformat(), **{state.value: day.counts.get(state) or "" for state in CalendarState}}
