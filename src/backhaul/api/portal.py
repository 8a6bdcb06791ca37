"""Endpoints of the customer portal: look at, open, close, say what customers may do, mail a link."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Status
from pydantic import Field, StrictBool, StrictInt

from backhaul.core.portal_access import Language
from backhaul.core.portal_policy import CustomerChange
from backhaul.flows.find import find_contract, find_store
from backhaul.flows.portal_links import send_link_by_hand
from backhaul.flows.portal_policies import PortalChoices, set_portal
from backhaul.flows.posting_bodies import Body, Text
from backhaul.flows.show.portal import PortalView, portal_view
from backhaul.flows.show.tasks import TaskView, task_view


class PortalBody(Body):
    """What to change of a store's portal; what is left out stays. `allowed` is the whole of what is allowed then."""

    is_open: StrictBool | None = None
    allowed: Annotated[list[CustomerChange], Field(max_length=len(CustomerChange))] | None = None
    notice_days: StrictInt | None = None


class PortalLinkBody(Body):
    """Who has the link mailed, and in which language the mail is."""

    by: Text = "API"
    language: Language = Language.ENGLISH


def get_portal(request: HttpRequest, slug: str) -> PortalView:
    """A store's customer portal: whether it is open, what customers may do there, and where it is."""
    return portal_view(find_store(slug))


def change_portal(request: HttpRequest, slug: str, body: PortalBody) -> PortalView:
    """Open or close a store's portal, or change what customers may do there; closing it ends every session."""
    store = find_store(slug)
    set_portal(store, PortalChoices(body.is_open, body.allowed, body.notice_days))
    return portal_view(store)


def send_link(request: HttpRequest, contract: str, body: PortalLinkBody, store: str = "") -> Status[TaskView]:
    """Mail the customer of a contract a link that opens the portal once; nobody else sees it."""
    found = find_contract(contract, store_slug=store or None)
    return Status(201, task_view(send_link_by_hand(found, requested_by=body.by, language=body.language)))
