"""Which of Shopify's locations a shipment's location means."""

from collections.abc import Mapping

from backhaul.core import gids
from backhaul.core.errors import UnknownLocation


def resolve_location(named: str, known: Mapping[str, str]) -> str:
    """The gid of the location that a posting names by our code, by Shopify's gid or by its number.

    `known` maps our codes, in any case of letters, to gids. Raises UnknownLocation, naming the codes.
    """
    name = named.strip()
    by_code = {code.casefold(): location_gid for code, location_gid in known.items()}
    if name.casefold() in by_code:
        return by_code[name.casefold()]
    location_gid = gids.gid("Location", name) if name.isascii() and name.isdigit() else name
    if location_gid not in known.values():
        raise UnknownLocation(name[:80], sorted(known))
    return location_gid
