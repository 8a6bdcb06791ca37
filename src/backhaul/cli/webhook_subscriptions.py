"""Commands that look after webhook subscriptions: check and repair."""

from collections.abc import Sequence
from typing import Annotated

import typer

from backhaul.cli.frame import FAILED, AsJson, installation_of, show, table
from backhaul.flows.check_webhooks import want_repair
from backhaul.flows.find import find_stores
from backhaul.flows.show.plain import plain
from backhaul.flows.show.subscriptions import SubscriptionsView, subscriptions_view

COLUMNS = ("topic", "standing", "last_received_at", "scope")
StoreOption = Annotated[str, typer.Option(help="Only this store; all of them when left out.")]


def check(ctx: typer.Context, store: StoreOption = "", as_json: AsJson = False) -> None:
    """Compare the webhooks that Shopify sends with those we need; the exit code is 1 when one is missing."""
    with installation_of(ctx).database():
        found = [subscriptions_view(one) for one in find_stores(store)]
    show(plain(found), [line for view in found for line in _lines(view)], as_json=as_json)
    if not all(view.is_complete for view in found):
        raise typer.Exit(FAILED)


def repair(ctx: typer.Context, store: StoreOption = "", as_json: AsJson = False) -> None:
    """Have a worker subscribe to every webhook that is missing; subscriptions of others are left alone."""
    with installation_of(ctx).database():
        tasks = {one.slug: want_repair(one).pk for one in find_stores(store)}
    show(tasks, [f"{slug}: {task}" for slug, task in tasks.items()] or ["No store is connected."], as_json=as_json)


def _lines(view: SubscriptionsView) -> Sequence[str]:
    right = sum(not topic.is_lacking for topic in view.topics)
    rows = [vars(topic) for topic in view.topics]
    return [f"{view.store}: {right} of {len(rows)} topics are sent to {view.address}", *table(rows, COLUMNS)]
