"""Gathers everything that is kept about a customer, and keeps it encrypted until somebody hands it over."""

import json
from collections import Counter

import structlog
from django.db import transaction
from django.db.models import Model, QuerySet

from backhaul.core.outcome import Outcome
from backhaul.core.privacy import PrivacyState
from backhaul.core.tasks import OutcomeName
from backhaul.flows.clock import now
from backhaul.flows.endings import succeeded
from backhaul.flows.leases import Lease
from backhaul.flows.portal_traces import traces_of
from backhaul.flows.privacy import ExportGone, end_request, request_of
from backhaul.flows.privacy_reach import rows_of_contracts, rows_of_orders, tables
from backhaul.flows.privacy_subjects import contracts_of, deliveries_of, orders_of
from backhaul.flows.show.plain import Json, plain
from backhaul.models import PortalLinkRequest, PrivacyRequest, Task, WebhookDelivery
from backhaul.shopify.vault import open_sealed, seal

log = structlog.get_logger()

LEFT_OUT = frozenset({"job_id", "lease_owner", "lease_until", "fencing", "worker"}) | frozenset(
    {"token_sha256", "address_key", "network_key"}
)
"""How the work was shared among our processes says nothing about anybody, and hashes that we compare say less."""


def export_customer(task: Task, lease: Lease) -> Outcome:
    """Gather what is kept about the request's customer. A second run gathers it anew and replaces the first."""
    request = request_of(task)
    found = gather(request)
    counts = Counter({name: len(rows) for name, rows in found.items() if rows})
    document = {
        "shop": request.shop_domain,
        "customer": request.customer_gid,
        "orders": request.order_gids,
        "gathered_at": plain(now()),
        "kept": found,
    }
    words = f"{counts['SalesOrder']} orders with all that belongs to them: {sum(counts.values())} rows."
    with transaction.atomic():
        row = PrivacyRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
        row.export_encrypted = seal(json.dumps(document, ensure_ascii=False))
        end_request(row, PrivacyState.DONE, f"Gathered {words}", counts=counts)
    return succeeded(OutcomeName.EXPORTED, f"Gathered {words} See request {request.pk}.")


def gather(request: PrivacyRequest) -> dict[str, list[Json]]:
    """Every row that belongs to the customer's orders, subscriptions and visits, or names the customer, by table."""
    orders = list(orders_of(request))
    contracts = list(contracts_of(request, orders))
    order_ids = [order.pk for order in orders]
    found: dict[str, list[Json]] = {}
    for model in tables():
        of_orders, of_contracts = rows_of_orders(model, order_ids), rows_of_contracts(model, contracts)
        rows = [one for one in (of_orders, of_contracts) if one is not None]
        if rows and model not in (PrivacyRequest, WebhookDelivery) and not model._meta.auto_created:
            found[model.__name__] = _all(*rows)
    customers = {request.customer_gid} | {one.customer_gid for one in orders} | {one.customer_gid for one in contracts}
    for traces in traces_of(request.store_id, customers, contracts):
        found[traces.model.__name__] = _all(traces)
    deliveries = WebhookDelivery.objects.filter(pk__in=deliveries_of(request, orders, contracts))
    found[WebhookDelivery.__name__] = _all(deliveries)
    return found


def _all(*several: "QuerySet[Model]") -> list[Json]:
    """Each row once."""
    rows = {row.pk: row for found in several for row in found.order_by("pk").iterator(chunk_size=200)}
    return [_row(row) for row in rows.values()]


def _row(row: Model) -> Json:
    fields = [field for field in row._meta.local_fields if field.name not in LEFT_OUT]
    told = {field.attname: _value(getattr(row, field.attname)) for field in fields}
    return told | ({"address_sealed": _typed(row)} if isinstance(row, PortalLinkRequest) else {})


def _typed(request: PortalLinkRequest) -> str:
    """The address that a visitor has typed, as long as it is kept."""
    return open_sealed(request.address_sealed).reveal() if request.address_sealed else ""


def _value(value: object) -> Json:
    if isinstance(value, bytes | memoryview):
        text = bytes(value).decode(errors="replace")
        try:
            content: Json = json.loads(text)
        except (ValueError, RecursionError):
            return text
        return content
    return plain(value)


def read_export(request: PrivacyRequest, *, by: str) -> bytes:
    """What a data request found, as JSON, for a person who may hand it over. Raises ExportGone."""
    if not request.export_encrypted:
        raise ExportGone(f"Request {request.pk} has nothing to download.")
    log.info("privacy.downloaded", request=request.pk, by=by)
    return open_sealed(request.export_encrypted).reveal().encode()


def reseal_exports() -> int:
    """Encrypt every export with the newest key; returns how many."""
    count = 0
    for request in PrivacyRequest.objects.exclude(export_encrypted=""):
        before = request.export_encrypted
        sealed = seal(open_sealed(before).reveal())
        count += PrivacyRequest.objects.filter(pk=request.pk, export_encrypted=before).update(export_encrypted=sealed)
    return count
