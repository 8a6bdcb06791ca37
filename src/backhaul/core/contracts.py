"""What we know of a subscription contract in Shopify, as it was read at one moment.

Statuses and intervals are plain strings in Shopify's own spelling; the enums here name those we have rules for. An
unknown value is kept and never acted upon.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from backhaul.core.money import Money
from backhaul.core.remote_customer import RemoteAddress


class ContractStatus(StrEnum):
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"


ENDED_CONTRACT = frozenset({ContractStatus.CANCELLED, ContractStatus.EXPIRED})
"""A contract never leaves these."""


class CycleStatus(StrEnum):
    UNBILLED = "UNBILLED"
    BILLED = "BILLED"


class AttemptState(StrEnum):
    """The members of Shopify's union SubscriptionBillingAttemptState."""

    PENDING = "pending"
    ACTION_REQUIRED = "action_required"
    FAILED = "failed"
    SUCCEEDED = "succeeded"


LOCKING = frozenset({AttemptState.PENDING, AttemptState.ACTION_REQUIRED})
"""Attempts that may still succeed: the customer may yet confirm the payment."""


class Ownership(StrEnum):
    """Whose contract it is; only our own is changed by us, another app's is shown as “do this in <app>”."""

    OURS = "ours"
    ANOTHER_APP = "another_app"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Anchor:
    """A day that billing or delivery keeps to: of the week, month or year."""

    type: str
    day: int
    month: int | None = None
    cutoff_day: int | None = None


@dataclass(frozen=True)
class Rhythm:
    """Every `count` days, weeks, months or years."""

    interval: str
    count: int
    anchors: tuple[Anchor, ...] = ()
    min_cycles: int | None = None
    max_cycles: int | None = None

    @property
    def days(self) -> int:
        """How long it is, roughly: enough to tell which of two rhythms is the longer one."""
        return self.count * _DAYS.get(self.interval, 0)


_DAYS = {"DAY": 1, "WEEK": 7, "MONTH": 30, "YEAR": 365}


@dataclass(frozen=True)
class RemoteContractLine:
    """A line of a contract: so many units at each delivery, at this price each."""

    gid: str
    title: str
    quantity: int
    current_price: Money
    sku: str | None = None
    variant_title: str | None = None
    variant_gid: str | None = None
    product_gid: str | None = None
    selling_plan_gid: str | None = None
    selling_plan_name: str | None = None
    requires_shipping: bool = True
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RemoteDiscount:
    """A discount of a contract; `value` is a percentage or an amount as text, `lines` the entitled ones, () for all."""

    gid: str
    title: str | None
    is_percentage: bool
    value: str
    line_gids: tuple[str, ...] = ()
    kind: str = ""
    limit: int | None = None


@dataclass(frozen=True)
class RemoteDeliveryMethod:
    """How it is delivered. `kind` is Shopify's type without its prefix: Shipping, LocalDelivery, Pickup."""

    kind: str
    address: RemoteAddress | None = None
    option_code: str | None = None
    option_title: str | None = None


@dataclass(frozen=True)
class RemoteCycle:
    """One billing cycle; `expected_at` is when it is to be billed. `contract_edited`: it has lines of its own."""

    index: int
    starts_at: datetime
    ends_at: datetime
    expected_at: datetime
    status: str
    skipped: bool = False
    edited: bool = False
    contract_edited: bool = False


@dataclass(frozen=True)
class RemoteAttempt:
    """One try at billing. `state` is one of AttemptState; `charged` the total of the order that it has made."""

    gid: str
    idempotency_key: str
    state: str
    created_at: datetime
    completed_at: datetime | None = None
    order_gid: str | None = None
    charged: Money | None = None
    error_code: str | None = None
    error_message: str | None = None
    next_action_url: str | None = None


@dataclass(frozen=True)
class PlanTerms:
    """The policies of a selling plan as they were when first seen; editing the plan never changes contracts (schema).

    `cutoff` days and `pre_anchor` behaviour live on the plan alone.
    """

    gid: str
    name: str
    billing: Rhythm | None = None
    delivery: Rhythm | None = None
    cutoff: int | None = None
    pre_anchor: str | None = None
    pricing: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True)
class RemoteContract:
    """A contract as it was read, its cycles around the present included.

    `cycles` begin with the last billed one and reach as far ahead as was asked for. `hidden` names the fields that
    Shopify would not show: that they are empty says nothing. `own_app_gid` is the app that we are. `raw` is what
    Shopify answered.
    """

    gid: str
    revision: int
    status: str
    currency: str
    created_at: datetime
    updated_at: datetime
    lines: tuple[RemoteContractLine, ...]
    billing: Rhythm
    delivery: Rhythm
    delivery_price: Money
    method: RemoteDeliveryMethod | None = None
    discounts: tuple[RemoteDiscount, ...] = ()
    app_gid: str | None = None
    app_title: str | None = None
    customer_gid: str | None = None
    next_billing_at: datetime | None = None
    note: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    origin_order_gid: str | None = None
    order_gids: tuple[str, ...] = ()
    payment_method_gid: str | None = None
    payment_method_words: str = ""
    payment_method_revoked: bool = False
    last_payment_status: str | None = None
    last_billing_error: str | None = None
    cycles: tuple[RemoteCycle, ...] = ()
    attempts: tuple[RemoteAttempt, ...] = ()
    hidden: frozenset[str] = field(default_factory=frozenset)
    own_app_gid: str | None = None
    raw: Mapping[str, object] | None = field(default=None, compare=False, repr=False)

    @property
    def is_ended(self) -> bool:
        """Cancelled or expired: nothing of it can be changed any more."""
        return self.status in ENDED_CONTRACT

    @property
    def is_prepaid(self) -> bool:
        """Billed for several deliveries at a time: the billing interval is longer than the delivery interval."""
        return self.billing.days > self.delivery.days

    @property
    def ownership(self) -> Ownership:
        """Whose it is; one that names no app is nobody's."""
        if self.app_gid is None:
            return Ownership.NOBODY
        return Ownership.OURS if self.app_gid == self.own_app_gid else Ownership.ANOTHER_APP

    @property
    def seen_gids(self) -> tuple[str, ...]:
        """What a call's later reader has to know: which billing attempts were there before it."""
        return tuple(attempt.gid for attempt in self.attempts)

    @property
    def order_lines(self) -> Mapping[str, str]:
        """A contract has no fulfillment order lines."""
        return {}

    def line(self, line_gid: str) -> RemoteContractLine | None:
        """The line with that gid, if the contract has it."""
        return next((line for line in self.lines if line.gid == line_gid), None)

    def cycle(self, index: int) -> RemoteCycle | None:
        """The cycle with that index, if it was read."""
        return next((cycle for cycle in self.cycles if cycle.index == index), None)
