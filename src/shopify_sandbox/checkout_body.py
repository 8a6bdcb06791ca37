"""The body of POST /sandbox/checkout, read and checked.

`{"lines": [{"sku", "title", "price", "quantity", "location" | "locations": [{"location", "quantity"}],
"requires_shipping", "variant_id", "selling_plan": {"name", "deliveries", "every": "P30D", "first_at"}}], "payment":
"authorised" | "paid" | "gift_card" | "pending" | "none" | [{"kind", "amount", "gateway"}], "shipping": "5.00",
"currency", "presentment_currency", "rate": "0.75", "email", "first_name", "last_name", "shipping_address", "note",
"tags", "attributes": {}, "routing_delay": "PT10S"}`. A line's quantity is that of each delivery; payments are in the
presentment currency, one without an amount takes what is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from shopify_sandbox.clock import ClockError, parse_duration
from shopify_sandbox.options import BadControlRequest
from shopify_sandbox.state.given import instant

PAYMENTS = ("authorised", "paid", "gift_card", "pending")

_KEYS = {
    "lines", "payment", "shipping", "currency", "presentment_currency", "rate", "email", "first_name", "last_name",
    "shipping_address", "note", "tags", "attributes", "routing_delay",
}  # fmt: skip
_LINE_KEYS = {
    "sku", "title", "price", "quantity", "location", "locations", "requires_shipping", "variant_id", "selling_plan",
}  # fmt: skip


@dataclass(frozen=True)
class CheckoutPlan:
    """The selling plan a line is bought with."""

    name: str
    deliveries: int
    every: timedelta
    first_at: datetime | None


@dataclass(frozen=True)
class CheckoutLine:
    """One line; `places` are pairs of location (None: the default one) and units."""

    places: Sequence[tuple[str | None, int]]
    sku: str | None
    title: str | None
    price: Decimal | None
    requires_shipping: bool
    variant_id: str | None
    plan: CheckoutPlan | None


@dataclass(frozen=True)
class CheckoutPayment:
    """One payment; without an amount it takes what the earlier ones left."""

    kind: str
    amount: Decimal | None = None
    gateway: str | None = None


@dataclass(frozen=True)
class CheckoutBody:
    """All of it."""

    lines: Sequence[CheckoutLine]
    payments: Sequence[CheckoutPayment]
    shipping: Decimal
    currency: str | None
    presentment_currency: str | None
    rate: Decimal
    email: str | None
    first_name: str | None
    last_name: str | None
    shipping_address: Mapping[str, object] | None
    note: str | None
    tags: Sequence[str]
    attributes: Sequence[tuple[str, str]]
    routing_delay: timedelta | None


def read(body: Mapping[str, object]) -> CheckoutBody:
    """The body as values. Raises BadControlRequest that names what is wrong."""
    _no_others(body, _KEYS, "the checkout")
    lines = body.get("lines")
    if not isinstance(lines, list) or not lines:
        raise BadControlRequest("a checkout needs lines")
    delay = _optional_text(body, "routing_delay")
    return CheckoutBody(
        lines=[_line(each, number) for number, each in enumerate(lines)],
        payments=_payments(body.get("payment", "authorised")),
        shipping=_amount(body.get("shipping", 0), "shipping"),
        currency=_optional_text(body, "currency"),
        presentment_currency=_optional_text(body, "presentment_currency"),
        rate=_rate(body.get("rate", 1)),
        email=_optional_text(body, "email") or "customer@example.com",
        first_name=_optional_text(body, "first_name"),
        last_name=_optional_text(body, "last_name"),
        shipping_address=_object(body.get("shipping_address", _HOME), "shipping_address"),
        note=_optional_text(body, "note"),
        tags=_texts(body.get("tags", []), "tags"),
        attributes=[(key, str(value)) for key, value in _object(body.get("attributes", {}), "attributes").items()],
        routing_delay=_duration(delay, "routing_delay") if delay else None,
    )


_HOME: dict[str, object] = {
    "firstName": "Ada",
    "lastName": "Example",
    "address1": "123 Queen St W",
    "city": "Toronto",
    "provinceCode": "ON",
    "countryCode": "CA",
    "zip": "M5H 2M9",
}


def _line(given: object, number: int) -> CheckoutLine:
    where = f"line {number}"
    line = _object(given, where)
    _no_others(line, _LINE_KEYS, where)
    price = line.get("price")
    return CheckoutLine(
        places=_places(line, where),
        sku=_optional_text(line, "sku"),
        title=_optional_text(line, "title"),
        price=None if price is None else _amount(price, f"{where}: price"),
        requires_shipping=bool(line.get("requires_shipping", True)),
        variant_id=_optional_text(line, "variant_id"),
        plan=_plan(line.get("selling_plan"), where),
    )


def _places(line: Mapping[str, object], where: str) -> list[tuple[str | None, int]]:
    several = line.get("locations")
    if several is None:
        return [(_optional_text(line, "location"), _count(line.get("quantity", 1), f"{where}: quantity"))]
    if not isinstance(several, list) or not several or "quantity" in line or "location" in line:
        raise BadControlRequest(f"{where}: locations is a list of location and quantity, instead of both")
    places = [_object(each, f"{where}: locations") for each in several]
    return [(_optional_text(each, "location"), _count(each.get("quantity"), f"{where}: quantity")) for each in places]


def _plan(given: object, where: str) -> CheckoutPlan | None:
    if given is None:
        return None
    plan = _object(given, f"{where}: selling_plan")
    _no_others(plan, {"name", "deliveries", "every", "first_at"}, f"{where}: selling_plan")
    try:
        first_at = instant(plan.get("first_at"))
    except ValueError as error:
        raise BadControlRequest(f"{where}: first_at is not an instant") from error
    return CheckoutPlan(
        name=_optional_text(plan, "name") or "Subscription",
        deliveries=_count(plan.get("deliveries", 1), f"{where}: deliveries"),
        every=_duration(_optional_text(plan, "every") or "P30D", f"{where}: every"),
        first_at=first_at,
    )


def _payments(given: object) -> list[CheckoutPayment]:
    if given == "none" or given is None:
        return []
    listed = [{"kind": given}] if isinstance(given, str) else given
    if not isinstance(listed, list):
        raise BadControlRequest(f"payment is one of {', '.join(PAYMENTS)}, none, or a list of payments")
    return [_payment(each) for each in listed]


def _payment(given: object) -> CheckoutPayment:
    payment = _object(given, "payment")
    _no_others(payment, {"kind", "amount", "gateway"}, "payment")
    kind = str(payment.get("kind"))
    if kind not in PAYMENTS:
        raise BadControlRequest(f"payment must be one of {', '.join(PAYMENTS)}, not {kind!r}")
    amount = payment.get("amount")
    parsed = None if amount is None else _amount(amount, "payment: amount")
    return CheckoutPayment(kind, parsed, _optional_text(payment, "gateway"))


def _amount(value: object, where: str) -> Decimal:
    try:
        amount = Decimal(str(value))
    except InvalidOperation as error:
        raise BadControlRequest(f"{where} is not an amount: {value!r}") from error
    if not amount.is_finite() or amount < 0:
        raise BadControlRequest(f"{where} must be a finite amount, not negative")
    return amount


def _rate(value: object) -> Decimal:
    rate = _amount(value, "rate")
    if rate == 0:
        raise BadControlRequest("rate must be greater than 0")
    return rate


def _count(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise BadControlRequest(f"{where} must be a whole number of at least 1")
    return value


def _duration(text: str, where: str) -> timedelta:
    try:
        return parse_duration(text)
    except ClockError as error:
        raise BadControlRequest(f"{where}: {error}") from error


def _object(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise BadControlRequest(f"{where} must be an object")
    return value


def _texts(value: object, where: str) -> list[str]:
    if not isinstance(value, list):
        raise BadControlRequest(f"{where} must be a list of texts")
    return [str(each) for each in value]


def _optional_text(given: Mapping[str, object], key: str) -> str | None:
    value = given.get(key)
    return None if value in (None, "") else str(value)


def _no_others(given: Mapping[str, object], known: set[str], where: str) -> None:
    unknown = sorted(set(given) - known)
    if unknown:
        raise BadControlRequest(f"{where}: unknown {unknown[0]!r}; there are {', '.join(sorted(known))}")
