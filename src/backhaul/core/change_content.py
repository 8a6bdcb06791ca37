"""Plans changes of the rest of what a contract says: the way of shipping, the way of paying, note and attributes."""

from collections.abc import Sequence

from backhaul.core.change_parts import (
    Parts,
    contract_step,
    each_order,
    edit,
    named,
    noted,
    order_step,
    paid_stay,
    refused,
    why_never,
)
from backhaul.core.change_steps import OrderSide, Situation, StepKind
from backhaul.core.deliveries import Delivery
from backhaul.core.draft_edits import SetNote, SetPaymentMethod, SetShipping, merged
from backhaul.core.money import zero
from backhaul.core.wanted_changes import ChangeNote, ChangePaymentMethod, ChangeShipping


def plan_shipping(wanted: ChangeShipping, situation: Situation) -> Parts:
    """Another way of shipping or delivery price, from the next renewal on: an order's shipping cannot be changed."""
    contract = situation.contract
    if because := _bad_price(wanted, situation) or _no_shipping(wanted, situation):
        return refused(because)
    option = contract.method.option_code if contract.method else None
    is_same_option = wanted.option_code in (None, option)
    if is_same_option and wanted.price in (None, contract.delivery_price):
        return noted("The subscription is shipped in this way, at this price, already.")
    how = "" if is_same_option else f" by “{wanted.option_title or wanted.option_code}”"
    price = f" for {wanted.price}, instead of {contract.delivery_price}," if wanted.price is not None else ""
    change = SetShipping(wanted.option_code, wanted.option_title, wanted.price)
    parts = edit(situation, [change], f"Ship{how}{price} from the next renewal on.")
    return parts + paid_stay(situation, "in the way that was paid for: this applies from the next renewal on")


def plan_payment_method(wanted: ChangePaymentMethod, situation: Situation) -> Parts:
    """Another saved payment method, or an e-mail in which Shopify asks the customer for one."""
    contract = situation.contract
    if contract.is_ended:
        return refused(f"The subscription is {contract.status}: it bills nothing more, and needs no payment method.")
    if because := why_never(situation):
        return refused(because)
    if wanted.payment_method_gid is None:
        return _ask_for_another(situation)
    if wanted.payment_method_gid == contract.payment_method_gid:
        return noted("The subscription is paid for in this way already.")
    number = wanted.payment_method_gid.rsplit("/", 1)[-1]
    present = contract.payment_method_words or "the present one"
    words = f"Charge payment method {number} of the customer, instead of {present}."
    return edit(situation, [SetPaymentMethod(wanted.payment_method_gid)], words)


def plan_note(wanted: ChangeNote, situation: Situation) -> Parts:
    """Another note or attributes, on the contract and on every order that still has something to ship.

    Attributes that are not named stay. A note that somebody has written on an order stays above the new one.
    """
    if wanted.note is None and not wanted.attributes:
        return refused("Neither a note nor an attribute is given.")

    def update(side: OrderSide, deliveries: Sequence[Delivery]) -> Parts:
        return _note_on_order(wanted, side, deliveries, former=situation.contract.note or "")

    handed = "tell the warehouse what the note says"
    return _note_on_contract(wanted, situation) + each_order(situation, update, handed=handed)


def _bad_price(wanted: ChangeShipping, situation: Situation) -> str:
    contract, price = situation.contract, wanted.price
    if wanted.option_code is None and price is None:
        return "Neither a way of shipping nor a delivery price is given."
    if price is not None and price.currency != contract.currency:
        return f"The subscription is in {contract.currency}; {price} is not."
    if price is not None and price < zero(price.currency):
        return "A delivery price is nothing or more."
    return ""


def _no_shipping(wanted: ChangeShipping, situation: Situation) -> str:
    contract = situation.contract
    if "method" in contract.hidden:
        return "Shopify does not permit us to see how the subscription is delivered, so we do not change it."
    if contract.method is None:
        return "Nothing of this subscription is shipped."
    if wanted.option_code is not None and contract.method.kind != "Shipping":
        return f"This subscription is not shipped ({contract.method.kind}): it has no shipping options."
    return ""


def _ask_for_another(situation: Situation) -> Parts:
    contract = situation.contract
    if contract.payment_method_gid is None:
        hidden = "payment_method" in contract.hidden
        return refused(
            "Shopify does not permit us to see the payment method of the subscription, and needs it for the e-mail."
            if hidden
            else "The subscription has no payment method that the customer could replace by e-mail."
        )
    present = contract.payment_method_words or "the present one"
    words = f"Have Shopify ask the customer by e-mail for another payment method, instead of {present}."
    params = {"payment_method": contract.payment_method_gid}
    return contract_step(situation, StepKind.ASK_FOR_PAYMENT_METHOD, params, words)


def _note_on_contract(wanted: ChangeNote, situation: Situation) -> Parts:
    contract = situation.contract
    if wanted.attributes and "attributes" in contract.hidden:
        return refused(
            "Shopify does not permit us to see the subscription's attributes: those not given would be lost."
        )
    note = None if wanted.note in (None, contract.note or "") and "note" not in contract.hidden else wanted.note
    attributes = merged(contract.attributes, wanted.attributes)
    changed = None if attributes == contract.attributes else attributes
    if note is None and changed is None:
        return noted("The subscription has this note and these attributes already.")
    return edit(situation, [SetNote(note, changed)], _note_words(wanted, "the subscription"))


def _note_on_order(wanted: ChangeNote, side: OrderSide, deliveries: Sequence[Delivery], *, former: str) -> Parts:
    remote = side.remote
    if (wanted.note is not None and "note" in remote.hidden) or (wanted.attributes and "attributes" in remote.hidden):
        return refused(
            f"Shopify does not permit us to see the note of order {remote.name}: what it says would be lost."
        )
    params: dict[str, object] = {}
    before = remote.note or ""
    note = _with_others(before, wanted.note, former) if wanted.note is not None else before
    if note != before:
        params["note"] = note
    if merged(remote.attributes, wanted.attributes) != remote.attributes:
        params["attributes"] = [list(pair) for pair in wanted.attributes]
    if not params:
        return noted(f"Order {remote.name} has this note and these attributes already.")
    words = _note_words(wanted, f"order {remote.name} ({named(deliveries)})")
    kept = note != (wanted.note or "") and "note" in params and bool(before)
    return order_step(side, StepKind.UPDATE_ORDER, params, words) + (
        noted(f"What somebody else has written in the note of order {remote.name} stays.") if kept else Parts()
    )


def _with_others(before: str, wanted: str, former: str) -> str:
    """The order's note with our part replaced: what is not the contract's former note was written by somebody."""
    if before in ("", former) or before == wanted:
        return wanted
    if wanted and before.endswith(f"\n{wanted}"):
        return before
    own = former and before.endswith(f"\n{former}")
    others = before.removesuffix(f"\n{former}") if own else before
    return f"{others}\n{wanted}" if wanted else others


def _note_words(wanted: ChangeNote, of: str) -> str:
    parts = []
    if wanted.note is not None:
        parts.append(f"the note “{wanted.note}”" if wanted.note else "no note")
    set_ones = [f"{key}: {value}" for key, value in wanted.attributes if value]
    removed = [key for key, value in wanted.attributes if not value]
    parts += [f"the attributes {', '.join(set_ones)}"] if set_ones else []
    parts += [f"no attribute {', '.join(removed)}"] if removed else []
    return f"Give {of} {' and '.join(parts)}."
