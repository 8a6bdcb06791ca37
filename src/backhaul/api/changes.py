"""Endpoints of changes to subscriptions: preview, confirm, look at, tick off what was done in another app."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Status

from backhaul.api.bodies import ChangeBody, TickBody
from backhaul.api.once import calls_shopify
from backhaul.api.paging import PageQuery
from backhaul.core.wanted_changes import Actor
from backhaul.flows.find import find_contract
from backhaul.flows.finish_change import tick_step
from backhaul.flows.plan_change import confirm_change, preview_change
from backhaul.flows.read_wish import read_wish
from backhaul.flows.show.changes import (
    ChangeFilter,
    ChangeView,
    PreviewView,
    change_page,
    preview_view,
    read_change,
)
from backhaul.flows.show.pages import Page

BY = "API"


class ChangesQuery(PageQuery):
    """Which changes, and which page of them."""

    store: str = ""
    contract: str = ""
    state: str = ""

    def to_filter(self) -> ChangeFilter:
        """As the read wants it."""
        return ChangeFilter(self.store, self.contract, self.state)


@calls_shopify
def change_contract(
    request: HttpRequest, contract: str, body: ChangeBody, store: str = "", preview: bool = False
) -> Status[ChangeView | PreviewView]:
    """Preview a change with `preview=true`, or begin it with the fingerprint of its preview.

    201 when it has begun; 409 with the new preview when what it was planned on has changed.
    """
    found = find_contract(contract, store_slug=store or None)
    wish, fingerprint = read_wish(body.root, found, actor=Actor.MERCHANT, by=BY, is_preview=preview)
    if preview:
        shown = preview_change(found, wish)
        return Status(200, preview_view(found, wish.wanted, shown.plan))
    return Status(201, read_change(confirm_change(found, wish, fingerprint=fingerprint).pk))


def list_changes(request: HttpRequest, query: Annotated[ChangesQuery, Query()]) -> Page[ChangeView]:
    """Changes to subscriptions, newest first, without personal data; `contract` is our id of one."""
    return change_page(query.to_filter(), query.paging())


def get_change(request: HttpRequest, change: str) -> ChangeView:
    """One change with each of its steps, without personal data."""
    return read_change(change)


def tick_one_step(request: HttpRequest, step: str, body: TickBody) -> ChangeView:
    """Note that a step was made in the app that the subscription belongs to."""
    return read_change(tick_step(step, by=body.by).pk)
