"""A town of subscribers whom we charge: cards fail, banks want confirmations, replies and workers are lost."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from backhaul.core.bills import BillState, BillWish
from backhaul.core.declines import DECLINES
from backhaul.core.recurring import RecurringJob
from backhaul.core.tasks import TaskState
from backhaul.flows import charge_cycle, effects
from backhaul.flows.bill_cycles import bill_due_cycles
from backhaul.flows.clock import now, real_now
from backhaul.flows.due_cycles import due_cycles
from backhaul.flows.job_queue import run_now
from backhaul.flows.mend_tasks import mend_tasks
from backhaul.flows.read_contract import read_contract
from backhaul.flows.steer_bills import wish_bill
from backhaul.flows.steer_tasks import retry_task
from backhaul.models import Bill, BillingAttempt, Contract, Task
from tests.simulation.subscriptions_time import Time
from tests.support.shop import Shop, forget_jobs, let_lost_replies_be_old, run_pending

CODES = sorted(DECLINES)
ENDINGS: tuple[Callable[[Random], dict[str, Any]], ...] = (
    lambda _: {"outcome": "success"},
    lambda _: {"outcome": "success"},
    lambda random: {"outcome": "failure", "error_code": random.choice(CODES)},
    lambda _: {"outcome": "failure", "error_code": "CARD_DECLINED", "times": 3},
    lambda _: {"outcome": "failure", "error_code": "INSUFFICIENT_FUNDS"},
    lambda _: {"outcome": "challenged", "met_after": "P2D"},
    lambda _: {"outcome": "challenged", "met_after": "PT3H", "ends_as": "failure"},
    lambda _: {"outcome": "challenged"},
    lambda _: {"outcome": "refused", "error_code": "THROTTLED"},
)
TROUBLES = ("500_after", "500_before", "timeout_before", "throttled")
KILLED_AT = (
    (charge_cycle, "record_tries"),
    (charge_cycle, "prepare_charge"),
    (charge_cycle, "settle_bill"),
    (effects.change, "write_intent"),
    (effects.change, "_succeeded"),
)
_SKIP = """mutation Skip($id: ID!, $index: Int!) { subscriptionBillingCycleSkip(
 billingCycleInput: {contractId: $id, selector: {index: $index}}) { userErrors { message } } }"""
_STATUS = (
    """mutation Turn($id: ID!) { subscriptionContract%s(subscriptionContractId: $id) { userErrors { message } } }"""
)


class Killed(BaseException):
    """The worker has died: nothing of ours catches this."""


@dataclass
class BillingTown:
    """One store, its subscribers, and whatever goes wrong, by one seed."""

    shop: Shop
    random: Random
    time: Time
    patch: pytest.MonkeyPatch
    counts: Counter[str] = field(default_factory=Counter)

    def live_a_day_or_more(self) -> None:
        """Until something is due: then it is charged, and something may go wrong."""
        self._pass_time()
        self._choose_trouble()
        self._others_act()
        self._work()
        self._staff_acts()

    def come_to_rest(self, days: int) -> None:
        """Nothing goes wrong any more, and everybody sees to what is theirs."""
        self.shop.sandbox.faults()
        self.shop.sandbox.control("billing", forget=True, delay="PT0S")
        for _ in range(days // 2):
            self._answer(always=True)
            self._work()
            self._staff_acts()
            self.time.advance(days=2)

    def _pass_time(self) -> None:
        waiting = Task.objects.filter(state__in=(TaskState.WAITING, TaskState.NEEDS_ATTENTION)).exclude(wake_at=None)
        events = [*waiting.values_list("wake_at", flat=True)]
        events += [due.due_at for due, _ in due_cycles(self.shop.store, until=now() + timedelta(days=20))]
        ahead = min((event - now() for event in events if event is not None), default=timedelta(days=20))
        step = min(max(ahead, timedelta(days=2)), timedelta(days=20))
        self.time.advance(seconds=step.total_seconds() + 60)

    def _choose_trouble(self) -> None:
        self._answer(always=False)
        delay = self.random.choice(["PT0S", "PT0S", "PT0S", "P2D"])
        plans = [self.random.choice(ENDINGS)(self.random)]
        self.shop.sandbox.control("billing", forget=True, delay=delay, next=plans)
        kind = self.random.choice(TROUBLES)
        operations = ("subscriptionBillingAttemptCreate", "subscriptionContractSetNextBillingDate")
        rules = [{"kind": kind, "operation": one, "nth": 1} for one in operations]
        self.shop.sandbox.faults(*(rules if self.random.random() < 0.3 else []))

    def _work(self) -> None:
        """The entry runs twice, as by two workers; tasks run, and one of them may be killed at any moment."""
        for _ in range(2):
            run_now(self.shop.store, RecurringJob.BILLING, bill_due_cycles)
            let_lost_replies_be_old()
            with suppress(Killed):
                self._run()
            Task.objects.filter(state=TaskState.RUNNING).update(lease_until=real_now() - timedelta(seconds=1))
            mend_tasks()
        run_pending()
        forget_jobs()

    def _run(self) -> None:
        module, name = self.random.choice(KILLED_AT)
        before, dies = getattr(module, name), self.random.random()

        def dying(*given: Any, **named: Any) -> Any:
            if dies < 0.15:
                self.counts["killed"] += 1
                raise Killed
            result = before(*given, **named)
            if dies < 0.3:
                self.counts["killed"] += 1
                raise Killed
            return result

        with self.patch.context() as patch:
            patch.setattr(module, name, dying)
            run_pending()

    def _others_act(self) -> None:
        """Somebody charges, skips, pauses or resumes in Shopify, and a webhook tells us of it."""
        if self.random.random() > 0.12:
            return
        contract = self.random.choice(list(Contract.objects.filter(store=self.shop.store).order_by("shopify_id")))
        (shown,) = [one for one in self.shop.sandbox.state()["contracts"] if one["id"] == contract.gid]
        if any(not one["completed"] for one in shown["attempts"]) or shown["status"] not in ("ACTIVE", "PAUSED"):
            return
        act = "resume" if shown["status"] == "PAUSED" else self.random.choice(["charge", "skip", "pause"])
        billed = contract.cycles.filter(status="BILLED").order_by("-index").values_list("index", flat=True).first() or 0
        cycle = contract.cycles.filter(status="UNBILLED", skipped=False, index__gt=billed).order_by("index").first()
        if act == "charge" and cycle is not None and cycle.expected_at < now():
            self.shop.sandbox.control("billing", do="charge", contract=contract.gid, cycle=cycle.index)
        elif act == "skip" and cycle is not None:
            self.shop.sandbox.graphql(_SKIP, id=contract.gid, index=cycle.index)
        elif act in ("pause", "resume"):
            self.shop.sandbox.graphql(_STATUS % {"pause": "Pause", "resume": "Activate"}[act], id=contract.gid)
        self.counts[f"others {act}"] += 1
        read_contract(self.shop.store, contract.gid)

    def _answer(self, *, always: bool) -> None:
        """Customers answer the bank, or go away."""
        if not BillingAttempt.objects.filter(state="action_required").exists():
            return
        for shown in self.shop.sandbox.state()["contracts"]:
            for attempt in shown["attempts"]:
                if attempt["next_action_url"] and not attempt["completed"] and (always or self.random.random() < 0.3):
                    outcome = self.random.choice(["success", "failure"])
                    self.shop.sandbox.control("billing", do="answer", attempt=attempt["id"], outcome=outcome)

    def _staff_acts(self) -> None:
        """A person decides what is asked, and has lost letters to customers sent again."""
        for bill in Bill.objects.filter(state=BillState.ASKS):
            wish = self.random.choice(list(BillWish))
            self.counts[f"wish {wish}"] += 1
            wish_bill(bill.pk, wish, by="staff")
        stuck = Task.objects.filter(state=TaskState.NEEDS_ATTENTION).exclude(bill__state=BillState.ASKS)
        for task in stuck:
            retry_task(task.pk)
        run_pending()
