"""The fulfillment orders that a warehouse works from, and what of each it can ship now."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from backhaul.core.deliveries import DeliveryState
from backhaul.core.errors import UnknownLocation
from backhaul.core.locations import resolve_location
from backhaul.core.order_csv import PaidDelivery, delivery_words
from backhaul.core.readiness import AT_SERVICE, GONE_STATUSES
from backhaul.core.ready import Due, due_of, fulfillable
from backhaul.core.remote import Action, FulfillmentOrderStatus
from backhaul.core.units import Units, plus
from backhaul.flows.clock import now
from backhaul.flows.find import find_order, find_store
from backhaul.flows.mirrored_order import with_work, work_of, work_order
from backhaul.flows.stock import posted_unsent_of
from backhaul.flows.withheld import withheld_lines, withholding_orders
from backhaul.models import (
    Delivery,
    FulfillmentOrder,
    FulfillmentOrderLine,
    LocationMapping,
    SalesOrder,
    Store,
)

_WORKABLE = (FulfillmentOrderStatus.OPEN, FulfillmentOrderStatus.IN_PROGRESS)


@dataclass(frozen=True)
class WorkFilter:
    """Which work is meant; empty fields match everything. `due` None: all that is left, whenever it can be shipped.

    `location`: our code, Shopify's gid or number. `order` is any name of an order.
    """

    store: str = ""
    location: str = ""
    due: Due | None = Due.NOW
    order: str = ""


@dataclass(frozen=True)
class Work:
    """A fulfillment order with its lines; `units` that can be shipped now, by the gid of each of its lines.

    `location` is our code for where it is, or empty. `delivery` is like “2 of 6”, or empty.
    """

    row: FulfillmentOrder
    due: Due
    units: Mapping[str, int]
    location: str
    delivery: str


def matching_work(wanted: WorkFilter) -> QuerySet[FulfillmentOrder]:
    """The fulfillment orders with something left to ship, with `due_at`: when they are or were due.

    Raises UnknownStore, UnknownLocation, and what `find_order` raises.
    """
    rows = left_work()
    if wanted.store:
        rows = rows.filter(order__store=find_store(wanted.store))
    if wanted.order:
        rows = rows.filter(order=find_order(wanted.order, store_slug=wanted.store or None))
    if wanted.location:
        rows = rows.filter(_at(wanted.location, wanted.store))
    return rows if wanted.due is None else rows.filter(due_condition(wanted.due, now()))


def left_work() -> QuerySet[FulfillmentOrder]:
    """All that is left to ship in stores that have the app, of orders that are neither cancelled nor deleted."""
    left = FulfillmentOrderLine.objects.filter(fulfillment_order=OuterRef("pk"), remaining_quantity__gt=0)
    rows = FulfillmentOrder.objects.exclude(status__in=GONE_STATUSES).filter(
        Exists(left), order__cancelled_at=None, order__deleted_at=None
    )
    rows = rows.exclude(order__store__state=Store.State.UNINSTALLED)
    return rows.annotate(due_at=Coalesce(F("fulfill_at"), F("order__shopify_created_at")))


def due_condition(due: Due, moment: datetime) -> Q:
    """What `core.ready.due_of` says, as a condition on what is left."""
    at_service = Q(request_status__in=AT_SERVICE)
    scheduled = Q(status=FulfillmentOrderStatus.SCHEDULED)
    past = Q(fulfill_at__lte=moment)
    workable = Q(status__in=_WORKABLE, supported_actions__contains=[Action.CREATE_FULFILLMENT])
    held = Q(status=FulfillmentOrderStatus.ON_HOLD)
    conditions = {
        Due.NOW: ~at_service & (workable | (scheduled & past)),
        Due.LATER: ~at_service & scheduled & (Q(fulfill_at=None) | Q(fulfill_at__gt=moment)),
        Due.HELD: ~at_service & held,
        Due.BLOCKED: at_service | ~(workable | scheduled | held),
        Due.GONE: Q(pk=None),
    }
    return conditions[due]


def load_work(ids: Sequence[int]) -> list[Work]:
    """The fulfillment orders of these ids in this order, in a number of statements that does not depend on how many."""
    rows = FulfillmentOrder.objects.select_related("order__store").prefetch_related("lines__order_line")
    found = {row.pk: row for row in rows.filter(pk__in=ids)}
    shown = [found[one] for one in ids if one in found]
    orders = {row.order_id for row in shown}
    taken, deliveries = _taken_units(shown), _deliveries(orders)
    codes = _location_codes({row.order.store_id for row in shown})
    moment = now()
    return [
        Work(
            row,
            due_of(work_order(row), moment),
            taken.get(row.order_id, _untaken)(row, moment),
            codes.get((row.order.store_id, row.location_gid), ""),
            delivery_words(deliveries.get(row.order_id, ()), row.gid),
        )
        for row in shown
    ]


_Counting = Callable[[FulfillmentOrder, datetime], Mapping[str, int]]


def _untaken(row: FulfillmentOrder, moment: datetime) -> Mapping[str, int]:
    return fulfillable([work_order(row)], taken={}, now=moment)


def _taken_units(rows: Sequence[FulfillmentOrder]) -> dict[str, _Counting]:
    """For each order of which something is posted and not sent, or being given back: how its units are counted."""
    stores: dict[str, set[str]] = {}
    for row in rows:
        stores.setdefault(row.order.store_id, set()).add(row.order_id)
    counted: dict[str, _Counting] = {}
    for order_ids in stores.values():
        for order_id, taken in _taken_of(order_ids).items():
            counted[order_id] = _counting(order_id, taken)
    return counted


def _taken_of(order_ids: Collection[str]) -> dict[str, Units]:
    """Units by the order line's gid, for each order of one store that has any."""
    posted = posted_unsent_of(order_ids)
    lines = FulfillmentOrderLine.objects.filter(order_line__in=posted).values_list(
        "order_line", "order_line__order", "order_line__gid"
    )
    taken: dict[str, Units] = {}
    for line_id, order_id, gid in set(lines):
        taken[order_id] = {**taken.get(order_id, {}), gid: posted[line_id]}
    for order in SalesOrder.objects.filter(pk__in=withholding_orders(order_ids)):
        withheld = {gid: sum(one.quantity for one in kept) for gid, kept in withheld_lines(order).items()}
        taken[order.pk] = plus(taken.get(order.pk, {}), withheld)
    return taken


def _counting(order_id: str, taken: Units) -> _Counting:
    work = work_of(with_work(SalesOrder.objects.filter(pk=order_id)).get()).fulfillment_orders

    def counted(_row: FulfillmentOrder, moment: datetime) -> Mapping[str, int]:
        return fulfillable(work, taken=taken, now=moment)

    return counted


def _deliveries(order_ids: Collection[str]) -> dict[str, list[PaidDelivery]]:
    rows = Delivery.objects.filter(order__in=order_ids).exclude(state=DeliveryState.REMOVED)
    found: dict[str, list[PaidDelivery]] = {}
    for row in rows.only("order", "contract", "number", "fulfillment_order_gid"):
        paid = PaidDelivery(row.contract_id, row.number, row.fulfillment_order_gid)
        found.setdefault(row.order_id or "", []).append(paid)
    return found


def _location_codes(store_ids: Collection[str]) -> dict[tuple[str, str], str]:
    rows = LocationMapping.objects.filter(store__in=store_ids)
    return {(row.store_id, row.location_gid): row.code for row in rows}


def _at(location: str, store: str) -> Q:
    """The location as each store knows it that knows it at all. Raises UnknownLocation when none does."""
    mapped: dict[str, dict[str, str]] = {}
    rows = LocationMapping.objects.filter(store=find_store(store)) if store else LocationMapping.objects.all()
    for row in rows:
        mapped.setdefault(row.store_id, {})[row.code] = row.location_gid
    places = Q()
    for store_id, known in mapped.items():
        try:
            places |= Q(order__store=store_id, location_gid=resolve_location(location, known))
        except UnknownLocation:
            continue
    if not places:
        raise UnknownLocation(location[:80], sorted({code for known in mapped.values() for code in known}))
    return places
