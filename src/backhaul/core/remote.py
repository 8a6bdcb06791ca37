"""What we know of an order in Shopify, as it was read at one moment.

Statuses, reasons and actions are plain strings in Shopify's own spelling; the enums here name those we have rules for.
An unknown value is kept and never allocated from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from backhaul.core.money import Money
from backhaul.core.order_money import BothMoneys, OrderMoney
from backhaul.core.payments import RemotePayments
from backhaul.core.remote_customer import RemoteAddress, RemoteCustomer
from backhaul.core.remote_refunds import RemoteRefund, RemoteReturn
from backhaul.core.units import add_up


class FulfillmentOrderStatus(StrEnum):
    OPEN = "OPEN"
    IN_PROGRESS = "IN_PROGRESS"
    SCHEDULED = "SCHEDULED"
    ON_HOLD = "ON_HOLD"
    INCOMPLETE = "INCOMPLETE"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


class RequestStatus(StrEnum):
    UNSUBMITTED = "UNSUBMITTED"
    SUBMITTED = "SUBMITTED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    CANCELLATION_REQUESTED = "CANCELLATION_REQUESTED"
    CANCELLATION_ACCEPTED = "CANCELLATION_ACCEPTED"
    CANCELLATION_REJECTED = "CANCELLATION_REJECTED"
    CLOSED = "CLOSED"


class Action(StrEnum):
    CREATE_FULFILLMENT = "CREATE_FULFILLMENT"
    MARK_AS_OPEN = "MARK_AS_OPEN"
    MOVE = "MOVE"
    HOLD = "HOLD"
    RELEASE_HOLD = "RELEASE_HOLD"
    REPORT_PROGRESS = "REPORT_PROGRESS"


class FulfillmentStatus(StrEnum):
    SUCCESS = "SUCCESS"
    OPEN = "OPEN"
    PENDING = "PENDING"
    CANCELLED = "CANCELLED"
    ERROR = "ERROR"
    FAILURE = "FAILURE"


NOT_LIVE = frozenset({FulfillmentStatus.CANCELLED, FulfillmentStatus.ERROR, FulfillmentStatus.FAILURE})
"""Units of such a fulfillment do not count as fulfilled."""


@dataclass(frozen=True)
class RemoteTracking:
    """One tracking number of a fulfillment, as Shopify shows it (it may add company and url by itself)."""

    number: str | None = None
    company: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class RemoteHold:
    """One hold on a fulfillment order. `held_by_us`: our own app placed it and may release it."""

    gid: str
    reason: str
    reason_notes: str | None = None
    display_reason: str | None = None
    handle: str | None = None
    held_by_us: bool = False


@dataclass(frozen=True)
class RemoteOrderLine:
    """A line item. `quantity` as ordered or edited; `current_quantity` less what was removed or refunded."""

    gid: str
    title: str
    quantity: int
    current_quantity: int
    sku: str | None = None
    variant_title: str | None = None
    variant_gid: str | None = None
    requires_shipping: bool = True
    unit_price: Money | None = None
    presentment_unit_price: Money | None = None
    discounted_total: BothMoneys | None = None
    refundable_quantity: int | None = None
    contract_gid: str | None = None
    selling_plan_gid: str | None = None
    selling_plan_name: str | None = None


@dataclass(frozen=True)
class RemoteFulfillmentOrderLine:
    """A line of a fulfillment order: `total` units in it, `remaining` not yet fulfilled."""

    gid: str
    line_gid: str
    total: int
    remaining: int


@dataclass(frozen=True)
class RemoteFulfillmentOrder:
    """Work that Shopify has assigned to one location. `location_gid` is None when that location was deleted."""

    gid: str
    status: str
    location_gid: str | None
    lines: tuple[RemoteFulfillmentOrderLine, ...]
    request_status: str = RequestStatus.UNSUBMITTED
    supported_actions: frozenset[str] = frozenset()
    holds: tuple[RemoteHold, ...] = ()
    fulfill_at: datetime | None = None
    location_name: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True)
class RemoteFulfillmentLine:
    """Units of one order line in a fulfillment; `gid` is the fulfillment line item's own id, if it was read."""

    line_gid: str
    quantity: int
    gid: str | None = None


@dataclass(frozen=True)
class RemoteFulfillment:
    """Goods that Shopify believes to have left. `location_gid` may be unknown."""

    gid: str
    status: str
    created_at: datetime
    lines: tuple[RemoteFulfillmentLine, ...]
    tracking: tuple[RemoteTracking, ...] = ()
    location_gid: str | None = None
    name: str = ""

    @property
    def is_live(self) -> bool:
        """Its units count as fulfilled: neither cancelled nor failed."""
        return self.status not in NOT_LIVE

    @property
    def units(self) -> dict[str, int]:
        """Units per order line."""
        return add_up((line.line_gid, line.quantity) for line in self.lines)

    @property
    def numbers(self) -> frozenset[str]:
        """Its tracking numbers, without surrounding blanks."""
        return frozenset(entry.number.strip() for entry in self.tracking if entry.number and entry.number.strip())


@dataclass(frozen=True)
class RemoteOrder:
    """An order as it was read, all its pages included.

    `payments`, `refunds` and `returns` are None where they were not read or understood. `hidden` names the fields, and
    as `lines/…` those of lines, that Shopify would not show, or not whole: that they are empty, or shorter than before,
    says nothing. `raw` is what Shopify answered to all requests of the reading.
    """

    gid: str
    name: str
    created_at: datetime
    updated_at: datetime
    currency: str
    presentment_currency: str
    lines: tuple[RemoteOrderLine, ...]
    fulfillment_orders: tuple[RemoteFulfillmentOrder, ...] = ()
    fulfillments: tuple[RemoteFulfillment, ...] = ()
    financial_status: str | None = None
    fulfillment_status: str | None = None
    total: Money | None = None
    presentment_total: Money | None = None
    cancelled_at: datetime | None = None
    closed_at: datetime | None = None
    tags: frozenset[str] = field(default_factory=frozenset)
    payments: RemotePayments | None = None
    money: OrderMoney = field(default_factory=OrderMoney)
    cancel_reason: str | None = None
    note: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    email: str | None = None
    phone: str | None = None
    customer: RemoteCustomer | None = None
    shipping_address: RemoteAddress | None = None
    return_status: str | None = None
    refunds: tuple[RemoteRefund, ...] | None = None
    returns: tuple[RemoteReturn, ...] | None = None
    hidden: frozenset[str] = frozenset()
    raw: Mapping[str, object] | None = field(default=None, compare=False, repr=False)

    @property
    def seen_gids(self) -> tuple[str, ...]:
        """What a call's later reader has to know: which fulfillments and fulfillment orders were there before it."""
        return (*(one.gid for one in self.fulfillments), *(one.gid for one in self.fulfillment_orders))

    @property
    def order_lines(self) -> dict[str, str]:
        """The order line of each fulfillment order line that was read."""
        return {line.gid: line.line_gid for one in self.fulfillment_orders for line in one.lines}

    def line(self, line_gid: str) -> RemoteOrderLine | None:
        """The line item with that gid, if the order has it."""
        return next((line for line in self.lines if line.gid == line_gid), None)

    def fulfillment(self, fulfillment_gid: str) -> RemoteFulfillment | None:
        """The fulfillment with that gid, if the order has it."""
        return next((one for one in self.fulfillments if one.gid == fulfillment_gid), None)

    def fulfillment_order(self, fulfillment_order_gid: str) -> RemoteFulfillmentOrder | None:
        """The fulfillment order with that gid, if it was read."""
        return next((one for one in self.fulfillment_orders if one.gid == fulfillment_order_gid), None)
