"""What is shown of channels and of a store's own words: never an address or a secret in full."""

from dataclasses import dataclass
from datetime import datetime

from backhaul.flows.find import by_id, find_stores
from backhaul.models import Channel, Notice, NoticeSending, NoticeWords


@dataclass(frozen=True)
class ChannelView:
    """A channel; `kinds` of notices, every kind when there are none; the hour of its digest in the store's zone."""

    id: str
    store: str
    kind: str
    target: str
    kinds: list[str]
    rhythm: str
    digest_hour: int
    language: str
    is_on: bool
    added_at: datetime


@dataclass(frozen=True)
class WordsView:
    """A store's own words for a kind of notice in a language."""

    store: str
    kind: str
    to_customer: bool
    language: str
    subject: str
    body: str
    changed_at: datetime


@dataclass(frozen=True)
class SendingView:
    """One notice on its way to one recipient, and how that went."""

    to: str
    state: str
    words: str
    task_id: str | None
    sent_at: datetime | None


def channel_list(store: str = "") -> list[ChannelView]:
    """The channels of a store, or of all. Raises UnknownStore."""
    rows = Channel.objects.filter(store__in=find_stores(store)).select_related("store")
    return [channel_view(row) for row in rows.order_by("store__slug", "added_at", "pk")]


def read_channel(channel_id: str) -> ChannelView:
    """The channel as it is now. Raises NotFound."""
    row = by_id(Channel.objects.select_related("store"), channel_id, "channel")
    return channel_view(row)


def channel_view(row: Channel) -> ChannelView:
    """The channel as it is in this row."""
    return ChannelView(
        id=row.pk,
        store=row.store.slug,
        kind=row.kind,
        target=row.shown,
        kinds=row.kinds,
        rhythm=row.rhythm,
        digest_hour=row.digest_hour,
        language=row.language,
        is_on=row.is_on,
        added_at=row.added_at,
    )


def words_list(store: str = "") -> list[WordsView]:
    """The own words of a store, or of all. Raises UnknownStore."""
    rows = NoticeWords.objects.filter(store__in=find_stores(store)).select_related("store")
    return [words_view(row) for row in rows.order_by("store__slug", "kind", "to_customer", "language")]


def words_view(row: NoticeWords) -> WordsView:
    """The words as they are in this row."""
    return WordsView(row.store.slug, row.kind, row.to_customer, row.language, row.subject, row.body, row.changed_at)


def sendings_of(notice: Notice) -> list[SendingView]:
    """Whom a notice is or was sent to; one read of the database unless they were prefetched."""
    rows = notice.sendings.all()
    return [SendingView(_to(row), row.state, row.words, row.task_id, row.sent_at) for row in rows]


def _to(row: NoticeSending) -> str:
    if row.to_customer:
        return "customer"
    return str(row.channel) if row.channel else "a channel that was removed"
