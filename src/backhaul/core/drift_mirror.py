"""Drift between Shopify and what we keep of it: the mirror, our deliveries, and changes that do not end."""

from collections.abc import Iterator
from datetime import timedelta

from backhaul.core.allocation import fulfilled_units
from backhaul.core.deliveries import DeliveryState
from backhaul.core.drift import DriftKind, Evidence, FoundDrift, Mirrored, OrderEvidence
from backhaul.core.missed import GRACE
from backhaul.core.parcels import contract_lines
from backhaul.core.subscription_calendar import day_of
from backhaul.core.units import plus

ENDS_WITHIN = timedelta(days=1)
"""A change that takes longer waits for somebody."""
_DUE = frozenset({DeliveryState.BILLED_UNSHIPPED, DeliveryState.BILLED_HANDED_OVER})


def contract_gone(evidence: Evidence) -> Iterator[FoundDrift]:
    """Shopify does not show the contract any more, while something that was paid for is left to ship."""
    if evidence.is_gone and evidence.left:
        number = len(evidence.left)
        yield FoundDrift(
            DriftKind.CONTRACT_GONE,
            evidence.key(DriftKind.CONTRACT_GONE),
            "Shopify does not show the subscription any more, and what was paid for is left to ship: "
            f"{number} {'delivery' if number == 1 else 'deliveries'}.",
            "Find out whether the app that it belongs to was removed; ship or refund what is left.",
        )


def order_not_mirrored(evidence: Evidence) -> Iterator[FoundDrift]:
    """The contract names an order that we could not read."""
    for order in evidence.orders:
        if order.remote is None:
            yield FoundDrift(
                DriftKind.ORDER_NOT_MIRRORED,
                evidence.key(DriftKind.ORDER_NOT_MIRRORED, order.gid),
                f"Shopify does not show us {order.name} of the subscription: its deliveries are not known.",
                "Orders older than 60 days need the scope read_all_orders; one that was deleted needs nothing.",
            )


def layout_unknown(evidence: Evidence) -> Iterator[FoundDrift]:
    """Not every unit of an order is accounted for, so that nothing is done about it by itself."""
    for order in evidence.orders:
        if order.remote is not None and order.layout_unknown:
            yield FoundDrift(
                DriftKind.LAYOUT_UNKNOWN,
                evidence.key(DriftKind.LAYOUT_UNKNOWN, order.gid),
                f"The deliveries of {order.name} are not understood. {order.layout_unknown}",
                "Look at the order in Shopify: units in no fulfillment order may be at a location that this app may "
                "not see. Until then changes leave the order out.",
                order.gid,
            )


def deliveries_lost(evidence: Evidence) -> Iterator[FoundDrift]:
    """Units that were paid, not shipped and not taken off are in none of our deliveries; or more are than were paid."""
    for order in evidence.orders:
        if order.remote is None or order.layout_unknown or order.remote.cancelled_at is not None:
            continue
        due = plus(*(one.units for one in order.deliveries if one.state in _DUE))
        gone = fulfilled_units(order.remote)
        for line in contract_lines(order.remote, evidence.contract.gid):
            seen = due.get(line.gid, 0) + gone.get(line.gid, 0)
            is_short = seen < line.current_quantity and (line.requires_shipping or seen > 0)
            if is_short or seen > line.quantity:
                removed = line.quantity - line.current_quantity
                yield FoundDrift(
                    DriftKind.DELIVERIES_LOST,
                    evidence.key(DriftKind.DELIVERIES_LOST, f"{order.gid}:{line.gid}"),
                    f"Of “{line.title}” {line.quantity} were paid with {order.name}: {gone.get(line.gid, 0)} are "
                    f"shipped, {due.get(line.gid, 0)} in deliveries to come and {removed} taken off, which does not "
                    "add up.",
                    "Read the order again; if that does not help, compare its fulfillment orders in Shopify with the "
                    "deliveries of the subscription.",
                    order.gid,
                )


def delivery_without_work(evidence: Evidence) -> Iterator[FoundDrift]:
    """A delivery that is to be shipped, and no fulfillment order from which it could be."""
    for order in evidence.orders:
        if order.remote is None or order.layout_unknown:
            continue
        there = {one.gid for one in order.remote.fulfillment_orders}
        for delivery in order.deliveries:
            if delivery.state in _DUE and delivery.fulfillment_order_gid not in there:
                yield FoundDrift(
                    DriftKind.DELIVERY_WITHOUT_WORK,
                    evidence.key(DriftKind.DELIVERY_WITHOUT_WORK, delivery.id),
                    f"Delivery {delivery.number} of {order.name} has no fulfillment order in Shopify: it cannot be "
                    "shipped.",
                    "Read the order again; if Shopify has no fulfillment order for it, refund the delivery.",
                    order.gid,
                )


def change_unfinished(evidence: Evidence) -> Iterator[FoundDrift]:
    """A change waits for longer than it should, and keeps every other change of the contract waiting."""
    began = evidence.change_began
    if began is not None and began + ENDS_WITHIN < evidence.now:
        yield FoundDrift(
            DriftKind.CHANGE_UNFINISHED,
            evidence.key(DriftKind.CHANGE_UNFINISHED, began.isoformat()),
            f"A change of the subscription is under way since {day_of(began, evidence.timezone)}, so that both sides "
            "may say different things.",
            "Look at the change: a step waits for something, needs a person, or is to be made in another app.",
        )


def mirror_behind(evidence: Evidence) -> Iterator[FoundDrift]:
    """Shopify shows a later state than the mirror had before it was read; or even than it has after that."""
    yield from _behind(evidence, "the subscription", None, evidence.mirrored)
    for order in evidence.orders:
        yield from _behind(evidence, order.name, order, order.mirrored)


def _behind(
    evidence: Evidence, name: str, order: OrderEvidence | None, mirrored: Mirrored | None
) -> Iterator[FoundDrift]:
    if mirrored is None or not mirrored.before.is_behind(mirrored.shown):
        return
    is_mended = not mirrored.after.is_behind(mirrored.shown)
    if is_mended and evidence.now - mirrored.shown.updated_at <= GRACE:
        return  # its webhook may still be on its way
    changed = f"{mirrored.shown.updated_at:%Y-%m-%d %H:%M} UTC"
    yield FoundDrift(
        DriftKind.MIRROR_BEHIND,
        evidence.key(DriftKind.MIRROR_BEHIND, order.gid if order else ""),
        f"A change of {name} in Shopify, at {changed}, had not come to us.",
        "It has been read now; if this happens often, check the webhooks." if is_mended else "Read it again.",
        order.gid if order else None,
        is_mended=is_mended,
    )
