"""What the filters of orders and fulfillment orders mean."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial
from typing import TypeVar

from shopify_sandbox.resolvers.query_language import Term, compiled, parse
from shopify_sandbox.state import display, returning, totals
from shopify_sandbox.state.contracts import BillingAttempt, Contract
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.draft_orders import DraftOrder
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.orders import FulfillmentOrder, Order
from shopify_sandbox.state.products import Product
from shopify_sandbox.world import World

_COMPARISONS = {"=": operator.eq, ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
_UPDATED_AT = operator.attrgetter("updated_at")
T = TypeVar("T")
# Which signs of (value - wanted) a comparator accepts.
_SIGNS = {"=": (0,), ">": (1,), ">=": (0, 1), "<": (-1,), "<=": (-1, 0)}

_FULFILLMENT_WORDS = {
    "unshipped": ("UNFULFILLED",),
    "unfulfilled": ("UNFULFILLED", "PARTIALLY_FULFILLED", "SCHEDULED", "ON_HOLD", "IN_PROGRESS"),
    "partial": ("PARTIALLY_FULFILLED",),
    "shipped": ("FULFILLED",),
}

Read = Callable[[Order], object]

_ORDER_TEXTS: dict[str, Read] = {
    "name": lambda order: [order.name, order.name.removeprefix("#")],
    "email": lambda order: order.email,
    "po_number": lambda order: order.po_number,
    "confirmation_number": lambda order: order.confirmation_number,
    "discount_code": lambda order: order.discount.code if order.discount else None,
    "gateway": totals.gateways,
    "sku": lambda order: [line.sku for line in order.lines if line.sku],
    "source_identifier": lambda order: order.source_identifier,
    "source_name": lambda order: order.source_name,
    "tag": lambda order: order.tags,
    "payment_id": lambda order: [each.payment_id for each in order.transactions],
    "risk_level": lambda order: "low",
    "financial_status": lambda order: (display.financial_status(order) or "pending").lower(),
}

_ORDER_NUMBERS: dict[str, Read] = {
    "id": lambda order: order.id,
    "customer_id": lambda order: order.customer.id if order.customer else None,
    "current_total_price": lambda order: totals.current_total(order).shop.amount,
    "total_price": lambda order: totals.total(order).shop.amount,
    "fulfillment_location_id": lambda order: [each.location.id for each in order.fulfillments],
}

_ORDER_INSTANTS: dict[str, Read] = {
    "created_at": operator.attrgetter("created_at"),
    "updated_at": _UPDATED_AT,
    "processed_at": lambda order: order.processed_at,
    "cancelled_at": lambda order: order.cancelled_at,
    "closed_at": lambda order: order.closed_at,
}


def order_filter(world: World, query: object) -> Callable[[Order], bool]:
    """Whether an order fits the query, which is read once; fields nobody knows are ignored, as Shopify does."""
    return compiled(query, partial(_order_term, world))


def _order_term(world: World, term: Term) -> Callable[[Order], bool]:
    """What a term says of an order."""
    field, words = term.field, term.value.lower().split(",")
    if field is None:
        return lambda order: _anywhere(order, term.value)
    if field == "return_status":
        return lambda order: returning.order_status(world, order).lower() in words
    if field in _ORDER_INSTANTS:
        return _instant_term(_ORDER_INSTANTS[field], term, now=world.now())
    return _other_order_term(field, term)


def _other_order_term(field: str, term: Term) -> Callable[[Order], bool]:
    words = term.value.split(",")
    if field in _ORDER_NUMBERS:
        number = _ORDER_NUMBERS[field]
        return lambda order: _compared_number(number(order), term)
    if field in _ORDER_TEXTS:
        text = _ORDER_TEXTS[field]
        return lambda order: any(_same_text(text(order), word) for word in words)
    decide = _ORDER_WORDS.get(field)
    return lambda order: decide is None or any(decide(order, word.lower()) for word in words)


def _fulfillment_status(order: Order, word: str) -> bool:
    return display.fulfillment_status(order) in _FULFILLMENT_WORDS.get(word, (word.upper(),))


def _status(order: Order, wanted: str) -> bool:
    cancelled, closed = order.cancelled_at is not None, order.closed_at is not None
    known = {
        "open": not cancelled and not closed,
        "closed": closed and not cancelled,
        "cancelled": cancelled,
        "not_closed": not closed,
        "any": True,
    }
    return known.get(wanted, True)


_ORDER_WORDS: dict[str, Callable[[Order, str], bool]] = {
    "status": _status,
    "fulfillment_status": _fulfillment_status,
    "test": lambda order, word: order.test is (word == "true"),
    "tag_not": lambda order, word: not _same_text(order.tags, word),
}


def _anywhere(order: Order, text: str) -> bool:
    customer = order.customer.display_name if order.customer else None
    titles = [line.title for line in order.lines]
    places = [order.name, order.email, customer, order.note, *order.tags, *titles, *(line.sku for line in order.lines)]
    return any(place and text.casefold() in place.casefold() for place in places)


def fulfillment_order_filter(world: World, query: object) -> Callable[[FulfillmentOrder], bool]:
    """Whether a fulfillment order fits the query: filters on id, status, assigned_location_id, updated_at."""
    return compiled(query, partial(_fulfillment_order_term, world))


def _fulfillment_order_term(world: World, term: Term) -> Callable[[FulfillmentOrder], bool]:
    match term.field:
        case "status":
            statuses = term.value.lower().split(",")
            return lambda source: source.status.value.lower() in statuses
        case "id":
            return lambda source: _compared_number(source.id, term)
        case "assigned_location_id":
            locations = term.value.split(",")
            return lambda source: str(source.location.id) in locations
        case "updated_at":
            return _instant_term(_UPDATED_AT, term, now=world.now())
    return lambda _source: True


def draft_matches(draft: DraftOrder, query: object, *, now: datetime) -> bool:
    """Whether a draft order fits: filters on id, tag, status, email, created_at, updated_at."""
    instants = {"created_at": draft.created_at, "updated_at": draft.updated_at}
    texts: dict[str, object] = {
        "tag": draft.tags,
        "status": draft.status,
        "email": draft.given.get("email"),
        "customer_id": draft.customer.id if draft.customer else None,
    }

    def decide(term: Term) -> bool:
        if term.field in instants:
            return compared_instant(instants[term.field], term, now=now)
        return _named(draft.id, texts, term, draft.name)

    return parse(query)(decide)


def contract_matches(contract: Contract, query: object, *, now: datetime) -> bool:
    """Whether a contract fits: filters on created_at, updated_at, id, status, customer, products, last error."""
    instants = {"created_at": contract.created_at, "updated_at": contract.updated_at}
    variants = [line.variant for line in contract.content.lines if line.variant is not None]
    numbers: dict[str, object] = {
        "id": contract.id,
        "customer_id": contract.customer.id,
        "product_id": [each.product.id for each in variants],
        "product_variant_id": [each.id for each in variants],
    }
    texts: dict[str, object] = {
        "status": contract.status.value,
        "last_billing_attempt_error_type": contract.last_billing_error,
    }

    def decide(term: Term) -> bool:
        if term.field in instants:
            return compared_instant(instants[term.field], term, now=now)
        if term.field in numbers:
            return _compared_number(numbers[term.field], term)
        return _named(contract.id, texts, term, contract.customer.display_name)

    return parse(query)(decide)


def billing_attempt_matches(attempt: BillingAttempt, query: object, *, now: datetime) -> bool:
    """Whether a billing attempt fits: filters on created_at, error_code, error_message, id."""
    texts: dict[str, object] = {"error_code": attempt.error_code, "error_message": attempt.error_message}

    def decide(term: Term) -> bool:
        if term.field == "created_at":
            return compared_instant(attempt.created_at, term, now=now)
        return _named(attempt.id, texts, term, attempt.idempotency_key)

    return parse(query)(decide)


def product_matches(product: Product, query: object) -> bool:
    """Whether a product fits: filters on id, tag, title, vendor, sku, status."""
    texts: dict[str, object] = {
        "tag": product.tags,
        "title": product.title,
        "vendor": product.vendor,
        "status": product.status,
        "sku": [variant.sku for variant in product.variants if variant.sku],
        "handle": product.handle,
    }
    return parse(query)(lambda term: _named(product.id, texts, term, product.title))


def customer_matches(customer: Customer, query: object) -> bool:
    """Whether a customer fits: filters on id, email, tag, name."""
    texts: dict[str, object] = {
        "tag": customer.tags,
        "email": customer.email,
        "first_name": customer.first_name,
        "last_name": customer.last_name,
    }
    return parse(query)(lambda term: _named(customer.id, texts, term, customer.display_name))


def location_matches(location: Location, query: object) -> bool:
    """Whether a location fits: filters on id, name, active."""
    texts: dict[str, object] = {"name": location.name, "active": str(location.is_active).lower()}
    return parse(query)(lambda term: _named(location.id, texts, term, location.name))


def _named(number: int, texts: Mapping[str, object], term: Term, shown: str) -> bool:
    if term.field is None:
        return term.value.casefold() in shown.casefold()
    if term.field == "id":
        return _compared_number(number, term)
    return term.field not in texts or _same_text(texts[term.field], term.value)


def numbers_of(gids: object) -> set[int]:
    """The numbers at the ends of a list of global ids."""
    given = gids if isinstance(gids, Sequence) and not isinstance(gids, str) else []
    return {int(match[1]) for gid in given if (match := re.search(r"(\d+)(\?.*)?$", str(gid)))}


def _same_text(value: object, wanted: str) -> bool:
    values = value if isinstance(value, list) else [value]
    if wanted == "*":
        return any(values)
    prefix = wanted.endswith("*")
    needle = wanted.rstrip("*").casefold()
    texts = [str(each).casefold() for each in values if each is not None]
    return any(text.startswith(needle) if prefix else text == needle for text in texts)


def _compared_number(value: object, term: Term) -> bool:
    try:
        wanted = Decimal(term.value.rsplit("/", 1)[-1])
    except InvalidOperation:
        return False
    values = value if isinstance(value, list) else [value]
    numbers = [Decimal(str(each)) for each in values if each is not None]
    return any((number > wanted) - (number < wanted) in _SIGNS[term.comparator] for number in numbers)


def compared_instant(value: object, term: Term, *, now: datetime) -> bool:
    """Whether an instant fits; a date alone stands for its whole day when compared for equality."""
    return _instant_term(_itself, term, now=now)(value)


def _instant_term(read: Callable[[T], object], term: Term, *, now: datetime) -> Callable[[T], bool]:
    """Whether the instant read of something fits; nothing fits what is no instant."""
    wanted = now if term.value == "now" else _instant(term.value)
    if wanted is None:
        return lambda _thing: False
    if term.comparator == "=" and len(term.value) <= len("2026-01-01"):
        end = wanted + timedelta(days=1)
        return lambda thing: isinstance(value := read(thing), datetime) and wanted <= value < end
    compare = _COMPARISONS[term.comparator]
    return lambda thing: isinstance(value := read(thing), datetime) and compare(value, wanted)


def _itself(value: object) -> object:
    return value


@lru_cache(maxsize=1024)
def _instant(text: str) -> datetime | None:
    if re.fullmatch(r"\d{4}(-\d\d)?", text):
        text = f"{text}-01-01" if len(text) == 4 else f"{text}-01"
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
