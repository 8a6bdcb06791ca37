"""What has to be true of the charging of subscriptions, by what Shopify shows and what we say."""

from collections import Counter
from typing import Any

from backhaul.core.bills import BillState
from backhaul.flows.clock import now
from backhaul.models import Bill, Charge, Contract
from tests.support.shop import Shop

NAMED = (BillState.FAILED, BillState.LEFT, BillState.ASKS, BillState.STOPPED, BillState.ENDED)


def wrong(shop: Shop) -> list[str]:
    """What must never be so, at no moment: sentences."""
    return [sentence for shown in shop.sandbox.state()["contracts"] for sentence in _wrong_of(shown)]


def unnamed(shop: Shop) -> list[str]:
    """Cycles whose date has passed that are neither billed nor skipped, and of which nobody was told why."""
    found = []
    for contract in Contract.objects.filter(store=shop.store, status="ACTIVE"):
        bills = {bill.cycle_index: bill for bill in Bill.objects.filter(contract=contract)}
        for cycle in contract.cycles.filter(status="UNBILLED", skipped=False, expected_at__lt=now()):
            bill = bills.get(cycle.index)
            if bill is None or bill.state not in NAMED:
                found.append(f"cycle {cycle.index} of {contract}: {bill.state if bill else 'no bill'}")
    return found


def _wrong_of(shown: dict[str, Any]) -> list[str]:
    """Each cycle has at most one order; our keys are each used once; what we call charged has that very order."""
    orders = Counter(one["cycle"] for one in shown["attempts"] if one["order"])
    twice = [
        f"cycle {index} of {shown['id']} was charged {count} times" for index, count in orders.items() if count > 1
    ]
    pending = Counter(one["cycle"] for one in shown["attempts"] if not one["completed"])
    both = [f"cycle {index} has two payments under way" for index, count in pending.items() if count > 1]
    made = {one["order"] for one in shown["attempts"] if one["order"]}
    ours = Bill.objects.filter(contract__gid=shown["id"], state=BillState.CHARGED)
    lies = [f"{bill.pk} names no order of Shopify's" for bill in ours if bill.order_gid not in made]
    keys = {one["key"] for one in shown["attempts"]}
    charges = Charge.objects.filter(bill__contract__gid=shown["id"]).exclude(attempt_gid="")
    lost = [f"{one} is not in Shopify" for one in charges if one.idempotency_key not in keys]
    return twice + both + lies + lost
