"""The body of POST /sandbox/checkout, read and checked.

`{"lines": [{"sku", "title", "price", "quantity", "location" | "locations": [{"location", "quantity"}],
"requires_shipping", "variant_id", "selling_plan": {}, "tax_rate" | "tax_lines": [{"title", "rate", "price"}],
"duty": "3.00"}], "payment": "authorised" | ... | [payment, ...], "contract_app": 1, "payment_method": {},
"shipping": "5.00", "tax_rate": "0.13", "taxes_included": true, "currency", "presentment_currency", "rate": "0.75",
"email", "first_name", "last_name", "shipping_address", "note", "tags", "attributes": {}, "routing_delay": "PT10S",
"tip": "2.00", "additional_fees": [{"name", "price"}], "cash_rounding": "-0.02"}`. With `"shipping_address": null` the
order has none, with `"email": null` and no name it has no customer. Of selling plans and what goes with them see
plan_body.

A line's quantity is that of each delivery. Prices, shipping and the prices of tax lines are in the shop's currency, and
`rate` says how much of the customer's one unit of it is; payments (see payment_body) are in the customer's. `tax_rate`
is that of every line without one of its own, and of shipping.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from shopify_sandbox import control_input, payment_body, plan_body
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.options import Profile
from shopify_sandbox.payment_body import Payment
from shopify_sandbox.plan_body import WantedPlan
from shopify_sandbox.schema import enum_values
from shopify_sandbox.state.contracts import Instrument
from shopify_sandbox.state.money import Currencies

_KEYS = {
    "lines", "payment", "shipping", "currency", "presentment_currency", "rate", "email", "first_name", "last_name",
    "shipping_address", "note", "tags", "attributes", "routing_delay", "tax_rate", "taxes_included", "tip",
    "additional_fees", "cash_rounding", "contract_app", "payment_method",
}  # fmt: skip
_LINE_KEYS = {
    "sku", "title", "price", "quantity", "location", "locations", "requires_shipping", "variant_id", "selling_plan",
    "tax_rate", "tax_lines", "duty",
}  # fmt: skip


@dataclass(frozen=True)
class CheckoutTax:
    """A tax; without a price it follows from the rate."""

    title: str
    rate: Decimal
    price: Decimal | None = None


@dataclass(frozen=True)
class CheckoutLine:
    """One line; `places` are pairs of location (None: the default one) and units."""

    places: Sequence[tuple[str | None, int]]
    sku: str | None
    title: str | None
    price: Decimal | None
    requires_shipping: bool
    variant_id: str | None
    plan: WantedPlan | None
    taxes: Sequence[CheckoutTax]
    duty: Decimal


@dataclass(frozen=True)
class CheckoutBody:
    """All of it."""

    lines: Sequence[CheckoutLine]
    payments: Sequence[Payment]
    shipping: Decimal
    shipping_taxes: Sequence[CheckoutTax]
    taxes_included: bool
    tip: Decimal
    fees: Sequence[tuple[str, Decimal]]
    cash_rounding: Decimal
    currencies: Currencies
    email: str | None
    first_name: str | None
    last_name: str | None
    shipping_address: Mapping[str, object] | None
    note: str | None
    tags: Sequence[str]
    attributes: Sequence[tuple[str, str]]
    routing_delay: timedelta | None
    contract_app: int | None
    instrument: Instrument | None


def read(body: Mapping[str, object], profile: Profile) -> CheckoutBody:
    """The body as values. Raises BadControlRequest that names what is wrong."""
    control_input.no_others(body, _KEYS, "the checkout")
    lines = body.get("lines")
    if not isinstance(lines, list) or not lines:
        raise BadControlRequest("a checkout needs lines")
    delay = body.get("routing_delay")
    currencies = _currencies(body, profile)
    taxes = _rated(body, "the checkout")
    attributes = control_input.mapping(body.get("attributes", {}), "attributes")
    return CheckoutBody(
        lines=[_line(each, number, currency=currencies.shop, taxes=taxes) for number, each in enumerate(lines)],
        payments=_payments(body.get("payment", "authorised"), profile, currency=currencies.presentment),
        shipping=control_input.price(body.get("shipping", 0), "shipping", currencies.shop),
        shipping_taxes=taxes,
        taxes_included=control_input.truth(body.get("taxes_included", False), "taxes_included"),
        tip=control_input.price(body.get("tip", 0), "tip", currencies.shop),
        fees=_fees(body.get("additional_fees", []), currencies.shop),
        cash_rounding=_rounding(body.get("cash_rounding", 0), currencies.shop),
        currencies=currencies,
        email=_email(body),
        first_name=control_input.optional_text(body, "first_name"),
        last_name=control_input.optional_text(body, "last_name"),
        shipping_address=_address(body),
        note=control_input.optional_text(body, "note"),
        tags=control_input.texts(body.get("tags", []), "tags"),
        attributes=[(key, str(value)) for key, value in attributes.items()],
        routing_delay=control_input.duration(delay, "routing_delay") if delay else None,
        contract_app=plan_body.read_app(body.get("contract_app")),
        instrument=plan_body.read_instrument(body.get("payment_method")),
    )


def _email(body: Mapping[str, object]) -> str | None:
    return control_input.optional_text({"email": "customer@example.com", **body}, "email")


def _address(body: Mapping[str, object]) -> Mapping[str, object] | None:
    given = body.get("shipping_address", _HOME)
    return None if given is None else control_input.mapping(given, "shipping_address")


def _fees(given: object, currency: str) -> list[tuple[str, Decimal]]:
    if not isinstance(given, list):
        raise BadControlRequest("additional_fees is a list of name and price")
    fees = [control_input.mapping(each, "additional_fees") for each in given]
    for each in fees:
        control_input.no_others(each, {"name", "price"}, "additional_fees")
    return [
        (
            control_input.optional_text(each, "name") or "Fee",
            control_input.price(each.get("price"), "additional_fees: price", currency),
        )
        for each in fees
    ]


def _rounding(given: object, currency: str) -> Decimal:
    """An amount that may be below zero."""
    text = str(given)
    size = control_input.price(text.removeprefix("-"), "cash_rounding", currency)
    return -size if text.startswith("-") else size


def _currencies(body: Mapping[str, object], profile: Profile) -> Currencies:
    shop = _currency(body, "currency") or profile.currency
    presentment = _currency(body, "presentment_currency") or shop
    return Currencies(shop, presentment, control_input.rate(body.get("rate", 1), "rate"))


def _currency(body: Mapping[str, object], key: str) -> str | None:
    code = control_input.optional_text(body, key)
    if code is not None and code not in enum_values("CurrencyCode"):
        raise BadControlRequest(f"{key}: there is no currency {code!r}")
    return code


_HOME: dict[str, object] = {
    "firstName": "Ada",
    "lastName": "Example",
    "address1": "7 Harbour Lane",
    "city": "Halifax",
    "provinceCode": "NS",
    "countryCode": "CA",
    "zip": "B3H 0A1",
}


def _line(given: object, number: int, *, currency: str, taxes: Sequence[CheckoutTax]) -> CheckoutLine:
    where = f"line {number}"
    line = control_input.mapping(given, where)
    control_input.no_others(line, _LINE_KEYS, where)
    price = line.get("price")
    return CheckoutLine(
        places=_places(line, where),
        sku=control_input.optional_text(line, "sku"),
        title=control_input.optional_text(line, "title"),
        price=None if price is None else control_input.price(price, f"{where}: price", currency),
        requires_shipping=bool(line.get("requires_shipping", True)),
        variant_id=control_input.optional_text(line, "variant_id"),
        plan=plan_body.read_plan(line.get("selling_plan"), where),
        taxes=_line_taxes(line, where, currency=currency) or taxes,
        duty=control_input.price(line.get("duty", 0), f"{where}: duty", currency),
    )


def _line_taxes(line: Mapping[str, object], where: str, *, currency: str) -> Sequence[CheckoutTax]:
    listed = line.get("tax_lines")
    if listed is None:
        return _rated(line, where)
    if not isinstance(listed, list) or "tax_rate" in line:
        raise BadControlRequest(f"{where}: tax_lines is a list of title, rate and price, instead of a tax_rate")
    return [_tax_line(control_input.mapping(each, f"{where}: tax_lines"), where, currency) for each in listed]


def _tax_line(given: Mapping[str, object], where: str, currency: str) -> CheckoutTax:
    control_input.no_others(given, {"title", "rate", "price"}, f"{where}: tax_lines")
    price = given.get("price")
    return CheckoutTax(
        title=control_input.optional_text(given, "title") or "Tax",
        rate=control_input.amount(given.get("rate", 0), f"{where}: rate"),
        price=None if price is None else control_input.price(price, f"{where}: price of a tax line", currency),
    )


def _rated(given: Mapping[str, object], where: str) -> Sequence[CheckoutTax]:
    if "tax_rate" not in given:
        return ()
    return (CheckoutTax("Tax", control_input.amount(given["tax_rate"], f"{where}: tax_rate")),)


def _places(line: Mapping[str, object], where: str) -> list[tuple[str | None, int]]:
    several = line.get("locations")
    if several is None:
        return [
            (
                control_input.optional_text(line, "location"),
                control_input.count(line.get("quantity", 1), f"{where}: quantity"),
            )
        ]
    if not isinstance(several, list) or not several or "quantity" in line or "location" in line:
        raise BadControlRequest(f"{where}: locations is a list of location and quantity, instead of both")
    places = [control_input.mapping(each, f"{where}: locations") for each in several]
    return [
        (control_input.optional_text(each, "location"), control_input.count(each.get("quantity"), f"{where}: quantity"))
        for each in places
    ]


def _payments(given: object, profile: Profile, *, currency: str) -> list[Payment]:
    listed = [{"kind": given}] if isinstance(given, str) else [] if given is None else given
    if not isinstance(listed, list):
        raise BadControlRequest(f"payment is one of {', '.join(payment_body.KINDS)}, or a list of payments")
    read_all = [payment_body.read(each, profile) for each in listed]
    for each in read_all:
        if each is not None and each.amount is not None:
            control_input.price(each.amount, "payment: amount", currency)
    return [each for each in read_all if each is not None]
