"""A town of subscribers whom we charge: cards fail, banks ask back, replies, workers and webhooks are lost."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import pytest

from backhaul.core.bills import SETTLED_BILL, BillState
from backhaul.core.recurring import RecurringJob
from backhaul.core.tasks import TaskState
from backhaul.flows.billing_policies import set_billing, switch_billing
from backhaul.flows.clock import now, real_now
from backhaul.flows.due_cycles import due_cycles
from backhaul.flows.job_queue import run_now
from backhaul.flows.mend_tasks import mend_tasks
from backhaul.flows.registry import RECURRING
from backhaul.models import Bill, Contract, Task
from tests.simulation import billing_subscribers
from tests.simulation.asking import Asking
from tests.simulation.billing_cards import Cards
from tests.simulation.billing_kills import Kills
from tests.simulation.billing_people import People, choose_policies
from tests.simulation.subscriptions_mail import Mail
from tests.simulation.subscriptions_offers import stock
from tests.simulation.subscriptions_ours import Ours
from tests.simulation.subscriptions_time import Time
from tests.support.shop import Shop, forget_jobs, let_lost_replies_be_old, run_pending

SHORTEST, POLLED, LONGEST = timedelta(hours=9), timedelta(hours=60), timedelta(days=12)
"""The least and the most that passes at once, and what passes at most while a payment is followed."""
FOLLOWED = (BillState.PENDING, BillState.CHALLENGED, BillState.HELD, BillState.WAITS_FOR_CARD)
NIGHTS = timedelta(days=25)
LATENESS = timedelta(hours=8)
"""So long after something is due somebody looks at last."""
REPLACED_BY = 0.7
"""Behind that part of the time nobody subscribes any more."""


@dataclass
class BillingTown:
    """One store, its subscribers, and whatever goes wrong, by one seed."""

    shop: Shop
    random: Random
    time: Time
    people: People
    cards: Cards
    kills: Kills
    mail: Mail
    variants: list[str] = field(default_factory=list)
    plans: list[str] = field(default_factory=list)
    steps: int = 0
    compared_at: datetime = field(default_factory=now)

    def open(self, *, subscribers: int) -> None:
        """Billing is switched on by some policy, and so many subscribe; one subscription is another app's."""
        switch_billing(self.shop.store, on=True)
        set_billing(self.shop.store, choose_policies(self.random))
        self.variants += stock(self.shop.sandbox)
        self.people.ours.variants += self.variants
        for number in range(subscribers):
            self._subscribe(number)
        self._subscribe(0, is_ours=False)
        self.mail.deliver()
        run_pending()

    def live(self) -> None:
        """Until something is due: then it is charged, and something may go wrong."""
        self.steps += 1
        self._pass_time()
        self.cards.shuffle()
        self._look()
        self.people.answer()
        self.people.give_cards()
        if self.random.random() < 0.35:
            self.people.act()
        self._work()
        self._look()
        self.people.decide()

    def replace(self, *, subscribers: int) -> None:
        """For everyone who has left somebody else subscribes."""
        ours = Contract.objects.filter(ownership="ours")
        if ours.exclude(status__in=("CANCELLED", "EXPIRED")).count() < subscribers:
            self._subscribe(ours.count())

    def come_to_rest(self, *, days: int) -> None:
        """Nothing goes wrong any more, and everybody sees to what is theirs."""
        self.cards.behave()
        self.people.switch_on_again(always=True)
        self.mail.deliver_late()
        self._reconcile()
        ends_at = now() + timedelta(days=days)
        while now() < ends_at:
            self._look()
            self.people.answer(always=True)
            self.people.give_cards(always=True)
            self.mail.deliver_late()
            self._compare()
            run_pending()
            self._enter()
            run_pending()
            self.people.decide(always=True)
            self._finish()
            self._pass_time()
        self._reconcile()
        self._enter()
        self._finish()
        self._look()

    def _subscribe(self, number: int, *, is_ours: bool = True) -> None:
        rhythm = number % len(billing_subscribers.RHYTHMS)
        while rhythm >= len(self.plans):
            made = billing_subscribers.offer(self.shop.sandbox, len(self.plans), variants=self.variants)
            self.plans.append(made)
        variant = self.random.choice(self.variants)
        asking = self.people.asking
        billing_subscribers.subscribe(asking, self.random, self.plans[rhythm], variant, is_ours=is_ours)

    def _pass_time(self) -> None:
        ahead = min((event - now() for event in self._events() if event > now()), default=LONGEST)
        late = LATENESS * self.random.random()
        self.time.advance(seconds=(min(max(ahead, SHORTEST), LONGEST) + late).total_seconds())

    def _events(self) -> Iterator[datetime]:
        """When something is charged next, as far as is known; what is followed is looked at now and then."""
        unsettled = Bill.objects.exclude(state__in=(*SETTLED_BILL, BillState.ASKS))
        for state, wakes_at in unsettled.values_list("state", "task__wake_at"):
            if state in FOLLOWED:
                yield now() + POLLED
            elif wakes_at is not None:
                yield wakes_at
        yield from (due.due_at for due, _ in due_cycles(self.shop.store, until=now() + LONGEST))

    def _look(self) -> None:
        url = f"{self.shop.sandbox.url}/sandbox/state"
        self.people.shown = self.shop.sandbox.client.get(url, params={"last": 1}).json()["contracts"]

    def _work(self) -> None:
        """Webhooks come, the entry runs, then its tasks: a worker may be killed, and another one goes on."""
        self.mail.deliver()
        killed = self.kills.killed
        with self.kills.maybe():
            self._enter()
            run_pending()
        if self.random.random() < 0.12:
            self._reconcile()
        self._compare()
        if self.kills.killed > killed or self.random.random() < 0.3:
            self._enter()
        self._finish()

    def _finish(self) -> None:
        """The leases of the dead end, and lost replies are old enough to be asked about."""
        Task.objects.filter(state=TaskState.RUNNING).update(lease_until=real_now() - timedelta(seconds=1))
        let_lost_replies_be_old()
        mend_tasks()
        run_pending()
        forget_jobs()

    def _enter(self) -> None:
        run_now(self.shop.store, RecurringJob.BILLING, RECURRING[RecurringJob.BILLING])

    def _reconcile(self) -> None:
        run_now(self.shop.store, RecurringJob.RECONCILE_ORDERS, RECURRING[RecurringJob.RECONCILE_ORDERS])

    def _compare(self) -> None:
        """The nightly comparison, in one night of many: no night alone matters."""
        if now() - self.compared_at > NIGHTS:
            run_now(self.shop.store, RecurringJob.NIGHTLY_COMPARISON, RECURRING[RecurringJob.NIGHTLY_COMPARISON])
            self.compared_at = now()


def town_of(shop: Shop, time: Time, random: Random, patch: pytest.MonkeyPatch) -> BillingTown:
    """A town around one shop."""
    counts: Counter[str] = Counter()
    people = People(shop, random, Asking(shop.sandbox), Ours(shop.store, random, []), counts)
    cards, kills = Cards(shop.sandbox, random, counts), Kills(patch, random)
    return BillingTown(shop, random, time, people, cards, kills, Mail(shop, random))
