"""The data of returns: what a customer sends back, and the parcels it comes in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.orders import FulfillmentLine, Order


class ReturnStatus(StrEnum):
    """Where a return is."""

    REQUESTED = "REQUESTED"
    OPEN = "OPEN"
    CLOSED = "CLOSED"
    DECLINED = "DECLINED"
    CANCELED = "CANCELED"


class ReturnChange(StrEnum):
    """What can happen to a return."""

    APPROVE = "approve"
    DECLINE = "decline"
    CANCEL = "cancel"
    CLOSE = "close"
    REOPEN = "reopen"


TRANSITIONS: dict[tuple[ReturnStatus, ReturnChange], ReturnStatus] = {
    (ReturnStatus.REQUESTED, ReturnChange.APPROVE): ReturnStatus.OPEN,
    (ReturnStatus.REQUESTED, ReturnChange.DECLINE): ReturnStatus.DECLINED,
    (ReturnStatus.OPEN, ReturnChange.CANCEL): ReturnStatus.CANCELED,
    (ReturnStatus.REQUESTED, ReturnChange.CANCEL): ReturnStatus.CANCELED,
    (ReturnStatus.OPEN, ReturnChange.CLOSE): ReturnStatus.CLOSED,
    (ReturnStatus.CLOSED, ReturnChange.REOPEN): ReturnStatus.OPEN,
}


@dataclass(eq=False, kw_only=True)
class ReturnLine(Entity):
    """Units of one fulfillment line that come back."""

    typename: ClassVar[str] = "ReturnLineItem"
    parent: Return
    fulfillment_line: FulfillmentLine
    quantity: int
    reason: str = "UNKNOWN"
    reason_note: str = ""
    customer_note: str | None = None
    processed: int = 0


@dataclass(eq=False, kw_only=True)
class ReverseLine(Entity):
    """Units that a reverse fulfillment order expects."""

    typename: ClassVar[str] = "ReverseFulfillmentOrderLineItem"
    fulfillment_line: FulfillmentLine
    quantity: int


@dataclass(frozen=True)
class Deliverable:
    """How goods come back by post: the parcel's number and where to look it up, and the label."""

    number: str | None = None
    url: str | None = None
    label_url: str | None = None
    label_at: datetime | None = None


@dataclass(eq=False, kw_only=True)
class ReverseDeliveryLine(Entity):
    """Units in one parcel."""

    typename: ClassVar[str] = "ReverseDeliveryLineItem"
    reverse_line: ReverseLine
    quantity: int


@dataclass(eq=False, kw_only=True)
class ReverseDelivery(Entity):
    """A parcel on its way back."""

    typename: ClassVar[str] = "ReverseDelivery"
    reverse_fulfillment_order: ReverseFulfillmentOrder
    lines: list[ReverseDeliveryLine] = field(default_factory=list)
    deliverable: Deliverable | None = None


@dataclass(eq=False, kw_only=True)
class ReverseFulfillmentOrder(Entity):
    """The work of taking goods back; there is one from the moment a return is approved."""

    typename: ClassVar[str] = "ReverseFulfillmentOrder"
    order: Order
    lines: list[ReverseLine] = field(default_factory=list)
    deliveries: list[ReverseDelivery] = field(default_factory=list)
    status: str = "OPEN"


@dataclass(eq=False, kw_only=True)
class Return(Entity):
    """A return, asked for by the customer or made by the merchant."""

    typename: ClassVar[str] = "Return"
    order: Order
    name: str
    status: ReturnStatus
    created_at: datetime
    lines: list[ReturnLine] = field(default_factory=list)
    reverse_fulfillment_orders: list[ReverseFulfillmentOrder] = field(default_factory=list)
    request_approved_at: datetime | None = None
    closed_at: datetime | None = None
    decline_reason: str | None = None
    decline_note: str | None = None

    @property
    def total_quantity(self) -> int:
        """Units of all lines."""
        return sum(line.quantity for line in self.lines)

    @property
    def stands(self) -> bool:
        """Whether its units are spoken for: a declined or cancelled return leaves them to another one."""
        return self.status not in (ReturnStatus.DECLINED, ReturnStatus.CANCELED)
