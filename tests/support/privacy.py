"""Requests under data protection law, carried out."""

from backhaul.jobs.runner import run_task
from backhaul.models import PrivacyRequest, Store
from tests.support.inbox import delivery_row, processed


def data_requested(store: Store, *, run: bool = True) -> PrivacyRequest:
    """A customer's request for what is kept, gathered already unless said otherwise."""
    body = {"customer": {"id": 9000}, "orders_requested": [1001]}
    delivery = processed(delivery_row(store, "customers/data_request", body))
    request = PrivacyRequest.objects.get(event_id=delivery.event_id)
    if run and request.task_id:
        run_task(request.task_id)
    request.refresh_from_db()
    return request
