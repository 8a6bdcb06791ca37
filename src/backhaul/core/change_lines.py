"""Plans changes of what is delivered and of what it costs: quantity, variant, price, discounts."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from backhaul.core.change_paid_lines import give_back_difference, give_back_surplus, has_more
from backhaul.core.change_parts import (
    Parts,
    each_order,
    edit,
    noted,
    paid_stay,
    refused,
    unshipped,
)
from backhaul.core.change_steps import OrderSide, Situation
from backhaul.core.contracts import RemoteContractLine
from backhaul.core.deliveries import Delivery
from backhaul.core.draft_edits import AddDiscount, DraftEdit, RemoveDiscount, RemoveLine, SetLine
from backhaul.core.money import Money, zero
from backhaul.core.wanted_changes import ChangeDiscount, ChangePrice, ChangeQuantity, SwapVariant

_NO_SUCH_LINE = "The subscription has no such line."


def plan_quantity(wanted: ChangeQuantity, situation: Situation) -> Parts:
    """More comes with the next charge; of what is paid already, less is a refund of the units that are too many.

    Those are looked for also where the contract is as wanted already, so that the rest of a change can be planned anew.
    """
    line = situation.contract.line(wanted.line_gid)
    if line is None:
        removed = next((one for one in situation.removed if one.gid == wanted.line_gid), None)
        if removed is None or wanted.quantity != 0:
            return refused(_NO_SUCH_LINE)
        return _still_too_many(wanted, situation, removed)
    if wanted.quantity < 0:
        return refused("A quantity is a whole number of 0 or more.")
    if wanted.quantity == line.quantity:
        return _still_too_many(wanted, situation, line)
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
    """Another price from the next charge on; if asked for, the difference is refunded for what is to be shipped yet.

    The difference is that to what was paid, whatever the contract says by now: planned anew, the rest of it is found.
    """
    line = situation.contract.line(wanted.line_gid)
    if line is None:
        return refused(_NO_SUCH_LINE)
    if because := _bad_price(wanted.price, situation):
        return refused(because)
    if wanted.price == line.current_price:
        parts = noted(f"“{line.title}” costs {wanted.price} already.")
        if not wanted.refund_paid:
            return parts
        situation = _with(situation, lambda side: bool(unshipped(side)))
    else:
        words = f"“{line.title}” costs {wanted.price} each, instead of {line.current_price}."
        parts = edit(situation, [SetLine(line.gid, price=wanted.price)], words)
        if wanted.price > line.current_price or not wanted.refund_paid:
            return parts + paid_stay(situation, "at the price that was paid: a price holds from the next charge on")

    def give_back(side: OrderSide, deliveries: Sequence[Delivery]) -> Parts:
        return give_back_difference(side, deliveries, situation, line=line, price=wanted.price)

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

    return _give_back_units(wanted, situation, line)


def _still_too_many(wanted: ChangeQuantity, situation: Situation, line: RemoteContractLine) -> Parts:
    """The contract is as wanted; a paid delivery may still have more."""
    more = _with(situation, lambda side: has_more(side, situation, line=line, quantity=wanted.quantity))
    already = noted(f"Each delivery has {wanted.quantity} of “{line.title}” already.")
    return already + _give_back_units(wanted, more, line)


def _give_back_units(wanted: ChangeQuantity, situation: Situation, line: RemoteContractLine) -> Parts:
    def give_back(side: OrderSide, deliveries: Sequence[Delivery]) -> Parts:
        return give_back_surplus(side, deliveries, situation, line=line, quantity=wanted.quantity)

    return each_order(situation, give_back, handed="ask the warehouse whether it can still take something out")


def _with(situation: Situation, concerns: Callable[[OrderSide], bool]) -> Situation:
    """The situation with those orders alone that something is to be done about."""
    return replace(situation, orders=tuple(side for side in situation.orders if concerns(side)))


def _bad_price(price: Money, situation: Situation) -> str:
    if price.currency != situation.contract.currency:
        return f"The subscription is in {situation.contract.currency}; {price} is not."
    return "A price is nothing or more." if price < zero(price.currency) else ""
