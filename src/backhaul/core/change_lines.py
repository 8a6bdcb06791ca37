"""Plans changes of what is delivered and of what it costs: quantity, variant, price, discounts."""

from collections.abc import Sequence
from decimal import Decimal

from backhaul.core.change_parts import (
    Parts,
    each_order,
    edit,
    named,
    noted,
    order_line_of,
    order_step,
    paid_stay,
    refused,
)
from backhaul.core.change_steps import OrderSide, Situation, StepKind
from backhaul.core.contracts import RemoteContractLine
from backhaul.core.deliveries import Delivery
from backhaul.core.draft_edits import AddDiscount, DraftEdit, RemoveDiscount, RemoveLine, SetLine
from backhaul.core.money import Money, zero
from backhaul.core.parcels import free_units
from backhaul.core.remote import RemoteOrderLine
from backhaul.core.restock import Restock
from backhaul.core.wanted_changes import ChangeDiscount, ChangePrice, ChangeQuantity, SwapVariant

_NO_SUCH_LINE = "The subscription has no such line."


def plan_quantity(wanted: ChangeQuantity, situation: Situation) -> Parts:
    """More comes with the next charge; of what is paid already, less is a refund of the units that are too many."""
    line = situation.contract.line(wanted.line_gid)
    if line is None:
        return refused(_NO_SUCH_LINE)
    if wanted.quantity < 0:
        return refused("A quantity is a whole number of 0 or more.")
    if wanted.quantity == line.quantity:
        return noted(f"Each delivery has {wanted.quantity} of “{line.title}” already.")
    if wanted.quantity == 0 and len(situation.contract.lines) == 1:
        return refused(f"“{line.title}” is all that the subscription delivers: cancel the subscription instead.")
    words = f"Deliver {wanted.quantity} of “{line.title}” each time, instead of {line.quantity}."
    change: DraftEdit = SetLine(line.gid, quantity=wanted.quantity)
    if wanted.quantity == 0:
        words, change = f"Deliver no more “{line.title}”.", RemoveLine(line.gid)
    return edit(situation, [change], words) + _paid_quantity(wanted, situation, line)


def plan_swap(wanted: SwapVariant, situation: Situation) -> Parts:
    """Another variant from the next charge on; an order that is paid keeps what was bought."""
    line = situation.contract.line(wanted.line_gid)
    if line is None:
        return refused(_NO_SUCH_LINE)
    price = wanted.price or line.current_price
    if because := _bad_price(price, situation):
        return refused(because)
    if line.variant_gid == wanted.variant_gid and price == line.current_price:
        return noted("The subscription delivers this variant already.")
    words = (
        f"Deliver variant {wanted.variant_gid.rsplit('/', 1)[-1]} instead of “{line.title}”, for {price} each"
        f"{'' if wanted.price else ', the price as before'}."
    )
    change = SetLine(line.gid, price=price, variant_gid=wanted.variant_gid)
    return edit(situation, [change], words) + paid_stay(
        situation,
        f"with “{line.title}”: Shopify does not let prepaid orders be edited. If the other one is to come with what is "
        "paid, refund what is left of it and make a new order; else it comes with the next charge",
    )


def plan_price(wanted: ChangePrice, situation: Situation) -> Parts:
    """Another price from the next charge on; if asked for, the difference is refunded for what is to be shipped yet."""
    line = situation.contract.line(wanted.line_gid)
    if line is None:
        return refused(_NO_SUCH_LINE)
    if because := _bad_price(wanted.price, situation):
        return refused(because)
    if wanted.price == line.current_price:
        return noted(f"“{line.title}” costs {wanted.price} already.")
    words = f"“{line.title}” costs {wanted.price} each, instead of {line.current_price}."
    parts = edit(situation, [SetLine(line.gid, price=wanted.price)], words)
    if wanted.price > line.current_price or not wanted.refund_paid:
        return parts + paid_stay(situation, "at the price that was paid: a price holds from the next charge on")

    def give_back(side: OrderSide, deliveries: Sequence[Delivery]) -> Parts:
        return _difference(side, deliveries, situation, line=line, price=wanted.price)

    return parts + each_order(situation, give_back, handed="the difference is not refunded for what is on its way")


def plan_discount(wanted: ChangeDiscount, situation: Situation) -> Parts:
    """A discount more or less from the next charge on."""
    paid = paid_stay(situation, "at the price that was paid: a discount holds from the next charge on")
    if wanted.gid is not None:
        found = next((one for one in situation.contract.discounts if one.gid == wanted.gid), None)
        if found is None:
            return refused("The subscription has no such discount.")
        words = f"Remove the discount “{found.title or 'without a name'}”."
        return edit(situation, [RemoveDiscount(found.gid)], words) + paid
    if (wanted.percentage is None) == (wanted.amount is None):
        return refused("A discount is either a percentage or an amount.")
    if wanted.percentage is not None and not 1 <= wanted.percentage <= 100:
        return refused("A percentage is a whole number from 1 to 100.")
    if wanted.amount is not None and (because := _bad_price(wanted.amount, situation)):
        return refused(because)
    value = f"{wanted.percentage} %" if wanted.percentage is not None else f"{wanted.amount} off each charge"
    change = AddDiscount(wanted.title or "Discount", percentage=wanted.percentage, amount=wanted.amount)
    return edit(situation, [change], f"Add the discount “{change.title}”: {value}.") + paid


def _paid_quantity(wanted: ChangeQuantity, situation: Situation, line: RemoteContractLine) -> Parts:
    if wanted.quantity > line.quantity:
        return paid_stay(
            situation,
            "with as many as were paid for: the new quantity holds from the next charge on. If more are to come with "
            "them, make an extra order",
        )

    def give_back(side: OrderSide, deliveries: Sequence[Delivery]) -> Parts:
        return _too_many(side, deliveries, situation, line=line, quantity=wanted.quantity)

    return each_order(situation, give_back, handed="ask the warehouse whether it can still take something out")


def _too_many(
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
    words = f"Refund {free} of “{line.title}” of order {order}, which are then not shipped ({named(over)})."
    params = {"units": {gid: free}, "restock": Restock.CANCEL.value, "reason": "The subscription delivers fewer."}
    parts += order_step(side, StepKind.GIVE_BACK, params, words)
    if quantity and len(over) > 1:
        parts += noted(
            f"Shopify decides from which deliveries of order {order} it takes the units: look at them afterwards."
        )
    return parts


def _difference(
    side: OrderSide, deliveries: Sequence[Delivery], situation: Situation, *, line: RemoteContractLine, price: Money
) -> Parts:
    """Give back the same share of what was paid as the price goes down by.

    Whether a prepaid contract's price is that of one delivery or of all is not known for sure; the share is the same.
    """
    order = side.remote.name
    gid = order_line_of(side, situation.contract.gid, variant_gid=line.variant_gid, sku=line.sku)
    paid = _paid_for_one(side.remote.line(gid)) if gid else None
    if gid is None or paid is None or paid.currency != price.currency:
        return refused(
            f"What was paid for “{line.title}” in order {order} is not known for sure: refund the difference by hand."
        )
    units = sum(one.units.get(gid, 0) for one in deliveries)
    share = (line.current_price.amount - price.amount) / line.current_price.amount
    amount = Money(paid.amount * units * share, paid.currency).rounded()
    if amount <= zero(amount.currency):
        return noted(f"There is nothing to refund of order {order}.")
    what = f"the difference for {units} of “{line.title}” ({named(deliveries)})"
    words = f"Refund {amount} of order {order}, {what}: an amount alone, the goods are still shipped."
    params = {
        "units": {},
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


def _bad_price(price: Money, situation: Situation) -> str:
    if price.currency != situation.contract.currency:
        return f"The subscription is in {situation.contract.currency}; {price} is not."
    return "A price is nothing or more." if price < zero(price.currency) else ""
