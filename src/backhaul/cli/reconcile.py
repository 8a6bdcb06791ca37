"""The command that looks for changes no webhook has told of."""

from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show
from backhaul.core.recurring import RecurringJob
from backhaul.flows.find import find_stores
from backhaul.flows.job_queue import make_due
from backhaul.flows.reconcile import reconcile_now


def reconcile(
    ctx: typer.Context,
    store: Annotated[str, typer.Option(help="Only this store; all of them when left out.")] = "",
    now: Annotated[bool, typer.Option("--now", help="In this process, and wait for the result.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read what has changed in Shopify since the last time; without --now a worker does it as soon as one is free."""
    with installation_of(ctx).database():
        results = {}
        for one in find_stores(store):
            if now:
                results[one.slug] = reconcile_now(one)
            else:
                make_due(one, RecurringJob.RECONCILE_ORDERS)
                results[one.slug] = "a worker will do it as soon as one is free"
    show(
        results, [f"{slug}: {words}" for slug, words in results.items()] or ["No store is connected."], as_json=as_json
    )
