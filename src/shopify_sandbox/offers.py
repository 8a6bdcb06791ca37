"""What the shop offers its customers beside goods: ways of delivery by country, and discount codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from shopify_sandbox import control_input
from shopify_sandbox.control_input import BadControlRequest

KINDS = ("shipping", "local_delivery", "pickup")


@dataclass(frozen=True)
class ShippingRate:
    """A way of delivery and its price in the shop's currency; `code` is the title unless given (seen of Shopify)."""

    title: str
    price: Decimal
    code: str
    kind: str = "shipping"
    description: str | None = None
    phone_required: bool = False


@dataclass(frozen=True)
class ShippingZone:
    """Countries, by their codes, with the ways of delivery to them."""

    name: str
    countries: frozenset[str]
    rates: tuple[ShippingRate, ...]


@dataclass(frozen=True)
class DiscountCode:
    """A code for subscriptions: a percentage or an amount off all lines, for so many cycles (None: for ever)."""

    code: str
    percentage: int | None = None
    amount: Decimal | None = None
    cycles: int | None = None


def _rate(title: str, price: str) -> ShippingRate:
    return ShippingRate(title, Decimal(price), title)


BUILT_IN_ZONES = (
    ShippingZone("Canada", frozenset({"CA"}), (_rate("Standard", "5.00"), _rate("Express", "15.00"))),
    ShippingZone("United States", frozenset({"US"}), (_rate("Standard", "12.00"), _rate("Express", "30.00"))),
    ShippingZone(
        "Europe",
        frozenset({"AT", "BE", "CH", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IT", "LU", "NL", "NO", "PT", "SE"}),
        (_rate("International", "25.00"),),
    ),
)


def rates_for(zones: tuple[ShippingZone, ...], country_code: str | None) -> tuple[ShippingRate, ...]:
    """The ways of delivery to a country; none when no zone has it."""
    return next((zone.rates for zone in zones if country_code in zone.countries), ())


def parse_zones(value: object) -> tuple[ShippingZone, ...]:
    """Zones from `[{"name", "countries": ["CA"], "rates": [{"title", "price", "code", "kind", "description"}]}]`.

    Raises BadControlRequest, as all parsing here does.
    """
    return tuple(_zone(control_input.mapping(each, "shipping_zones")) for each in _listed(value, "shipping_zones"))


def _zone(given: Mapping[str, object]) -> ShippingZone:
    control_input.no_others(given, {"name", "countries", "rates"}, "shipping_zones")
    rates = [control_input.mapping(each, "rates") for each in _listed(given.get("rates", []), "rates")]
    return ShippingZone(
        name=control_input.optional_text(given, "name") or "Zone",
        countries=frozenset(control_input.texts(given.get("countries"), "countries")),
        rates=tuple(_given_rate(each) for each in rates),
    )


def _given_rate(given: Mapping[str, object]) -> ShippingRate:
    control_input.no_others(given, {"title", "price", "code", "kind", "description", "phone_required"}, "rates")
    title = control_input.optional_text(given, "title")
    if title is None:
        raise BadControlRequest("a rate needs a title")
    return ShippingRate(
        title=title,
        price=control_input.amount(given.get("price", 0), "rates: price"),
        code=control_input.optional_text(given, "code") or title,
        kind=control_input.one_of(given.get("kind", "shipping"), KINDS, "rates: kind"),
        description=control_input.optional_text(given, "description"),
        phone_required=control_input.truth(given.get("phone_required", False), "rates: phone_required"),
    )


def parse_codes(value: object) -> tuple[DiscountCode, ...]:
    """Codes from `[{"code", "percentage" | "amount", "cycles"}]`."""
    return tuple(_code(control_input.mapping(each, "discount_codes")) for each in _listed(value, "discount_codes"))


def _code(given: Mapping[str, object]) -> DiscountCode:
    control_input.no_others(given, {"code", "percentage", "amount", "cycles"}, "discount_codes")
    code = control_input.optional_text(given, "code")
    if code is None or ("percentage" in given) == ("amount" in given):
        raise BadControlRequest("a discount code needs a code, and either a percentage or an amount")
    return DiscountCode(
        code,
        percentage=control_input.count(given["percentage"], "percentage") if "percentage" in given else None,
        amount=control_input.rate(given["amount"], "amount") if "amount" in given else None,
        cycles=control_input.count(given["cycles"], "cycles") if given.get("cycles") is not None else None,
    )


def _listed(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise BadControlRequest(f"{where} must be a list")
    return value
