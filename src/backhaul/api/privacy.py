"""Endpoints of requests under data protection law. What was found is handed over by console or command line alone."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query

from backhaul.api.paging import PageQuery
from backhaul.core.privacy import PrivacyState
from backhaul.flows.show.pages import Page
from backhaul.flows.show.privacy import PrivacyFilter, PrivacyView, privacy_page, read_request


class PrivacyQuery(PageQuery):
    """Which requests, and which page of them."""

    store: str = ""
    state: PrivacyState | None = None
    overdue: bool = False

    def to_filter(self) -> PrivacyFilter:
        """As the read wants it."""
        return PrivacyFilter(self.store, self.state or "", self.overdue)


def list_privacy_requests(request: HttpRequest, query: Annotated[PrivacyQuery, Query()]) -> Page[PrivacyView]:
    """Requests of customers and of Shopify to hand over or delete what is kept, newest first."""
    return privacy_page(query.to_filter(), query.paging())


def get_privacy_request(request: HttpRequest, privacy_request: str) -> PrivacyView:
    """One request, by when it has to be done, and the record of what was done."""
    return read_request(privacy_request)
