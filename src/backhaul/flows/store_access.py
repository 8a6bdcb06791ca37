"""Keeps a store's access in view: tries it, compares its scopes, and lets its work go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction

from backhaul.core import scopes
from backhaul.core.budget import Priority
from backhaul.core.errors import StoreUninstalled
from backhaul.core.store_life import PausedBy
from backhaul.core.tasks import TaskState
from backhaul.flows.clock import now
from backhaul.flows.job_queue import create_entries, make_entries_due
from backhaul.flows.store_pauses import require_installed, resume_store
from backhaul.flows.store_scopes import keep_scopes
from backhaul.flows.task_list import make_pending
from backhaul.models import LocationMapping, Store, StoreCredential, Task, WebhookSecret
from backhaul.shopify.client import RemoteLocation, ShopFacts, connect

log = structlog.get_logger()

NOTHING_SIGNED = (
    "No webhook of this store can be accepted: the secret that they are signed with is not known. Give it with "
    "`backhaul store secrets add`; until then changes are only found by reconciling."
)


@dataclass(frozen=True)
class Access:
    """What a check of a store's access has found.

    `missing_scopes` are those without which Backhaul cannot work, `lacking` all that would be of use, with what each
    costs; `warnings` is what a person should see to.
    """

    shop_name: str
    missing_scopes: Sequence[str]
    locations: int
    lacking: Sequence[scopes.Scope]
    warnings: Sequence[str]


def check_access(store: Store) -> Access:
    """Read the shop and its locations, and bring what we keep of them up to date, with the Job Queue entries it lacks.

    The work of a store that Shopify had refused goes on; one that a person has paused stays paused. Raises
    ShopifyError, StoreUninstalled; then nothing changes.
    """
    if not StoreCredential.objects.filter(store=store).exists():
        require_installed(store)
    tried_at = now()
    shopify = connect(store, priority=Priority.REFRESH)
    shop, locations = shopify.read_shop(), shopify.read_locations()
    with transaction.atomic():
        _note_access(store, shop, locations, tried_at=tried_at)
    missing = scopes.missing(shop.scopes)
    return Access(shop.name, scopes.missing_required(shop.scopes), len(locations), missing, warnings_about(store))


def warnings_about(store: Store) -> list[str]:
    """What a person should see to before the store works as well as it could."""
    if store.state == Store.State.UNINSTALLED:
        return []
    has_secret = WebhookSecret.objects.filter(store=store, retired_at=None).exists()
    return [] if has_secret else [NOTHING_SIGNED]


def _note_access(store: Store, shop: ShopFacts, locations: Sequence[RemoteLocation], *, tried_at: datetime) -> None:
    """Raises StoreUninstalled when the credentials that were tried have been deleted meanwhile."""
    row = Store.objects.select_for_update(no_key=True).get(pk=store.pk)
    if not StoreCredential.objects.filter(store=store).update(accepted_at=tried_at):
        raise StoreUninstalled(store.slug)
    row.name, row.currency, row.timezone = shop.name, shop.currency, shop.timezone
    if not Store.objects.filter(shop_domain=shop.domain).exclude(pk=row.pk).exists():
        row.shop_domain = shop.domain  # what its webhooks say they are from, whatever name it was connected by
    row.save(update_fields=["name", "currency", "timezone", "shop_domain"])
    keep_scopes(row, shop.scopes)
    for location in locations:
        _know_location(row, location.gid, location.name)
    create_entries(row)
    if row.state == Store.State.UNINSTALLED:
        _reopen(row)
    elif row.paused_by == PausedBy.ACCESS:
        resume_store(row)


def _know_location(store: Store, gid: str, name: str) -> None:
    """A location gets its name as its code until a person maps it; a mapped one keeps its code."""
    known = LocationMapping.objects.filter(store=store, location_gid=gid)
    if known.exists():
        known.update(name=name)
        return
    code = name if not LocationMapping.objects.filter(store=store, code=name).exists() else gid.rsplit("/", 1)[-1]
    LocationMapping.objects.create(store=store, code=code[:64], location_gid=gid, name=name)


def _reopen(store: Store) -> None:
    """Work starts anew: what recurs is due at once, and finds what has changed since the store was uninstalled.

    Charges that were under way then are followed to their end: what came of each, Shopify shows by its key.
    """
    Store.objects.filter(pk=store.pk).update(state=Store.State.ACTIVE, uninstalled_at=None)
    make_entries_due(store)
    charges = Task.objects.filter(store=store, state=TaskState.NEEDS_ATTENTION, bill__isnull=False)
    for task in charges.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        make_pending(task)
    log.info("store.installed_again", store=store.slug)
