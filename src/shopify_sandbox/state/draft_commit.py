"""Committing a draft: a new contract, or a new revision of one.

The codes and their sentences are the schema's; the order in which they are checked is assumed, and that a contract can
be changed without a payment method, but not made without one.
"""

from __future__ import annotations

from shopify_sandbox.state import billing_cycles, billing_schedule, contract_changes, draft_discounts
from shopify_sandbox.state.contract_drafts import Draft
from shopify_sandbox.state.contracts import Content, Contract
from shopify_sandbox.state.errors import refused
from shopify_sandbox.world import World

STALE = "Another operation updated the contract concurrently as the commit was in progress."
FUTURE_EDITS = "Cannot update a subscription contract with a current or upcoming billing cycle contract edit."


def commit(world: World, draft: Draft) -> Contract:
    """The contract as the draft has it. Raises Refused, the draft and the contract stay as they were then."""
    if draft.cycle is not None:
        message = (
            "Cannot commit a billing cycle contract draft with this mutation. "
            "Please use SubscriptionBillingCycleContractDraftCommit."
        )
        raise refused(message, "draftId", code="BILLING_CYCLE_PRESENT")
    check_not_stale(draft)
    check_content(draft.content, new=draft.contract is None)
    contract = _made(world, draft) if draft.contract is None else _changed(world, draft, draft.contract)
    draft.committed = True
    return contract


def check_not_stale(draft: Draft) -> None:
    """Raises Refused with STALE_CONTRACT when the contract moved on since the draft was made."""
    if draft.is_stale:
        raise refused(STALE, "draftId", code="STALE_CONTRACT")


def check_no_future_edits(world: World, contract: Contract, *field: str) -> None:
    """Raises Refused with HAS_FUTURE_EDITS when the current or an upcoming cycle has a content of its own."""
    if billing_cycles.has_future_content_edits(world, contract):
        raise refused(FUTURE_EDITS, *field, code="HAS_FUTURE_EDITS")


def check_content(content: Content, *, new: bool) -> None:
    """Raises Refused for what no contract can be."""
    if not content.lines:
        raise refused("Must have at least one line.", "draftId", code="INVALID_LINES")
    if content.requires_shipping and content.method is None:
        message = "The delivery method can't be blank if any lines require shipping."
        raise refused(message, "draftId", code="DELIVERY_METHOD_REQUIRED")
    if new and content.payment_method is None:
        message = "Customer payment method is required."
        raise refused(message, "draftId", code="MISSING_CUSTOMER_PAYMENT_METHOD")


def _made(world: World, draft: Draft) -> Contract:
    now = world.now()
    contract = Contract(
        id=world.new_id(Contract),
        app_id=draft.app_id,
        currency=draft.currency,
        customer=draft.customer,
        content=draft_discounts.settled(world, draft.content),
        revision=contract_changes.new_revision(world),
        created_at=now,
        updated_at=now,
        status=draft.status,
        next_billing_date=draft.next_billing_date,
    )
    contract.legs = [billing_schedule.first_leg(world, contract)]
    world.add(contract)
    contract_changes.record(world, contract, "create", actor=draft.actor)
    world.emit("subscription_contracts/create", contract)
    return contract


def _changed(world: World, draft: Draft, contract: Contract) -> Contract:
    check_no_future_edits(world, contract, "draftId")
    contract.content = draft_discounts.settled(world, draft.content)
    billing_schedule.billing_changed(world, contract)
    contract_changes.note_next_billing_date(world, contract, draft.next_billing_date)
    contract_changes.record(world, contract, "update", actor=draft.actor)
    if draft.status is not contract.status:
        contract_changes.set_status(world, contract, draft.status, actor=draft.actor)
        return contract
    contract_changes.revise(world, contract)
    world.emit("subscription_contracts/update", contract)
    return contract
