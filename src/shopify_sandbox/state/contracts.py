"""The data of subscription contracts: what is sold, to whom, how often; their cycles, attempts and payment methods.

What is billed next is a `Content`, which is never changed but replaced whole, so that a contract, a draft of it and the
edit of one cycle can share parts of it. The rules are in the modules beside this one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from shopify_sandbox.state.addresses import Address
from shopify_sandbox.state.customers import Customer
from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.money import Money
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.products import Variant
from shopify_sandbox.state.rhythms import Anchor, AnchorType, Interval, Leg, PlanTerms, Rhythm, deliveries_per_billing

__all__ = [
    "Adjustment",
    "Anchor",
    "AnchorType",
    "BillingAttempt",
    "CodeDiscount",
    "Content",
    "Contract",
    "ContractLine",
    "ContractStatus",
    "CycleDiscount",
    "CycleState",
    "DeliveryKind",
    "DeliveryMethod",
    "DeliveryOption",
    "Discount",
    "Instrument",
    "Interval",
    "Leg",
    "ManualDiscount",
    "PaymentMethod",
    "PlanTerms",
    "PricingPolicy",
    "Rhythm",
    "StatusChange",
]


class ContractStatus(StrEnum):
    """SubscriptionContractSubscriptionStatus."""

    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    FAILED = "FAILED"

    @property
    def is_over(self) -> bool:
        """Whether it ended for good."""
        return self in (ContractStatus.CANCELLED, ContractStatus.EXPIRED)


@dataclass(frozen=True)
class Instrument:
    """A card, or Shop Pay; `kind` is the GraphQL type it is shown as."""

    kind: str = "CustomerCreditCard"
    brand: str = "visa"
    last_digits: str = "4242"
    expiry_month: int = 12
    expiry_year: int = 2030
    name: str = ""


@dataclass(eq=False, kw_only=True)
class PaymentMethod(Entity):
    """A customer's stored means of payment; its id is a text (Shopify's own are no numbers)."""

    typename: ClassVar[str] = "CustomerPaymentMethod"
    token: str
    customer: Customer
    created_at: datetime
    instrument: Instrument = Instrument()
    revoked_at: datetime | None = None
    revoked_reason: str | None = None
    update_emails: int = 0

    @property
    def gid(self) -> str:
        """The global id, with the token in place of a number."""
        return f"gid://shopify/CustomerPaymentMethod/{self.token}"


class DeliveryKind(StrEnum):
    """How goods come to the customer; the value is the GraphQL type it is shown as."""

    SHIPPING = "SubscriptionDeliveryMethodShipping"
    LOCAL_DELIVERY = "SubscriptionDeliveryMethodLocalDelivery"
    PICKUP = "SubscriptionDeliveryMethodPickup"


@dataclass(frozen=True)
class DeliveryOption:
    """The way of delivery that was chosen, as it is called."""

    title: str | None = None
    presentment_title: str | None = None
    code: str | None = None
    description: str | None = None


@dataclass(frozen=True)
class DeliveryMethod:
    """Where to and how; an address unless picked up, a phone number for local delivery, a location for pickup."""

    kind: DeliveryKind
    option: DeliveryOption = DeliveryOption()
    address: Address | None = None
    location: Location | None = None
    phone: str | None = None
    instructions: str | None = None


@dataclass(frozen=True)
class Adjustment:
    """A change of a price: `type` is PERCENTAGE, FIXED_AMOUNT or PRICE, with a percentage or an amount."""

    type: str
    percentage: float | None = None
    amount: Money | None = None


@dataclass(frozen=True)
class CycleDiscount:
    """From the cycle after `after_cycle` on, the unit's price is `computed_price`."""

    after_cycle: int
    adjustment: Adjustment
    computed_price: Money


@dataclass(frozen=True)
class PricingPolicy:
    """The price that a line's changes of price start from, and those changes."""

    base_price: Money
    cycle_discounts: tuple[CycleDiscount, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ContractLine:
    """Goods to be delivered; `current_price` is for one unit, in the contract's currency.

    The quantity is that of each delivery: when one payment covers several, an order's line has their sum (documented).
    """

    uuid: str
    title: str
    quantity: int
    current_price: Money
    variant: Variant | None = None
    variant_title: str | None = None
    sku: str | None = None
    pricing_policy: PricingPolicy | None = None
    selling_plan_id: int | None = None
    selling_plan_name: str | None = None
    requires_shipping: bool = True
    taxable: bool = True
    custom_attributes: tuple[tuple[str, str | None], ...] = ()
    concatenated_origin_id: int | None = None

    @property
    def gid(self) -> str:
        """The global id; lines have no numbers."""
        return f"gid://shopify/SubscriptionLine/{self.uuid}"


@dataclass(frozen=True, kw_only=True)
class ManualDiscount:
    """Less to pay: a percentage or an amount, for all lines, for the named ones, or for shipping.

    `lines` has the uuids of contract lines. `cycle_limit` None means that it never ends. `kind` is a DiscountType.
    """

    uuid: str
    title: str | None = None
    kind: str = "MANUAL"
    for_shipping: bool = False
    percentage: int | None = None
    amount: Money | None = None
    on_each_item: bool = False
    all_lines: bool = True
    lines: frozenset[str] = frozenset()
    cycle_limit: int | None = None
    usage_count: int = 0
    typename: ClassVar[str] = "SubscriptionManualDiscount"

    @property
    def gid(self) -> str:
        """The global id; discounts have no numbers."""
        return f"gid://shopify/SubscriptionManualDiscount/{self.uuid}"

    @property
    def used_up(self) -> bool:
        """Whether it was applied as often as it may be."""
        return self.cycle_limit is not None and self.usage_count >= self.cycle_limit


@dataclass(frozen=True, kw_only=True)
class CodeDiscount:
    """A discount code applied to a draft; becomes a manual discount of kind CODE_DISCOUNT with the commit (assumed)."""

    uuid: str
    redeem_code: str
    rejection_reason: str | None = None
    typename: ClassVar[str] = "SubscriptionAppliedCodeDiscount"

    @property
    def gid(self) -> str:
        """The global id; discounts have no numbers."""
        return f"gid://shopify/SubscriptionAppliedCodeDiscount/{self.uuid}"


Discount = ManualDiscount | CodeDiscount


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a cycle bills and delivers; a change is a new Content (`dataclasses.replace`)."""

    billing: Rhythm
    delivery: Rhythm
    delivery_price: Money
    lines: tuple[ContractLine, ...] = ()
    discounts: tuple[Discount, ...] = ()
    method: DeliveryMethod | None = None
    note: str | None = None
    custom_attributes: tuple[tuple[str, str | None], ...] = ()
    payment_method: PaymentMethod | None = None

    @property
    def deliveries_per_billing(self) -> int:
        """How many deliveries one payment covers; more than 1 means prepaid."""
        return deliveries_per_billing(self.billing, self.delivery)

    @property
    def requires_shipping(self) -> bool:
        """Whether a line has to be delivered."""
        return any(line.requires_shipping for line in self.lines)

    def line(self, gid: str) -> ContractLine | None:
        """The line with that global id."""
        return next((line for line in self.lines if line.gid == gid), None)

    def units(self, line: ContractLine) -> int:
        """How many units of the line one payment covers."""
        return line.quantity * self.deliveries_per_billing


@dataclass(eq=False, kw_only=True)
class CycleState:
    """What was done to one billing cycle: skipped, another date, another content; the rules are in billing_cycles.

    `reason` is that of the schedule's edit, None when the schedule is the contract's.
    `group` has the contracts' ids and the indices of all cycles that share the content, when contracts are combined.
    """

    index: int
    skipped: bool = False
    billed: bool = False
    billing_date: datetime | None = None
    reason: str | None = None
    content: Content | None = None
    content_created_at: datetime | None = None
    content_updated_at: datetime | None = None
    group: tuple[tuple[int, int], ...] = ()

    @property
    def edited(self) -> bool:
        """Whether its schedule or its content is its own; a skip alone is no edit (assumed)."""
        return self.reason is not None or self.content is not None


@dataclass(eq=False, kw_only=True)
class BillingAttempt(Entity):
    """An attempt to charge a cycle; `completed_at` None while the outcome is open.

    `next_action_url` is there while the customer has to do something, and `challenge` says how far that went. With
    `keeps_date` the app that asked for it moves the contract's next billing date on when it succeeds.
    """

    typename: ClassVar[str] = "SubscriptionBillingAttempt"
    contract: Contract
    idempotency_key: str
    cycle_index: int
    created_at: datetime
    origin_time: datetime | None = None
    completed_at: datetime | None = None
    order: Order | None = None
    error_code: str | None = None
    error_message: str | None = None
    next_action_url: str | None = None
    challenge: str | None = None
    respect_inventory_policy: bool = True
    skips_payment: bool = False
    keeps_date: bool = False
    actor: str | None = None


@dataclass(frozen=True)
class StatusChange:
    """Who did what to a contract, and when; `actor` is CUSTOMER, MERCHANT, PARTNER, or None when nobody was named."""

    at: datetime
    what: str
    actor: str | None = None


@dataclass(eq=False, kw_only=True)
class Contract(Entity):
    """A subscription contract. `revision` counts up with every commit and change of status.

    `plan` is what the selling plan said at purchase, None without a checkout; contracts are detached from their plan.
    `legs` say when its billing cycles end: none until the schedule is other than the creation and the rhythm make it.
    """

    typename: ClassVar[str] = "SubscriptionContract"
    app_id: int
    currency: str
    customer: Customer
    content: Content
    revision: int
    created_at: datetime
    updated_at: datetime
    status: ContractStatus = ContractStatus.ACTIVE
    next_billing_date: datetime | None = None
    origin_order: Order | None = None
    orders: list[Order] = field(default_factory=list)
    last_payment_status: str | None = None
    last_billing_error: str | None = None
    plan: PlanTerms | None = None
    legs: list[Leg] = field(default_factory=list)
    cycles: dict[int, CycleState] = field(default_factory=dict)
    attempts: list[BillingAttempt] = field(default_factory=list)
    history: list[StatusChange] = field(default_factory=list)
