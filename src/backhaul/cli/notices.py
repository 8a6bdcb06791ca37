"""Commands of notices: list, mark as read, decide."""

from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import Cursor, Limit, StoreFilter
from backhaul.core.errors import InputError
from backhaul.core.notices import Recipient
from backhaul.flows.decide_notice import decide_notice
from backhaul.flows.notices import mark_all_read, mark_read
from backhaul.flows.show.notices import NoticeFilter, NoticeView, notice_page, read_notice
from backhaul.flows.show.pages import Paging
from backhaul.flows.show.plain import plain

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

COLUMNS = ("id", "created_at", "read_at", "for", "words")
FOR = {Recipient.MERCHANT: "staff", Recipient.CUSTOMER: "customer"}


@app.command("list")
def list_(
    ctx: typer.Context,
    store: StoreFilter = "",
    kind: Annotated[str, typer.Option(help="Only of this kind, for example payment_expires.")] = "",
    unread: Annotated[bool, typer.Option("--unread", help="Only what nobody has read yet.")] = False,
    to_decide: Annotated[bool, typer.Option("--to-decide", help="Only what is still to be decided.")] = False,
    recipient: Annotated[Recipient | None, typer.Option(help="Only what was told to these.")] = None,
    limit: Limit = 50,
    cursor: Cursor = "",
    as_json: AsJson = False,
) -> None:
    """List what merchants and customers were told, newest first."""
    with installation_of(ctx).database():
        page = notice_page(NoticeFilter(store, kind, unread, to_decide, recipient or ""), Paging(limit, cursor))
    rows = [
        {**vars(one), "created_at": plain(one.created_at), "read_at": plain(one.read_at), "for": _for(one)}
        for one in page.items
    ]
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


@app.command("show")
def show_(
    ctx: typer.Context,
    notice: Annotated[str, typer.Argument(metavar="NOTICE", help="Its id, not_….")],
    as_json: AsJson = False,
) -> None:
    """Show a notice with what there is to decide."""
    with installation_of(ctx).database():
        view = read_notice(notice)
    show(plain(view), _lines(view), as_json=as_json)


@app.command()
def decide(
    ctx: typer.Context,
    notice: Annotated[str, typer.Argument(metavar="NOTICE", help="Its id, not_….")],
    option: Annotated[str, typer.Argument(metavar="OPTION", help="One of the notice's options.")],
    by: Annotated[str, typer.Option(help="Who decides.")] = "command line",
    as_json: AsJson = False,
) -> None:
    """Decide what a notice asks, with one of its options."""
    with installation_of(ctx).database():
        view = read_notice(decide_notice(notice, option, by=by).pk)
    show(plain(view), _lines(view), as_json=as_json)


def _for(view: NoticeView) -> str:
    return FOR.get(Recipient(view.recipient), view.recipient)


def _lines(view: NoticeView) -> list[str]:
    by = f" (by {plain(view.decide_by)})" if view.decide_by and view.decided_at is None else ""
    options = [f"  {one.name}: {one.label}. {one.follows}" for one in view.options]
    decided = f"  decided by {view.decided_by}: {view.decision}. {view.result}" if view.decided_at else ""
    closed = f"  {view.result}" if view.result and not decided else ""
    asked = [f"  To decide{by}:", *options] if options and not decided and not closed else []
    sent = [f"  to {one.to}: {one.state.replace('_', ' ')}. {one.words}".rstrip(" ") for one in view.sent]
    whose = f"  for the customer{'' if sent else '; not mailed'}" if view.recipient == Recipient.CUSTOMER else ""
    return [f"{view.id}: {view.words}", *filter(None, [whose]), *asked, *filter(None, [decided, closed]), *sent]
