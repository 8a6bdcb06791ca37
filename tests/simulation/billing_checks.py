"""What has to be true of the charging of subscriptions, by what Shopify shows and what we say."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from backhaul.core.bills import SETTLED_BILL, BillState
from backhaul.core.tasks import TaskState
from backhaul.flows.clock import now
from backhaul.flows.uncharged_cycles import told_cycles
from backhaul.models import Bill, BillingCycle, Charge, Contract, Notice
from tests.simulation.billing_people import People, Shown
from tests.support.sandbox import Sandbox

SAID = (BillState.FAILED, BillState.LEFT, BillState.STOPPED, BillState.ENDED)
TOLD = (BillState.FAILED,)
"""Of these the merchant has a notice."""
ONE_A_DAY = timedelta(days=2)
"""A cycle may wait for a day behind one that was charged today, and is due at its hour of that day."""
CYCLES = """query Cycles($id: ID!, $from: DateTime!, $to: DateTime!) { subscriptionBillingCycles(contractId: $id,
 first: 100, billingCyclesDateRangeSelector: { startDate: $from, endDate: $to }) { nodes {
 cycleIndex status skipped billingAttemptExpectedDate } pageInfo { hasNextPage } } }"""


def wrong(people: People) -> list[str]:
    """What must never be so, at no moment: sentences."""
    charges = {one.idempotency_key: one for one in Charge.objects.select_related("bill")}
    found = [sentence for shown in people.shown for sentence in _wrong_of(shown, charges, people)]
    made = sum(len(shown["attempts"]) for shown in people.shown)
    sent = {one["key"] for shown in people.shown for one in shown["attempts"]} & charges.keys()
    others = people.asking.answers.granted.get("charge", 0)
    if made != len(sent) + others:
        found.append(f"{made} payments were asked for: {len(sent)} of ours and {others} of others")
    return found


def unnamed(people: People) -> list[str]:
    """Cycles whose date has passed that are neither billed nor skipped, and of which nobody was told why."""
    return [
        sentence
        for contract in Contract.objects.filter(ownership="ours", status="ACTIVE").order_by("shopify_id")
        for sentence in _unnamed_of(contract, people.shop.sandbox)
    ]


def hanging() -> list[str]:
    """Bills that nothing will move on: neither a date, nor a person who is asked."""
    found = []
    for bill in Bill.objects.exclude(state__in=SETTLED_BILL).select_related("task"):
        task = bill.task
        waits = task.state == TaskState.WAITING and task.wake_at is not None and task.wake_at > now()
        asks = bill.state == BillState.ASKS and task.state == TaskState.NEEDS_ATTENTION
        if not waits and not asks:
            found.append(f"{bill.pk} is {bill.state}, its task {task.state}: {task.outcome_detail}")
    return found


def misread(people: People) -> list[str]:
    """Cycles of which the mirror says something else than Shopify, when all that was lost has been read.

    What lies before a billed cycle is passed: nothing follows from it any more, and it is not read again.
    """
    found = []
    for shown in people.shown:
        billed = {one["index"] for one in shown["cycles"] if one["billed"]}
        cycles = BillingCycle.objects.filter(contract__gid=shown["id"], index__gte=max(billed, default=0))
        mirrored = set(cycles.filter(status="BILLED").values_list("index", flat=True))
        if mirrored != {index for index in billed if index == max(billed)}:
            found.append(f"{shown['id']}: Shopify has billed {sorted(billed)}, the mirror shows {sorted(mirrored)}")
    return found


def _wrong_of(shown: Shown, charges: Mapping[str, Charge], people: People) -> Iterator[str]:
    """Each cycle has at most one order, one payment is under way at a time; none comes too early, or while off."""
    attempts = shown["attempts"]
    orders = Counter(one["cycle"] for one in attempts if one["order"])
    yield from (
        f"cycle {index} of {shown['id']} was charged {times} times" for index, times in orders.items() if times > 1
    )
    if sum(not one["completed"] for one in attempts) > 1:
        yield f"{shown['id']} has two payments under way"
    ours = [(charges[one["key"]], one) for one in attempts if one["key"] in charges]
    yield from _wrong_tries(ours)
    yield from _wrong_orders(shown, ours)
    for charge, one in ours:
        at = datetime.fromisoformat(one["created_at"])
        if any(since < at < (until or now()) for since, until in people.off):
            yield f"{charge} was made at {at}, while billing was off"
        is_new = charge.pk not in people.judged
        people.judged.add(charge.pk)
        if is_new and at < charge.bill.due_at and charge.bill_id not in people.wished:
            yield f"{charge} was made at {at}, before {charge.bill.due_at}"


def _wrong_tries(ours: list[tuple[Charge, dict[str, Any]]]) -> Iterator[str]:
    """A try follows when the one before it has failed."""
    tries: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for charge, one in ours:
        tries.setdefault(charge.bill_id, []).append((charge.number, one))
    for bill, made in tries.items():
        made.sort(key=lambda each: each[0])
        if [number for number, _ in made] != list(range(1, len(made) + 1)):
            yield f"the tries of {bill} are {[number for number, _ in made]}"
        for (number, one), (_, following) in pairwise(made):
            if not one["error_code"] or following["created_at"] < one["completed_at"]:
                yield f"try {number} of {bill} had not failed when the next was made"


def _wrong_orders(shown: Shown, ours: list[tuple[Charge, dict[str, Any]]]) -> Iterator[str]:
    made = {one["order"]: one["cycle"] for one in shown["attempts"] if one["order"]}
    for bill in Bill.objects.filter(contract__gid=shown["id"], state=BillState.CHARGED):
        if made.get(bill.order_gid) != bill.cycle_index:
            yield f"{bill.pk} is charged by {bill.order_gid or 'no order'}, which is not of its cycle"
    made_by_us = {one["order"] for _, one in ours if one["order"]}
    for bill in Bill.objects.filter(contract__gid=shown["id"], state=BillState.CHARGED_ELSEWHERE):
        if bill.order_gid in made_by_us:
            yield f"{bill.pk} is said to be charged by somebody else, and we have charged it"
    yield from (
        f"{charge} is of cycle {one['cycle']}" for charge, one in ours if charge.bill.cycle_index != one["cycle"]
    )


def amiss(people: People) -> list[str]:
    """Charged bills that say another amount than their order was made with."""
    url = f"{people.shop.sandbox.url}/sandbox/state"
    made = {one["id"]: one for one in people.shop.sandbox.client.get(url).json()["orders"]}
    charged = Bill.objects.filter(state__in=(BillState.CHARGED, BillState.CHARGED_ELSEWHERE)).exclude(order_gid="")
    return [f"{bill.pk}: {bill.charged}" for bill in charged if str(bill.charged) != _total(made[bill.order_gid])]


def _total(order: Mapping[str, Any]) -> str:
    return f"{order['totals']['total']['presentment']} {order['presentment_currency']}"


def _unnamed_of(contract: Contract, sandbox: Sandbox) -> Iterator[str]:
    """What lies before a billed cycle and never had a bill was passed: by somebody's charge, or while billing was off.

    So is a cycle that was skipped and is no longer, once a later one is billed.
    """
    bills = {bill.cycle_index: bill for bill in Bill.objects.filter(contract=contract)}
    cycles = _past_cycles(contract, sandbox)
    last_billed = max((one["cycleIndex"] for one in cycles if one["status"] == "BILLED"), default=0)
    for cycle in cycles:
        index = cycle["cycleIndex"]
        bill = bills.get(index)
        was_passed = index < last_billed and (bill is None or bill.state == BillState.SKIPPED)
        is_done = cycle["status"] == "BILLED" or cycle["skipped"] or was_passed
        if not is_done and not _is_named(contract, index, bill):
            said = f"{bill.state} {bill.words}" if bill else "no bill"
            yield f"cycle {index} of {contract}, due on {cycle['billingAttemptExpectedDate']}: {said}"


def _is_named(contract: Contract, index: int, bill: Bill | None) -> bool:
    """A bill says why, and the merchant was told where nobody had wanted it; else there is a notice."""
    if bill is None or bill.state == BillState.SKIPPED:
        return index in told_cycles(contract)
    if bill.state not in SETTLED_BILL:
        return True
    is_told = bill.state not in TOLD or Notice.objects.filter(contract=contract, subject_id=bill.pk).exists()
    return bill.state in SAID and bool(bill.words) and is_told


def _past_cycles(contract: Contract, sandbox: Sandbox) -> list[dict[str, Any]]:
    span = {"from": contract.shopify_created_at.isoformat(), "to": now().isoformat()}
    found = sandbox.graphql(CYCLES, id=contract.gid, **span)["subscriptionBillingCycles"]
    assert not found["pageInfo"]["hasNextPage"]
    until = now() - ONE_A_DAY
    return [one for one in found["nodes"] if datetime.fromisoformat(one["billingAttemptExpectedDate"]) < until]
