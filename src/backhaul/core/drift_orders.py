"""Drift between a contract and its orders: addresses, edited orders, overdue work, and what nobody has decided."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from backhaul.core.contracts import ContractStatus, RemoteContract, RemoteContractLine
from backhaul.core.drift import DriftKind, Evidence, FoundDrift, Held, OrderEvidence
from backhaul.core.parcels import contract_lines
from backhaul.core.remote import FulfillmentOrderStatus, RemoteOrder, RemoteOrderLine
from backhaul.core.same_address import is_other_place
from backhaul.core.subscription_calendar import day_of

OVERDUE_AFTER = timedelta(days=1)
"""So long after its date a scheduled fulfillment order should have become open by itself."""
HELD_FOR = timedelta(days=7)
"""So long a paid delivery is held for a paused subscription before somebody is reminded of it."""


def address_differs(evidence: Evidence) -> Iterator[FoundDrift]:
    """The contract was given another address, and an order with paid, unshipped deliveries was not; or the reverse."""
    method = evidence.contract.method
    if method is None or not evidence.shows_address or {"address", "method"} & evidence.contract.hidden:
        return
    for order, remote in _open(evidence):
        is_hidden = "shipping_address" in remote.hidden
        if order.left and not is_hidden and is_other_place(method.address, remote.shipping_address):
            yield FoundDrift(
                DriftKind.ADDRESS_DIFFERS,
                evidence.key(DriftKind.ADDRESS_DIFFERS, order.gid),
                f"The address of {order.name} is not that of the subscription, and {_deliveries(len(order.left))} "
                "that were paid for would go to the order's.",
                "Find out which one is right, then change the address of the subscription to it: the change goes to "
                "every order that still has something to ship.",
                order.gid,
            )


def order_edited(evidence: Evidence) -> Iterator[FoundDrift]:
    """Somebody has edited an order, so that its paid deliveries hold other quantities or goods than the contract."""
    for order, remote in _open(evidence):
        for line in contract_lines(remote, evidence.contract.gid):
            units = {one.units[line.gid] for one in order.left if line.gid in one.units}
            of_contract = _same_goods(evidence.contract, line)
            wanted = of_contract.quantity if of_contract else 0
            if line.gid in order.edited_lines and units and wanted not in units:
                yield FoundDrift(
                    DriftKind.ORDER_EDITED,
                    evidence.key(DriftKind.ORDER_EDITED, f"{order.gid}:{line.gid}"),
                    f"Somebody has edited {order.name}: its paid deliveries hold {_several(units)} of “{line.title}”, "
                    f"the subscription says {wanted} at each delivery.",
                    "If the edit is meant for the next charges as well, change the subscription; if it was a mistake, "
                    "put the order right in Shopify.",
                    order.gid,
                )


def work_overdue(evidence: Evidence) -> Iterator[FoundDrift]:
    """Shopify should have opened a scheduled fulfillment order by itself, and has not."""
    for order, remote in _open(evidence):
        own = {line.gid for line in contract_lines(remote, evidence.contract.gid)}
        for work in remote.fulfillment_orders:
            is_ours = any(line.line_gid in own and line.remaining for line in work.lines)
            due = work.fulfill_at if work.status == FulfillmentOrderStatus.SCHEDULED else None
            if is_ours and due is not None and _is_past(due, evidence.now):
                yield FoundDrift(
                    DriftKind.WORK_OVERDUE,
                    evidence.key(DriftKind.WORK_OVERDUE, work.gid),
                    f"A delivery of {order.name} was due on {day_of(due, evidence.timezone)}, and its "
                    f"fulfillment order {work.gid.rpartition('/')[2]} is still scheduled: nothing can be "
                    "shipped from it.",
                    "Open the fulfillment order in Shopify, or post its shipment and choose to open it early; if it "
                    "is to be shipped later, give the delivery another date.",
                    order.gid,
                )


def held_too_long(evidence: Evidence) -> Iterator[FoundDrift]:
    """What a change of ours has put on hold leaves only when somebody releases it: its day has come, or a week is over.

    Shopify ends no hold by itself.
    """
    for order, remote in _open(evidence):
        for work in remote.fulfillment_orders:
            held = order.held.get(work.gid)
            if held is None or work.status != FulfillmentOrderStatus.ON_HOLD or not _is_over(held, evidence.now):
                continue
            since = day_of(held.since, evidence.timezone)
            meant = f"until {day_of(held.until, evidence.timezone)}" if held.until else "while it is paused"
            yield FoundDrift(
                DriftKind.HELD_TOO_LONG,
                evidence.key(DriftKind.HELD_TOO_LONG, work.gid),
                f"A delivery of {order.name} has been on hold since {since}: a change of the subscription has put it "
                f"there, {meant}. It is paid for, and does not leave by itself.",
                "Resume the subscription, or release the hold in Shopify; if it is not to leave at all, refund it.",
                order.gid,
            )


def order_cancelled(evidence: Evidence) -> Iterator[FoundDrift]:
    """The contract's last order was cancelled, the contract goes on, and nobody has said whether that is meant."""
    known = [(one, one.remote) for one in evidence.orders if one.remote is not None]
    last = max(known, key=lambda pair: pair[1].created_at, default=None)
    if last is None or evidence.contract.is_ended or evidence.is_gone:
        return
    order, remote = last
    if remote.cancelled_at is not None and not order.is_decided:
        cancelled_on = day_of(remote.cancelled_at, evidence.timezone)
        yield FoundDrift(
            DriftKind.ORDER_CANCELLED,
            evidence.key(DriftKind.ORDER_CANCELLED, order.gid),
            f"The last order, {remote.name}, was cancelled on {cancelled_on}, and the subscription is "
            f"still {evidence.contract.status}: nobody has decided whether it goes on.",
            "Decide it at the notice of the cancelled order, or cancel the subscription.",
            order.gid,
        )


def paid_after_end(evidence: Evidence) -> Iterator[FoundDrift]:
    """The contract was cancelled; what becomes of its paid deliveries was neither decided nor is it a policy's."""
    is_cancelled = evidence.contract.status == ContractStatus.CANCELLED
    if is_cancelled and evidence.left and not evidence.end_is_decided:
        yield FoundDrift(
            DriftKind.PAID_AFTER_END,
            evidence.key(DriftKind.PAID_AFTER_END),
            f"The subscription is cancelled, {_deliveries(len(evidence.left))} that were paid for are left, and nobody "
            "has decided what becomes of them: they will be shipped.",
            "Decide it at the notice of the cancelled subscription: ship them, or refund them.",
        )


def _open(evidence: Evidence) -> Iterator[tuple[OrderEvidence, RemoteOrder]]:
    for order in evidence.orders:
        if order.remote is not None and order.remote.cancelled_at is None:
            yield order, order.remote


def _same_goods(contract: RemoteContract, line: RemoteOrderLine) -> RemoteContractLine | None:
    by_variant = (one for one in contract.lines if line.variant_gid and one.variant_gid == line.variant_gid)
    by_sku = (one for one in contract.lines if line.sku and one.sku == line.sku)
    return next(by_variant, None) or next(by_sku, None)


def _is_over(held: Held, now: datetime) -> bool:
    return now >= (held.until or held.since + HELD_FOR)


def _is_past(due: datetime | None, now: datetime) -> bool:
    return due is not None and due + OVERDUE_AFTER < now


def _several(units: set[int]) -> str:
    return " or ".join(str(one) for one in sorted(units))


def _deliveries(number: int) -> str:
    return "1 delivery" if number == 1 else f"{number} deliveries"
