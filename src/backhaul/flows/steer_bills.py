"""What a person does about a billing cycle: charge it now, have it skipped, leave it, ask for another card."""

from datetime import datetime

import structlog
from django.db import transaction

from backhaul.core.billing_dates import charge_at
from backhaul.core.billing_errors import BillingIsOff, CycleNotOpen, NotOurContract, check_not_too_early
from backhaul.core.bills import CAN_BE_CHARGED, SETTLED_BILL, BillState, BillWish
from backhaul.core.contracts import CycleStatus, Ownership
from backhaul.core.errors import NotFound
from backhaul.core.tasks import ENDED, TaskState
from backhaul.core.wanted_changes import Actor
from backhaul.flows import charge_notices
from backhaul.flows.billing_policies import billing_policy_of
from backhaul.flows.bills import DueCycle, open_bill
from backhaul.flows.clock import now, real_now
from backhaul.flows.find import by_id
from backhaul.flows.store_pauses import require_installed
from backhaul.flows.task_list import make_pending
from backhaul.models import Bill, Contract, Task

log = structlog.get_logger()


def wish_cycle(contract: Contract, index: int, wish: BillWish, *, by: str) -> Bill:
    """Have one cycle of a contract charged, skipped or left; it has a bill from then on.

    What is asked of Shopify is decided when the bill's task runs, on what is true then. Raises NotFound, CycleNotOpen,
    NotOurContract, BillingIsOff, CycleTooEarly, StoreUninstalled.
    """
    require_installed(contract.store)
    with transaction.atomic():
        locked = Contract.objects.select_for_update(no_key=True, of=("self",)).select_related("store")
        contract = locked.get(pk=contract.pk)
        bill = Bill.objects.select_for_update(no_key=True).filter(contract=contract, cycle_index=index).first()
        _check(contract, bill, index, wish)
        if bill is None or bill.state in SETTLED_BILL:
            bill = open_bill(DueCycle(contract, index, _due_at(contract, bill, index)))
        bill.wish, bill.wish_number, bill.wished_by = wish, None, by[:255]
        bill.save()
        _run_now(bill, wish)
    log.info("bill.wished", bill=bill.pk, wish=wish, contract=contract.pk, cycle=index)
    return bill


def wish_bill(bill_id: str, wish: BillWish, *, by: str) -> Bill:
    """The same for a bill that is there. Raises what `wish_cycle` raises."""
    bill = by_id(Bill.objects.select_related("contract__store"), bill_id, "bill")
    return wish_cycle(bill.contract, bill.cycle_index, wish, by=by)


def ask_for_card(bill_id: str, *, by: str) -> Task:
    """Have Shopify ask the customer for another way to pay; the task that plans this change.

    Raises NotFound, StoreUninstalled.
    """
    with transaction.atomic():
        bill = by_id(Bill.objects.select_related("contract__store"), bill_id, "bill")
        require_installed(bill.contract.store)
        return charge_notices.ask_for_card(bill, actor=Actor.MERCHANT, by=by)


def _check(contract: Contract, bill: Bill | None, index: int, wish: BillWish) -> None:
    if contract.ownership != Ownership.OURS:
        raise NotOurContract(str(contract), contract.app_title)
    cycle = contract.cycles.filter(index=index).first()
    if cycle is None:
        raise NotFound("billing cycle", str(index))
    if cycle.status == CycleStatus.BILLED:
        raise CycleNotOpen(str(contract), index, "it is billed.")
    if bill is not None and bill.state not in CAN_BE_CHARGED:
        raise CycleNotOpen(str(contract), index, f"{BillState(bill.state).words}.")
    if wish is BillWish.CHARGE and not billing_policy_of(contract).is_on:
        raise BillingIsOff(contract.store.slug)
    if wish is BillWish.CHARGE:
        check_not_too_early(index, cycle.expected_at, now=now(), timezone=contract.store.timezone)


def _due_at(contract: Contract, bill: Bill | None, index: int) -> datetime:
    if bill is not None:
        return bill.due_at
    cycle = contract.cycles.get(index=index)
    hour = billing_policy_of(contract).hour
    return charge_at(cycle.expected_at, timezone=contract.store.timezone, hour=hour)


def _run_now(bill: Bill, wish: BillWish) -> None:
    """Let the bill's task run with the wish; one that runs already looks once more when it has ended.

    One that was called off begins anew, and one that is about to be is not: this wish is the later one.
    """
    task = Task.objects.select_for_update(no_key=True).get(pk=bill.task_id)
    task.choices = {**task.choices, "wish": wish.value, "at": now().isoformat()}
    task.retried_at, task.attempts, task.cancel_requested = real_now(), 0, False
    task.save(update_fields=["choices", "retried_at", "attempts", "cancel_requested"])
    if task.state in ENDED:
        open_bill(DueCycle(bill.contract, bill.cycle_index, bill.due_at))
    elif task.state not in (TaskState.PENDING, TaskState.RUNNING):
        make_pending(task)
