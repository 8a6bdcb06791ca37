"""Looks whether Shopify will send us the webhooks we need, and has what is missing repaired by a task."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from backhaul.core.budget import Priority
from backhaul.core.decisions import Verdict
from backhaul.core.errors import InputError
from backhaul.core.intake import PATH
from backhaul.core.outcome import Outcome
from backhaul.core.topics import SUBSCRIBED
from backhaul.core.webhook_plan import (
    SeenSubscription,
    SubscriptionPlan,
    check_words,
    name_of,
    plan_subscriptions,
    repair_outcome,
)
from backhaul.flows import effects
from backhaul.flows.clock import now
from backhaul.flows.leases import Lease
from backhaul.flows.task_list import TaskOrder, want_again
from backhaul.models import JobQueueEntry, Store, StoreCredential, Task, WebhookSubscription
from backhaul.shopify.client import connect

REPAIR_WEBHOOKS = "repair_webhooks"
NO_ADDRESS = (
    "Shopify cannot send webhooks to an installation whose address it does not know: set BACKHAUL_PUBLIC_URL to the "
    "https address of this installation. Until then changes are found by reconciling, every 15 minutes"
)


class NoPublicAddress(InputError):
    """Nobody has said under which address Shopify reaches this installation."""

    code = "no-public-address"
    default_hint = "Set BACKHAUL_PUBLIC_URL to the https address of this installation, and restart it."

    def __init__(self) -> None:
        super().__init__("Shopify cannot send webhooks to an installation whose address it does not know.")


def webhook_address() -> str:
    """Where Shopify is to send webhooks; empty when nobody has said where that is."""
    return f"{settings.BACKHAUL.public_url}{PATH}" if settings.BACKHAUL.public_url else ""


def check_webhooks(entry: JobQueueEntry) -> str:
    """Compare a store's subscriptions with what is needed, and have what is missing repaired; says what was found.

    Running it twice writes one task.
    """
    if not webhook_address():
        return NO_ADDRESS
    plan = read_plan(entry.store)
    if plan.changes:
        want_repair(entry.store)
    return check_words(plan)


def read_plan(store: Store) -> SubscriptionPlan:
    """How things stand with every topic in Shopify now. Raises NoPublicAddress, ShopifyError."""
    address = webhook_address()
    if not address:
        raise NoPublicAddress
    asked_at = now()
    seen = connect(store, priority=Priority.REFRESH).read_subscriptions()
    _keep_seen(store, seen, asked_at)
    ours = WebhookSubscription.objects.filter(store=store).values_list("gid", flat=True)
    return plan_subscriptions(SUBSCRIBED, seen, address=address, made_by_us=frozenset(ours), granted=_granted(store))


def want_repair(store: Store) -> Task:
    """Have a store's missing subscriptions made by its one task for that."""
    with transaction.atomic():
        wanted = TaskOrder(kind=REPAIR_WEBHOOKS, unique_key=f"{REPAIR_WEBHOOKS}:{store.pk}", store=store)
        return want_again(wanted)


def repair_webhooks(task: Task, lease: Lease) -> Outcome:
    """Subscribe to every topic that is missing, and correct what is not as we need it; nothing of others is touched.

    1. settle a call whose answer was lost; 2. read what is there; 3. make what is missing, each topic by itself. A
    second run is harmless: it finds what the first one has made.
    """
    effects.settle_unsettled(task, lease)
    plan = read_plan(task.store)
    verdicts: dict[str, Verdict] = {}
    for change in plan.changes:
        subject = effects.Subject(f"webhooks/{change.topic}")
        verdicts |= effects.change_each([change], subject, task=task, lease=lease)
    return repair_outcome(plan, verdicts)


def _keep_seen(store: Store, seen: Sequence[SeenSubscription], asked_at: datetime) -> None:
    """Bring our list of those we have made up to date; what Shopify has removed is forgotten, unless it is newer."""
    rows = WebhookSubscription.objects.filter(store=store)
    rows.filter(seen_at__lt=asked_at).exclude(gid__in=[one.gid for one in seen]).delete()
    for one in seen:
        rows.filter(gid=one.gid).update(topic=name_of(one.topic), address=one.address[:1000], seen_at=now())


def _granted(store: Store) -> frozenset[str]:
    return frozenset(StoreCredential.objects.get(store=store).granted_scopes)
