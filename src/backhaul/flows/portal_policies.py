"""A store's customer portal: open it, close it, say what customers may do there, and where it is."""

from collections.abc import Collection
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.db import transaction

from backhaul.core.errors import InputError
from backhaul.core.portal_errors import NoPortalAddress, PortalClosed
from backhaul.core.portal_policy import LONGEST_NOTICE_DAYS, CustomerChange, PortalPolicies
from backhaul.flows.clock import real_now
from backhaul.flows.store_pauses import require_installed
from backhaul.models import PortalPolicy, PortalSession, PortalTicket, Store

log = structlog.get_logger()


@dataclass(frozen=True)
class PortalChoices:
    """What to change of a store's portal; None leaves it as it is. `allowed` is the whole of what is allowed then."""

    is_open: bool | None = None
    allowed: Collection[CustomerChange] | None = None
    notice_days: int | None = None


def portal_of(store: Store) -> PortalPolicies:
    """The store's portal as it is now; that of an uninstalled store is closed. What is no change here is left out."""
    row = PortalPolicy.objects.filter(store=store).first()
    if row is None:
        return PortalPolicies()
    known = frozenset(CustomerChange(one) for one in row.allowed if one in set(CustomerChange))
    return PortalPolicies(row.is_open and store.state != Store.State.UNINSTALLED, known, row.notice_days)


def require_open(store: Store) -> PortalPolicies:
    """The store's portal. Raises PortalClosed."""
    portal = portal_of(store)
    if not portal.is_open:
        raise PortalClosed(store.slug)
    return portal


def set_portal(store: Store, choices: PortalChoices) -> PortalPolicies:
    """Change a store's portal. Whoever is in it when it is closed is out at once, and links that were sent end.

    Raises InputError, NoPortalAddress when it is opened and nobody could reach it, StoreUninstalled.
    """
    require_installed(store)
    days = choices.notice_days
    if days is not None and not 0 <= days <= LONGEST_NOTICE_DAYS:
        raise InputError(f"The notice is a number of days from 0 to {LONGEST_NOTICE_DAYS}.")
    if choices.is_open and not settings.BACKHAUL.public_url:
        raise NoPortalAddress
    changes: dict[str, object] = {name: value for name, value in vars(choices).items() if value is not None}
    if choices.allowed is not None:
        changes["allowed"] = sorted(choices.allowed)
    with transaction.atomic():
        PortalPolicy.objects.update_or_create(store=store, defaults=changes)
        if choices.is_open is False:
            PortalSession.objects.filter(store=store, ended_at=None).update(ended_at=real_now())
            PortalTicket.objects.filter(store=store, used_at=None).delete()
    log.info("store.portal_changed", store=store.slug, **changes)
    return portal_of(store)


def portal_address(store: Store) -> str:
    """Where customers find the store's portal. Raises NoPortalAddress."""
    if not settings.BACKHAUL.public_url:
        raise NoPortalAddress
    return f"{settings.BACKHAUL.public_url}/portal/{store.slug}/"
