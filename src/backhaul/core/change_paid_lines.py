"""Plans what is given back of deliveries that are paid for, because a line has fewer units or a lower price now."""

from collections.abc import Sequence
from decimal import Decimal

from backhaul.core.change_parts import Parts, named, noted, order_line_of, order_step, refused
from backhaul.core.change_steps import OrderSide, Situation, StepKind
from backhaul.core.contracts import RemoteContractLine
from backhaul.core.deliveries import Delivery, DeliveryState
from backhaul.core.money import Money, total, zero
from backhaul.core.parcels import free_units
from backhaul.core.remote import RemoteOrderLine
from backhaul.core.restock import Restock

_PAID = (DeliveryState.BILLED_UNSHIPPED, DeliveryState.BILLED_HANDED_OVER)


def has_more(side: OrderSide, situation: Situation, *, line: RemoteContractLine, quantity: int) -> bool:
    """Whether a paid delivery of the order that has not left has more than `quantity` of the line."""
    gid = order_line_of(side, situation.contract.gid, variant_gid=line.variant_gid, sku=line.sku)
    return any(one.units.get(gid or "", 0) > quantity for one in side.layout.deliveries if one.state in _PAID)


def given_alone(side: OrderSide) -> str:
    """Why units of an order are not refunded at their price: a part of it was given back already. "" if none was."""
    if not side.money_alone:
        return ""
    given = total(side.money_alone.values(), next(iter(side.money_alone.values())).currency)
    return (
        f"{given} of order {side.remote.name} was given back without goods, and nobody knows how much of it belongs to "
        "the units that are left: refund them by hand, with a credit memo that says the amount."
    )


def give_back_surplus(
    side: OrderSide, deliveries: Sequence[Delivery], situation: Situation, *, line: RemoteContractLine, quantity: int
) -> Parts:
    """Give back what each of the deliveries has more than `quantity` of the line."""
    order = side.remote.name
    gid = order_line_of(side, situation.contract.gid, variant_gid=line.variant_gid, sku=line.sku)
    if gid is None:
        return refused(
            f"Order {order} has no line that is surely “{line.title}”: refund there by hand what is too much."
        )
    over = [one for one in deliveries if one.units.get(gid, 0) > quantity]
    units = sum(one.units[gid] - quantity for one in over)
    free = min(units, free_units(side.remote, posted=side.posted, withheld=side.withheld, begun=side.begun).get(gid, 0))
    parts = Parts()
    if free < units:
        parts += refused(
            f"{units - free} of {units} “{line.title}” of order {order} cannot be refunded: they are refunded already, "
            "or posted as shipped."
        )
    if not free:
        return parts
    if because := given_alone(side):
        return parts + refused(because)
    words = f"Refund {free} of “{line.title}” of order {order}, which are then not shipped ({named(over)})."
    params = {"units": {gid: free}, "restock": Restock.CANCEL.value, "reason": "The subscription delivers fewer."}
    parts += order_step(side, StepKind.GIVE_BACK, params, words)
    if quantity and len(over) > 1:
        parts += noted(
            f"Shopify decides from which deliveries of order {order} it takes the units: look at them afterwards."
        )
    return parts


def give_back_difference(
    side: OrderSide, deliveries: Sequence[Delivery], situation: Situation, *, line: RemoteContractLine, price: Money
) -> Parts:
    """Give back the same share of what was paid as the price is lower than the one at which it was bought.

    Less what was given back of the line, or nobody knows of which one, without goods: a price that went up again, or
    down twice, is not refunded twice.
    """
    order = side.remote.name
    gid = order_line_of(side, situation.contract.gid, variant_gid=line.variant_gid, sku=line.sku)
    bought = side.remote.line(gid) if gid else None
    paid, listed = _paid_for_one(bought), bought.presentment_unit_price if bought else None
    if gid is None or paid is None or listed is None or {paid.currency, listed.currency} != {price.currency}:
        return refused(
            f"What was paid for “{line.title}” in order {order} is not known for sure: refund the difference by hand."
        )
    units = sum(one.units.get(gid, 0) for one in deliveries)
    share = (listed.amount - price.amount) / listed.amount if listed > price else Decimal(0)
    before = total([side.money_alone.get(key, zero(paid.currency)) for key in (gid, "")], paid.currency)
    amount = Money(paid.amount * units * share, paid.currency).rounded() - before
    if amount <= zero(amount.currency):
        given = f", and {before} was given back already" if before.amount else ""
        return noted(f"There is nothing to refund of order {order}: {listed} each is what it was bought at{given}.")
    return _money_alone(
        side, amount, f"the difference for {units} of “{line.title}” ({named(deliveries)})", of=gid, before=before
    )


def _money_alone(side: OrderSide, amount: Money, what: str, *, of: str, before: Money) -> Parts:
    less = f", less {before} that was given back before" if before.amount else ""
    words = f"Refund {amount} of order {side.remote.name}, {what}{less}: an amount alone, the goods are still shipped."
    params = {
        "units": {},
        "line": of,
        "restock": Restock.NO_RESTOCK.value,
        "amount": amount.text,
        "currency": amount.currency,
        "reason": "The price of the subscription went down.",
    }
    is_taxed_on_top = side.remote.money.taxes_included is False
    note = noted(f"Tax on the difference is not part of the {amount}.") if is_taxed_on_top else Parts()
    return order_step(side, StepKind.GIVE_BACK, params, words) + note


def _paid_for_one(line: RemoteOrderLine | None) -> Money | None:
    """What the customer paid for a unit, discounts taken off, in the currency of the customer."""
    if line is None or not line.quantity:
        return None
    if line.discounted_total is not None:
        total = line.discounted_total.presentment
        return Money(total.amount / Decimal(line.quantity), total.currency)
    return line.presentment_unit_price
