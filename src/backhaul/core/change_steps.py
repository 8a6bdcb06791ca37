"""The steps of a change to a subscription, on both sides, and what a change is planned on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from backhaul.core.billing_policy import LONGEST_OVERDUE_DAYS
from backhaul.core.contracts import Ownership, PlanTerms, RemoteContract, RemoteContractLine
from backhaul.core.deliveries import Delivery, Layout
from backhaul.core.money import Money
from backhaul.core.remote import RemoteOrder
from backhaul.core.subscription_policies import SubscriptionPolicies


class Side(StrEnum):
    """Where a step acts: the contract, an order, or another app, where a person has to do it."""

    CONTRACT = "contract"
    ORDER = "order"
    APP = "app"


class StepKind(StrEnum):
    """What a step does; in brackets what its `params` hold."""

    EDIT_CONTRACT = "edit_contract"  # edits: list of draft edits (see contract_calls)
    EDIT_CYCLE = "edit_cycle"  # cycle_index, edits
    SET_STATUS = "set_status"  # status: ACTIVE | PAUSED | CANCELLED
    SET_NEXT_BILLING = "set_next_billing"  # date
    SCHEDULE_CYCLE = "schedule_cycle"  # cycle_index, date
    SKIP_CYCLE = "skip_cycle"  # cycle_index, moved_to? the cycle in whose place its deliveries come
    UNSKIP_CYCLE = "unskip_cycle"  # cycle_index
    ASK_FOR_PAYMENT_METHOD = "ask_for_payment_method"
    UPDATE_ORDER = "update_order"  # address | note | attributes
    RESCHEDULE = "reschedule"  # fulfillment_order, date
    HOLD = "hold"  # fulfillment_order, reason
    RELEASE = "release"  # fulfillment_order
    GIVE_BACK = "give_back"  # units by order line, restock, amount? of which line: becomes a posted credit memo
    CANCEL_ORDER = "cancel_order"


@dataclass(frozen=True)
class Step:
    """One step. `key` is unique in its plan and names its content; `depends_on` are keys of earlier steps.

    `subject_gid` is the contract or the order it changes; `params` are plain JSON; `words` say it to a shopkeeper.
    """

    key: str
    side: Side
    kind: StepKind
    subject_gid: str
    words: str
    params: Mapping[str, object] = field(default_factory=dict)
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChangePlan:
    """What a change comes to: its steps, and what is impossible with the sentence that says so.

    `fingerprint` changes whenever anything changes that the plan rests on. A plan without steps changes nothing.
    """

    steps: tuple[Step, ...]
    impossible: tuple[str, ...]
    fingerprint: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class OrderSide:
    """One order of the contract that still has paid, unshipped deliveries, with what keeps its units.

    `posted` units are posted as shipped and not yet fulfilled in Shopify, `withheld` ones are being given back, per
    order line. `begun`: fulfillment orders that are in progress only because a shipment of ours has taken a part.
    `money_alone` was given back of the order without any goods, or is being: by the order line, "" where nobody knows
    for which.
    """

    remote: RemoteOrder
    layout: Layout
    is_prepaid: bool
    posted: Mapping[str, int] = field(default_factory=dict)
    withheld: Mapping[str, int] = field(default_factory=dict)
    begun: frozenset[str] = frozenset()
    money_alone: Mapping[str, Money] = field(default_factory=dict)


@dataclass(frozen=True)
class Situation:
    """Everything that a change is planned on, as known at one moment.

    `future` are the deliveries that are not billed yet, locked ones included, over the visible cycles.
    `removed` are lines that a change of ours has taken out of the contract, as they were. `done_before`: what was done
    by the last changes, where they wanted the same and were superseded, so that the rest is planned anew.
    `overdue_days`: what was due before so many days is charged only when a person wants it.
    """

    contract: RemoteContract
    ownership: Ownership
    orders: tuple[OrderSide, ...]
    future: tuple[Delivery, ...]
    policies: SubscriptionPolicies
    now: datetime
    timezone: str
    terms: PlanTerms | None = None
    billed_cycles: int = 0
    removed: tuple[RemoteContractLine, ...] = ()
    done_before: frozenset[StepKind] = frozenset()
    overdue_days: int = LONGEST_OVERDUE_DAYS
