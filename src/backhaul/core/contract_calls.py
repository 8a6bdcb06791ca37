"""The calls that change a subscription contract or its orders in Shopify, each with a step that names its content.

What a step of a change keeps in its `params`, by its kind; dates are ISO texts with their offset, a cycle is its index:

- EDIT_CONTRACT: `edits` (see draft_edits); EDIT_CYCLE: `cycle_index`, `edits`
- SET_STATUS: `status` (ACTIVE, PAUSED, CANCELLED); SET_NEXT_BILLING: `date`
- SCHEDULE_CYCLE: `cycle_index`, `date`; UNSKIP_CYCLE: `cycle_index`; SKIP_CYCLE: `cycle_index`, and `moved_to`, the
  cycle in whose place its deliveries come instead
- ASK_FOR_PAYMENT_METHOD: `payment_method` (gid)
- UPDATE_ORDER: `address` (given parts), `note`, `attributes` (pairs to add or replace; an empty value removes)
- RESCHEDULE: `fulfillment_order`, `date`; HOLD: `fulfillment_order`, `reason` (words); RELEASE: `fulfillment_order`
- GIVE_BACK: `units` (number by order line gid), `restock` (see core.restock), `amount` and `currency`, `reason`
- CANCEL_ORDER: `reason` (Shopify's OrderCancelReason), `refund`, `restock`, `notify_customer`, `note`
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from backhaul.core.draft_edits import Attributes, DraftEdit
from backhaul.core.wanted_changes import Actor, GivenAddress


@dataclass(frozen=True)
class OpenDraft:
    """subscriptionContractUpdate: a draft of the contract as it is at `revision`."""

    step: str
    contract_gid: str
    revision: int
    actor: Actor


@dataclass(frozen=True)
class EditDraft:
    """One subscriptionDraft… mutation; the contract stays as it is until the commit."""

    step: str
    draft_gid: str
    edit: DraftEdit


@dataclass(frozen=True)
class CommitDraft:
    """subscriptionDraftCommit of a draft that was opened at `revision` and holds `edits`.

    `next_billing`: index and date of the next cycle to be billed before it, which it must not move.
    """

    step: str
    contract_gid: str
    draft_gid: str
    revision: int
    edits: tuple[DraftEdit, ...]
    next_billing: tuple[int, datetime] | None = None


@dataclass(frozen=True)
class SetContractStatus:
    """subscriptionContractActivate, Pause or Cancel; `status` is what it has afterwards."""

    step: str
    contract_gid: str
    status: str
    actor: Actor


@dataclass(frozen=True)
class SetNextBillingDate:
    """subscriptionContractSetNextBillingDate."""

    step: str
    contract_gid: str
    date: datetime


@dataclass(frozen=True)
class SkipCycle:
    """subscriptionBillingCycleSkip."""

    step: str
    contract_gid: str
    cycle_index: int


@dataclass(frozen=True)
class UnskipCycle:
    """subscriptionBillingCycleUnskip."""

    step: str
    contract_gid: str
    cycle_index: int


@dataclass(frozen=True)
class EditCycleSchedule:
    """subscriptionBillingCycleScheduleEdit; the reason that Shopify asks for follows from the actor."""

    step: str
    contract_gid: str
    cycle_index: int
    date: datetime
    actor: Actor


@dataclass(frozen=True)
class OpenCycleDraft:
    """subscriptionBillingCycleContractEdit: a draft of the contract for one cycle alone."""

    step: str
    contract_gid: str
    cycle_index: int
    actor: Actor


@dataclass(frozen=True)
class CommitCycleDraft:
    """subscriptionBillingCycleContractDraftCommit."""

    step: str
    contract_gid: str
    cycle_index: int
    draft_gid: str
    edits: tuple[DraftEdit, ...]


@dataclass(frozen=True)
class DeleteCycleEdits:
    """subscriptionBillingCycleEditDelete: schedule and contract edits of one cycle are gone.

    `saved` is what is deleted, in the form of core.cycle_edits, kept with the call until it is applied again.
    """

    step: str
    contract_gid: str
    cycle_index: int
    saved: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class SendPaymentUpdateEmail:
    """customerPaymentMethodSendUpdateEmail: Shopify writes to the customer, who gives another way to pay."""

    step: str
    contract_gid: str
    payment_method_gid: str


@dataclass(frozen=True)
class ChargeCycle:
    """subscriptionBillingAttemptCreate; the same key again is the same attempt, whatever else is given (schema)."""

    step: str
    contract_gid: str
    cycle_index: int
    idempotency_key: str
    origin_time: datetime
    oversells: bool = False


@dataclass(frozen=True)
class UpdateOrder:
    """orderUpdate. It replaces note and attributes as a whole: `attributes` are all that the order is to have.

    What is None stays. The address is a whole one.
    """

    step: str
    order_gid: str
    address: GivenAddress | None = None
    note: str | None = None
    attributes: Attributes | None = None


@dataclass(frozen=True)
class RescheduleFulfillmentOrder:
    """fulfillmentOrderReschedule of a SCHEDULED one."""

    step: str
    order_gid: str
    fulfillment_order_gid: str
    to: datetime


@dataclass(frozen=True)
class HoldFulfillmentOrder:
    """fulfillmentOrderHold of the whole one. `handle` is unique among our holds on it, ≤ 64 characters (schema)."""

    step: str
    order_gid: str
    fulfillment_order_gid: str
    handle: str
    words: str


@dataclass(frozen=True)
class ReleaseHold:
    """fulfillmentOrderReleaseHold of these holds, which are our own."""

    step: str
    order_gid: str
    fulfillment_order_gid: str
    hold_gids: tuple[str, ...]


@dataclass(frozen=True)
class CancelOrder:
    """orderCancel, which Shopify carries out afterwards; authorisations are voided whatever `refund` says (schema)."""

    step: str
    order_gid: str
    reason: str
    refund: bool
    restock: bool
    notify_customer: bool = False
    note: str = ""


@dataclass(frozen=True)
class AddTags:
    """tagsAdd: these and no others; what the order has besides stays. Added twice, they are there once (schema)."""

    step: str
    order_gid: str
    tags: tuple[str, ...]


ContractCall = (
    OpenDraft
    | EditDraft
    | CommitDraft
    | SetContractStatus
    | SetNextBillingDate
    | SkipCycle
    | UnskipCycle
    | EditCycleSchedule
    | OpenCycleDraft
    | CommitCycleDraft
    | DeleteCycleEdits
    | SendPaymentUpdateEmail
    | ChargeCycle
)
OrderCall = UpdateOrder | RescheduleFulfillmentOrder | HoldFulfillmentOrder | ReleaseHold | CancelOrder | AddTags
