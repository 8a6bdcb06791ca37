"""Commands of stores: connect, look at, check, pause, uninstall; policies and mappings."""

from pathlib import Path
from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.reading import read_secret
from backhaul.cli.store_lines import Slug, show_store
from backhaul.cli.store_settings import (
    map_carrier_,
    map_gateway_,
    map_location_,
    policy,
    subscription_policy,
    tag_policy,
)
from backhaul.cli.webhook_secrets import app as secrets
from backhaul.flows.find import find_store
from backhaul.flows.show.plain import plain
from backhaul.flows.show.stores import store_list, store_view
from backhaul.flows.store_access import check_access
from backhaul.flows.store_life import uninstall_by_hand
from backhaul.flows.store_pauses import pause_by_hand, resume_store
from backhaul.flows.stores import StoreRequest, connect_store, replace_access

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
app.add_typer(secrets, name="secrets", help="The secrets that a store's webhooks may be signed with.")

ClientId = Annotated[str | None, typer.Option(help="Of the app; its secret is read instead of a token.")]
TokenFile = Annotated[
    Path | None, typer.Option(help="File with the token or secret; - is standard input. Asked for when missing.")
]
COLUMNS = ("slug", "name", "shop_domain", "state", "currency")


@app.command()
def add(
    ctx: typer.Context,
    slug: Slug,
    shop_domain: Annotated[str, typer.Option(help="For example my-shop.myshopify.com.")],
    client_id: ClientId = None,
    token_file: TokenFile = None,
    api_url: Annotated[str | None, typer.Option(help="Of a local sandbox; a real shop has none.")] = None,
    webhook_secret_file: Annotated[
        Path | None,
        typer.Option(help="File with the secret that webhooks are signed with; a client secret is used for that too."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Connect a store. Its token, or the client secret, is read from a file, standard input or a prompt."""
    secret = read_secret("client secret" if client_id else "token", token_file)
    request = StoreRequest(
        slug=slug,
        shop_domain=shop_domain,
        token=None if client_id else secret,
        client_id=client_id,
        client_secret=secret if client_id else None,
        api_url=api_url,
        webhook_secret=read_secret("webhook secret", webhook_secret_file) if webhook_secret_file else None,
    )
    with installation_of(ctx).database():
        connect_store(request)
        show_store(store_view(find_store(slug)), as_json=as_json)


@app.command("list")
def list_(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List the connected stores."""
    with installation_of(ctx).database():
        stores = store_list()
    rows = [vars(store) for store in stores]
    show(plain(stores), table(rows, COLUMNS) or ["No store is connected."], as_json=as_json)


@app.command()
def check(ctx: typer.Context, slug: Slug, as_json: AsJson = False) -> None:
    """Try a store's access, and read its name and locations again."""
    with installation_of(ctx).database():
        access = check_access(find_store(slug))
    lines = [f"{access.shop_name} can be reached; it has {access.locations} locations."]
    lines += [f"Missing scope {scope.handle}: {scope.without}" for scope in access.lacking]
    lines += list(access.warnings)
    show(plain(access), lines, as_json=as_json)


@app.command()
def access(
    ctx: typer.Context, slug: Slug, client_id: ClientId = None, token_file: TokenFile = None, as_json: AsJson = False
) -> None:
    """Give a store another token, or other client credentials, and try them; a paused store's work goes on."""
    secret = read_secret("client secret" if client_id else "token", token_file)
    with installation_of(ctx).database():
        store = find_store(slug)
        if client_id:
            replace_access(store, client_id=client_id, client_secret=secret)
        else:
            replace_access(store, token=secret)
        show_store(store_view(find_store(slug)), as_json=as_json)


@app.command()
def pause(
    ctx: typer.Context,
    slug: Slug,
    reason: Annotated[str, typer.Option(help="Why; it is shown with everything that waits.")],
    as_json: AsJson = False,
) -> None:
    """Stop a store's work until somebody resumes it; its webhooks are still taken."""
    with installation_of(ctx).database():
        pause_by_hand(find_store(slug), reason=reason)
        show_store(store_view(find_store(slug)), as_json=as_json)


@app.command()
def resume(ctx: typer.Context, slug: Slug, as_json: AsJson = False) -> None:
    """Let a paused store's work go on."""
    with installation_of(ctx).database():
        resume_store(find_store(slug))
        show_store(store_view(find_store(slug)), as_json=as_json)


@app.command()
def uninstall(
    ctx: typer.Context,
    slug: Slug,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say that the app was uninstalled, when Shopify has not: the store's work stops, and what is kept of it stays."""
    if not yes:
        typer.confirm(f"Stop the work of {slug} and delete its credentials?", abort=True, err=True)
    with installation_of(ctx).database():
        uninstall_by_hand(find_store(slug))
        show_store(store_view(find_store(slug)), as_json=as_json)


app.command()(policy)
app.command()(subscription_policy)
app.command()(tag_policy)
app.command("map-location")(map_location_)
app.command("map-carrier")(map_carrier_)
app.command("map-gateway")(map_gateway_)
