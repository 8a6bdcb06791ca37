"""Finds what came of a call that changes a store, among its webhook subscriptions or its bulk operations."""

from collections.abc import Callable

from backhaul.core.budget import Priority
from backhaul.core.bulk import find_operation
from backhaul.core.readback import Finding
from backhaul.core.stored_call import list_of, object_of, text_of
from backhaul.core.webhook_plan import find_correction, find_subscription
from backhaul.models import Intent
from backhaul.shopify.client import connect


def _find_subscription(intent: Intent) -> Finding:
    wanted = object_of(intent.variables["webhookSubscription"])
    seen = connect(intent.store, priority=Priority.EFFECT).read_subscriptions()
    return find_subscription(text_of(intent.variables["topic"]), text_of(wanted["uri"]), seen)


def _find_correction(intent: Intent) -> Finding:
    wanted = object_of(intent.variables["webhookSubscription"])
    fields = [text_of(name) for name in list_of(wanted.get("includeFields"))]
    seen = connect(intent.store, priority=Priority.EFFECT).read_subscriptions()
    return find_correction(text_of(intent.variables["id"]), text_of(wanted["uri"]), fields, seen)


def _find_operation(intent: Intent) -> Finding:
    listed = connect(intent.store, priority=Priority.EFFECT).list_bulk_queries()
    others = Intent.objects.filter(store=intent.store, operation=intent.operation).exclude(pk=intent.pk)
    owned = frozenset(gid for gids in others.values_list("effect_gids", flat=True) for gid in gids)
    return find_operation(text_of(intent.variables["query"]), listed, owned=owned)


STORE_READ_BACK: dict[str, Callable[[Intent], Finding]] = {
    "webhookSubscriptionCreate": _find_subscription,
    "webhookSubscriptionUpdate": _find_correction,
    "bulkOperationRunQuery": _find_operation,
}
"""How each of them is read back."""
