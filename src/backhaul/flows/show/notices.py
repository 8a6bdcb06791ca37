"""What is shown of the notices."""

from dataclasses import dataclass
from datetime import datetime

from backhaul.flows.find import by_id, find_store
from backhaul.flows.notices import to_decide
from backhaul.flows.show.channels import SendingView, sendings_of
from backhaul.flows.show.pages import Page, Paging, newest_first
from backhaul.models import Notice


@dataclass(frozen=True)
class NoticeFilter:
    """Which notices are meant; empty fields match everything."""

    store: str = ""
    kind: str = ""
    unread: bool = False
    to_decide: bool = False
    recipient: str = ""


@dataclass(frozen=True)
class OptionView:
    """One thing that can be decided, and what follows."""

    name: str
    label: str
    follows: str


@dataclass(frozen=True)
class NoticeView:
    """What a recipient was told; `subject` is what it is about: a payment line, or one of Shopify's gids.

    With `options` it is to be decided, if possible by `decide_by`; `result` says what came of the decision, or,
    where none was made, why nothing is left to decide. `sent`: whom it is sent to beside being shown here.
    """

    id: str
    store: str
    order_id: str | None
    order_name: str | None
    kind: str
    subject: str
    words: str
    created_at: datetime
    read_at: datetime | None
    recipient: str
    contract_id: str | None
    options: list[OptionView]
    decide_by: datetime | None
    decision: str
    decided_at: datetime | None
    decided_by: str
    result: str
    sent: list[SendingView]


def notice_page(matching: NoticeFilter, paging: Paging) -> Page[NoticeView]:
    """The notices that match, newest first. Raises UnknownStore."""
    rows = Notice.objects.select_related("store", "order").prefetch_related("sendings__channel")
    if matching.store:
        rows = rows.filter(store=find_store(matching.store))
    if matching.kind:
        rows = rows.filter(kind=matching.kind)
    if matching.unread:
        rows = rows.filter(read_at=None)
    if matching.to_decide:
        rows = to_decide(rows)
    if matching.recipient:
        rows = rows.filter(recipient=matching.recipient)
    return newest_first(rows, notice_view, by="created_at", paging=paging)


def read_notice(notice_id: str) -> NoticeView:
    """The notice as it is now. Raises NotFound."""
    row = by_id(Notice.objects.select_related("store", "order"), notice_id, "notice")
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
        recipient=row.recipient,
        contract_id=row.contract_id,
        options=[OptionView(one["name"], one["label"], one["follows"]) for one in row.options],
        decide_by=row.decide_by,
        decision=row.decision,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        result=row.result,
        sent=sendings_of(row),
    )
