"""Writes bills and their tries: opened when a cycle falls due, held while something is waited for, settled once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from backhaul.core.billing import End, Hold, Send, Try, called_off_end
from backhaul.core.bills import CHARGED_BILL, SETTLED_BILL, BillState, ChargeState
from backhaul.core.tasks import TaskState
from backhaul.flows.charge_facts import key_of, method_of
from backhaul.flows.charge_notices import tell_of_end
from backhaul.flows.clock import now
from backhaul.flows.keep_drifts import settle_overdue
from backhaul.flows.payment_tasks import CHARGE_CYCLE
from backhaul.flows.task_list import CALLED_OFF_WITH_STORE, TaskOrder, want_again, write_task
from backhaul.models import Bill, Charge, Contract, Store, Task

CALLED_OFF = "The charge was called off by a person."


@dataclass(frozen=True)
class DueCycle:
    """A cycle that is to be charged, and since when."""

    contract: Contract
    index: int
    due_at: datetime


def open_bill(due: DueCycle) -> Bill:
    """Write the bill of a cycle with its task, or have the one that is there seen to again.

    In the caller's transaction, under the contract's row lock. Raises StoreUninstalled.
    """
    order = _task_order(due.contract, due.index)
    found = Bill.objects.select_for_update(no_key=True).filter(contract=due.contract, cycle_index=due.index).first()
    if found is None:
        return Bill.objects.create(
            contract=due.contract,
            cycle_index=due.index,
            due_at=due.due_at,
            task=write_task(order),
            created_at=now(),
        )
    if found.state in SETTLED_BILL:
        found.state, found.settled_at, found.words, found.due_at = BillState.OPEN, None, "", due.due_at
        found.save()
    want_again(order)
    return found


def _task_order(contract: Contract, index: int) -> TaskOrder:
    key = f"{CHARGE_CYCLE}:{contract.pk}:{index}"
    return TaskOrder(CHARGE_CYCLE, key, contract.store, contract_gid=contract.gid)


def prepare_charge(bill: Bill, send: Send) -> Charge:
    """Write the try with its key, before Shopify is asked; done again it is the same try with the same key."""
    with transaction.atomic():
        contract = Contract.objects.get(pk=bill.contract_id)
        charge, _ = Charge.objects.update_or_create(
            bill=bill,
            number=send.number,
            defaults={
                "idempotency_key": key_of(bill, send.number),
                "method": method_of(contract),
                "oversells": send.oversells,
                "origin_at": send.origin_time,
            },
            create_defaults={
                "idempotency_key": key_of(bill, send.number),
                "method": method_of(contract),
                "oversells": send.oversells,
                "origin_at": send.origin_time,
                "prepared_at": now(),
            },
        )
        if bill.wish:
            Bill.objects.filter(pk=bill.pk, wish=bill.wish).update(wish_number=send.number)
    return charge


def record_tries(bill: Bill, tries: Sequence[Try]) -> None:
    """Bring the tries up to what Shopify shows; one that we have no row of, made before a loss of data, gets one."""
    for one in tries:
        Charge.objects.update_or_create(
            bill=bill,
            number=one.number,
            defaults={
                "state": ChargeState(one.attempt.state),
                "attempt_gid": one.attempt.gid,
                "error_code": (one.attempt.error_code or "")[:64],
                "ended_at": one.attempt.completed_at,
            },
            create_defaults={
                "state": ChargeState(one.attempt.state),
                "attempt_gid": one.attempt.gid,
                "error_code": (one.attempt.error_code or "")[:64],
                "ended_at": one.attempt.completed_at,
                "idempotency_key": one.attempt.idempotency_key,
                "origin_at": one.attempt.created_at,
                "prepared_at": one.attempt.created_at,
            },
        )


def hold_bill(bill: Bill, hold: Hold, *, error_code: str = "") -> None:
    """Keep what is waited for."""
    _write(bill, state=hold.state, words=hold.words, error_code=error_code, next_try_at=hold.next_try_at)


def ask_about_bill(bill: Bill, words: str, *, error_code: str = "") -> None:
    """Keep what a person is asked."""
    _write(bill, state=BillState.ASKS, words=words, error_code=error_code, next_try_at=None)


def settle_bill(bill: Bill, end: End, *, error_code: str = "") -> bool:
    """Keep how it ended; what a person wanted of it is done with that, and that nobody had tried to charge it.

    In the caller's transaction. False, and nothing is kept, where a person has come to want something of it since the
    bill was read: then it has to be decided anew.
    """
    now_there = Bill.objects.select_for_update(no_key=True).get(pk=bill.pk)
    if end.state is not BillState.CHARGED and now_there.wish != bill.wish:
        return False
    _write(
        bill,
        state=end.state,
        words=end.words,
        error_code=error_code,
        next_try_at=None,
        order_gid=end.order_gid or now_there.order_gid,
        amount=end.charged.amount if end.charged else now_there.amount,
        currency=end.charged.currency if end.charged else now_there.currency,
        settled_at=now_there.settled_at or now(),
        wish="",
        wish_number=None,
    )
    if end.state in CHARGED_BILL:
        settle_overdue(bill.contract)
    return True


def _write(bill: Bill, **values: object) -> None:
    """Only what is named: a person may write what is wanted of the bill at the same moment."""
    Bill.objects.filter(pk=bill.pk).update(**values)
    for name, value in values.items():
        setattr(bill, name, value)


def note_called_off(store: Store) -> int:
    """Settle the bills whose task was called off, by a person or with the store; returns how many."""
    open_bills = Bill.objects.exclude(state__in=SETTLED_BILL).filter(contract__store=store)
    found = open_bills.filter(task__state=TaskState.CANCELLED).values_list("pk", flat=True)
    return sum(_settle_called_off(pk) for pk in list(found))


def _settle_called_off(bill_id: str) -> bool:
    """False where a person has had it opened again meanwhile."""
    with transaction.atomic():
        locked = Bill.objects.select_for_update(no_key=True, of=("self",)).select_related("contract__store")
        bill = locked.get(pk=bill_id)
        task = Task.objects.get(pk=bill.task_id)
        if bill.state in SETTLED_BILL or task.state != TaskState.CANCELLED:
            return False
        with_store = task.outcome_detail == CALLED_OFF_WITH_STORE
        end = called_off_end(CALLED_OFF_WITH_STORE if with_store else CALLED_OFF, with_store=with_store)
        is_settled = settle_bill(bill, end, error_code=bill.error_code)
        if is_settled and end.is_wrong:
            tell_of_end(bill, end.words)
    return is_settled
