"""Finds the billing cycles of a store that are to be charged, from the mirror."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from backhaul.core.billing_dates import EARLIEST, charge_at
from backhaul.core.billing_policy import BillingPolicy
from backhaul.core.bills import OPENS_AGAIN, SETTLED_BILL
from backhaul.core.contracts import ContractStatus, CycleStatus, Ownership
from backhaul.flows.billing_policies import PolicyBook
from backhaul.flows.bills import DueCycle
from backhaul.flows.clock import now
from backhaul.models import Bill, BillingCycle, Store


def due_cycles(store: Store, *, until: datetime) -> Iterator[tuple[DueCycle, BillingPolicy]]:
    """The unbilled cycles of our own active contracts that are charged until then, by their date, with their policy.

    Not those that somebody has settled for good, nor those before a cycle that is billed already. Those whose policy
    has billing switched off are among them.
    """
    yield from _charged_until(store, to_bill(store, until=until), until)


def passed_cycles(store: Store) -> Iterator[tuple[DueCycle, BillingPolicy]]:
    """As `due_cycles`, those that lie before a billed one: nobody charges them any more, and no bill sees to them."""
    seen_to = Bill.objects.filter(contract=OuterRef("contract"), cycle_index=OuterRef("index"))
    rows = _unbilled(store, until=now()).filter(~Exists(seen_to.exclude(state__in=OPENS_AGAIN)))
    rows = rows.filter(index__lt=F("last_billed"))
    yield from _charged_until(store, rows, now())


def _charged_until(
    store: Store, rows: QuerySet[BillingCycle], until: datetime
) -> Iterator[tuple[DueCycle, BillingPolicy]]:
    book = PolicyBook(store)
    for row in rows:
        policy = book.of_plans([line.selling_plan_gid for line in row.contract.lines.all()])
        at = charge_at(row.expected_at, timezone=store.timezone, hour=policy.hour)
        if at <= until:
            yield DueCycle(row.contract, row.index, at), policy


def to_bill(store: Store, *, until: datetime) -> QuerySet[BillingCycle]:
    """Cycles that may be charged until then, with their contracts and lines, oldest first."""
    return _unbilled(store, until=until).filter(index__gt=F("last_billed"))


def _unbilled(store: Store, *, until: datetime) -> QuerySet[BillingCycle]:
    """Neither billed nor skipped, nor settled for good; `last_billed` is the contract's last billed cycle, or 0."""
    others = BillingCycle.objects.filter(contract=OuterRef("contract"), status=CycleStatus.BILLED)
    last_billed = others.order_by().values("contract").annotate(last=Max("index")).values("last")
    settled = Bill.objects.filter(
        contract=OuterRef("contract"), cycle_index=OuterRef("index"), state__in=SETTLED_BILL - OPENS_AGAIN
    )
    found = BillingCycle.objects.filter(
        status=CycleStatus.UNBILLED,
        skipped=False,
        expected_at__lte=until + EARLIEST,
        contract__store=store,
        contract__status=ContractStatus.ACTIVE,
        contract__ownership=Ownership.OURS,
        contract__deleted_at=None,
    )
    found = found.annotate(last_billed=Coalesce(Subquery(last_billed), Value(0)))
    found = found.filter(~Exists(settled)).order_by("expected_at", "contract_id", "index")
    return found.select_related("contract__store").prefetch_related("contract__lines")


def passed_to(contracts: Collection[str]) -> dict[str, int]:
    """Of contracts, by our ids, the last cycle that has fallen due and has a bill or is skipped, where there is one."""
    begun = Bill.objects.filter(contract__in=contracts, due_at__lte=now()).order_by().values_list("contract")
    skipped = BillingCycle.objects.filter(contract__in=contracts, skipped=True, expected_at__lte=now()).order_by()
    last = dict(begun.annotate(Max("cycle_index")))
    for contract, index in skipped.values_list("contract").annotate(Max("index")):
        last[contract] = max(index, last.get(contract, 0))
    return last


def open_bills(store: Store) -> QuerySet[Bill]:
    """The bills of a store that are not settled."""
    return Bill.objects.filter(~Q(state__in=SETTLED_BILL), contract__store=store)
