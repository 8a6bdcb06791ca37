"""What is shown of the notices."""

from dataclasses import dataclass
from datetime import datetime

from backhaul.core.errors import NotFound
from backhaul.flows.find import find_store
from backhaul.flows.show.pages import Page, Paging, newest_first
from backhaul.models import Notice


@dataclass(frozen=True)
class NoticeFilter:
    """Which notices are meant; empty fields match everything."""

    store: str = ""
    kind: str = ""
    unread: bool = False


@dataclass(frozen=True)
class NoticeView:
    """Something that the merchant was told; `subject` is what it is about: a payment line, or one of Shopify's gids."""

    id: str
    store: str
    order_id: str | None
    order_name: str | None
    kind: str
    subject: str
    words: str
    created_at: datetime
    read_at: datetime | None


def notice_page(matching: NoticeFilter, paging: Paging) -> Page[NoticeView]:
    """The notices that match, newest first. Raises UnknownStore."""
    rows = Notice.objects.select_related("store", "order")
    if matching.store:
        rows = rows.filter(store=find_store(matching.store))
    if matching.kind:
        rows = rows.filter(kind=matching.kind)
    if matching.unread:
        rows = rows.filter(read_at=None)
    return newest_first(rows, notice_view, by="created_at", paging=paging)


def read_notice(notice_id: str) -> NoticeView:
    """The notice as it is now. Raises NotFound."""
    row = Notice.objects.select_related("store", "order").filter(pk=notice_id).first()
    if row is None:
        raise NotFound("notice", notice_id)
    return notice_view(row)


def notice_view(row: Notice) -> NoticeView:
    """The notice as it is now."""
    return NoticeView(
        id=row.pk,
        store=row.store.slug,
        order_id=row.order_id,
        order_name=row.order.name if row.order else None,
        kind=row.kind,
        subject=row.subject_id,
        words=row.words,
        created_at=row.created_at,
        read_at=row.read_at,
    )
