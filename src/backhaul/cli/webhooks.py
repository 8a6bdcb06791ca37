"""Commands of webhooks: list, look at, replay, what each topic has sent; check and repair the subscriptions."""

import json
from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import Cursor, Limit, StoreFilter
from backhaul.cli.reading import read_moment
from backhaul.cli.webhook_subscriptions import check, repair
from backhaul.core.errors import InputError
from backhaul.core.inbox import DeliveryState
from backhaul.flows.replay_deliveries import DeliveryFilter, replay_all, replay_delivery
from backhaul.flows.show.pages import Paging
from backhaul.flows.show.plain import plain
from backhaul.flows.show.webhooks import DeliveryDetail, delivery_detail, delivery_page, topic_list

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
app.command()(check)
app.command()(repair)

TopicFilter = Annotated[str, typer.Option("--topic", help="Only of this topic, for example orders/updated.")]
StateFilter = Annotated[DeliveryState | None, typer.Option("--state", help="Only in this state.")]
OrderFilter = Annotated[str, typer.Option("--order", help="Only of the order with this id of ours.")]
Since = Annotated[str | None, typer.Option("--since", help="Only received from this instant on.")]

COLUMNS = ("id", "received_at", "store", "topic", "state", "order_name", "result")
TOPIC_COLUMNS = ("topic", "store", "last_received_at", "received", "waiting", "unreadable", "failed", "duplicated")


@app.command("list")
def list_(
    ctx: typer.Context,
    topic: TopicFilter = "",
    state: StateFilter = None,
    store: StoreFilter = "",
    order: OrderFilter = "",
    since: Since = None,
    limit: Limit = 50,
    cursor: Cursor = "",
    as_json: AsJson = False,
) -> None:
    """List webhooks that came in, newest first."""
    matching = DeliveryFilter(store=store, topic=topic, state=state or "", order_id=order, since=read_moment(since))
    with installation_of(ctx).database():
        page = delivery_page(matching, Paging(limit, cursor))
    rows = [{**vars(one), "received_at": plain(one.received_at)} for one in page.items]
    more = [f"More: --cursor {page.next_cursor}"] if page.next_cursor else []
    show(plain(page), [*(table(rows, COLUMNS) or ["No webhook."]), *more], as_json=as_json)


@app.command("show")
def show_(
    ctx: typer.Context,
    webhook: Annotated[str, typer.Argument(help="Its id, whd_….")],
    personal: Annotated[bool, typer.Option("--personal", help="With the personal data in its body.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show a webhook with its body; personal data is left out unless it is asked for."""
    with installation_of(ctx).database():
        detail = delivery_detail(webhook, personal=personal)
    show(plain(detail), _lines(detail), as_json=as_json)


@app.command()
def topics(ctx: typer.Context, store: StoreFilter = "", as_json: AsJson = False) -> None:
    """Show for each topic when a webhook last came, and how many did during the last day."""
    with installation_of(ctx).database():
        found = topic_list(store)
    rows = [{**vars(one), "last_received_at": plain(one.last_received_at)} for one in found]
    show(plain(found), table(rows, TOPIC_COLUMNS) or ["No store is connected."], as_json=as_json)


@app.command()
def replay(
    ctx: typer.Context,
    webhooks: Annotated[
        list[str] | None, typer.Argument(metavar="WEBHOOK...", help="Ids, or none with a filter.")
    ] = None,
    topic: TopicFilter = "",
    state: StateFilter = None,
    store: StoreFilter = "",
    order: OrderFilter = "",
    since: Since = None,
    yes: Annotated[bool, typer.Option("--yes", help="Replay all that match; without it you see how many do.")] = False,
    as_json: AsJson = False,
) -> None:
    """Have webhooks looked at again: those named, or all that match."""
    matching = DeliveryFilter(store=store, topic=topic, state=state or "", order_id=order, since=read_moment(since))
    if bool(webhooks) == (matching != DeliveryFilter()):
        raise InputError("Name webhooks, or say which ones match: one of the two.", hint="For example --state failed.")
    with installation_of(ctx).database():
        if webhooks:
            count = len([replay_delivery(webhook) for webhook in webhooks])
        elif yes:
            count = replay_all(matching)
        else:
            count = matching.replayable().count()
            show({"matching": count}, [f"{count} webhooks match. Add --yes to replay them."], as_json=as_json)
            return
    show({"replayed": count}, [f"{count} are looked at again."], as_json=as_json)


def _lines(detail: DeliveryDetail) -> list[str]:
    one = detail.delivery
    repeated = f", came {one.duplicates} times more" if one.duplicates else ""
    lines = [
        f"{one.id}: {one.topic} of {one.store}, {one.state} ({one.means})",
        f"  received {plain(one.received_at)}{repeated}, attempts: {one.attempts}",
        f"  {one.result}" if one.result else "",
        f"  about {one.subject} {f'of {one.order_name}' if one.order_name else ''}".rstrip() if one.subject else "",
        detail.text if detail.body is None else json.dumps(detail.body, indent=2, ensure_ascii=False),
    ]
    return [line for line in lines if line]
