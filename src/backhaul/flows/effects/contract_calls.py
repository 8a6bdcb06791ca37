"""The calls that change a subscription contract, as they are sent, and what their replies name."""

from collections.abc import Callable
from typing import TypeAlias

from backhaul.core import contract_calls as calls
from backhaul.core.contracts import ContractStatus
from backhaul.core.draft_edits import edits_as_json
from backhaul.core.readback import Found
from backhaul.core.wanted_changes import Actor
from backhaul.flows.effects.draft_calls import edit_draft
from backhaul.flows.effects.prepared import Prepared
from backhaul.shopify.operations import mutations
from backhaul.shopify.operations.model import BaseModel
from backhaul.shopify.operations.mutations.enums import (
    SubscriptionActor,
)
from backhaul.shopify.operations.mutations.enums import (
    SubscriptionBillingAttemptInventoryPolicy as InventoryPolicy,
)
from backhaul.shopify.operations.mutations.enums import (
    SubscriptionBillingCycleScheduleEditInputScheduleEditReason as EditReason,
)
from backhaul.shopify.operations.mutations.subscription_billing_attempt_create import SubscriptionBillingAttemptCreate
from backhaul.shopify.operations.mutations.subscription_billing_cycle_contract_draft_commit import (
    SubscriptionBillingCycleContractDraftCommit,
)
from backhaul.shopify.operations.mutations.subscription_billing_cycle_contract_edit import (
    SubscriptionBillingCycleContractEdit,
)
from backhaul.shopify.operations.mutations.subscription_contract_activate import SubscriptionContractActivate
from backhaul.shopify.operations.mutations.subscription_contract_cancel import SubscriptionContractCancel
from backhaul.shopify.operations.mutations.subscription_contract_pause import SubscriptionContractPause
from backhaul.shopify.operations.mutations.subscription_contract_update import SubscriptionContractUpdate
from backhaul.shopify.operations.mutations.subscription_draft_commit import SubscriptionDraftCommit

_ACTORS = {
    Actor.MERCHANT: SubscriptionActor.MERCHANT,
    Actor.CUSTOMER: SubscriptionActor.CUSTOMER,
    Actor.BACKHAUL: SubscriptionActor.PARTNER,
}
_REASONS = {
    Actor.MERCHANT: EditReason.MERCHANT_INITIATED,
    Actor.CUSTOMER: EditReason.BUYER_INITIATED,
    Actor.BACKHAUL: EditReason.DEV_INITIATED,
}


def open_draft(change: calls.OpenDraft) -> Prepared:
    """The draft is made of the contract as it is when Shopify carries this out; its reply says of which revision."""
    return Prepared(
        "subscriptionContractUpdate",
        mutations.subscription_contract_update(change.contract_gid, _ACTORS[change.actor]),
    )


def commit_draft(change: calls.CommitDraft) -> Prepared:
    """What the draft holds is kept beside the call: it names the draft alone."""
    evidence: dict[str, object] = {"edits": edits_as_json(change.edits), "revision": str(change.revision)}
    if change.next_billing is not None:
        index, date = change.next_billing
        evidence["next_billing"] = {"index": index, "date": date.isoformat()}
    return Prepared("subscriptionDraftCommit", mutations.subscription_draft_commit(change.draft_gid), evidence)


def set_status(change: calls.SetContractStatus) -> Prepared:
    """One mutation for each status that a contract can be given."""
    actor = _ACTORS[change.actor]
    if change.status == ContractStatus.ACTIVE:
        return Prepared(
            "subscriptionContractActivate", mutations.subscription_contract_activate(change.contract_gid, actor)
        )
    if change.status == ContractStatus.PAUSED:
        return Prepared("subscriptionContractPause", mutations.subscription_contract_pause(change.contract_gid, actor))
    return Prepared("subscriptionContractCancel", mutations.subscription_contract_cancel(change.contract_gid, actor))


def set_next_billing(change: calls.SetNextBillingDate) -> Prepared:
    """Later cycles follow from this date."""
    call = mutations.subscription_contract_set_next_billing_date(change.contract_gid, change.date)
    return Prepared("subscriptionContractSetNextBillingDate", call)


def skip_cycle(change: calls.SkipCycle) -> Prepared:
    """By index: its date may move."""
    cycle = _cycle(change.contract_gid, change.cycle_index)
    return Prepared("subscriptionBillingCycleSkip", mutations.subscription_billing_cycle_skip(cycle))


def unskip_cycle(change: calls.UnskipCycle) -> Prepared:
    """By index: its date may move."""
    cycle = _cycle(change.contract_gid, change.cycle_index)
    return Prepared("subscriptionBillingCycleUnskip", mutations.subscription_billing_cycle_unskip(cycle))


def edit_schedule(change: calls.EditCycleSchedule) -> Prepared:
    """Shopify requires a reason (schema)."""
    call = mutations.subscription_billing_cycle_schedule_edit(
        _cycle(change.contract_gid, change.cycle_index),
        mutations.SubscriptionBillingCycleScheduleEditInput(billing_date=change.date, reason=_REASONS[change.actor]),
    )
    return Prepared("subscriptionBillingCycleScheduleEdit", call)


def open_cycle_draft(change: calls.OpenCycleDraft) -> Prepared:
    """A draft of the contract as it is for this cycle."""
    cycle = _cycle(change.contract_gid, change.cycle_index)
    call = mutations.subscription_billing_cycle_contract_edit(cycle, _ACTORS[change.actor])
    return Prepared("subscriptionBillingCycleContractEdit", call)


def commit_cycle_draft(change: calls.CommitCycleDraft) -> Prepared:
    """What the draft holds, and for which cycle, is kept beside the call: it names the draft alone."""
    evidence = {"edits": edits_as_json(change.edits), "cycle_index": change.cycle_index}
    call = mutations.subscription_billing_cycle_contract_draft_commit(change.draft_gid)
    return Prepared("subscriptionBillingCycleContractDraftCommit", call, evidence)


def delete_cycle_edits(change: calls.DeleteCycleEdits) -> Prepared:
    """What is deleted is kept beside the call, in the same transaction as the intent to delete it."""
    cycle = _cycle(change.contract_gid, change.cycle_index)
    call = mutations.subscription_billing_cycle_edit_delete(cycle)
    return Prepared("subscriptionBillingCycleEditDelete", call, {"saved": dict(change.saved)})


def send_payment_email(change: calls.SendPaymentUpdateEmail) -> Prepared:
    """Shopify's own words and sender."""
    call = mutations.customer_payment_method_send_update_email(change.payment_method_gid)
    return Prepared("customerPaymentMethodSendUpdateEmail", call)


def charge_cycle(change: calls.ChargeCycle) -> Prepared:
    """By index: its date may move. The stock rule is always said, so that Shopify's default never decides."""
    stock = InventoryPolicy.ALLOW_OVERSELLING if change.oversells else InventoryPolicy.PRODUCT_VARIANT_INVENTORY_POLICY
    call = mutations.subscription_billing_attempt_create(
        change.contract_gid,
        mutations.SubscriptionBillingAttemptInput(
            idempotency_key=change.idempotency_key,
            billing_cycle_selector=mutations.SubscriptionBillingCycleSelector(index=change.cycle_index),
            origin_time=change.origin_time,
            inventory_policy=stock,
        ),
    )
    return Prepared("subscriptionBillingAttemptCreate", call, idempotency_key=change.idempotency_key)


def _cycle(contract_gid: str, index: int) -> mutations.SubscriptionBillingCycleInput:
    selector = mutations.SubscriptionBillingCycleSelector(index=index)
    return mutations.SubscriptionBillingCycleInput(contract_id=contract_gid, selector=selector)


PREPARE: dict[type, Callable[..., Prepared]] = {
    calls.OpenDraft: open_draft,
    calls.EditDraft: edit_draft,
    calls.CommitDraft: commit_draft,
    calls.SetContractStatus: set_status,
    calls.SetNextBillingDate: set_next_billing,
    calls.SkipCycle: skip_cycle,
    calls.UnskipCycle: unskip_cycle,
    calls.EditCycleSchedule: edit_schedule,
    calls.OpenCycleDraft: open_cycle_draft,
    calls.CommitCycleDraft: commit_cycle_draft,
    calls.DeleteCycleEdits: delete_cycle_edits,
    calls.SendPaymentUpdateEmail: send_payment_email,
    calls.ChargeCycle: charge_cycle,
}


def _draft_opened(data: SubscriptionContractUpdate) -> Found:
    """The draft, and the revision of the contract that it was made of."""
    made = data.subscription_contract_update and data.subscription_contract_update.draft
    if not made:
        return Found(())
    facts = {"revision": str(made.original_contract.revision_id)} if made.original_contract else {}
    return Found((made.id,), facts)


def _cycle_draft_opened(data: SubscriptionBillingCycleContractEdit) -> Found:
    made = data.subscription_billing_cycle_contract_edit and data.subscription_billing_cycle_contract_edit.draft
    return Found((made.id,)) if made else Found(())


def _committed(data: SubscriptionDraftCommit) -> Found:
    made = data.subscription_draft_commit and data.subscription_draft_commit.contract
    return Found((made.id,), {"revision": str(made.revision_id)}) if made else Found(())


def _cycle_committed(_: SubscriptionBillingCycleContractDraftCommit) -> Found:
    """An edited contract has no id of its own (schema)."""
    return Found(())


_Status: TypeAlias = SubscriptionContractActivate | SubscriptionContractPause | SubscriptionContractCancel


def _status_set(data: _Status) -> Found:
    if isinstance(data, SubscriptionContractActivate):
        payload = data.subscription_contract_activate
        changed = payload and payload.contract
        return Found((changed.id,), {"status": changed.status.value}) if changed else Found(())
    if isinstance(data, SubscriptionContractPause):
        paused = data.subscription_contract_pause and data.subscription_contract_pause.contract
        return Found((paused.id,), {"status": paused.status.value}) if paused else Found(())
    ended = data.subscription_contract_cancel and data.subscription_contract_cancel.contract
    return Found((ended.id,), {"status": ended.status.value}) if ended else Found(())


def _attempted(data: SubscriptionBillingAttemptCreate) -> Found:
    """The billing attempt; what comes of it is read from the cycle."""
    payload = data.subscription_billing_attempt_create
    made = payload and payload.subscription_billing_attempt
    return Found((made.id,)) if made else Found(())


READ: dict[type[BaseModel], Callable[..., Found]] = {
    SubscriptionBillingAttemptCreate: _attempted,
    SubscriptionContractUpdate: _draft_opened,
    SubscriptionBillingCycleContractEdit: _cycle_draft_opened,
    SubscriptionDraftCommit: _committed,
    SubscriptionBillingCycleContractDraftCommit: _cycle_committed,
    SubscriptionContractActivate: _status_set,
    SubscriptionContractPause: _status_set,
    SubscriptionContractCancel: _status_set,
}
"""Whose replies name something; the others only say that it is done."""
