"""Subscriptions that fall due, and the Job Queue entry that has them charged."""

from datetime import timedelta
from typing import Any

from backhaul.core.recurring import RecurringJob
from backhaul.flows.bill_cycles import bill_due_cycles
from backhaul.flows.billing_policies import BillingChoices, set_billing, switch_billing
from backhaul.flows.clock import now
from backhaul.flows.job_queue import run_now
from backhaul.models import Bill, BillingCycle, Contract
from tests.support.payments import Calendar
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import each_time, subscribe


def subscriber(shop: Shop) -> Contract:
    """A subscription that is paid at each delivery, every month, and is our own."""
    return subscribe(shop, each_time(shop))


def bill_all(shop: Shop) -> str:
    """Let the entry run, and what it has written; returns what it says."""
    said = run_now(shop.store, RecurringJob.BILLING, bill_due_cycles)
    run_pending()
    return said


def switched_on(shop: Shop, **choices: Any) -> Shop:
    """The store with billing on, by these policies."""
    switch_billing(shop.store, on=True)
    set_billing(shop.store, BillingChoices(**choices))
    return shop


def next_cycle(contract: Contract) -> BillingCycle:
    """The first cycle that is neither billed nor skipped."""
    return contract.cycles.filter(status="UNBILLED", skipped=False).order_by("index")[0]


def until_due(calendar: Calendar, contract: Contract, *, days: float = 0) -> BillingCycle:
    """Let time pass until the next cycle is due, and so many days more."""
    cycle = next_cycle(contract)
    ahead = cycle.expected_at - now() + timedelta(days=days, minutes=1)
    calendar.advance(seconds=ahead.total_seconds())
    return cycle


def bill_of(contract: Contract) -> Bill:
    """The contract's newest bill."""
    return Bill.objects.select_related("task").filter(contract=contract).order_by("-cycle_index")[0]


def attempts_in(shop: Shop, contract: Contract) -> list[dict[str, Any]]:
    """The billing attempts of the contract that Shopify has, oldest first."""
    (found,) = [one for one in shop.sandbox.state()["contracts"] if one["id"] == contract.gid]
    return list(found["attempts"])
