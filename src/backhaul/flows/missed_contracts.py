"""Reads a subscription contract that has changed in Shopify, and counts it when no webhook had told of the change."""

import structlog

from backhaul.core.budget import Priority
from backhaul.core.inbox import DeliveryState
from backhaul.core.learned import Learned
from backhaul.core.missed import Change, FoundChange, Tally, heard_since, is_missed
from backhaul.core.scopes import READ_CONTRACTS, held
from backhaul.core.shopify_errors import AccessDenied, BrokenReply, NotFoundInShopify
from backhaul.core.tasks import ENDED, TaskState
from backhaul.flows.clock import now
from backhaul.flows.read_contract import read_contract
from backhaul.flows.want_contract import contract_key
from backhaul.models import Contract, Store, StoreCredential, Task, WebhookDelivery

log = structlog.get_logger()


def may_read_contracts(store: Store) -> bool:
    """Whether the store's app was given the scope for it."""
    credential = StoreCredential.objects.filter(store=store).first()
    return credential is not None and READ_CONTRACTS in held(credential.granted_scopes)


def read_found_contract(store: Store, found: FoundChange, tally: Tally) -> bool:
    """Read the contract whole into the mirror, and count it; False when a queued task is about to read it anyway.

    One that Shopify does not show, or that cannot be understood, is counted and does not keep others from being read.
    Raises every other ShopifyError.
    """
    tasks = Task.objects.filter(unique_key=contract_key(store.pk, found.gid))
    if tasks.filter(state=TaskState.PENDING).exists():
        return False
    before = _fingerprint(store, found.gid)
    change = Change(found.changed_at, heard=_is_heard_of(store, found) or tasks.exclude(state__in=ENDED).exists())
    try:
        read_contract(store, found.gid, priority=Priority.BULK, learned=Learned(found.by))
    except (NotFoundInShopify, AccessDenied, BrokenReply) as error:
        log.warning("reconcile.contract_skipped", store=store.slug, contract=found.gid, error=error.code)
        tally.unreadable += 1
        return True
    tally.read += 1
    is_new = before != _fingerprint(store, found.gid)
    if is_new and is_missed(change, connected_at=store.created_at, now=now()):
        tally.missed += 1
        log.info("contract.missed", store=store.slug, contract=found.gid, found_by=found.by)
    return True


def _fingerprint(store: Store, gid: str) -> str | None:
    return Contract.objects.filter(store=store, gid=gid).values_list("snapshot_sha256", flat=True).first()


def _is_heard_of(store: Store, found: FoundChange) -> bool:
    since = WebhookDelivery.objects.filter(store=store, received_at__gte=heard_since(found.changed_at))
    told = (since.filter(subject_gid=found.gid), since.filter(state=DeliveryState.RECEIVED))
    return any(rows.order_by().exists() for rows in told)
