"""What a person is told to do about a change that contradicts what was posted, and how documents are named to them."""

from collections.abc import Sequence

from backhaul.core.money import Money
from backhaul.core.posted import Case, Posted

NAMED = 5
SENDING_GOES_ON = "What is not sent yet stays unsent: its task asks a person about what Shopify no longer has."
PUT_GOODS_RIGHT = (
    "If the goods are still here, undo the shipment; if they have left, have them sent back, or put on the order again."
)
BY_HAND = "Write a credit memo in your books, and mark this as resolved"


def put_money_right(case: Case) -> str:
    """What to do when more was invoiced than is owed now; a credit memo posted here always gives money back, so what
    was given back in Shopify already must not be posted as one."""
    posted = case.posted
    is_too_much = posted.received > (case.worth.amount if case.worth is not None else 0)
    if posted.refunded_elsewhere:
        given = Money(posted.refunded_elsewhere, posted.currency)
        rest = " What is still to be given back, give back with one posted here." if is_too_much else ""
        return (
            f"A credit memo is due: {given} was given back in Shopify without one. {BY_HAND}; do not post it here, "
            f"it would give the same money back once more.{rest}"
        )
    if is_too_much:
        return "A credit memo is due: post one, it gives the money back; or have the order put right in Shopify."
    return f"No more was taken than the order is worth now, nor will be. {BY_HAND}."


def put_price_right(case: Case, *, has_fallen: bool) -> str:
    """What to do when a price is another one than that which was invoiced."""
    if has_fallen:
        return put_money_right(case)
    return "Invoice the difference if the customer owes it, and mark this as resolved; or have the price put back."


def named(noun: str, numbers: Sequence[str]) -> str:
    """Documents by their numbers: “invoice R-1”, “invoices R-1 and R-2”."""
    shown = [*numbers[:NAMED], *([f"{len(numbers) - NAMED} more"] if len(numbers) > NAMED else [])]
    listed = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    return f"{noun}{'s' if len(numbers) > 1 else ''} {listed}"


def standing(posted: Posted) -> tuple[str, int]:
    """All documents that stand, and how many they are."""
    shipments, invoices = posted.shipments, posted.standing_invoices
    parts = [named("shipment", [one.number for one in shipments])] if shipments else []
    parts += [named("invoice", [one.number for one in invoices])] if invoices else []
    return " and ".join(parts), len(shipments) + len(invoices)


def units(number: int) -> str:
    """“1 unit”, “2 units”."""
    return f"{number} unit" if number == 1 else f"{number} units"
