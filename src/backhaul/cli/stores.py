"""Commands of stores: connect, look at, check, set policies, map."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.reading import read_secret
from backhaul.cli.webhook_secrets import app as secrets
from backhaul.core.expiry import parse_notice_hours
from backhaul.core.payment_lines import PartialCapture
from backhaul.core.shipment import OtherLocation, ScheduledPolicy
from backhaul.flows.find import find_store
from backhaul.flows.show.plain import plain
from backhaul.flows.show.stores import GatewayView, StoreView, store_list, store_view
from backhaul.flows.stores import (
    Policies,
    StoreRequest,
    check_access,
    connect_store,
    map_carrier,
    map_gateway,
    map_location,
    replace_access,
    set_policies,
)

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
app.add_typer(secrets, name="secrets", help="The secrets that a store's webhooks may be signed with.")

Slug = Annotated[str, typer.Argument(help="The store's short name.")]
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
    )
    with installation_of(ctx).database():
        connect_store(request)
        _show_one(store_view(find_store(slug)), as_json=as_json)


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
    if access.missing_scopes:
        lines.append(f"Missing scopes: {', '.join(access.missing_scopes)}.")
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
        _show_one(store_view(find_store(slug)), as_json=as_json)


@app.command()
def policy(
    ctx: typer.Context,
    slug: Slug,
    other_location: Annotated[
        OtherLocation | None, typer.Option(help="When Shopify has assigned goods to another location.")
    ] = None,
    scheduled: Annotated[
        ScheduledPolicy | None, typer.Option(help="When goods left before the date Shopify waits for.")
    ] = None,
    notify_customer: Annotated[
        bool | None, typer.Option("--notify-customer/--no-notify-customer", help="Whether Shopify writes to customers.")
    ] = None,
    partial_capture: Annotated[
        PartialCapture | None,
        typer.Option(help="When an authorisation allows one capture only and more is to be invoiced."),
    ] = None,
    expiry_notice_hours: Annotated[
        str | None, typer.Option(help="When to tell that an authorisation expires, like 72,24,6; empty for never.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Change a store's policies; what is left out stays. Shows them."""
    policies = Policies(
        other_location,
        scheduled,
        notify_customer,
        partial_capture,
        None if expiry_notice_hours is None else parse_notice_hours(expiry_notice_hours),
    )
    with installation_of(ctx).database():
        set_policies(find_store(slug), policies)
        _show_one(store_view(find_store(slug)), as_json=as_json)


@app.command("map-location")
def map_location_(
    ctx: typer.Context,
    slug: Slug,
    code: Annotated[str, typer.Argument(help="Your code.")],
    location: Annotated[str, typer.Argument(help="Shopify's gid of the location.")],
    as_json: AsJson = False,
) -> None:
    """Call one of Shopify's locations by a code of yours."""
    with installation_of(ctx).database():
        map_location(find_store(slug), code, location)
        _show_one(store_view(find_store(slug)), as_json=as_json)


@app.command("map-carrier")
def map_carrier_(
    ctx: typer.Context,
    slug: Slug,
    code: Annotated[str, typer.Argument(help="Your code.")],
    company: Annotated[str, typer.Argument(help="What Shopify calls it.")],
    url_template: Annotated[str, typer.Option(help="Address with {number} for the tracking number.")] = "",
    as_json: AsJson = False,
) -> None:
    """Say what Shopify calls a carrier of yours."""
    with installation_of(ctx).database():
        map_carrier(find_store(slug), code, company=company, url_template=url_template)
        _show_one(store_view(find_store(slug)), as_json=as_json)


@app.command("map-gateway")
def map_gateway_(
    ctx: typer.Context,
    slug: Slug,
    gateway: Annotated[str, typer.Argument(help="Shopify's name of the gateway.")],
    payment_method: Annotated[str, typer.Argument(help="Your name of it.")],
    authorisation_days: Annotated[
        int | None, typer.Option(help="How many days its authorisations live, where Shopify does not say.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what your back office calls one of Shopify's payment gateways, and how long its authorisations live."""
    with installation_of(ctx).database():
        map_gateway(find_store(slug), gateway, payment_method=payment_method, authorisation_days=authorisation_days)
        _show_one(store_view(find_store(slug)), as_json=as_json)


def _show_one(store: StoreView, *, as_json: bool) -> None:
    policies = store.policies
    lines = [
        f"{store.slug}: {store.name} ({store.shop_domain}), {store.state}",
        f"  goods at another location: {policies.other_location}",
        f"  scheduled goods: {policies.scheduled}",
        f"  notify customers: {'yes' if policies.notify_customer else 'no'}",
        f"  one capture only, more to invoice: {policies.partial_capture}",
        f"  notices of expiry: {_hours(policies.expiry_notice_hours)}",
        *(f"  location {row.code}: {row.name} {row.location}" for row in store.locations),
        *(f"  carrier {row.code}: {row.company} {row.url_template}".rstrip() for row in store.carriers),
        *(f"  gateway {row.gateway}: {row.payment_method}{_days(row)}" for row in store.gateways),
        *(f"  missing scope: {scope}" for scope in store.missing_scopes),
    ]
    show(plain(store), lines, as_json=as_json)


def _hours(hours: Sequence[int]) -> str:
    return f"{', '.join(map(str, hours))} hours before" if hours else "none"


def _days(gateway: GatewayView) -> str:
    days = gateway.authorisation_days
    return "" if days is None else f", authorisations live {days} days"
