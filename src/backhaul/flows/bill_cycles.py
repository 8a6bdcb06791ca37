"""The Job Queue entry that has the due cycles of a store charged: it writes a bill with its task for each, once."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby

import structlog
from django.db import transaction
from django.db.models import Max

from backhaul.core.billing_policy import BillingPolicy
from backhaul.core.bills import SETTLED_BILL, BillState
from backhaul.core.due_choice import Choice, Due, Seen, choose_due, passed_of
from backhaul.core.recurring import Ran
from backhaul.flows.billing_policies import PolicyBook, may_charge
from backhaul.flows.bills import DueCycle, note_called_off, open_bill
from backhaul.flows.clock import now
from backhaul.flows.due_cycles import due_cycles, passed_cycles, passed_to
from backhaul.flows.job_queue import Turn
from backhaul.flows.notices import Telling, tell
from backhaul.flows.uncharged_cycles import tell_kept_back, tell_left, tell_missed, tell_passed
from backhaul.models import Bill, Contract, JobQueueEntry, Store

log = structlog.get_logger()
BILLING_DENIED = "billing_denied"
OFF = "billing is switched off"


def bill_due_cycles(entry: JobQueueEntry) -> str | Ran:
    """Write the bills of the cycles that are due now. A second run finds them written.

    A cycle that is no longer skipped, or whose subscription is active again, has its bill opened once more.
    """
    store = entry.store
    note_called_off(store)
    if not PolicyBook(store).store_policy.is_on:
        return OFF
    if not may_charge(store):
        return _tell_denied(store)
    turn, begun = Turn(), 0
    for due, policy in _by_contract(due_cycles(store, until=now())):
        begun += _see_to(due, policy)
        if turn.is_over:
            return Ran(f"{begun} charges begun; more are due", goes_on_after=timedelta(0))
    _tell_of_passed(store)
    return f"{begun} charges begun"


def _by_contract(cycles: Iterable[tuple[DueCycle, BillingPolicy]]) -> Iterator[tuple[list[DueCycle], BillingPolicy]]:
    """The cycles of each contract together, by their index, with its policy."""
    ordered = sorted(cycles, key=lambda one: (one[0].contract.pk, one[0].index))
    for _, group in groupby(ordered, key=lambda one: one[0].contract.pk):
        found = list(group)
        yield [due for due, _ in found], found[0][1]


def _tell_of_passed(store: Store) -> None:
    """Name what was not charged before a later cycle was, as when that is charged in Shopify."""
    for cycles, policy in _by_contract(passed_cycles(store)):
        ours = passed_of([Due(one.index, one.due_at) for one in cycles], policy)
        passed = [one for one in cycles if one.index in ours]
        if passed:
            with transaction.atomic():
                tell_passed(_locked(passed[0].contract), passed)


def _locked(contract: Contract) -> Contract:
    rows = Contract.objects.select_for_update(no_key=True, of=("self",)).select_related("store")
    return rows.get(pk=contract.pk)


def _see_to(due: list[DueCycle], policy: BillingPolicy) -> int:
    """Begin what is chosen of one contract's due cycles, in one transaction under its row lock."""
    with transaction.atomic():
        contract = _locked(due[0].contract)
        bills = {bill.cycle_index: bill for bill in Bill.objects.filter(contract=contract)}
        choice = _choose(contract, due, policy, bills)
        by_index = {one.index: one for one in due}
        tell_kept_back(contract, [by_index[index] for index in choice.kept_back])
        tell_missed(contract, [by_index[index] for index in choice.missed])
        tell_left(contract, [by_index[index] for index in choice.leave])
        if choice.begin is None:
            return 0
        bill = open_bill(DueCycle(contract, choice.begin, by_index[choice.begin].due_at))
    log.info("bill.opened", bill=bill.pk, contract=contract.pk, cycle=bill.cycle_index, store=contract.store.slug)
    return 1


def _choose(contract: Contract, due: list[DueCycle], policy: BillingPolicy, bills: Mapping[int, Bill]) -> Choice:
    open_now = {index for index, bill in bills.items() if bill.state not in SETTLED_BILL}
    begun_to = max((index for index, bill in bills.items() if bill.due_at <= now()), default=0)
    return choose_due(
        [Due(one.index, one.due_at, one.index in open_now) for one in due],
        policy,
        now=now(),
        timezone=contract.store.timezone,
        seen=Seen(
            is_busy=bool(open_now),
            charged_at=_charged_at(contract),
            begun_to=begun_to,
            passed_to=passed_to([contract.pk]).get(contract.pk, 0),
        ),
    )


def _charged_at(contract: Contract) -> datetime | None:
    charged = Bill.objects.filter(contract=contract, state=BillState.CHARGED)
    last: datetime | None = charged.aggregate(last=Max("settled_at"))["last"]
    return last


def _tell_denied(store: Store) -> str:
    """Said once a month as long as it stays so."""
    words = "Nothing is charged: the app lacks the scope write_own_subscription_contracts. Grant it again."
    key = f"{BILLING_DENIED}:{store.pk}:{now():%Y-%m}"
    with transaction.atomic():
        tell(store, None, Telling(BILLING_DENIED, store.pk, key, words))
    return words
