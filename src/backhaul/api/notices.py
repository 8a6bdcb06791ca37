"""Endpoints of notices: look at, mark as read."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query

from backhaul.api.paging import PageQuery
from backhaul.flows.notices import mark_read
from backhaul.flows.show.notices import NoticeFilter, NoticeView, notice_page, read_notice
from backhaul.flows.show.pages import Page


class NoticesQuery(PageQuery):
    """Which notices, and which page of them."""

    store: str = ""
    kind: str = ""
    unread: bool = False

    def to_filter(self) -> NoticeFilter:
        """As the read wants it."""
        return NoticeFilter(self.store, self.kind, self.unread)


def list_notices(request: HttpRequest, query: Annotated[NoticesQuery, Query()]) -> Page[NoticeView]:
    """What merchants were told, newest first."""
    return notice_page(query.to_filter(), query.paging())


def mark_notice_read(request: HttpRequest, notice: str) -> NoticeView:
    """Note that somebody has read a notice; the first time counts."""
    return read_notice(mark_read(notice).pk)
