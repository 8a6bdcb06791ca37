"""Which units of a shipment someone else has already fulfilled in Shopify."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations

from backhaul.core.plan import Adoption, Note
from backhaul.core.remote import FulfillmentStatus, RemoteFulfillment, RemoteOrder
from backhaul.core.shipment import Owned, Shipment
from backhaul.core.units import Units, count, minus, overlap, plus

MAX_FULFILLMENTS_TO_COMBINE = 10
_ADOPTABLE = frozenset({FulfillmentStatus.SUCCESS, FulfillmentStatus.OPEN, FulfillmentStatus.PENDING})


def adopt_same_parcel(shipment: Shipment, remote: RemoteOrder, *, need: Units, owned: Owned) -> tuple[Adoption, ...]:
    """Adopt what is in fulfillments with one of the shipment's own tracking numbers, as far as it is needed.

    The same number is the same parcel, so sending those units once more would fulfil them twice. Units that any
    shipment owns already are never taken.
    """
    adoptions = []
    left = dict(need)
    for fulfillment in _by_age(remote.fulfillments):
        taken = overlap(unowned_units(fulfillment, owned), left)
        if taken and fulfillment.numbers & shipment.numbers:
            adoptions.append(Adoption(fulfillment.gid, taken))
            left = minus(left, taken)
    return tuple(adoptions)


def adopt_missing(shipment: Shipment, remote: RemoteOrder, *, missing: Units, owned: Owned) -> tuple[Adoption, ...]:
    """Adopt the units that Shopify no longer has, if foreign fulfillments cover exactly these; else nothing.

    Only those made after the previous posting count: earlier ones belong to earlier goods. The fewest, then the
    oldest fulfillments that cover `missing` exactly are taken.
    """
    if not missing:
        return ()
    candidates = [
        fulfillment
        for fulfillment in _by_age(foreign_fulfillments(remote, owned))
        if _is_later(fulfillment, shipment) and not minus(unowned_units(fulfillment, owned), missing)
    ]
    for chosen in _choices(candidates[:MAX_FULFILLMENTS_TO_COMBINE]):
        if plus(*(unowned_units(one, owned) for one in chosen)) == dict(missing):
            return tuple(Adoption(one.gid, unowned_units(one, owned)) for one in chosen)
    return ()


def foreign_fulfillments(remote: RemoteOrder, owned: Owned) -> tuple[RemoteFulfillment, ...]:
    """Standing fulfillments with units that no shipment of ours owns."""
    return tuple(one for one in remote.fulfillments if unowned_units(one, owned))


def unowned_units(fulfillment: RemoteFulfillment, owned: Owned) -> dict[str, int]:
    """The units of a standing fulfillment that none of our shipments created or adopted."""
    if fulfillment.status not in _ADOPTABLE:
        return {}
    return minus(fulfillment.units, owned.get(fulfillment.gid, {}))


def note_foreign(remote: RemoteOrder, owned: Owned, *, lines: Units) -> tuple[Note, ...]:
    """One note for each foreign fulfillment that has units of `lines`."""
    notes = []
    for fulfillment in _by_age(foreign_fulfillments(remote, owned)):
        units = overlap(unowned_units(fulfillment, owned), dict.fromkeys(lines, 10**9))
        if units:
            numbers = ", ".join(sorted(fulfillment.numbers)) or "no tracking number"
            words = f"Someone else has fulfilled {count(units)} units of the same lines in Shopify ({numbers})."
            notes.append(Note(fulfillment.gid, words))
    return tuple(notes)


def _is_later(fulfillment: RemoteFulfillment, shipment: Shipment) -> bool:
    return shipment.previous_posted_at is None or fulfillment.created_at > shipment.previous_posted_at


def _by_age(fulfillments: Iterable[RemoteFulfillment]) -> list[RemoteFulfillment]:
    return sorted(fulfillments, key=lambda one: (one.created_at, one.gid))


def _choices(candidates: Sequence[RemoteFulfillment]) -> Iterator[tuple[RemoteFulfillment, ...]]:
    return chain.from_iterable(combinations(candidates, size) for size in range(1, len(candidates) + 1))
