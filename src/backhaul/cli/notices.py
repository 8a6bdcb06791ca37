"""Commands of notices: list, mark as read."""

from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.orders import Cursor, Limit
from backhaul.core.errors import InputError
from backhaul.flows.notices import mark_all_read, mark_read
from backhaul.flows.show.notices import NoticeFilter, notice_page, read_notice
from backhaul.flows.show.pages import Paging
from backhaul.flows.show.plain import plain

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

COLUMNS = ("id", "created_at", "read_at", "words")


@app.command("list")
def list_(
    ctx: typer.Context,
    store: Annotated[str, typer.Option(help="Only of this store.")] = "",
    kind: Annotated[str, typer.Option(help="Only of this kind, for example payment_expires.")] = "",
    unread: Annotated[bool, typer.Option("--unread", help="Only what nobody has read yet.")] = False,
    limit: Limit = 50,
    cursor: Cursor = "",
    as_json: AsJson = False,
) -> None:
    """List what merchants were told, newest first."""
    with installation_of(ctx).database():
        page = notice_page(NoticeFilter(store, kind, unread), Paging(limit, cursor))
    rows = [{**vars(one), "created_at": plain(one.created_at), "read_at": plain(one.read_at)} for one in page.items]
    more = [f"More: --cursor {page.next_cursor}"] if page.next_cursor else []
    show(plain(page), [*(table(rows, COLUMNS) or ["No notice."]), *more], as_json=as_json)


@app.command()
def read(
    ctx: typer.Context,
    notices: Annotated[list[str] | None, typer.Argument(metavar="NOTICE...", help="Ids, not_….")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that nobody has read yet.")] = False,
    as_json: AsJson = False,
) -> None:
    """Mark notices as read: those named, or all."""
    if bool(notices) == everything:
        raise InputError("Name notices, or say that all are meant: one of the two.", hint="For example --all.")
    with installation_of(ctx).database():
        if not notices:
            count = mark_all_read()
            show({"read": count}, [f"Marked as read: {count}."], as_json=as_json)
            return
        shown = [read_notice(mark_read(notice).pk) for notice in notices]
    show(plain(shown), [f"{notice.id} is read." for notice in shown], as_json=as_json)
