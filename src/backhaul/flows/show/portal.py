"""What is shown of a store's customer portal."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from backhaul.flows.mail import mail_is_on
from backhaul.flows.portal_entry import sessions_under_way
from backhaul.flows.portal_policies import portal_address, portal_of
from backhaul.models import Store


@dataclass(frozen=True)
class PortalView:
    """A store's portal: whether it is open, what customers may do there, and where it is.

    `proxy_address` is what the app proxy of the app in Shopify is set to; both are empty without a public address.
    `has_mail`: whether links can be mailed. `visitors`: how many customers are in it.
    """

    store: str
    is_open: bool
    allowed: Sequence[str]
    notice_days: int
    address: str
    proxy_address: str
    has_mail: bool
    visitors: int


def portal_view(store: Store) -> PortalView:
    """The store's portal as it is now."""
    portal = portal_of(store)
    address = portal_address(store) if settings.BACKHAUL.public_url else ""
    return PortalView(
        store=store.slug,
        is_open=portal.is_open,
        allowed=sorted(portal.allowed),
        notice_days=portal.notice_days,
        address=address,
        proxy_address=f"{address}from-shop" if address else "",
        has_mail=mail_is_on(),
        visitors=sessions_under_way(store),
    )
