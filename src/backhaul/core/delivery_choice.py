"""Which way of shipping, and which price, a subscription has at a new address."""

from collections.abc import Sequence
from dataclasses import dataclass

from backhaul.core.decisions import Person
from backhaul.core.money import Money


@dataclass(frozen=True)
class Offered:
    """A way to ship to an address, and what Shopify would ask for it."""

    code: str
    title: str
    price: Money | None


@dataclass(frozen=True)
class Chosen:
    """The option at the new address; `price` None leaves the delivery price as it is, and `words` say what is new."""

    option: Offered
    price: Money | None
    words: str = ""


def choose_option(
    offered: Sequence[Offered], *, wanted: str | None, before: Sequence[Offered], price_now: Money
) -> Chosen | Person:
    """Keep the option that is `wanted`; where it is not offered take the only other one, or ask.

    The price follows the new option where the contract has the price that its option costs at the old address
    (`before`); a price that somebody has set by hand stays, and so does one that was charged for several deliveries.
    """
    option = next((one for one in offered if one.code == wanted), None)
    if option is None and len(offered) != 1:
        return _ask(offered)
    chosen = option or offered[0]
    old = next((one for one in before if one.code == wanted), None)
    follows = old is not None and old.price == price_now and chosen.price is not None
    price = chosen.price if follows and chosen.price != price_now else None
    words = [] if option else [f"It is shipped by “{chosen.title}” now, the only way offered there."]
    if price is not None:
        words.append(f"Delivery costs {price} from the next renewal on, instead of {price_now}.")
    elif chosen.price is not None and chosen.price != price_now:
        words.append(f"The delivery price stays {price_now}; Shopify would ask {chosen.price} for this address.")
    return Chosen(chosen, price, " ".join(words))


def nobody_ships(reason: str) -> Person:
    """Shopify offers no way to ship there."""
    return Person(
        f"Shopify offers no way to ship to this address: {reason} Add the place to a shipping zone in Shopify and "
        "retry, or cancel this task and give another address."
    )


def _ask(offered: Sequence[Offered]) -> Person:
    if not offered:
        return nobody_ships("it names none.")
    named = ", ".join(f"“{one.title}” ({one.code}{f', {one.price}' if one.price else ''})" for one in offered)
    return Person(
        f"The subscription's way of shipping is not offered at this address. Offered are: {named}. Cancel this task "
        "and make the change once more with one of them."
    )
