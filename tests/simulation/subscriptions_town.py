"""A town of subscribers: customers buy and change, others act in Shopify, we ship and refund, months pass."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from backhaul.core.contract_changes import ChangeState
from backhaul.core.recurring import RecurringJob
from backhaul.core.tasks import TaskState
from backhaul.flows.clock import now
from backhaul.flows.job_queue import queue_due_entries
from backhaul.jobs.entries import run_entry
from backhaul.jobs.runner import run_task
from backhaul.models import Contract, JobQueueEntry, Task
from tests.simulation.asking import Asking
from tests.simulation.subscriptions_billing import answer, bill
from tests.simulation.subscriptions_done import not_so
from tests.simulation.subscriptions_mail import Mail
from tests.simulation.subscriptions_offers import offer, stock, subscribe
from tests.simulation.subscriptions_others import Others
from tests.simulation.subscriptions_ours import Ours
from tests.simulation.subscriptions_time import Time
from tests.simulation.subscriptions_truth import truth_of
from tests.support.shop import Shop, forget_jobs, let_lost_replies_be_old, run_pending

PLANS = 8
LEFT_OUT = (
    RecurringJob.WEBHOOK_CHECK,
    RecurringJob.BACKFILL,
    RecurringJob.TOKEN_REFRESH,
    RecurringJob.TASK_LIST_RUNNER,
)
"""Recurring jobs that have nothing to do with what is simulated here."""
CALLS = (
    "subscriptionContractUpdate",
    "subscriptionDraftUpdate",
    "subscriptionDraftLineUpdate",
    "subscriptionDraftCommit",
    "subscriptionContractPause",
    "subscriptionContractActivate",
    "subscriptionContractCancel",
    "subscriptionContractSetNextBillingDate",
    "subscriptionBillingCycleSkip",
    "subscriptionBillingCycleUnskip",
    "subscriptionBillingCycleScheduleEdit",
    "orderUpdate",
    "orderCancel",
    "refundCreate",
    "fulfillmentCreate",
    "fulfillmentCancel",
    "fulfillmentOrderReschedule",
    "fulfillmentOrderHold",
    "fulfillmentOrderReleaseHold",
)
TROUBLES = ("500_after", "500_before", "timeout_after", "timeout_before", "throttled")
ROUNDS = 12
CLOSING_MONTHS = 8
"""Longer than anything that was ever put off."""


@dataclass
class Town:
    """Everybody, by one seed. What has been said of contracts in Shopify is looked up when it is needed."""

    shop: Shop
    random: Random
    time: Time
    mail: Mail
    asking: Asking
    ours: Ours
    others: Others
    plans: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    shown: list[dict[str, Any]] = field(default_factory=list)
    bought: int = 0
    wrong: list[str] = field(default_factory=list)

    def open(self) -> None:
        """Goods and plans are there, with policies for the store and for some plans."""
        self.ours.variants += stock(self.shop.sandbox)
        goods = self.ours.variants
        self.plans += [offer(self.shop.sandbox, self.random, number, variants=goods) for number in range(PLANS)]
        self.shop.sandbox.control("billing", next_billing_date_leads=self.random.random() < 0.5)
        self.ours.choose_policies()
        for plan in self.random.sample(self.plans, 3):
            self.ours.choose_policies(plan)

    def buy(self) -> None:
        """One more customer."""
        subscribe(self.asking, self.random, self.random.choice(self.plans), self.ours.variants)
        self.bought += 1

    def live(self, days: int, acts: int) -> None:
        """Some days pass, in which so much is done by whoever."""
        bill(self.shop.sandbox, self.random, self.counts)
        self.shown = self.shop.sandbox.state()["contracts"]
        for shown in self.shown:
            answer(self.shop.sandbox, self.random, shown["attempts"])
        for _ in range(acts):
            self._act()
            if self.random.random() < 0.5:
                self.mail.deliver()
                self._work_a_little()
        self.mail.deliver()
        self._work(with_trouble=self.random.random() < 0.4)
        self.time.advance(days=days)

    def settle(self) -> None:
        """Until nothing is left to be done for now: a quiet moment."""
        for _ in range(ROUNDS):
            before = self._standing()
            came = self.mail.deliver()
            self._run_entries()
            let_lost_replies_be_old()
            run_pending()
            if not came and self._standing() == before:
                break
            self.time.advance(hours=2)
        forget_jobs()

    def close(self) -> None:
        """Everybody sees to what is theirs, until nothing more can be done."""
        for _ in range(CLOSING_MONTHS):
            shown = self.shop.sandbox.state()
            self.others.let_go(shown["orders"])
            answer(self.shop.sandbox, self.random, [one for each in shown["contracts"] for one in each["attempts"]])
            self.mail.deliver_late()
            self.ours.tick_all()
            self.ours.retry_all()
            self.settle()
            if not Task.objects.filter(state=TaskState.WAITING).exists():
                return
            self.time.advance(days=30)

    def _standing(self) -> list[tuple[str, ...]]:
        """How every task stands."""
        return list(Task.objects.order_by("pk").values_list("pk", "state", "outcome", "wait_reason"))

    def _run_entries(self) -> None:
        """What recurs is done, as far as it is due."""
        queue_due_entries()
        due = JobQueueEntry.objects.filter(store=self.shop.store, next_run_at__lte=now()).exclude(kind__in=LEFT_OUT)
        for pk in due.values_list("pk", flat=True):
            run_entry(pk)

    def _act(self) -> None:
        contract = self._mirrored()
        draw = self.random.random()
        if draw < 0.3 or contract is None:
            self._others_act()
        elif draw < 0.6:
            self._change(contract)
        elif draw < 0.78:
            self.ours.ship(contract)
        elif draw < 0.81:
            self.ours.undo(contract)
        elif draw < 0.85:
            self.ours.give_back(contract)
        elif draw < 0.92:
            self.ours.decide()
        elif draw < 0.99:
            self.ours.see_to_tasks()
        else:
            self.ours.choose_policies()

    def _change(self, contract: Contract) -> None:
        """Change a subscription; half of the time nobody does anything else before that has ended."""
        begun = self.ours.change(contract, self._others_act)
        if begun is None or self.random.random() < 0.5:
            return
        run_pending()
        change, wanted = begun
        change.refresh_from_db()
        if change.state == ChangeState.DONE:
            self.counts["looked at"] = self.counts.get("looked at", 0) + 1
            self.wrong += not_so(change, wanted, truth_of(self.shop.sandbox))

    def _others_act(self) -> None:
        if self.shown:
            self.others.act(self.random.choice(self.shown))

    def _mirrored(self) -> Contract | None:
        found = list(Contract.objects.filter(store=self.shop.store).order_by("shopify_id"))
        return self.random.choice(found) if found else None

    def _work_a_little(self) -> None:
        """Some of what is pending is done, in any order, before the next thing happens."""
        pending = list(Task.objects.filter(state=TaskState.PENDING).order_by("created_at", "pk"))
        for task in self.random.sample(pending, self.random.randint(0, min(3, len(pending)))):
            run_task(task.pk)

    def _work(self, *, with_trouble: bool) -> None:
        let_lost_replies_be_old()
        if not with_trouble:
            return run_pending()
        kind = self.random.choice(TROUBLES)
        seed = self.random.getrandbits(30)
        self.shop.sandbox.faults(*({"kind": kind, "operation": one, "rate": 0.4, "seed": seed} for one in CALLS))
        run_pending()
        self.shop.sandbox.faults()
        return None


def town_of(shop: Shop, time: Time, random: Random) -> Town:
    """A town around one shop."""
    asking = Asking(shop.sandbox)
    places = [location["id"] for location in shop.sandbox.state()["locations"]]
    others = Others(asking, random, places, _days_ahead)
    ours = Ours(shop.store, random, [])
    return Town(shop, random, time, Mail(shop, random), asking, ours, others)


def _days_ahead(days: int) -> str:
    return (now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:00:00Z")
