"""Contracts, prepaid orders and kept deliveries with defaults, so that a test states only what matters."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from backhaul.core.contracts import (
    ContractStatus,
    CycleStatus,
    RemoteContract,
    RemoteContractLine,
    RemoteCycle,
    RemoteDeliveryMethod,
    Rhythm,
)
from backhaul.core.delivery_keeping import Kept, Outlook, PaidOrder, follow
from backhaul.core.layout import Tracked
from backhaul.core.money import Money
from backhaul.core.remote import FulfillmentOrderStatus, RemoteFulfillmentOrder, RemoteOrder, RemoteOrderLine
from backhaul.core.remote_customer import RemoteAddress
from backhaul.core.subscription_calendar import following
from tests.core.builders import fulfillment_order, order

CONTRACT = "gid://shopify/SubscriptionContract/7"
COFFEE = "gid://shopify/LineItem/11"
COFFEE_LINE = "gid://shopify/SubscriptionLine/a1"
VARIANT = "gid://shopify/ProductVariant/5"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BOUGHT = datetime(2026, 10, 15, 9, tzinfo=UTC)
MONTHLY = Rhythm("MONTH", 1)
QUARTERLY = Rhythm("MONTH", 3)
ADDRESS = RemoteAddress(
    name="Ada Lovelace",
    address1="1 Main Street",
    address2="",
    zip="10115",
    city="Berlin",
    country_code="DE",
    company="",
    province_code="",
    phone="+4930123",
)


def month(number: int) -> datetime:
    """So many months after it was bought: 0 is the day itself."""
    moment = BOUGHT
    for _ in range(number):
        moment = following(moment, MONTHLY, "UTC") or moment
    return moment


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def contract(**changes: Any) -> RemoteContract:
    """An active prepaid contract: three monthly deliveries of one coffee each, billed every three months."""
    values: dict[str, Any] = {
        "gid": CONTRACT,
        "revision": 100,
        "status": ContractStatus.ACTIVE,
        "currency": "EUR",
        "created_at": BOUGHT,
        "updated_at": BOUGHT,
        "lines": (coffee(),),
        "billing": QUARTERLY,
        "delivery": MONTHLY,
        "delivery_price": euros("4.90"),
        "method": RemoteDeliveryMethod("Shipping", ADDRESS, "standard", "Standard"),
        "next_billing_at": month(3),
        "payment_method_gid": "gid://shopify/CustomerPaymentMethod/1",
        "payment_method_words": "Visa ending in 4242",
        "cycles": cycles(QUARTERLY),
        "app_title": "Boxes",
    }
    return RemoteContract(**{**values, **changes})


def coffee(**changes: Any) -> RemoteContractLine:
    values: dict[str, Any] = {
        "gid": COFFEE_LINE,
        "title": "Coffee",
        "quantity": 1,
        "current_price": euros("10.00"),
        "sku": "COFFEE",
        "variant_gid": VARIANT,
    }
    return RemoteContractLine(**{**values, **changes})


def cycles(rhythm: Rhythm, *, number: int = 4, billed: int = 1, start: datetime = BOUGHT) -> tuple[RemoteCycle, ...]:
    """So many cycles from the first one on, the first `billed` of them billed, the first one at once.

    As in Shopify, each ends when it is to be billed, and the next one begins a second later.
    """
    result = []
    begun, due = start, start
    for index in range(1, number + 1):
        status = CycleStatus.BILLED if index <= billed else CycleStatus.UNBILLED
        result.append(RemoteCycle(index, begun, due, due, status))
        begun, due = due + timedelta(seconds=1), following(due, rhythm, "UTC") or due
    return tuple(result)


def outlook(found: RemoteContract | None = None, **changes: Any) -> Outlook:
    found = found or contract()
    shown = Outlook(
        created_at=found.created_at,
        billing=found.billing,
        delivery=found.delivery,
        units={line.gid: line.quantity for line in found.lines},
        cycles=found.cycles,
        timezone="UTC",
    )
    return replace(shown, **changes)


def part(number: int, at: int, *, quantity: int = 1, status: str | None = None, **more: Any) -> RemoteFulfillmentOrder:
    """The fulfillment order of a delivery so many months after the purchase: scheduled, or open when it is due."""
    due = month(at)
    status = status or (FulfillmentOrderStatus.SCHEDULED if due > NOW else FulfillmentOrderStatus.OPEN)
    found = fulfillment_order(number, {COFFEE: quantity}, status=status, fulfill_at=due, **more)
    if status == FulfillmentOrderStatus.CLOSED:
        lines = tuple(replace(line, remaining=0) for line in found.lines)
        return replace(found, lines=lines)
    return found


def prepaid(*parts: RemoteFulfillmentOrder, quantity: int = 3, **changes: Any) -> RemoteOrder:
    """The order of three deliveries of the contract, whatever of them the parts say."""
    base = order(*parts, created_at=BOUGHT)
    line = RemoteOrderLine(
        COFFEE,
        "Coffee",
        quantity,
        quantity,
        sku="COFFEE",
        variant_gid=VARIANT,
        refundable_quantity=quantity,
        presentment_unit_price=euros("10.00"),
        contract_gid=CONTRACT,
    )
    return replace(base, **{"lines": (line,), "shipping_address": ADDRESS, **changes})


def kept_of(
    *orders: RemoteOrder,
    before: Kept | None = None,
    outlook_: Outlook | None = None,
    posted: Mapping[str, int] | None = None,
    now: datetime = NOW,
) -> Kept:
    """The deliveries as they are kept after such a reading, each new one with an id by its number."""
    paid = [PaidOrder(one.gid, one, posted or {}) for one in orders]
    kept = follow(CONTRACT, outlook_ or outlook(), paid, kept=before.deliveries if before else (), now=now)
    return replace(kept, deliveries=tuple(_with_id(one) for one in kept.deliveries))


def _with_id(one: Tracked) -> Tracked:
    return replace(one, delivery=replace(one.delivery, id=one.delivery.id or f"dlv_{one.delivery.number}"))


def gid_of(number: int) -> str:
    return f"gid://shopify/FulfillmentOrder/{number}"


def later(**more: int) -> datetime:
    return NOW + timedelta(**more)
