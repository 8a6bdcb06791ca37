"""Deletes what the portal leaves behind: after a day, or at once when a customer's data has to go."""

from collections.abc import Collection

from django.db.models import Model, Q, QuerySet

from backhaul.core.portal_access import KEEP_TRACES, SESSION_LIVES
from backhaul.flows.clock import real_now
from backhaul.models import (
    Contract,
    PortalAllowance,
    PortalLinkRequest,
    PortalProxyCall,
    PortalSession,
    PortalTicket,
    Store,
)


def sweep_portal(store: Store) -> str:
    """Delete a store's old requests for links, tickets, sessions, calls and counts."""
    before = real_now() - KEEP_TRACES
    rows = (
        PortalTicket.objects.filter(store=store, expires_at__lt=before),
        PortalLinkRequest.objects.filter(store=store, asked_at__lt=before),
        PortalSession.objects.filter(store=store, started_at__lt=before - SESSION_LIVES),
        PortalProxyCall.objects.filter(store=store, taken_at__lt=before),
        PortalAllowance.objects.filter(store=store, since__lt=before),
    )
    return f"{sum(one.delete()[0] for one in rows)} traces of the portal deleted"


def forget_visitor(store_id: str | None, customer_gids: Collection[str], contracts: Collection[Contract]) -> int:
    """Delete every session and ticket of these customers and what was asked for them; returns how many rows."""
    return sum(one.delete()[0] for one in traces_of(store_id, customer_gids, contracts))


def traces_of(
    store_id: str | None, customer_gids: Collection[str], contracts: Collection[Contract]
) -> "tuple[QuerySet[Model], ...]":
    """What the portal keeps of these customers; what was asked for them comes first, as tickets belong to it."""
    wanted = [gid for gid in customer_gids if gid]
    requests = PortalLinkRequest.objects.filter(store_id=store_id)
    return (
        requests.filter(Q(pk__in=requests.filter(tickets__customer_gid__in=wanted)) | Q(contract__in=contracts)),
        PortalTicket.objects.filter(store_id=store_id, customer_gid__in=wanted),
        PortalSession.objects.filter(store_id=store_id, customer_gid__in=wanted),
        PortalAllowance.objects.filter(store_id=store_id, customer_gid__in=wanted),
    )
