"""Posts a shipment: checks what left against what is outstanding, writes the statement and its task."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from backhaul.core.errors import ExternalNumberTaken
from backhaul.core.locations import resolve_location
from backhaul.core.outstanding import LineRequest, OrderLine, check_lines
from backhaul.core.shipment import ShipmentLine
from backhaul.core.tasks import ENDED
from backhaul.core.tracking import Carrier, CarrierMapping, Tracking, map_carriers, parse_tracking
from backhaul.flows.clock import now
from backhaul.flows.contract_orders import deliveries_follow
from backhaul.flows.outstanding import outstanding_lines
from backhaul.flows.posting import check_external_number, content_hash, lines_elsewhere, locked, post_once
from backhaul.flows.shipment_facts import tracking_to_json
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.models import PostedShipment, PostedShipmentLine, SalesOrder, Store, Task

SEND_FULFILLMENT = "send_fulfillment"
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
    return post_once(lambda: post_shipment_within(order.pk, request))


def post_shipment_within(order_id: str, request: ShipmentRequest) -> Posted:
    """The same in the caller's transaction; an IntegrityError says that the number was taken at the same instant."""
    number = check_external_number(request.external_number)
    order = locked(order_id)
    outstanding = outstanding_lines(order)
    content = _content_hash(order, request, _named_lines(order, request, outstanding))
    earlier = PostedShipment.objects.filter(store=order.store, external_number=number).select_related("task").first()
    if earlier is not None and earlier.content_hash != content:
        raise ExternalNumberTaken(number, earlier.pk)
    if earlier is not None:
        return Posted(earlier, earlier.task, is_new=False)
    lines = check_lines(request.lines, outstanding)
    shipment = _statement(order, number, request)
    shipment.content_hash = content
    posted = _write(shipment, lines, line_ids={line.gid: line.id for line in outstanding})
    deliveries_follow(order)
    return posted


def check_tracking(store: Store, requested: Sequence[TrackingRequest]) -> tuple[Tracking, ...]:
    """Tracking as Shopify will be told, with the store's carriers. Raises BadTracking, UnknownCarrier."""
    carriers = {row.code: Carrier(row.company, row.url_template or None) for row in store.carriers.all()}
    parsed = [parse_tracking(entry.number, entry.company, entry.url) for entry in requested]
    return map_carriers(parsed, CarrierMapping(carriers))


def _named_lines(
    order: SalesOrder, request: ShipmentRequest, order_lines: Sequence[OrderLine]
) -> Sequence[ShipmentLine]:
    """The lines as resolved, whatever is outstanding of them: a repeated posting has taken its units already."""
    every_line = [replace(line, shippable=MORE_THAN_ANY_ORDER, posted=0, withheld=0) for line in order_lines]
    return check_lines(request.lines, every_line, elsewhere=lines_elsewhere(order, request.lines))


def _content_hash(order: SalesOrder, request: ShipmentRequest, lines: Sequence[ShipmentLine]) -> str:
    """A fingerprint of what was asked for.

    Lines count by what they mean, so that two ways of naming one are the same. Locations and carriers count by what
    was said: what the store's mappings make of that may change until the posting is repeated.
    """
    tracking = [parse_tracking(entry.number, entry.company, entry.url) for entry in request.tracking]
    content = {
        "order": order.pk,
        "lines": sorted([line.line_gid, line.quantity] for line in lines),
        "tracking": [[entry.number, (entry.company or "").casefold(), entry.url] for entry in tracking],
        "posted_at": request.posted_at.isoformat() if request.posted_at else None,
        "location": (request.location or "").strip().casefold(),
        "notify_customer": request.notify_customer,
    }
    return content_hash(content)


def _statement(order: SalesOrder, number: str, request: ShipmentRequest) -> PostedShipment:
    """The shipment as it will be kept, its location and carriers resolved; not saved yet."""
    asked = request.notify_customer
    return PostedShipment(
        store=order.store,
        order=order,
        external_number=number,
        posted_at=request.posted_at or now(),
        location_gid=_location_gid(order.store, request.location) if request.location else "",
        notify_customer=order.store.notify_customer if asked is None else asked,
        tracking=tracking_to_json(check_tracking(order.store, request.tracking)),
        created_at=now(),
    )


def _location_gid(store: Store, named: str) -> str:
    return resolve_location(named, dict(store.locations.values_list("code", "location_gid")))


def _write(shipment: PostedShipment, lines: Sequence[ShipmentLine], *, line_ids: Mapping[str, str]) -> Posted:
    shipment.task = _task_for(shipment, [line_ids[line.line_gid] for line in lines])
    shipment.save(force_insert=True)
    PostedShipmentLine.objects.bulk_create(
        PostedShipmentLine(shipment=shipment, order_line_id=line_ids[line.line_gid], quantity=line.quantity)
        for line in lines
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
