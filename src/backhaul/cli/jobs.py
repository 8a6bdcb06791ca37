"""Commands of the Job Queue: what recurs, when it ran and when it runs next."""

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import StoreFilter
from backhaul.flows.show.jobs import job_list
from backhaul.flows.show.plain import plain

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

COLUMNS = ("store", "kind", "last_run_at", "last_ok", "last_result", "next_run_at")


@app.callback()
def jobs() -> None:
    """Recurring jobs."""


@app.command("list")
def list_(
    ctx: typer.Context,
    store: StoreFilter = "",
    as_json: AsJson = False,
) -> None:
    """List the recurring jobs."""
    with installation_of(ctx).database():
        found = job_list(store)
    show(plain(found), table([vars(job) for job in found], COLUMNS) or ["No job recurs."], as_json=as_json)
