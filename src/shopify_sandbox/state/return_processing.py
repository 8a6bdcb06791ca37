"""returnProcess and returnRefund: goods that came back are taken in, and refunded when that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shopify_sandbox.state import quantities, refunding
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.refunds import Refund, RestockType
from shopify_sandbox.state.returns import Return, ReturnLine, ReturnStatus
from shopify_sandbox.world import World


def process(
    world: World,
    target: Return,
    units: Sequence[tuple[ReturnLine, int]],
    settlement: refunding.Wish,
    *,
    location: Location | None = None,
    path: tuple[str, ...] = (),
) -> Refund:
    """A refund of those units that belongs to the return. Raises Refused, nothing changed then.

    That it needs an open or closed return is documented. Assumed: the goods are restocked at the location, and without
    a payment named the refund gives no money back.
    """
    if target.status not in (ReturnStatus.OPEN, ReturnStatus.CLOSED):
        message = f"Return can't be processed: its status is {target.status.value}."
        raise refused(message, *path, "returnId", code="INVALID_STATE")
    for line, quantity in units:
        if not 1 <= quantity <= processable(line):
            raise refused("Quantity is not valid.", *path, "quantity", code="INVALID")
    wishes = [
        refunding.LineWish(line.fulfillment_line.line_item, quantity, RestockType.RETURN, location)
        for line, quantity in units
    ]
    refund = refunding.create(world, target.order, replace(settlement, lines=wishes, return_id=target.id))
    for line, quantity in units:
        line.processed += quantity
    return refund


def processable(line: ReturnLine) -> int:
    """Units that can be taken in: nothing before the return is approved, nothing of one that doesn't stand (recorded).

    Units that were refunded otherwise don't come back (assumed).
    """
    if line.parent.status not in (ReturnStatus.OPEN, ReturnStatus.CLOSED):
        return 0
    return min(line.quantity - line.processed, quantities.current(line.fulfillment_line.line_item))
