"""What a merchant or customer may want changed of a subscription: one dataclass for each kind of change."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backhaul.core.cancel_reasons import CancelReason
from backhaul.core.money import Money
from backhaul.core.subscription_policies import LastOrderPolicy, PausePolicy, RemainingPolicy


class ChangeKind(StrEnum):
    ADDRESS = "address"
    SHIPPING = "shipping"
    QUANTITY = "quantity"
    SWAP = "swap"
    PRICE = "price"
    DISCOUNT = "discount"
    DATE = "date"
    SKIP = "skip"
    UNSKIP = "unskip"
    PAYMENT_METHOD = "payment_method"
    NOTE = "note"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


PERSONAL_CHANGES = (ChangeKind.ADDRESS, ChangeKind.NOTE)
"""What is asked for, and with it the sentences about it, may be about a person."""


class Actor(StrEnum):
    """On whose behalf a change is made; the first two are Shopify's SubscriptionActor values in other words."""

    MERCHANT = "merchant"
    CUSTOMER = "customer"
    BACKHAUL = "backhaul"  # by a policy


@dataclass(frozen=True)
class GivenAddress:
    """An address as it is asked for; None is not given, "" is cleared."""

    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    zip: str | None = None
    province_code: str | None = None
    country_code: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class ChangeAddress:
    address: GivenAddress


@dataclass(frozen=True)
class ChangeShipping:
    """Another shipping option or delivery price, from the next renewal on; None leaves either as it is."""

    option_code: str | None = None
    option_title: str | None = None
    price: Money | None = None


@dataclass(frozen=True)
class ChangeQuantity:
    """So many units of a contract line at each delivery from now on; 0 removes the line."""

    line_gid: str
    quantity: int


@dataclass(frozen=True)
class SwapVariant:
    """Another variant on a contract line, at its price or the price given."""

    line_gid: str
    variant_gid: str
    price: Money | None = None


@dataclass(frozen=True)
class ChangePrice:
    """Another price for a contract line. `refund_paid`: the difference is refunded for paid, unshipped deliveries."""

    line_gid: str
    price: Money
    refund_paid: bool = False


@dataclass(frozen=True)
class ChangeDiscount:
    """Add a discount (`gid` None) or remove the one with that gid. One of percentage and amount is given to add."""

    gid: str | None = None
    title: str = ""
    percentage: int | None = None
    amount: Money | None = None


@dataclass(frozen=True)
class MoveDate:
    """Another date for one delivery, by our number of it."""

    delivery_number: int
    to: datetime


@dataclass(frozen=True)
class SkipDelivery:
    """Skip an unbilled cycle, or put a paid delivery off behind the last one."""

    delivery_number: int


@dataclass(frozen=True)
class UnskipDelivery:
    delivery_number: int


@dataclass(frozen=True)
class ChangePaymentMethod:
    """Use another saved payment method, or (None) have Shopify ask the customer for one by e-mail."""

    payment_method_gid: str | None = None


@dataclass(frozen=True)
class ChangeNote:
    """Another note (None: as it is) and attributes to add or replace, by key; an empty value removes."""

    note: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Pause:
    """`policy` None: the contract's own."""

    policy: PausePolicy | None = None


@dataclass(frozen=True)
class Resume:
    pass


@dataclass(frozen=True)
class Cancel:
    """End the contract. What becomes of paid goods: the contract's policies where None.

    `reason` and `note` say why, in one word of a list and in the customer's own; nothing follows from them.
    """

    remaining: RemainingPolicy | None = None
    last_order: LastOrderPolicy | None = None
    reason: CancelReason | None = None
    note: str | None = None


WantedChange = (
    ChangeAddress
    | ChangeShipping
    | ChangeQuantity
    | SwapVariant
    | ChangePrice
    | ChangeDiscount
    | MoveDate
    | SkipDelivery
    | UnskipDelivery
    | ChangePaymentMethod
    | ChangeNote
    | Pause
    | Resume
    | Cancel
)

KINDS: dict[type, ChangeKind] = {
    ChangeAddress: ChangeKind.ADDRESS,
    ChangeShipping: ChangeKind.SHIPPING,
    ChangeQuantity: ChangeKind.QUANTITY,
    SwapVariant: ChangeKind.SWAP,
    ChangePrice: ChangeKind.PRICE,
    ChangeDiscount: ChangeKind.DISCOUNT,
    MoveDate: ChangeKind.DATE,
    SkipDelivery: ChangeKind.SKIP,
    UnskipDelivery: ChangeKind.UNSKIP,
    ChangePaymentMethod: ChangeKind.PAYMENT_METHOD,
    ChangeNote: ChangeKind.NOTE,
    Pause: ChangeKind.PAUSE,
    Resume: ChangeKind.RESUME,
    Cancel: ChangeKind.CANCEL,
}
