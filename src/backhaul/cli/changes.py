"""Commands of changes to subscriptions: preview, confirm, look at, tick off what was done in another app."""

from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import Cursor, Limit, StoreFilter
from backhaul.core.change_errors import PlanOutdated
from backhaul.core.errors import InputError
from backhaul.core.wanted_changes import Actor, ChangeKind
from backhaul.flows.find import find_contract
from backhaul.flows.finish_change import tick_step
from backhaul.flows.plan_change import confirm_change, preview_change
from backhaul.flows.read_wish import FINGERPRINT, read_wish
from backhaul.flows.show.changes import (
    ChangeFilter,
    ChangeView,
    PreviewView,
    StepView,
    change_page,
    preview_view,
    read_change,
)
from backhaul.flows.show.pages import Paging
from backhaul.flows.show.plain import plain
from backhaul.flows.want_change import ChangeWish
from backhaul.models import Contract

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

COLUMNS = ("id", "created_at", "contract", "kind", "state", "words")
SWITCHES = {"true": True, "false": False}


def change(
    ctx: typer.Context,
    contract: Annotated[str, typer.Argument(help="The contract: our id, con_…, or Shopify's gid or number.")],
    kind: Annotated[ChangeKind, typer.Argument(help="What is changed.")],
    given: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help="What belongs to the change, like quantity=2, address.city=Ulm."
        ),
    ] = None,
    confirm: Annotated[str, typer.Option(metavar="FINGERPRINT", help="Begin what this preview showed.")] = "",
    store: Annotated[str, typer.Option(help="The store, where there are several.")] = "",
    by: Annotated[str, typer.Option(help="Who asks for it.")] = "command line",
    as_json: AsJson = False,
) -> None:
    """Show what a change to a subscription would come to, or begin it with the fingerprint shown."""
    body = {"kind": kind.value, **_body(given or []), **({FINGERPRINT: confirm} if confirm else {})}
    with installation_of(ctx).database():
        found = find_contract(contract, store_slug=store or None)
        wish, fingerprint = read_wish(body, found, actor=Actor.MERCHANT, by=by, is_preview=not confirm)
        if not confirm:
            preview = preview_view(found, wish.wanted, preview_change(found, wish).plan)
            show(plain(preview), _preview_lines(preview), as_json=as_json)
            return
        try:
            view = read_change(confirm_change(found, wish, fingerprint=fingerprint).pk)
        except PlanOutdated:
            if not as_json:
                _show_anew(found, wish)
            raise
    show(plain(view), _lines(view), as_json=as_json)


@app.command("list")
def list_(
    ctx: typer.Context,
    store: StoreFilter = "",
    contract: Annotated[str, typer.Option(help="Only of this contract, con_….")] = "",
    state: Annotated[str, typer.Option(help="Only in this state, for example under_way.")] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
    as_json: AsJson = False,
) -> None:
    """List changes to subscriptions, newest first."""
    with installation_of(ctx).database():
        page = change_page(ChangeFilter(store, contract, state), Paging(limit, cursor))
    rows = [{**vars(one), "created_at": plain(one.created_at)} for one in page.items]
    more = [f"More: --cursor {page.next_cursor}"] if page.next_cursor else []
    show(plain(page), [*(table(rows, COLUMNS) or ["No change."]), *more], as_json=as_json)


@app.command("show")
def show_(
    ctx: typer.Context,
    change_id: Annotated[str, typer.Argument(metavar="CHANGE", help="Its id, chg_….")],
    as_json: AsJson = False,
) -> None:
    """Show a change with each of its steps."""
    with installation_of(ctx).database():
        view = read_change(change_id)
    show(plain(view), _lines(view), as_json=as_json)


@app.command()
def tick(
    ctx: typer.Context,
    step: Annotated[str, typer.Argument(help="The step's id, stp_….")],
    by: Annotated[str, typer.Option(help="Who has seen to it.")] = "command line",
    as_json: AsJson = False,
) -> None:
    """Note that a step was made in the app that the subscription belongs to."""
    with installation_of(ctx).database():
        view = read_change(tick_step(step, by=by).pk)
    show(plain(view), _lines(view), as_json=as_json)


def _body(given: list[str]) -> dict[str, object]:
    """The options as a request body has them. Raises InputError."""
    body: dict[str, object] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not name or not equals:
            raise InputError(f"“{one[:80]}” is no name and value.", hint="Write --set quantity=2.")
        group, dot, part = name.partition(".")
        if dot:
            parts = body.setdefault(group, {})
            if not isinstance(parts, dict):
                raise InputError(f"{group[:40]} is given as a whole and in parts.")
            parts[part] = value
        else:
            body[name] = SWITCHES.get(value, value)
    return body


def _show_anew(contract: Contract, wish: ChangeWish) -> None:
    preview = preview_view(contract, wish.wanted, preview_change(contract, wish).plan)
    for line in _preview_lines(preview):
        typer.echo(line, err=True)


def _preview_lines(preview: PreviewView) -> list[str]:
    return [
        *(f"{step.position}. [{step.side}] {step.words}" for step in preview.steps),
        *(f"Not possible: {sentence}" for sentence in preview.impossible),
        *(f"Note: {sentence}" for sentence in preview.notes),
        f"To begin it: --confirm {preview.fingerprint}" if preview.steps else "There is nothing to do.",
    ]


def _lines(view: ChangeView) -> list[str]:
    return [
        f"{view.id}: {view.kind} of subscription {view.contract}, {view.state}. {view.words}".strip(),
        *([f"  The rest of {view.replaces}, planned anew."] if view.replaces else []),
        *(f"  Its rest was planned anew: {one}." for one in view.replaced_by),
        *(f"  {step.position}. [{step.side}] {step.words} {step.state}. {step.detail}".rstrip() for step in view.steps),
        *(f"  Tick it off with {step.id}: step {step.position}" for step in view.steps if _is_to_tick(step)),
        *([f"  Why: {view.reason}"] if view.reason else []),
        *(f"  Not possible: {sentence}" for sentence in view.impossible),
        *(f"  Note: {sentence}" for sentence in view.notes),
    ]


def _is_to_tick(step: StepView) -> bool:
    return step.task_id is None and step.ticked_at is None
