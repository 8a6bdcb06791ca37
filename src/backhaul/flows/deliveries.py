"""Writes the deliveries of a contract: paid ones as its orders carry them, future ones as its cycles promise them."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q

from backhaul.core.allocation import remaining_units
from backhaul.core.contracts import ENDED_CONTRACT, LOCKING, Anchor, RemoteCycle, Rhythm
from backhaul.core.deliveries import Delivery as KeptDelivery
from backhaul.core.deliveries import DeliveryState, Layout
from backhaul.core.delivery_keeping import Kept, Outlook, PaidOrder, follow
from backhaul.core.layout import ENDED_DELIVERY, Tracked
from backhaul.core.units import Units, add_up
from backhaul.flows.clock import now
from backhaul.flows.mirrored_order import with_work, work_of
from backhaul.flows.stock import begun_by_us, posted_unsent
from backhaul.models import Contract, Delivery, DeliveryLine, SalesOrder, SalesOrderLine


def keep_deliveries(contract: Contract) -> None:
    """Bring the deliveries of a contract up to what the mirror shows of it and of its orders.

    In the caller's transaction, under the contract's row lock. Done again it changes nothing. Call it whenever the
    contract or one of its orders was mirrored, a shipment was posted or undone.
    """
    moment = now()
    before = tracked_deliveries(contract)
    kept = follow(contract.gid, _outlook(contract), _paid_orders(contract), kept=before, now=moment)
    _write(contract, before, kept, moment)
    for link in contract.orders.all():
        because = kept.unknown_because.get(link.order_gid, "")
        if link.layout_unknown != because:
            link.layout_unknown = because
            link.save(update_fields=["layout_unknown"])


def tracked_deliveries(contract: Contract) -> list[Tracked]:
    """The deliveries as they were kept last, by number."""
    rows = contract.deliveries.select_related("order").prefetch_related("lines__order_line").order_by("number")
    return [_tracked(row) for row in rows]


def layouts_of(contract: Contract) -> dict[str, Layout]:
    """The layout of each order of the contract, by the order's gid, as kept."""
    deliveries = [one.delivery for one in tracked_deliveries(contract)]
    return {
        link.order_gid: Layout(
            link.order_gid,
            tuple(one for one in deliveries if one.order_gid == link.order_gid),
            link.layout_unknown,
        )
        for link in contract.orders.all()
    }


def future_of(contract: Contract) -> tuple[KeptDelivery, ...]:
    """The deliveries that are not billed yet, locked and skipped ones included, as kept."""
    found = (one.delivery for one in tracked_deliveries(contract))
    return tuple(one for one in found if one.order_gid is None)


def cycles_of(contract: Contract) -> tuple[RemoteCycle, ...]:
    """The billing cycles as they were read last, by index."""
    return tuple(
        RemoteCycle(
            index=row.index,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            expected_at=row.expected_at,
            status=row.status,
            skipped=row.skipped,
            edited=row.edited,
            contract_edited=row.contract_edited,
        )
        for row in contract.cycles.all()
    )


def rhythm_of(stored: Mapping[str, object]) -> Rhythm:
    """A contract's billing or delivery policy from its JSON form."""
    anchors = stored.get("anchors")
    found = [one for one in anchors if isinstance(one, Mapping)] if isinstance(anchors, list) else []
    return Rhythm(
        interval=str(stored.get("interval") or ""),
        count=_number(stored.get("count")) or 1,
        anchors=tuple(
            Anchor(
                type=str(one.get("type") or ""),
                day=_number(one.get("day")) or 1,
                month=_number(one.get("month")),
                cutoff_day=_number(one.get("cutoff_day")),
            )
            for one in found
        ),
        min_cycles=_number(stored.get("min_cycles")),
        max_cycles=_number(stored.get("max_cycles")),
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _outlook(contract: Contract) -> Outlook:
    lines = list(contract.lines.all())
    shipped = [line for line in lines if line.requires_shipping] or lines
    pending = contract.attempts.filter(state__in=LOCKING)
    return Outlook(
        created_at=contract.shopify_created_at,
        billing=rhythm_of(contract.billing),
        delivery=rhythm_of(contract.delivery),
        units=add_up((line.gid, line.quantity) for line in shipped),
        cycles=cycles_of(contract),
        timezone=contract.store.timezone,
        is_pending=pending.exists(),
        is_ended=contract.status in ENDED_CONTRACT or contract.deleted_at is not None,
    )


def _paid_orders(contract: Contract) -> list[PaidOrder]:
    links = list(contract.orders.all())
    rows = with_work(SalesOrder.objects.filter(store=contract.store, pk__in=[one.order_id for one in links]))
    found = {row.pk: row for row in rows}
    return [_paid_order(link.order_gid, found.get(link.order_id or "")) for link in links]


def _paid_order(order_gid: str, row: SalesOrder | None) -> PaidOrder:
    if row is None or row.deleted_at is not None:
        return PaidOrder(order_gid, None, {})
    remote = work_of(row)
    if not remaining_units(remote):
        return PaidOrder(order_gid, remote, {})
    return PaidOrder(order_gid, remote, posted_unsent(row), begun_by_us(row))


def _tracked(row: Delivery) -> Tracked:
    lines = [(_line_gid(line), line) for line in row.lines.all()]
    delivery = KeptDelivery(
        id=row.pk,
        number=row.number,
        state=DeliveryState(row.state),
        due_at=row.due_at,
        units=add_up((gid, line.remaining) for gid, line in lines),
        order_gid=row.order.gid if row.order else None,
        fulfillment_order_gid=row.fulfillment_order_gid or None,
        cycle_index=row.cycle_index,
    )
    return Tracked(delivery, add_up((gid, line.quantity) for gid, line in lines), tuple(row.former_gids))


def _line_gid(line: DeliveryLine) -> str:
    return line.order_line.gid if line.order_line else line.contract_line_gid


def _write(contract: Contract, before: Iterable[Tracked], kept: Kept, moment: datetime) -> None:
    known = {one.delivery.id: one for one in before}
    left = {one.delivery.id for one in kept.deliveries}
    contract.deliveries.filter(Q(order=None), pk__in=[one for one in known if one not in left]).delete()
    changed = [one for one in kept.deliveries if known.get(one.delivery.id) != one]
    if not changed:
        return
    orders = dict(SalesOrder.objects.filter(contracts__contract=contract).values_list("gid", "pk"))
    lines = SalesOrderLine.objects.filter(order__contracts__contract=contract)
    line_ids = {(order_id, gid): pk for order_id, gid, pk in lines.values_list("order_id", "gid", "pk")}
    for one in changed:
        row = _save(contract, one, orders, moment)
        _write_lines(row, one, line_ids)


def _save(contract: Contract, one: Tracked, orders: Mapping[str, str], moment: datetime) -> Delivery:
    found, is_ended = one.delivery, one.delivery.state in ENDED_DELIVERY
    row = contract.deliveries.filter(pk=found.id).first() if found.id else None
    row = row or Delivery(contract=contract)
    row.number, row.state, row.due_at, row.cycle_index = found.number, found.state, found.due_at, found.cycle_index
    row.order_id = orders.get(found.order_gid or "", row.order_id)
    row.fulfillment_order_gid, row.former_gids = found.fulfillment_order_gid or "", list(one.former_gids)
    row.ended_at = (row.ended_at or moment) if is_ended else None
    row.save()
    return row


def _write_lines(row: Delivery, one: Tracked, line_ids: Mapping[tuple[str, str], str]) -> None:
    units: Units = one.delivery.units
    row.lines.all().delete()
    DeliveryLine.objects.bulk_create(
        DeliveryLine(
            delivery=row,
            order_line_id=line_ids.get((row.order_id, gid)) if row.order_id else None,
            contract_line_gid="" if row.order_id else gid,
            quantity=whole,
            remaining=units.get(gid, 0),
        )
        for gid, whole in one.whole.items()
        if not row.order_id or (row.order_id, gid) in line_ids
    )
