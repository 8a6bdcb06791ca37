"""What people do while we charge: customers, the merchant, and others who do the same in Shopify without us."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from backhaul.core.billing_policy import EndOfDunning, LackingStock, SeveralDue
from backhaul.core.bills import SETTLED_BILL, BillState, BillWish
from backhaul.core.errors import BackhaulError
from backhaul.core.tasks import TaskState
from backhaul.flows.billing_policies import BillingChoices, set_billing, switch_billing
from backhaul.flows.clock import now
from backhaul.flows.steer_bills import ask_for_card, wish_bill, wish_cycle
from backhaul.flows.steer_tasks import cancel_task
from backhaul.models import Bill, Contract
from tests.simulation.asking import Asking
from tests.simulation.subscriptions_ours import Ours
from tests.support.shop import Shop

LONGEST_OFF_DAYS = 12
Shown = dict[str, Any]
Act = Callable[["People"], None]


@dataclass
class People:
    """Everybody who may do something, by one seed.

    `off`: from when to when billing was switched off; `wished` are the bills of which a person wanted something, and
    `judged` the tries that were held against the date of their cycle: that may be moved afterwards.
    """

    shop: Shop
    random: Random
    asking: Asking
    ours: Ours
    counts: Counter[str]
    off: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    wished: set[str] = field(default_factory=set)
    judged: set[str] = field(default_factory=set)
    shown: list[Shown] = field(default_factory=list)

    def act(self) -> None:
        """Somebody does something."""
        self.switch_on_again()
        weights = [weight for weight, _ in _ACTS]
        act = self.random.choices([act for _, act in _ACTS], weights)[0]
        self.counts[act.__name__.strip("_").replace("_", " ")] += 1
        act(self)

    def answer(self, *, always: bool = False) -> None:
        """Customers answer the bank, or go away."""
        for attempt in (one for shown in self.shown for one in shown["attempts"]):
            if attempt["next_action_url"] and not attempt["completed"] and (always or self.random.random() < 0.25):
                outcome = self.random.choice(["success", "failure"])
                self.asking.control("answer", "/sandbox/billing", do="answer", attempt=attempt["id"], outcome=outcome)

    def give_cards(self, *, always: bool = False) -> None:
        """Customers who are asked for another card give one, at last."""
        for bill in Bill.objects.filter(state=BillState.WAITS_FOR_CARD).select_related("contract").order_by("due_at"):
            if always or self.random.random() < 0.15:
                self.control(bill.contract, "change_payment_method", payment_method=new_card(self.random))

    def decide(self, *, always: bool = False) -> None:
        """The merchant decides about bills that ask, and sees to what has stuck."""
        for bill in Bill.objects.filter(state=BillState.ASKS).order_by("due_at"):
            if always or self.random.random() < 0.4:
                self.wish(partial(wish_bill, bill.pk, self.random.choice(list(BillWish)), by="ada"))
        if always or self.random.random() < 0.3:
            self.ours.see_to_tasks()

    def switch_on_again(self, *, always: bool = False) -> None:
        """Billing that was switched off is off for some days."""
        if self.off and self.off[-1][1] is None:
            began = self.off[-1][0]
            if always or now() - began > timedelta(days=self.random.uniform(1, LONGEST_OFF_DAYS)):
                switch_billing(self.shop.store, on=True)
                self.off[-1] = (began, now())

    def wish(self, wish: Callable[[], Bill]) -> None:
        """What a person wants of a bill is remembered: it is charged at other times then."""
        try:
            self.wished.add(wish().pk)
        except BackhaulError as error:
            self.ours.answers.count("bill", [error.code])

    def control(self, contract: Contract, deed: str, **given: Any) -> None:
        """Somebody does something to a contract in Shopify."""
        self.asking.control(f"contract {deed}", "/sandbox/contracts", contract=contract.gid, do=deed, **given)

    def contract(self) -> Contract:
        """Any of the subscriptions that we charge."""
        return self.random.choice(list(Contract.objects.filter(ownership="ours").order_by("shopify_id")))

    def truth_of(self, contract: Contract) -> Shown:
        """What Shopify has of it."""
        return next(one for one in self.shown if one["id"] == contract.gid)


def choose_policies(random: Random) -> BillingChoices:
    """Some policies of billing."""
    return BillingChoices(
        hour=random.choice([0, 2, 3, 9, 23]),
        retry_days=random.choice([[2], [3, 7], [1, 3, 5]]),
        pay_days=random.choice([[], [], [1, 15], [31]]),
        at_end=random.choice(list(EndOfDunning)[:3]),
        stock=random.choice(list(LackingStock)),
        several_due=random.choice(list(SeveralDue)),
        asks_for_card=random.random() < 0.8,
    )


def new_card(random: Random) -> dict[str, str]:
    """Another card than before."""
    return {"last_digits": f"{random.randint(0, 9999):04}"}


def _change_a_subscription(people: People) -> None:
    """A customer or the merchant changes something, through us."""
    people.ours.change(people.contract(), lambda: None)


def _others_charge(people: People) -> None:
    """Somebody charges a due cycle in Shopify, seldom with earlier ones left uncharged."""
    contract = people.contract()
    truth = people.truth_of(contract)
    done = {one["index"] for one in truth["cycles"] if one["billed"] or one["skipped"]}
    due = [one for one in contract.cycles.filter(expected_at__lte=now()).order_by("index") if one.index not in done]
    if not due or any(not one["completed"] for one in truth["attempts"]):
        return
    cycle = due[-1] if people.random.random() < 0.2 else due[0]
    people.asking.control("charge", "/sandbox/billing", do="charge", contract=contract.gid, cycle=cycle.index)


def _others_skip(people: People) -> None:
    contract = people.contract()
    billed = [one["index"] for one in people.truth_of(contract)["cycles"] if one["billed"]]
    people.control(contract, "skip", cycle=max(billed, default=0) + people.random.randint(1, 2))


def _others_unskip(people: People) -> None:
    contract = people.contract()
    skipped = [one["index"] for one in people.truth_of(contract)["cycles"] if one["skipped"]]
    if skipped:
        people.control(contract, "unskip", cycle=skipped[-1])


def _others_pause(people: People) -> None:
    people.control(people.contract(), "pause")


def _others_resume(people: People) -> None:
    """Whatever is paused or failed goes on."""
    for contract in Contract.objects.filter(ownership="ours", status__in=("PAUSED", "FAILED")):
        people.control(contract, "activate")


def _others_cancel_or_fail(people: People) -> None:
    people.control(people.contract(), people.random.choice(["cancel", "fail", "fail"]))


def _others_edit(people: People) -> None:
    contract = people.contract()
    line = people.truth_of(contract)["lines"][0]["id"]
    change = {"line": line, "input": {"quantity": people.random.randint(1, 4)}}
    people.control(contract, "update", lines=[change])


def _others_revoke_a_card(people: People) -> None:
    people.control(people.contract(), "revoke_payment_method")


def _another_card_is_given(people: People) -> None:
    people.control(people.contract(), "change_payment_method", payment_method=new_card(people.random))


def _switch_off(people: People) -> None:
    if not people.off or people.off[-1][1] is not None:
        switch_billing(people.shop.store, on=False)
        people.off.append((now(), None))


def _choose_other_policies(people: People) -> None:
    set_billing(people.shop.store, choose_policies(people.random))


def _charge_now(people: People) -> None:
    """The merchant has the next cycle charged, skipped or left, whether it is due or not."""
    contract = people.contract()
    billed = contract.cycles.filter(status="BILLED").order_by("-index").values_list("index", flat=True).first() or 0
    wish = people.random.choice([BillWish.CHARGE, BillWish.CHARGE, *BillWish])
    people.wish(lambda: wish_cycle(contract, billed + people.random.randint(1, 2), wish, by="ada"))


def _see_to_a_bill(people: People) -> None:
    """The merchant wants something of a bill that is open, or calls its task off."""
    bill = Bill.objects.exclude(state__in=SETTLED_BILL).order_by("-due_at", "pk").first()
    if bill is None:
        return
    if people.random.random() < 0.3:
        people.ours.answers.count("ask for card", [ask_for_card(bill.pk, by="ada").state])
    elif people.random.random() < 0.8:
        people.wish(lambda: wish_bill(bill.pk, people.random.choice(list(BillWish)), by="ada"))
    elif bill.task.state in (TaskState.WAITING, TaskState.NEEDS_ATTENTION):
        people.wish(lambda: Bill.objects.get(task=cancel_task(bill.task_id, reason="Not this one.")))


_ACTS: tuple[tuple[int, Act], ...] = (
    (10, _change_a_subscription),
    (6, _others_charge),
    (5, _others_skip),
    (3, _others_unskip),
    (4, _others_pause),
    (9, _others_resume),
    (1, _others_cancel_or_fail),
    (3, _others_edit),
    (2, _others_revoke_a_card),
    (5, _another_card_is_given),
    (3, _switch_off),
    (3, _choose_other_policies),
    (5, _charge_now),
    (6, _see_to_a_bill),
)
