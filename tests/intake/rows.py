"""What a test finds in the inbox."""

from procrastinate.contrib.django.models import ProcrastinateJob

from backhaul.models import WebhookDelivery
from backhaul.models.queue import INBOX_QUEUE, PROCESS_DELIVERIES


def the_delivery() -> WebhookDelivery:
    """The only one there is."""
    return WebhookDelivery.objects.get()


def jobs() -> list[list[str]]:
    """The ids of deliveries that each job is to look at."""
    found = ProcrastinateJob.objects.filter(queue_name=INBOX_QUEUE, task_name=PROCESS_DELIVERIES, status="todo")
    return [job.args["delivery_ids"] for job in found]
