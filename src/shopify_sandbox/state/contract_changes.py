"""What happens to a contract as a whole: its status, its next billing date, its revisions, and who is told.

The schema names the statuses from which a contract can be activated, and that a terminated one changes no more.
Assumed: that the status a contract has already can be set again, that a new next billing date is a new revision, and
that subscription_contracts/update goes out with every change, beside the topic of a change of status.
"""

from __future__ import annotations

from datetime import datetime

from shopify_sandbox.state import billing_schedule
from shopify_sandbox.state.contracts import Contract, ContractStatus, StatusChange
from shopify_sandbox.state.errors import refused
from shopify_sandbox.world import World

TERMINATED = "Subscription contract status cannot be changed once terminated."
_TOPICS = {
    ContractStatus.ACTIVE: "activate",
    ContractStatus.PAUSED: "pause",
    ContractStatus.CANCELLED: "cancel",
    ContractStatus.EXPIRED: "expire",
    ContractStatus.FAILED: "fail",
}


def new_revision(world: World) -> int:
    """A number greater than any given to a contract before."""
    return world.new_id("SubscriptionContractRevision")


def set_status(world: World, contract: Contract, status: ContractStatus, *, actor: str | None = None) -> None:
    """Give the contract a status. Raises Refused with CONTRACT_TERMINATED when it ended for good."""
    check_not_over(contract)
    contract.status = status
    record(world, contract, _TOPICS[status], actor=actor)
    revise(world, contract)
    world.emit(f"subscription_contracts/{_TOPICS[status]}", contract)
    world.emit("subscription_contracts/update", contract)


def check_not_over(contract: Contract) -> None:
    """Raises Refused with CONTRACT_TERMINATED when the contract ended for good."""
    if contract.status.is_over:
        raise refused(TERMINATED, "subscriptionContractId", code="CONTRACT_TERMINATED")


def set_next_billing_date(world: World, contract: Contract, date: datetime | None) -> None:
    """Move the next billing date, whoever does; tells those who listen."""
    note_next_billing_date(world, contract, date)
    revise(world, contract)
    world.emit("subscription_contracts/update", contract)


def note_next_billing_date(world: World, contract: Contract, date: datetime | None) -> None:
    """Keep the date. No billing cycle moves with it: it is the app's own (schema), unless the sandbox was told so."""
    if world.billing.next_billing_date_leads and date is not None and date != contract.next_billing_date:
        billing_schedule.bill_next_at(world, contract, date)
    contract.next_billing_date = date


def ask_for_next_billing_date(world: World, contract: Contract, date: datetime) -> None:
    """subscriptionContractSetNextBillingDate. Raises Refused with INVALID; the conditions are assumed."""
    if contract.status.is_over:
        raise refused(TERMINATED, "contractId", code="INVALID")
    if date < world.now():
        raise refused("Next billing date is invalid.", "date", code="INVALID")
    record(world, contract, "set next billing date", actor=None)
    set_next_billing_date(world, contract, date)


def revise(world: World, contract: Contract) -> None:
    """A new revision as of now; drafts made before it are stale."""
    contract.revision = new_revision(world)
    contract.updated_at = world.now()


def record(world: World, contract: Contract, what: str, *, actor: str | None) -> None:
    """Keep who did what, for those who look at the shop from outside."""
    contract.history.append(StatusChange(world.now(), what, actor))
