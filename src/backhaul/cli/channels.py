"""Commands of channels and of a store's own words: where the people of a store are told, and how."""

from pathlib import Path
from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import StoreFilter, StoreOption
from backhaul.cli.reading import read_file, read_secret
from backhaul.core.channels import ChannelKind, Language, Rhythm
from backhaul.flows.channels import ChannelWish, add_channel, change_channel, remove_channel, try_channel
from backhaul.flows.find import find_store
from backhaul.flows.own_words import drop_words, keep_words
from backhaul.flows.show.channels import ChannelView, channel_list, channel_view, words_list, words_view
from backhaul.flows.show.plain import plain

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

ChannelId = Annotated[str, typer.Argument(metavar="CHANNEL", help="Its id, chn_….")]
Kinds = Annotated[
    list[str] | None, typer.Option("--kind", help="Only notices of this kind; may be repeated. All kinds without it.")
]
When = Annotated[Rhythm | None, typer.Option(help="Each notice by itself, or all of a day together.")]
Hour = Annotated[int | None, typer.Option("--at", help="The full hour of the daily digest, in the store's zone.")]
InLanguage = Annotated[Language | None, typer.Option(help="Of the words around the notices.")]
ForCustomer = Annotated[bool, typer.Option("--to-customer", help="The words for customers.")]
COLUMNS = ("id", "store", "kind", "target", "rhythm", "digest_hour", "language", "is_on", "kinds")


@app.command("list")
def list_(
    ctx: typer.Context,
    store: StoreFilter = "",
    as_json: AsJson = False,
) -> None:
    """List where people are told."""
    with installation_of(ctx).database():
        channels = channel_list(store)
    rows = [{**vars(one), "kinds": ", ".join(one.kinds) or "all"} for one in channels]
    show(plain(channels), table(rows, COLUMNS) or ["Notices are shown in the inbox alone."], as_json=as_json)


@app.command()
def add(
    ctx: typer.Context,
    kind: Annotated[ChannelKind, typer.Argument(help="mail or chat.")],
    mail_address: Annotated[str, typer.Argument(metavar="[ADDRESS]", help="The mail address.")] = "",
    target_file: Annotated[
        Path | None,
        typer.Option(help="File with the Apprise address of a chat; - is standard input. Asked for when missing."),
    ] = None,
    store: StoreOption = None,
    kinds: Kinds = None,
    rhythm: When = None,
    hour: Hour = None,
    language: InLanguage = None,
    as_json: AsJson = False,
) -> None:
    """Tell somebody of a store's notices from now on. A chat's address is a secret, and therefore no argument."""
    target = mail_address or read_secret("address", target_file)
    wish = ChannelWish(kinds, rhythm, hour, language)
    with installation_of(ctx).database():
        view = channel_view(add_channel(find_store(store), kind, target, wish))
    show(plain(view), [f"{view.id}: notices go to {view.target}, {_rhythm(view)}."], as_json=as_json)


def _rhythm(view: ChannelView) -> str:
    when = f"once a day at {view.digest_hour}:00" if view.rhythm == Rhythm.DAILY else "at once"
    return f"{when}, in {'German' if view.language == Language.GERMAN else 'English'}"


@app.command()
def change(
    ctx: typer.Context,
    channel: ChannelId,
    kinds: Kinds = None,
    all_kinds: Annotated[bool, typer.Option("--all-kinds", help="Notices of every kind.")] = False,
    rhythm: When = None,
    hour: Hour = None,
    language: InLanguage = None,
    is_on: Annotated[bool | None, typer.Option("--on/--off", help="Whether it passes anything on.")] = None,
    as_json: AsJson = False,
) -> None:
    """Change what a channel passes on, and when; what is left out stays."""
    wish = ChannelWish([] if all_kinds else kinds, rhythm, hour, language, is_on)
    with installation_of(ctx).database():
        view = channel_view(change_channel(channel, wish))
    show(plain(view), [f"{view.id} is changed."], as_json=as_json)


@app.command()
def remove(ctx: typer.Context, channel: ChannelId, as_json: AsJson = False) -> None:
    """Tell nobody there any more."""
    with installation_of(ctx).database():
        remove_channel(channel)
    show({"removed": True}, [f"{channel} is removed."], as_json=as_json)


@app.command("test")
def send_test(ctx: typer.Context, channel: ChannelId, as_json: AsJson = False) -> None:
    """Send a test over a channel, now."""
    with installation_of(ctx).database():
        view = channel_view(try_channel(channel))
    show(plain(view), [f"A test was sent to {view.target}."], as_json=as_json)


@app.command()
def words(
    ctx: typer.Context,
    store: StoreFilter = "",
    as_json: AsJson = False,
) -> None:
    """List the words of their own that stores have for notices."""
    with installation_of(ctx).database():
        found = words_list(store)
    lines = table([vars(one) for one in found], ("store", "kind", "to_customer", "language", "subject"))
    show(plain(found), lines or ["Every notice is told in our words."], as_json=as_json)


@app.command("set-words")
def set_words(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(help="A kind of notice, for example order_cancelled.")],
    subject: Annotated[str, typer.Option(help="With fields like {{ order }}.")],
    body_file: Annotated[Path, typer.Option(help="File with the body; - is standard input.")],
    language: Annotated[Language, typer.Option(help="The language they are in.")] = Language.ENGLISH,
    to_customer: ForCustomer = False,
    store: StoreOption = None,
    as_json: AsJson = False,
) -> None:
    """Use words of your own for a kind of notice: plain text with fields, checked before it is kept."""
    body = read_file("body", body_file).decode("utf-8", "replace")
    with installation_of(ctx).database():
        kept = keep_words(
            find_store(store), kind, language=language, subject=subject, body=body, to_customer=to_customer
        )
        view = words_view(kept)
    show(plain(view), [f"Notices {view.kind} are told in these words."], as_json=as_json)


@app.command("drop-words")
def drop_words_(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(help="A kind of notice.")],
    language: Annotated[Language, typer.Option(help="The language they are in.")] = Language.ENGLISH,
    to_customer: ForCustomer = False,
    store: StoreOption = None,
    as_json: AsJson = False,
) -> None:
    """Use our words for a kind of notice again."""
    with installation_of(ctx).database():
        removed = drop_words(find_store(store), kind, language=language, to_customer=to_customer)
    said = "are told in our words again" if removed else "had no words of their own"
    show({"removed": removed}, [f"Notices {kind} {said}."], as_json=as_json)
