"""Takes up again what lies in the webhook inbox without a job: its worker has died, or looking at it has failed."""

from datetime import timedelta

from django.db import transaction
from django.db.models.expressions import RawSQL

from backhaul.core.inbox import DeliveryState
from backhaul.flows.clock import now
from backhaul.flows.lost_deliveries import tell_lost
from backhaul.models import WebhookDelivery
from backhaul.models.queue import PROCESS_DELIVERIES, defer_deliveries

LEFT_LYING = timedelta(seconds=60)
MOST_ATTEMPTS = 5
AT_ONCE = 500
IN_ONE_JOB = 50
WITH_A_JOB = """SELECT jsonb_array_elements_text(args->'delivery_ids') FROM procrastinate_jobs
 WHERE task_name = %s AND status IN ('todo', 'doing')"""


def mend_deliveries() -> int:
    """Queue every delivery again that was not looked at for a minute and has no live job; returns how many.

    After the last attempt it has failed, which is told, and can be replayed. In two processes at once nothing more
    changes: each delivery is queued by one of them.
    """
    with transaction.atomic():
        lying = WebhookDelivery.objects.select_for_update(no_key=True, skip_locked=True).filter(
            state=DeliveryState.RECEIVED, received_at__lt=now() - LEFT_LYING
        )
        jobless = lying.exclude(pk__in=RawSQL(WITH_A_JOB, [PROCESS_DELIVERIES]))  # noqa: S611 -- no value of a user
        deliveries = list(jobless.order_by("received_at")[:AT_ONCE])
        for delivery in deliveries:
            _count_attempt(delivery)
        WebhookDelivery.objects.bulk_update(deliveries, ["attempts", "state", "result", "processed_at"])
        for delivery in deliveries:
            if delivery.state == DeliveryState.FAILED:
                tell_lost(delivery)
        again = [delivery.pk for delivery in deliveries if delivery.state == DeliveryState.RECEIVED]
        for first in range(0, len(again), IN_ONE_JOB):
            defer_deliveries(again[first : first + IN_ONE_JOB])
        return len(again)


def _count_attempt(delivery: WebhookDelivery) -> None:
    """Whatever became of its last attempt, it did not come to its end."""
    delivery.attempts += 1
    if delivery.attempts < MOST_ATTEMPTS:
        return
    delivery.state, delivery.processed_at = DeliveryState.FAILED, now()
    why = delivery.result or "Its worker stopped answering."
    delivery.result = f"Given up after {delivery.attempts} attempts. {why}"
