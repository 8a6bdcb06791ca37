"""Asks for a link by which a customer enters the portal; what becomes of it, only the mailbox's owner learns."""

from dataclasses import dataclass

import structlog
from django.db import transaction
from django.utils.crypto import salted_hmac

from backhaul.core.portal_access import LIMIT_WITHIN, Language, may_ask, network_of
from backhaul.core.portal_errors import CustomerUnreachable
from backhaul.flows.clock import real_now
from backhaul.flows.portal_customers import address_of
from backhaul.flows.portal_policies import portal_address, require_open
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.models import Contract, PortalLinkRequest, Store, Task
from backhaul.shopify.vault import seal

SEND_PORTAL_LINK = "send_portal_link"
SALT = "backhaul.portal.limits"

log = structlog.get_logger()


@dataclass(frozen=True)
class Asking:
    """What somebody has typed, from which network address, and in which language the mail is to be."""

    address: str
    came_from: str
    language: Language


def ask_for_link(store: Store, asking: Asking) -> None:
    """Have a link mailed to whoever has this address, unless too many were asked for.

    Whether anybody has it is found out later, by the task: so neither the answer nor the time it takes tells.
    Raises PortalClosed, NoPortalAddress, StoreUninstalled.
    """
    require_open(store)
    portal_address(store)
    address_key, network_key = _key(asking.address.strip().lower()), _key(network_of(asking.came_from))
    since = real_now() - LIMIT_WITHIN
    recent = PortalLinkRequest.objects.filter(store=store, asked_at__gt=since)
    for_address = recent.filter(address_key=address_key).count()
    from_network = recent.filter(network_key=network_key).count()
    if not may_ask(asked_for_address=for_address, asked_from_network=from_network):
        log.warning("portal.too_many_links", store=store.slug, for_address=for_address, from_network=from_network)
        return
    with transaction.atomic():
        request = PortalLinkRequest.objects.create(
            store=store,
            address_sealed=seal(asking.address.strip()),
            address_key=address_key,
            network_key=network_key,
            language=asking.language,
            asked_at=real_now(),
        )
        _write_task(request)


def send_link_by_hand(contract: Contract, *, requested_by: str, language: Language) -> Task:
    """Have a link mailed to the customer of a contract; nobody but the mailbox's owner sees it.

    Raises PortalClosed, NoPortalAddress, CustomerUnreachable, StoreUninstalled.
    """
    require_open(contract.store)
    portal_address(contract.store)
    if not contract.customer_gid or not address_of(contract.store, contract.customer_gid):
        raise CustomerUnreachable(contract.pk)
    with transaction.atomic():
        request = PortalLinkRequest.objects.create(
            store=contract.store,
            contract=contract,
            language=language,
            requested_by=requested_by[:255],
            asked_at=real_now(),
        )
        return _write_task(request)


def request_id_of(task: Task) -> str:
    """The request that a task is about."""
    return task.unique_key.removeprefix(f"{SEND_PORTAL_LINK}:")


def _write_task(request: PortalLinkRequest) -> Task:
    return write_task(TaskOrder(SEND_PORTAL_LINK, f"{SEND_PORTAL_LINK}:{request.pk}", request.store))


def _key(text: str) -> str:
    """A hash that nobody makes who does not have the installation's key: an address cannot be guessed from it."""
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()
