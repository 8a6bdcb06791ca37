"""Where a subscription contract, its orders and our mirror do not agree, in sentences without personal data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from backhaul.core.contracts import ENDED_CONTRACT, RemoteContract
from backhaul.core.deliveries import Delivery, DeliveryState
from backhaul.core.remote import RemoteOrder


class DriftKind(StrEnum):
    """What does not agree; `settled` says why it is none any more."""

    ADDRESS_DIFFERS = "address_differs"
    ORDER_EDITED = "order_edited"
    WORK_OVERDUE = "work_overdue"
    HELD_TOO_LONG = "held_too_long"
    ORDER_CANCELLED = "order_cancelled"
    PAID_AFTER_END = "paid_after_end"
    BILLING_OVERDUE = "billing_overdue"
    BILLING_DATE_DIFFERS = "billing_date_differs"
    BILLING_FAILED = "billing_failed"
    PAYMENT_METHOD_REVOKED = "payment_method_revoked"
    ORDER_NOT_MIRRORED = "order_not_mirrored"
    LAYOUT_UNKNOWN = "layout_unknown"
    MIRROR_BEHIND = "mirror_behind"
    DELIVERIES_LOST = "deliveries_lost"
    DELIVERY_WITHOUT_WORK = "delivery_without_work"
    CHANGE_UNFINISHED = "change_unfinished"
    CONTRACT_GONE = "contract_gone"

    @property
    def settled(self) -> str:
        return _SETTLED[self]


MOVED_BY_CHANGES = frozenset(
    {
        DriftKind.ADDRESS_DIFFERS,
        DriftKind.ORDER_EDITED,
        DriftKind.HELD_TOO_LONG,
        DriftKind.BILLING_OVERDUE,
        DriftKind.BILLING_DATE_DIFFERS,
        DriftKind.ORDER_CANCELLED,
        DriftKind.PAID_AFTER_END,
    }
)
"""While a change is under way these come and go by themselves: nothing is said of them until it has ended."""

_SETTLED = {
    DriftKind.ADDRESS_DIFFERS: "Subscription and order have the same address.",
    DriftKind.ORDER_EDITED: "What is paid is what the subscription says.",
    DriftKind.WORK_OVERDUE: "It is not scheduled for a past date any more.",
    DriftKind.HELD_TOO_LONG: "It is not on hold any more.",
    DriftKind.ORDER_CANCELLED: "It was decided, or the subscription has gone on.",
    DriftKind.PAID_AFTER_END: "It was decided, or nothing that was paid is left to ship.",
    DriftKind.BILLING_OVERDUE: "It was charged, or has another date.",
    DriftKind.BILLING_DATE_DIFFERS: "The date of the next charge is that of the next billing cycle.",
    DriftKind.BILLING_FAILED: "A later charge was begun, or has succeeded.",
    DriftKind.PAYMENT_METHOD_REVOKED: "The subscription has a payment method that can be charged.",
    DriftKind.ORDER_NOT_MIRRORED: "The order is mirrored.",
    DriftKind.LAYOUT_UNKNOWN: "Every unit of the order is accounted for.",
    DriftKind.MIRROR_BEHIND: "The mirror has what Shopify shows.",
    DriftKind.DELIVERIES_LOST: "Every unit that was paid is in a delivery.",
    DriftKind.DELIVERY_WITHOUT_WORK: "The delivery has a fulfillment order.",
    DriftKind.CHANGE_UNFINISHED: "The change has ended.",
    DriftKind.CONTRACT_GONE: "Shopify shows the subscription.",
}


@dataclass(frozen=True)
class FoundDrift:
    """One thing that does not agree. `subject_key` is the same whenever the same is found again.

    `is_mended`: what had found it has put it right, so that only the fact is kept.
    """

    kind: DriftKind
    subject_key: str
    words: str
    remedy: str
    order_gid: str | None = None
    is_mended: bool = False


@dataclass(frozen=True)
class Version:
    """What a reading is told apart by: the date of the last change, and of a contract its revision."""

    updated_at: datetime
    revision: int = 0

    def is_behind(self, other: "Version") -> bool:
        """Whether the other one is of a later change."""
        return self.revision < other.revision or self.updated_at < other.updated_at


@dataclass(frozen=True)
class Mirrored:
    """The mirror's version before Shopify was read, what Shopify has shown, and the mirror's version after that."""

    before: Version
    shown: Version
    after: Version


@dataclass(frozen=True)
class Held:
    """A hold of ours on a fulfillment order: since when, and until when it was meant, None where nobody has said."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class OrderEvidence:
    """One order of the contract. `remote` is what is known of it, None while it is not mirrored.

    `deliveries` are those that we keep of it. `edited_lines` were edited in Shopify after the order was placed.
    `is_decided`: after its cancellation somebody has said what becomes of the contract. `mirrored` is there when it was
    read just now. `held` are the fulfillment orders that a change of ours has put on hold.
    """

    gid: str
    remote: RemoteOrder | None
    deliveries: tuple[Delivery, ...] = ()
    layout_unknown: str = ""
    edited_lines: frozenset[str] = frozenset()
    is_decided: bool = False
    mirrored: Mirrored | None = None
    held: Mapping[str, Held] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What a shopkeeper calls it."""
        return f"order {self.remote.name}" if self.remote else f"order {self.gid.rpartition('/')[2]}"

    @property
    def left(self) -> tuple[Delivery, ...]:
        """What is paid and still ours to decide on."""
        return tuple(one for one in self.deliveries if one.state is DeliveryState.BILLED_UNSHIPPED)


@dataclass(frozen=True)
class Evidence:
    """A contract and everything that it is held against.

    `shown_address` is False where the address was deleted with its customer's data, or is not shown. `end_is_decided`:
    that paid deliveries of an ended contract are still shipped was decided by somebody, or by a policy. `change_began`
    is when the unfinished change was begun. `is_gone`: Shopify does not show the contract any more. `is_being_billed`:
    our own billing sees to the charge that is due, or has not had its turn since.
    """

    contract: RemoteContract
    orders: tuple[OrderEvidence, ...]
    now: datetime
    timezone: str
    mirrored: Mirrored | None = None
    shows_address: bool = True
    end_is_decided: bool = False
    change_began: datetime | None = None
    is_gone: bool = False
    is_being_billed: bool = False

    @property
    def left(self) -> tuple[Delivery, ...]:
        """What is paid and still ours to decide on, over all orders."""
        return tuple(delivery for order in self.orders for delivery in order.left)

    @property
    def app(self) -> str:
        """The app that bills the contract, in words."""
        return self.contract.app_title or "the app that it belongs to"

    def key(self, kind: DriftKind, subject: str = "") -> str:
        """What the same drift is known again by."""
        return ":".join(filter(None, (kind, self.contract.gid, subject)))


def is_undecidable(kind: DriftKind, evidence: Evidence) -> bool:
    """Whether the evidence says nothing of this kind now: what was found before stays as it is."""
    if evidence.is_gone:
        return kind is DriftKind.MIRROR_BEHIND
    return kind in MOVED_BY_CHANGES and evidence.change_began is not None


def why_settled(kind: DriftKind, evidence: Evidence, order_gid: str | None) -> str:
    """Why a drift that was found before is none any more, as far as the evidence tells."""
    order = next((one for one in evidence.orders if one.gid == order_gid), None)
    is_about_shipping = kind in _OF_SHIPPING
    if is_about_shipping and order is not None and not order.left:
        return "Nothing of the order that is paid is left to ship."
    if evidence.is_gone and kind is not DriftKind.CONTRACT_GONE:
        return "Shopify does not show the subscription any more."
    is_about_charges = kind in _OF_CHARGES and evidence.contract.status in ENDED_CONTRACT
    return "The subscription has ended." if is_about_charges else kind.settled


_OF_SHIPPING = frozenset(
    {DriftKind.ADDRESS_DIFFERS, DriftKind.ORDER_EDITED, DriftKind.WORK_OVERDUE, DriftKind.HELD_TOO_LONG}
)
_OF_CHARGES = frozenset(
    {
        DriftKind.ORDER_CANCELLED,
        DriftKind.BILLING_OVERDUE,
        DriftKind.BILLING_DATE_DIFFERS,
        DriftKind.BILLING_FAILED,
        DriftKind.PAYMENT_METHOD_REVOKED,
    }
)
