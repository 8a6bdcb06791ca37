"""Stops a store's work and lets it go on, by hand or because Shopify does not let us in."""

import structlog
from django.db import transaction

from backhaul.core.errors import InputError, StoreUninstalled
from backhaul.core.store_life import PausedBy
from backhaul.core.tasks import TaskState, WaitReason
from backhaul.flows.task_list import wake
from backhaul.models import Store

log = structlog.get_logger()


def require_installed(store: Store) -> None:
    """Raise StoreUninstalled when the store can only be looked at."""
    if Store.objects.filter(pk=store.pk, state=Store.State.UNINSTALLED).exists():
        raise StoreUninstalled(store.slug)


def pause_store(store: Store, *, reason: str, by: PausedBy = PausedBy.ACCESS) -> None:
    """Stop a store's work until it is resumed; tasks wait, webhooks are taken, and nothing fails.

    A person's pause is not replaced by one for lack of access: only a person ends it. Nothing happens to an
    uninstalled store.
    """
    stores = Store.objects.filter(pk=store.pk).exclude(state=Store.State.UNINSTALLED)
    if by is PausedBy.ACCESS:
        stores = stores.exclude(paused_by=PausedBy.PERSON)
    if stores.update(state=Store.State.PAUSED, pause_reason=reason[:255], paused_by=by):
        log.warning("store.paused", store=store.slug, by=by)


def resume_store(store: Store) -> None:
    """Let a paused store's work go on, and wake what waited for it, in one transaction.

    Whoever has paused it; Shopify's next refusal pauses it again. Raises StoreUninstalled.
    """
    require_installed(store)
    with transaction.atomic():
        paused = Store.objects.filter(pk=store.pk, state=Store.State.PAUSED)
        if not paused.update(state=Store.State.ACTIVE, pause_reason="", paused_by=""):
            return
        wake(store.tasks.filter(state=TaskState.WAITING, wait_reason=WaitReason.STORE_PAUSED))
    log.info("store.resumed", store=store.slug)


def pause_by_hand(store: Store, *, reason: str) -> None:
    """Stop a store's work until a person lets it go on. Raises InputError without a reason, StoreUninstalled."""
    if not reason.strip():
        raise InputError("Say why the store is paused.", hint="Give a reason; it is shown with everything that waits.")
    require_installed(store)
    pause_store(store, reason=reason.strip(), by=PausedBy.PERSON)
