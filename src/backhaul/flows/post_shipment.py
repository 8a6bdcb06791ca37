"""Posts a shipment: checks what left against what is outstanding, writes the statement and its task."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from backhaul.core.errors import BadReference, ExternalNumberTaken
from backhaul.core.locations import resolve_location
from backhaul.core.outstanding import LineRequest, OrderLine, check_lines
from backhaul.core.shipment import ShipmentLine
from backhaul.core.tasks import ENDED
from backhaul.core.tracking import Carrier, CarrierMapping, Tracking, map_carriers, parse_tracking
from backhaul.flows.clock import now
from backhaul.flows.outstanding import outstanding_lines
from backhaul.flows.shipment_facts import tracking_to_json
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.models import PostedShipment, PostedShipmentLine, SalesOrder, SalesOrderLine, Store, Task

SEND_FULFILLMENT = "send_fulfillment"
MAX_NUMBER_CHARACTERS = 64
MORE_THAN_ANY_ORDER = 1_000_000_000


@dataclass(frozen=True)
class TrackingRequest:
    """A tracking number as a request gives it; the carrier is ours or Shopify's."""

    number: str
    company: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class ShipmentRequest:
    """What a door asks to post. `posted_at` None is now, `notify_customer` None is the store's default."""

    external_number: str
    lines: Sequence[LineRequest]
    tracking: Sequence[TrackingRequest] = ()
    posted_at: datetime | None = None
    location: str | None = None
    notify_customer: bool | None = None


@dataclass(frozen=True)
class Posted:
    """The posted shipment with its task; `is_new` is False when the same had been posted before."""

    shipment: PostedShipment
    task: Task
    is_new: bool


def post_shipment(order: SalesOrder, request: ShipmentRequest) -> Posted:
    """Post a shipment of an order: one transaction for the statement, its task and the task's job.

    The same external number with the same content gives the first posting again, also when both come at once; the
    order's row lock puts them in sequence. Raises InputError of any kind, ExternalNumberTaken; then nothing is written.
    """
    number = check_external_number(request.external_number)
    try:
        with transaction.atomic():
            return _post(order.pk, number, request)
    except IntegrityError:  # the same number was posted for another order of the store at the same instant
        with transaction.atomic():
            return _post(order.pk, number, request)


def _post(order_id: str, number: str, request: ShipmentRequest) -> Posted:
    order = SalesOrder.objects.select_for_update(of=("self",)).select_related("store").get(pk=order_id)
    outstanding = outstanding_lines(order)
    draft = _draft(order, request, outstanding)
    earlier = PostedShipment.objects.filter(store=order.store, external_number=number).select_related("task").first()
    if earlier is not None:
        return _posted_before(earlier, draft)
    check_lines(request.lines, outstanding)
    line_ids = {line.gid: line.id for line in outstanding}
    return _write(order, number=number, draft=draft, line_ids=line_ids)


def check_external_number(text: str) -> str:
    """The back office's own number: 1 to 64 printable characters. Raises BadReference."""
    number = text.strip()
    if not number or len(number) > MAX_NUMBER_CHARACTERS or not number.isprintable():
        raise BadReference(
            "The external number is empty, too long or not printable.",
            hint=f"Give the number of your document, with at most {MAX_NUMBER_CHARACTERS} characters.",
        )
    return number


def check_tracking(store: Store, requested: Sequence[TrackingRequest]) -> tuple[Tracking, ...]:
    """Tracking as Shopify will be told, with the store's carriers. Raises BadTracking, UnknownCarrier."""
    carriers = {row.code: Carrier(row.company, row.url_template or None) for row in store.carriers.all()}
    parsed = [parse_tracking(entry.number, entry.company, entry.url) for entry in requested]
    return map_carriers(parsed, CarrierMapping(carriers))


@dataclass(frozen=True)
class _Draft:
    """A request with every name in it resolved, so that two ways of saying the same are the same."""

    request: ShipmentRequest
    lines: Sequence[ShipmentLine]
    location_gid: str
    tracking: Sequence[Tracking]

    def content_hash(self, order: SalesOrder) -> str:
        """A fingerprint of what was asked for."""
        content = {
            "order": order.pk,
            "lines": sorted([line.line_gid, line.quantity] for line in self.lines),
            "tracking": [[entry.number, entry.company, entry.url] for entry in self.tracking],
            "posted_at": self.request.posted_at.isoformat() if self.request.posted_at else None,
            "location": self.location_gid,
            "notify_customer": self.request.notify_customer,
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _draft(order: SalesOrder, request: ShipmentRequest, order_lines: Sequence[OrderLine]) -> _Draft:
    every_line = [replace(line, shippable=MORE_THAN_ANY_ORDER, posted=0) for line in order_lines]
    lines = check_lines(request.lines, every_line, elsewhere=_lines_elsewhere(order, request.lines))
    location_gid = _location_gid(order.store, request.location) if request.location else ""
    return _Draft(request, lines, location_gid, check_tracking(order.store, request.tracking))


def _location_gid(store: Store, named: str) -> str:
    return resolve_location(named, dict(store.locations.values_list("code", "location_gid")))


def _write(order: SalesOrder, *, number: str, draft: _Draft, line_ids: Mapping[str, str]) -> Posted:
    asked = draft.request.notify_customer
    shipment = PostedShipment(
        store=order.store,
        order=order,
        external_number=number,
        content_hash=draft.content_hash(order),
        posted_at=draft.request.posted_at or now(),
        location_gid=draft.location_gid,
        notify_customer=order.store.notify_customer if asked is None else asked,
        tracking=tracking_to_json(draft.tracking),
        created_at=now(),
    )
    shipment.task = _task_for(shipment, [line_ids[line.line_gid] for line in draft.lines])
    shipment.save(force_insert=True)
    PostedShipmentLine.objects.bulk_create(
        PostedShipmentLine(shipment=shipment, order_line_id=line_ids[line.line_gid], quantity=line.quantity)
        for line in draft.lines
    )
    return Posted(shipment, shipment.task, is_new=True)


def _task_for(shipment: PostedShipment, line_ids: Sequence[str]) -> Task:
    """Earlier shipments of the same lines are sent first: the later one waits for those that have not ended."""
    earlier = Task.objects.filter(shipment__order=shipment.order, shipment__lines__order_line__in=line_ids)
    return write_task(
        TaskOrder(
            kind=SEND_FULFILLMENT,
            unique_key=f"{SEND_FULFILLMENT}:{shipment.pk}",
            store=shipment.store,
            order=shipment.order,
            after=tuple(earlier.exclude(state__in=ENDED).distinct()),
        )
    )


def _posted_before(earlier: PostedShipment, draft: _Draft) -> Posted:
    if earlier.content_hash != draft.content_hash(earlier.order):
        raise ExternalNumberTaken(earlier.external_number, earlier.pk)
    return Posted(earlier, earlier.task, is_new=False)


def _lines_elsewhere(order: SalesOrder, requests: Sequence[LineRequest]) -> Mapping[str, str]:
    """Lines that the request names by our id and that belong to other orders of the store, for a helpful refusal."""
    named = [request.line for request in requests if request.line]
    others = SalesOrderLine.objects.filter(pk__in=named, order__store=order.store).exclude(order=order)
    return dict(others.values_list("pk", "order__name"))
