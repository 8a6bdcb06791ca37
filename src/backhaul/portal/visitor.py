"""The doors of the portal: which store it is, who has come, and what every answer has to carry."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation

from backhaul.core.errors import BackhaulError
from backhaul.core.moments import zone_of
from backhaul.core.portal_policy import PortalPolicies
from backhaul.flows.portal_customers import contracts_of_customer
from backhaul.flows.portal_entry import find_session
from backhaul.flows.portal_policies import portal_of
from backhaul.models import Contract, PortalSession, Store
from backhaul.portal.pages import nothing_here, protected, trouble

COOKIE = "backhaul_portal"


@dataclass(frozen=True)
class Visitor:
    """A customer who has entered the portal of one store. What is not his is not there, for every page alike."""

    store: Store
    customer_gid: str
    session: PortalSession
    policies: PortalPolicies

    def contracts(self) -> QuerySet[Contract]:
        """The visitor's subscriptions at this store: the only way in which pages reach any."""
        return contracts_of_customer(self.store, self.customer_gid)

    def contract(self, contract_id: str) -> Contract:
        """One of them by our id. Raises Http404 for another's as for one that does not exist."""
        found = self.contracts().filter(pk=contract_id).first() if "\x00" not in contract_id else None
        if found is None:
            raise Http404
        return found


def for_store(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a page of the portal its store, if that one's portal is open; the page is `view(request, store, …)`.

    It is shown in the browser's language and in the store's zone. Every answer, refusals included, carries what keeps
    it from being stored, framed, or given away.
    """

    @wraps(view)
    def door(request: HttpRequest, slug: str, **values: object) -> HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            return protected(_answer(view, request, slug, values))

    return door


def for_visitor(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a page its visitor: `view(request, visitor, …)`. Whoever has not entered is asked to do so first."""

    @wraps(view)
    @for_store
    def door(request: HttpRequest, store: Store, **values: object) -> HttpResponse:
        session = session_of(request, store)
        if session is None:
            return HttpResponseRedirect(reverse("portal:sign_in", args=(store.slug,)))
        visitor = Visitor(store, session.customer_gid, session, portal_of(store))
        return view(request, visitor, **values)

    return door


def session_of(request: HttpRequest, store: Store) -> PortalSession | None:
    """The session at this store that the browser's cookie belongs to."""
    return find_session(store, request.COOKIES.get(COOKIE, ""))


def _answer(
    view: Callable[..., HttpResponse], request: HttpRequest, slug: str, values: dict[str, object]
) -> HttpResponse:
    store = Store.objects.filter(slug=slug).first()
    if store is None or not portal_of(store).is_open:
        return nothing_here(request)
    with timezone.override(zone_of(store.timezone)):
        try:
            return view(request, store, **values)
        except Http404:
            return nothing_here(request, store)
        except BackhaulError as error:
            return trouble(request, store, error)
