"""Tracking numbers of a shipment: which are accepted, and what Shopify is told."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlsplit

from backhaul.core.errors import BadTracking, UnknownCarrier

MAX_NUMBER_CHARACTERS = 255
MAX_COMPANY_CHARACTERS = 255
MAX_URL_CHARACTERS = 2_000
MAX_NUMBERS = 250  # Shopify: array inputs hold at most 250 items
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True)
class Tracking:
    """One tracking number. Make it with `parse_tracking`, which checks it."""

    number: str
    company: str | None = None
    url: str | None = None


class UnknownCarrierPolicy(StrEnum):
    """What a store does with a carrier that its mapping does not name."""

    REFUSE = "refuse"
    LET_THROUGH = "let_through"


@dataclass(frozen=True)
class Carrier:
    """Shopify's name for a carrier of ours; `url_template` has {number} where the tracking number goes."""

    company: str
    url_template: str | None = None


@dataclass(frozen=True)
class CarrierMapping:
    """A store's carriers by our name. With `unknown` None, unmapped ones are refused only if there are mappings."""

    carriers: Mapping[str, Carrier]
    unknown: UnknownCarrierPolicy | None = None

    @property
    def refuses_unknown(self) -> bool:
        if self.unknown is None:
            return bool(self.carriers)
        return self.unknown is UnknownCarrierPolicy.REFUSE


def parse_tracking(number: str, company: str | None = None, url: str | None = None) -> Tracking:
    """Check one tracking number; surrounding blanks go, quotes stay.

    Raises BadTracking: empty or over 255 characters, control characters or line breaks, an address that is not
    http(s) or is over 2,000 characters. Shopify documents no limits of its own; these keep what it shows readable.
    """
    clean_number = _clean(number, "tracking number", MAX_NUMBER_CHARACTERS)
    if not clean_number:
        raise BadTracking("The tracking number is empty.", hint="Leave tracking out if there is none.")
    clean_company = _clean(company or "", "carrier", MAX_COMPANY_CHARACTERS) or None
    return Tracking(clean_number, clean_company, _check_url(url or ""))


def map_carriers(tracking: Sequence[Tracking], mapping: CarrierMapping) -> tuple[Tracking, ...]:
    """Translate our carriers to Shopify's companies and fill in the carriers' addresses.

    Raises UnknownCarrier, naming the known ones, where the store refuses unmapped carriers, and BadTracking when the
    numbers are of several carriers or the same number comes twice: a fulfillment has one company (Shopify:
    FulfillmentTrackingInput.company applies to all numbers).
    """
    mapped = tuple(_map_one(entry, mapping) for entry in tracking)
    if len({entry.company for entry in mapped}) > 1:
        raise BadTracking(
            "The shipment names several carriers, and Shopify keeps one for each fulfillment.",
            hint="Post one shipment for each carrier.",
            data={"carriers": sorted({entry.company or "" for entry in mapped})},
        )
    if len({entry.number for entry in mapped}) < len(mapped):
        raise BadTracking("The same tracking number is given twice.", hint="Give each number once.")
    if len(mapped) > MAX_NUMBERS:
        raise BadTracking(f"A shipment can have at most {MAX_NUMBERS} tracking numbers.", hint="Post several.")
    return mapped


def _map_one(entry: Tracking, mapping: CarrierMapping) -> Tracking:
    if entry.company is None:
        return entry
    by_name = {name.casefold(): carrier for name, carrier in mapping.carriers.items()}
    carrier = by_name.get(entry.company.casefold()) or _already_shopifys(entry.company, mapping)
    if carrier is None:
        if mapping.refuses_unknown:
            raise UnknownCarrier(entry.company, sorted(mapping.carriers))
        return entry
    url = entry.url
    if url is None and carrier.url_template:
        url = carrier.url_template.replace("{number}", quote(entry.number, safe=""))
    return Tracking(entry.number, carrier.company, url)


def _already_shopifys(company: str, mapping: CarrierMapping) -> Carrier | None:
    known = (carrier for carrier in mapping.carriers.values() if carrier.company.casefold() == company.casefold())
    return next(known, None)


def _clean(text: str, what: str, most: int) -> str:
    clean = text.strip()
    if len(clean) > most:
        raise BadTracking(f"The {what} has {len(clean)} characters; at most {most} are possible.")
    if _CONTROL.search(clean):
        raise BadTracking(f"The {what} contains a line break or another control character.", hint="Remove it.")
    return clean


def _check_url(text: str) -> str | None:
    url = _clean(text, "tracking address", MAX_URL_CHARACTERS)
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or any(sign.isspace() for sign in url):
        raise BadTracking(f"“{url[:80]}” is not a web address.", hint="It starts with https:// and has no blanks.")
    return url
