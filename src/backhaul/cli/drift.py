"""Commands of drift between subscriptions and their orders: list, check one subscription or a store."""

from enum import StrEnum
from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import Cursor, Limit, StoreFilter
from backhaul.core.drift import DriftKind
from backhaul.core.recurring import RecurringJob
from backhaul.flows.find import find_contract, find_stores
from backhaul.flows.job_queue import make_due
from backhaul.flows.report_drift import check_contract, report_now
from backhaul.flows.show.drifts import DriftFilter, DriftView, drift_page, drift_view
from backhaul.flows.show.pages import Paging
from backhaul.flows.show.plain import plain

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

COLUMNS = ("id", "found_at", "contract", "order_name", "kind", "words")


class Shown(StrEnum):
    """Which drifts are listed."""

    OPEN = "open"
    SETTLED = "settled"
    ALL = "all"


@app.command("list")
def list_(
    ctx: typer.Context,
    state: Annotated[Shown, typer.Option(help="Those that are open, those that are settled, or all.")] = Shown.OPEN,
    store: StoreFilter = "",
    contract: Annotated[str, typer.Option(help="Only of this contract: our id, or Shopify's gid or number.")] = "",
    kind: Annotated[DriftKind | None, typer.Option(help="Only of this kind.")] = None,
    limit: Limit = 50,
    cursor: Cursor = "",
    as_json: AsJson = False,
) -> None:
    """List where subscriptions, orders and mirror do not agree, newest first."""
    with installation_of(ctx).database():
        contract_id = find_contract(contract, store_slug=store or None).pk if contract else ""
        shown = "" if state is Shown.ALL else state.value
        page = drift_page(DriftFilter(store, contract_id, "", kind or "", shown), Paging(limit, cursor))
    more = [f"More: --cursor {page.next_cursor}"] if page.next_cursor else []
    show(plain(page), [*(_table(page.items) or ["Nothing was found."]), *more], as_json=as_json)


@app.command()
def check(
    ctx: typer.Context,
    contract: Annotated[str, typer.Argument(help="One contract, in this process; left out, whole stores.")] = "",
    store: Annotated[str, typer.Option(help="Only this store; all of them when left out.")] = "",
    now: Annotated[bool, typer.Option("--now", help="Whole stores in this process, too; wait for the result.")] = False,
    as_json: AsJson = False,
) -> None:
    """Hold subscriptions against their orders and the mirror; without --now a worker does it for whole stores."""
    with installation_of(ctx).database():
        if contract:
            found = [drift_view(row) for row in check_contract(find_contract(contract, store_slug=store or None))]
            lines = [line for one in found for line in (f"{one.kind}: {one.words}", f"  {one.remedy}")]
            show(plain(found), lines or ["Everything agrees."], as_json=as_json)
            return
        results = {}
        for one in find_stores(store):
            if now:
                results[one.slug] = report_now(one)
            else:
                make_due(one, RecurringJob.DRIFT_REPORT)
                results[one.slug] = "a worker will do it as soon as one is free"
    words = [f"{slug}: {result}" for slug, result in results.items()]
    show(results, words or ["No store is connected."], as_json=as_json)


def _table(found: list[DriftView]) -> list[str]:
    rows = [{**vars(one), "found_at": plain(one.found_at), "order_name": one.order_name or ""} for one in found]
    return table(rows, COLUMNS)
