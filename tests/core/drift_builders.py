"""A prepaid contract with its order, in which everything agrees unless a test says otherwise."""

from dataclasses import replace
from typing import Any

from backhaul.core.deliveries import Delivery, DeliveryState
from backhaul.core.drift import DriftKind, Evidence, FoundDrift, OrderEvidence
from backhaul.core.drift_rules import find_drifts
from backhaul.core.remote import RemoteOrder
from tests.core.contract_builders import COFFEE, NOW, contract, gid_of, month, part, prepaid


def paid(number: int = 2, **changes: Any) -> Delivery:
    """A paid delivery of one coffee that is not shipped, carried by the fulfillment order of its number."""
    found = Delivery(
        id=f"dlv_{number}",
        number=number,
        state=DeliveryState.BILLED_UNSHIPPED,
        due_at=month(number - 1),
        units={COFFEE: 1},
        order_gid="gid://shopify/Order/1",
        fulfillment_order_gid=gid_of(number),
    )
    return replace(found, **changes)


def three_parts() -> RemoteOrder:
    """The order of three deliveries, none of them shipped."""
    return prepaid(part(1, 0), part(2, 1), part(3, 2))


def of_order(remote: RemoteOrder | None = None, **changes: Any) -> OrderEvidence:
    remote = remote or three_parts()
    return replace(OrderEvidence(remote.gid, remote, (paid(1), paid(2), paid(3))), **changes)


def evidence(*orders: OrderEvidence, of: Any = None, **changes: Any) -> Evidence:
    """The contract (`of`) with its order, looked at on 20 November: paid until January."""
    return replace(Evidence(of or contract(), orders or (of_order(),), NOW, "UTC"), **changes)


def kinds(found: Evidence) -> list[DriftKind]:
    return [one.kind for one in find_drifts(found)]


def only(found: Evidence) -> FoundDrift:
    """The one drift that there is."""
    (drift,) = find_drifts(found)
    return drift
