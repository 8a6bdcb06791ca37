"""Ways into the portal that work once: made for a customer, shown to nobody but him, and used up by entering."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import Q

from backhaul.core.portal_access import NOTE_SEEN_EVERY, SESSION_IDLES, SESSION_LIVES, session_has_ended
from backhaul.core.portal_errors import LinkRefused
from backhaul.flows.clock import real_now
from backhaul.flows.portal_policies import portal_address
from backhaul.models import PortalLinkRequest, PortalSession, PortalTicket, Store

TOKEN_BYTES = 32

log = structlog.get_logger()


@dataclass(frozen=True)
class Admission:
    """What a browser is given when it has entered: `token` is in its cookie, and nowhere else."""

    session: PortalSession
    token: str


def make_ticket(store: Store, customer_gid: str, *, lives: timedelta, request: PortalLinkRequest | None = None) -> str:
    """The address at which the customer enters the portal, once and for so long. Raises NoPortalAddress."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    address = f"{portal_address(store)}enter/{token}"
    PortalTicket.objects.create(
        store=store,
        request=request,
        customer_gid=customer_gid,
        token_sha256=_digest(token),
        made_at=real_now(),
        expires_at=real_now() + lives,
    )
    return address


def look_at_ticket(store: Store, token: str) -> PortalTicket:
    """The ticket, which stays as it is: programs open links before people do. Raises LinkRefused."""
    ticket = PortalTicket.objects.filter(_usable(store, token)).first()
    if ticket is None:
        raise LinkRefused
    return ticket


def enter(store: Store, token: str) -> Admission:
    """Use a ticket up and begin a session, in one transaction: of two at the same instant one enters.

    Raises LinkRefused.
    """
    with transaction.atomic():
        ticket = PortalTicket.objects.select_for_update(no_key=True).filter(_usable(store, token)).first()
        if ticket is None:
            raise LinkRefused
        together = Q(request=ticket.request) if ticket.request_id else Q(pk=ticket.pk)
        PortalTicket.objects.filter(together, used_at=None).update(used_at=real_now())
        admission = _begin(store, ticket.customer_gid)
    log.info("portal.entered", store=store.slug, by="link" if ticket.request_id else "shop")
    return admission


def find_session(store: Store, token: str) -> PortalSession | None:
    """The session of this store that a browser's cookie belongs to, if it goes on; that it was used is noted."""
    if not token:
        return None
    session = PortalSession.objects.filter(store=store, token_sha256=_digest(token), ended_at=None).first()
    moment = real_now()
    if session is None or session_has_ended(started_at=session.started_at, seen_at=session.seen_at, now=moment):
        return None
    if moment - session.seen_at >= NOTE_SEEN_EVERY:
        PortalSession.objects.filter(pk=session.pk).update(seen_at=moment)
        session.seen_at = moment
    return session


def end_session(session: PortalSession) -> None:
    """Sign the customer out; the cookie is worth nothing any more. Doing it twice changes nothing."""
    PortalSession.objects.filter(pk=session.pk, ended_at=None).update(ended_at=real_now())


def sessions_under_way(store: Store) -> int:
    """How many customers are in the store's portal."""
    moment = real_now()
    going_on = PortalSession.objects.filter(store=store, ended_at=None, started_at__gt=moment - SESSION_LIVES)
    return going_on.filter(seen_at__gt=moment - SESSION_IDLES).count()


def _begin(store: Store, customer_gid: str) -> Admission:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session = PortalSession.objects.create(
        store=store,
        customer_gid=customer_gid,
        token_sha256=_digest(token),
        started_at=real_now(),
        seen_at=real_now(),
    )
    return Admission(session, token)


def _usable(store: Store, token: str) -> Q:
    return Q(store=store, token_sha256=_digest(token), used_at=None, expires_at__gt=real_now())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
