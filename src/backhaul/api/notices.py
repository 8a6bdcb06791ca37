"""Endpoints of notices: look at, mark as read, decide."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query

from backhaul.api.bodies import DecisionBody
from backhaul.api.paging import PageQuery
from backhaul.flows.decide_notice import decide_notice
from backhaul.flows.notices import mark_read
from backhaul.flows.show.notices import NoticeFilter, NoticeView, notice_page, read_notice
from backhaul.flows.show.pages import Page


class NoticesQuery(PageQuery):
    """Which notices, and which page of them."""

    store: str = ""
    kind: str = ""
    unread: bool = False
    to_decide: bool = False
    recipient: str = ""

    def to_filter(self) -> NoticeFilter:
        """As the read wants it."""
        return NoticeFilter(self.store, self.kind, self.unread, self.to_decide, self.recipient)


def list_notices(request: HttpRequest, query: Annotated[NoticesQuery, Query()]) -> Page[NoticeView]:
    """What merchants and customers were told, newest first."""
    return notice_page(query.to_filter(), query.paging())


def get_notice(request: HttpRequest, notice: str) -> NoticeView:
    """One notice with what there is to decide."""
    return read_notice(notice)


def mark_notice_read(request: HttpRequest, notice: str) -> NoticeView:
    """Note that somebody has read a notice; the first time counts."""
    return read_notice(mark_read(notice).pk)


def decide(request: HttpRequest, notice: str, body: DecisionBody) -> NoticeView:
    """Decide what a notice asks, with one of its options; the same decision again is the same."""
    return read_notice(decide_notice(notice, body.option, by=body.by).pk)
