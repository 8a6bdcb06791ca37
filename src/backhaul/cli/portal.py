"""Commands of the customer portal: open it, close it, say what customers may do, mail a link."""

from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show
from backhaul.cli.options import StoreOption
from backhaul.cli.store_lines import Slug
from backhaul.core.portal_access import Language
from backhaul.core.portal_policy import CustomerChange
from backhaul.flows.find import find_contract, find_store
from backhaul.flows.portal_links import send_link_by_hand
from backhaul.flows.portal_policies import PortalChoices, set_portal
from backhaul.flows.show.plain import plain
from backhaul.flows.show.portal import PortalView, portal_view
from backhaul.flows.show.tasks import task_view

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Allow = Annotated[
    list[CustomerChange] | None,
    typer.Option(help="What customers may change; once for each. Replaces what was allowed before."),
]
NoticeDays = Annotated[
    int | None, typer.Option(help="How many days before a delivery or charge its last change is possible.")
]


@app.command("show")
def show_(ctx: typer.Context, slug: Slug, as_json: AsJson = False) -> None:
    """Show whether a store's portal is open, what customers may do there, and where it is."""
    with installation_of(ctx).database():
        _show(portal_view(find_store(slug)), as_json=as_json)


@app.command("open")
def open_(
    ctx: typer.Context, slug: Slug, allow: Allow = None, notice_days: NoticeDays = None, as_json: AsJson = False
) -> None:
    """Open a store's portal to its customers."""
    _set(ctx, slug, PortalChoices(True, allow, notice_days), as_json=as_json)


@app.command()
def close(ctx: typer.Context, slug: Slug, as_json: AsJson = False) -> None:
    """Close a store's portal: customers who are in it are out at once, and links that were sent end."""
    _set(ctx, slug, PortalChoices(False), as_json=as_json)


@app.command()
def policy(
    ctx: typer.Context,
    slug: Slug,
    allow: Allow = None,
    allow_nothing: Annotated[bool, typer.Option("--allow-nothing", help="Customers can look, and no more.")] = False,
    notice_days: NoticeDays = None,
    as_json: AsJson = False,
) -> None:
    """Change what customers may do in a store's portal; what is left out stays. Shows it."""
    _set(ctx, slug, PortalChoices(None, [] if allow_nothing else allow, notice_days), as_json=as_json)


@app.command()
def link(
    ctx: typer.Context,
    contract: Annotated[str, typer.Argument(help="Our id, con_…, or Shopify's gid or number.")],
    store: StoreOption = None,
    language: Annotated[Language, typer.Option(help="Of the mail.")] = Language.ENGLISH,
    by: Annotated[str, typer.Option(help="Who sends it; kept with it.")] = "CLI",
    as_json: AsJson = False,
) -> None:
    """Mail the customer of a subscription a link that opens the portal once. Nobody else sees it."""
    with installation_of(ctx).database():
        task = send_link_by_hand(find_contract(contract, store_slug=store), requested_by=by, language=language)
        view = task_view(task)
    show(plain(view), [f"{view.id} mails the link."], as_json=as_json)


def _set(ctx: typer.Context, slug: str, choices: PortalChoices, *, as_json: bool) -> None:
    with installation_of(ctx).database():
        store = find_store(slug)
        set_portal(store, choices)
        _show(portal_view(store), as_json=as_json)


def _show(portal: PortalView, *, as_json: bool) -> None:
    lines = [
        f"The portal of {portal.store} is {'open' if portal.is_open else 'closed'}.",
        f"  customers find it at: {portal.address or 'nowhere: BACKHAUL_PUBLIC_URL is not set'}",
        *([f"  the app proxy in Shopify goes to: {portal.proxy_address}"] if portal.proxy_address else []),
        f"  links by mail: {'yes' if portal.has_mail else 'no: this installation has no mail server'}",
        f"  customers may: {'; '.join(CustomerChange(one).words for one in portal.allowed) or 'look, and no more'}",
        f"  at the latest {portal.notice_days} {'day' if portal.notice_days == 1 else 'days'} before",
        f"  customers who are in it now: {portal.visitors}",
    ]
    show(plain(portal), lines, as_json=as_json)
