"""Deletes what is old of the webhook inbox and of reading what webhooks told of."""

from datetime import timedelta

from backhaul.core.inbox import DeliveryState
from backhaul.flows.clock import now
from backhaul.flows.want_refresh import REFRESH_ORDER
from backhaul.models import Store, TaskAttempt, WebhookDelivery

KEEP_BODIES = timedelta(days=30)
"""Bodies have personal data in them; what became of a webhook is kept for longer."""
KEEP_DELIVERIES = timedelta(days=90)
KEEP_REFRESHES = timedelta(days=7)
AT_ONCE = 2000


def sweep_inbox(store: Store) -> str:
    """Delete a store's old bodies, deliveries and attempts to read orders; what was not looked at yet stays."""
    looked_at = WebhookDelivery.objects.filter(store=store).exclude(state=DeliveryState.RECEIVED)
    deleted = 0
    old = looked_at.filter(received_at__lt=now() - KEEP_DELIVERIES)
    while ids := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        WebhookDelivery.objects.filter(pk__in=ids).delete()
        deleted += len(ids)
    emptied = looked_at.filter(received_at__lt=now() - KEEP_BODIES).exclude(body=b"").update(body=b"")
    refreshes = TaskAttempt.objects.filter(task__store=store, task__kind=REFRESH_ORDER)
    refreshes.filter(started_at__lt=now() - KEEP_REFRESHES).delete()
    return f"{deleted} old webhooks and the bodies of {emptied} deleted"
