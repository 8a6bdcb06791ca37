"""Commands of endpoints: where other programs are told of events, and what they were sent."""

from pathlib import Path
from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import Cursor, Limit, StoreFilter, StoreOption
from backhaul.cli.reading import read_moment, read_secret
from backhaul.core.channels import SendingState
from backhaul.core.errors import InputError
from backhaul.flows.endpoints import (
    EndpointWish,
    add_endpoint,
    change_endpoint,
    remove_endpoint,
    replay_delivery,
    replay_missed,
    rotate_secret,
    try_endpoint,
)
from backhaul.flows.find import find_store
from backhaul.flows.show.endpoints import (
    EventDeliveryFilter,
    SecretOnce,
    endpoint_list,
    endpoint_view,
    event_delivery_page,
    event_list,
    read_event_delivery,
    secret_once,
)
from backhaul.flows.show.pages import Paging
from backhaul.flows.show.plain import plain

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

EndpointId = Annotated[str, typer.Argument(metavar="ENDPOINT", help="Its id, ept_….")]
UrlFile = Annotated[
    Path | None, typer.Option(help="File with the address, where it holds a secret; - is standard input.")
]
Events = Annotated[list[str] | None, typer.Option("--event", help="What it is told; may be repeated.")]
COLUMNS = ("id", "store", "name", "target", "is_on", "failing_since", "events")
DELIVERY_COLUMNS = ("id", "created_at", "type", "endpoint_id", "state", "tries", "words")


@app.command()
def events(as_json: AsJson = False) -> None:
    """List the events that an endpoint can be told."""
    known = event_list()
    show(plain(known), [f"{one.type}: {one.means}" for one in known], as_json=as_json)


@app.command("list")
def list_(
    ctx: typer.Context,
    store: StoreFilter = "",
    as_json: AsJson = False,
) -> None:
    """List where other programs are told."""
    with installation_of(ctx).database():
        found = endpoint_list(store)
    rows = [{**vars(one), "events": ", ".join(one.events)} for one in found]
    show(plain(found), table(rows, COLUMNS) or ["No program is told anything."], as_json=as_json)


@app.command()
def add(
    ctx: typer.Context,
    events: Annotated[list[str], typer.Option("--event", help="What it is told; may be repeated.")],
    url: Annotated[str, typer.Argument(help="https://…, or http on this machine.")] = "",
    url_file: UrlFile = None,
    name: Annotated[str, typer.Option(help="What you call it.")] = "",
    store: StoreOption = None,
    as_json: AsJson = False,
) -> None:
    """Tell a program of events from now on. Prints the secret that signs them, this once."""
    address = url or read_secret("address", url_file)
    with installation_of(ctx).database():
        made = secret_once(add_endpoint(find_store(store), address, events, name=name))
    _show_secret(made, as_json=as_json)


@app.command()
def change(
    ctx: typer.Context,
    endpoint: EndpointId,
    url: Annotated[str | None, typer.Option(help="Another address.")] = None,
    events: Events = None,
    name: Annotated[str | None, typer.Option(help="What you call it.")] = None,
    is_on: Annotated[bool | None, typer.Option("--on/--off", help="Whether anything is sent to it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Change where events go, which, or whether; what is left out stays."""
    with installation_of(ctx).database():
        view = endpoint_view(change_endpoint(endpoint, EndpointWish(url, events, name, is_on)))
    show(plain(view), [f"{view.id} is changed: {'on' if view.is_on else 'off'}."], as_json=as_json)


@app.command()
def rotate(
    ctx: typer.Context,
    endpoint: EndpointId,
    overlap_hours: Annotated[int, typer.Option(help="For how long both secrets sign.")] = 24,
    as_json: AsJson = False,
) -> None:
    """Give an endpoint a new secret, and print it, this once."""
    with installation_of(ctx).database():
        made = secret_once(rotate_secret(endpoint, overlap_hours=overlap_hours))
    _show_secret(made, as_json=as_json)


@app.command()
def remove(ctx: typer.Context, endpoint: EndpointId, as_json: AsJson = False) -> None:
    """Forget an endpoint and the log of what it was sent."""
    with installation_of(ctx).database():
        remove_endpoint(endpoint)
    show({"removed": True}, [f"{endpoint} is removed."], as_json=as_json)


@app.command("test")
def send_test(ctx: typer.Context, endpoint: EndpointId, as_json: AsJson = False) -> None:
    """Send a test to an endpoint, now, and say how it answers."""
    with installation_of(ctx).database():
        answer = try_endpoint(endpoint)
    show({"status": answer.status, "words": answer.words}, [f"Taken: {answer.words}."], as_json=as_json)


@app.command()
def deliveries(
    ctx: typer.Context,
    endpoint: Annotated[str, typer.Option(help="Only to this endpoint.")] = "",
    event: Annotated[str, typer.Option(help="Only of this event.")] = "",
    state: Annotated[SendingState | None, typer.Option(help="Only in this state.")] = None,
    store: StoreFilter = "",
    limit: Limit = 50,
    cursor: Cursor = "",
    as_json: AsJson = False,
) -> None:
    """List what was sent to endpoints, or is to be, newest first."""
    wanted = EventDeliveryFilter(store, endpoint, event, state or "")
    with installation_of(ctx).database():
        page = event_delivery_page(wanted, Paging(limit, cursor))
    rows = [{**vars(one), "created_at": plain(one.created_at)} for one in page.items]
    more = [f"More: --cursor {page.next_cursor}"] if page.next_cursor else []
    show(plain(page), [*(table(rows, DELIVERY_COLUMNS) or ["No delivery like that."]), *more], as_json=as_json)


@app.command()
def replay(
    ctx: typer.Context,
    delivery: Annotated[str, typer.Argument(metavar="[DELIVERY]", help="Its id, edl_….")] = "",
    missed_by: Annotated[str, typer.Option(help="All that this endpoint has not taken.")] = "",
    since: Annotated[str | None, typer.Option(help="Since when, with --missed-by, like 2026-10-01T12:00:00Z.")] = None,
    as_json: AsJson = False,
) -> None:
    """Send one event once more, with the id that it had, or all that an endpoint has missed since an instant."""
    moment = read_moment(since)
    if bool(delivery) == bool(missed_by) or bool(missed_by) != bool(moment):
        raise InputError("Name a delivery, or an endpoint and an instant.", hint="--missed-by ept_… --since 2026-…")
    with installation_of(ctx).database():
        if moment is not None:
            count = replay_missed(missed_by, since=moment)
            show({"count": count}, [f"Sent again: {count}."], as_json=as_json)
            return
        view = read_event_delivery(replay_delivery(delivery).pk)
    show(plain(view), [f"{view.id} is sent again."], as_json=as_json)


def _show_secret(made: SecretOnce, *, as_json: bool) -> None:
    lines = [
        f"{made.endpoint.id}: events go to {made.endpoint.target}.",
        f"Its secret, which is not shown again: {made.secret}",
    ]
    show(plain(made), lines, as_json=as_json)
