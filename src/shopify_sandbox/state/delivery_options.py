"""The ways of delivery that a draft could have to an address, and the time it takes to find them out.

That the answer is null while it is being computed is the schema's; the texts are assumed, and so is that the options
are those of the address's country alone, with their prices in the contract's currency as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace

from shopify_sandbox.offers import ShippingRate, rates_for
from shopify_sandbox.state.addresses import Address
from shopify_sandbox.state.contract_drafts import Draft
from shopify_sandbox.state.locations import Location
from shopify_sandbox.world import World

NOWHERE = "There are no delivery options available for this address."
NO_ADDRESS = "The delivery address can't be blank."


@dataclass(frozen=True)
class Options:
    """What was found: a reason why there is nothing, or rates with the places to pick up at."""

    failure: str | None = None
    rates: Sequence[ShippingRate] = ()
    pickup_location: Location | None = None


def options_for(world: World, draft: Draft, address: Address | None) -> Options | None:
    """The options for that address, by default the draft's own; None as long as they are computed.

    Asking begins the computing, once for each address of a draft.
    """
    wanted = address or (draft.content.method.address if draft.content.method else None)
    if wanted is None:
        return Options(failure=NO_ADDRESS)
    ready = draft.options_ready.setdefault(_key(wanted), world.clock.now() + world.delivery_options_delay)
    if world.clock.now() < ready:
        return None
    rates = rates_for(world.profile.shipping_zones, wanted.country_code)
    return Options(rates=rates, pickup_location=world.locations[0]) if rates else Options(failure=NOWHERE)


def _key(address: Address) -> str:
    return repr(astuple(replace(address, id=0)))
