"""What is to be done in Shopify for one posted shipment: calls, adoptions, and what waits or is short."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backhaul.core.tasks import WaitReason
from backhaul.core.tracking import Tracking
from backhaul.core.units import Units, add_up, plus

MAX_LINES_PER_CALL = 250
"""Array inputs hold at most 250 items (Shopify, API limits)."""


@dataclass(frozen=True)
class Share:
    """So many units of one fulfillment order line, which belong to an order line."""

    fulfillment_order_line_gid: str
    line_gid: str
    quantity: int


@dataclass(frozen=True)
class Entry:
    """What a call takes from one fulfillment order."""

    fulfillment_order_gid: str
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class CreateFulfillment:
    """One fulfillmentCreate: one order, one location, at most 250 fulfillment order lines."""

    step: str
    location_gid: str | None
    entries: tuple[Entry, ...]
    tracking: tuple[Tracking, ...]
    notify_customer: bool

    @property
    def units(self) -> dict[str, int]:
        """Units per order line."""
        return add_up((share.line_gid, share.quantity) for entry in self.entries for share in entry.shares)


@dataclass(frozen=True)
class MoveFulfillmentOrder:
    """One fulfillmentOrderMove of the units that left from `new_location_gid`; they are sent after planning anew."""

    step: str
    fulfillment_order_gid: str
    new_location_gid: str
    shares: tuple[Share, ...]

    @property
    def units(self) -> dict[str, int]:
        """Units per order line."""
        return add_up((share.line_gid, share.quantity) for share in self.shares)


@dataclass(frozen=True)
class OpenFulfillmentOrder:
    """One fulfillmentOrderOpen before its date; its units are sent after planning anew."""

    step: str
    fulfillment_order_gid: str
    shares: tuple[Share, ...]

    @property
    def units(self) -> dict[str, int]:
        """Units per order line that this shipment needs from it."""
        return add_up((share.line_gid, share.quantity) for share in self.shares)


Call = CreateFulfillment | MoveFulfillmentOrder | OpenFulfillmentOrder


@dataclass(frozen=True)
class Adoption:
    """Units of a fulfillment that someone else made and that are this shipment's."""

    fulfillment_gid: str
    units: Units


@dataclass(frozen=True)
class Wait:
    """Units that can be sent later, why, and when to look again."""

    reason: WaitReason
    until: datetime
    line_gid: str
    quantity: int
    fulfillment_order_gid: str | None = None
    words: str = ""


class ShortReason(StrEnum):
    """Why units cannot be sent unless a person does something; `words` says what."""

    NOT_IN_SHOPIFY = "not_in_shopify"
    FULFILLED_ELSEWHERE = "fulfilled_elsewhere"
    HIDDEN = "hidden"
    ORDER_CANCELLED = "order_cancelled"
    CANCELLED_IN_SHOPIFY = "cancelled_in_shopify"
    AT_FULFILLMENT_SERVICE = "at_fulfillment_service"
    INCOMPLETE = "incomplete"
    NOT_FULFILLABLE = "not_fulfillable"
    UNKNOWN_STATUS = "unknown_status"
    OTHER_LOCATION = "other_location"
    CANNOT_MOVE = "cannot_move"

    @property
    def words(self) -> str:
        return _SHORT_WORDS[self]


_SHORT_WORDS = {
    ShortReason.NOT_IN_SHOPIFY: (
        "The shipment says more than Shopify has left to fulfil. Correct the order in Shopify and retry, undo the "
        "posting, or leave the rest unsent."
    ),
    ShortReason.FULFILLED_ELSEWHERE: (
        "Someone else has fulfilled these goods in Shopify in another quantity or with another tracking number. "
        "Compare the two, then undo the posting or leave the rest unsent."
    ),
    ShortReason.HIDDEN: (
        "Shopify does not show us where these goods are to be fulfilled. They may be assigned to a fulfillment "
        "service that the app has no access to: give the app access to third-party fulfillment orders and retry."
    ),
    ShortReason.ORDER_CANCELLED: (
        "The goods have left, but the order was cancelled in Shopify meanwhile. Get the goods back and undo the "
        "posting, or leave it and settle with the customer."
    ),
    ShortReason.CANCELLED_IN_SHOPIFY: (
        "A fulfillment that we made was cancelled in Shopify. Send it again, undo the posting, or leave it."
    ),
    ShortReason.AT_FULFILLMENT_SERVICE: (
        "Shopify has handed these goods to a fulfillment service, which may ship them too. Cancel the request there "
        "and retry, or undo the posting."
    ),
    ShortReason.INCOMPLETE: (
        "The fulfillment service has given up on these goods. Decide in Shopify where they are fulfilled, then retry."
    ),
    ShortReason.NOT_FULFILLABLE: (
        "Shopify does not allow these goods to be fulfilled at the moment. See the order in Shopify, then retry."
    ),
    ShortReason.UNKNOWN_STATUS: (
        "Shopify gives these goods a status that we do not know. See the order in Shopify, then retry."
    ),
    ShortReason.OTHER_LOCATION: (
        "Shopify expects these goods from another location than the one they left from. Choose: fulfil them there, "
        "or move them first."
    ),
    ShortReason.CANNOT_MOVE: (
        "These goods are to be moved to the location they left from, and Shopify does not allow it. Choose to fulfil "
        "them where they are, or see the order in Shopify."
    ),
}


@dataclass(frozen=True)
class Shortfall:
    """Units of the shipment that will not be sent without a person."""

    line_gid: str
    quantity: int
    reason: ShortReason


@dataclass(frozen=True)
class Attention:
    """Something a person must decide, with all units that it is about."""

    reason: ShortReason
    words: str
    units: Units


@dataclass(frozen=True)
class Note:
    """Something worth knowing that stops nothing: a fulfillment made by someone else beside ours."""

    fulfillment_gid: str
    words: str


@dataclass(frozen=True)
class Plan:
    """Every unit of the shipment is in exactly one of `already`, `adoptions`, `calls`, `waits`, `shortfalls`.

    `already` has been sent or adopted before and stands; `already_adopted` is the part of it that was adopted.
    `calls` are in the order in which to make them; none depends on another one.
    """

    already: Units
    already_adopted: Units
    adoptions: tuple[Adoption, ...] = ()
    calls: tuple[Call, ...] = ()
    waits: tuple[Wait, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    attention: tuple[Attention, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing is to be called or adopted now."""
        return not self.calls and not self.adoptions

    @property
    def prepares(self) -> bool:
        """Some calls only open or move: after them the order has to be read and planned anew."""
        return any(not isinstance(call, CreateFulfillment) for call in self.calls)

    @property
    def called(self) -> dict[str, int]:
        """Units per order line in calls."""
        return plus(*(call.units for call in self.calls))

    @property
    def adopted(self) -> dict[str, int]:
        """Units per order line adopted now."""
        return plus(*(adoption.units for adoption in self.adoptions))

    @property
    def waiting(self) -> dict[str, int]:
        """Units per order line that wait."""
        return add_up((wait.line_gid, wait.quantity) for wait in self.waits)

    @property
    def short(self) -> dict[str, int]:
        """Units per order line that are short."""
        return add_up((shortfall.line_gid, shortfall.quantity) for shortfall in self.shortfalls)
