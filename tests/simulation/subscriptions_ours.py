"""What is done through Backhaul: changes, shipments and credit memos are posted, notices decided, tasks seen to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random

from backhaul.core.contract_changes import ChangeState
from backhaul.core.crediting import SHARE, CreditLineRequest, UnitsRequest
from backhaul.core.deliveries import DeliveryState
from backhaul.core.errors import BackhaulError
from backhaul.core.outstanding import LineRequest
from backhaul.core.subscription_policies import ContractPolicy, LastOrderPolicy, PausePolicy, RemainingPolicy
from backhaul.core.tasks import TaskState
from backhaul.core.unit_credit import RefundAmount
from backhaul.core.wanted_changes import Actor, WantedChange
from backhaul.flows.choose import TaskChoice, choose_for_task, resolve_intent
from backhaul.flows.clock import now
from backhaul.flows.decide_notice import decide_notice
from backhaul.flows.finish_change import tick_step
from backhaul.flows.payment_tasks import GIVE_BACK_UNITS
from backhaul.flows.plan_change import confirm_change, preview_change
from backhaul.flows.post_credit_memo import post_units_memo
from backhaul.flows.post_shipment import SEND_FULFILLMENT, ShipmentRequest, TrackingRequest, post_shipment
from backhaul.flows.steer_tasks import cancel_task, retry_task
from backhaul.flows.subscription_policies import SubscriptionChoices, set_subscription_policies
from backhaul.flows.undo_shipment import undo_shipment
from backhaul.flows.want_change import ChangeWish
from backhaul.models import Change, ChangeStep, Contract, Delivery, Intent, Notice, PostedShipment, Store, Task
from tests.simulation.asking import Answers
from tests.simulation.subscriptions_wishes import Wishing, wish

Meanwhile = Callable[[], None]


@dataclass
class Ours:
    """The merchant's people, and customers in our portal; every refusal is counted by its code."""

    store: Store
    random: Random
    variants: list[str]
    answers: Answers = field(default_factory=Answers)
    posted: int = 0

    def change(self, contract: Contract, meanwhile: Meanwhile) -> tuple[Change, WantedChange] | None:
        """Look at the preview of a change, and confirm it; now and then something happens in between.

        Returns the change that was begun.
        """
        begun: list[Change] = []
        wanted = wish(Wishing(contract, self.random, self.variants))
        actor = self.random.choice([Actor.MERCHANT, Actor.CUSTOMER])
        wished = ChangeWish(wanted, actor, "ada" if actor is Actor.MERCHANT else "")

        def confirm() -> None:
            preview = preview_change(contract, wished)
            if self.random.random() < 0.2:
                meanwhile()
            begun.append(confirm_change(contract, wished, fingerprint=preview.plan.fingerprint))

        self._try(f"change {type(wanted).__name__}", confirm)
        return (begun[0], wanted) if begun else None

    def ship(self, contract: Contract) -> None:
        """Post a shipment of a delivery that is due, seldom of one that is not."""
        paid = contract.deliveries.filter(state=DeliveryState.BILLED_UNSHIPPED).order_by("due_at")
        found = [one for one in paid if (one.due_at and one.due_at <= now()) or self.random.random() < 0.05]
        if found:
            self._try("shipment", lambda: self._ship(found[0]))

    def _ship(self, delivery: Delivery) -> None:
        lines = [one for one in delivery.lines.select_related("order_line") if one.order_line and one.remaining]
        self.posted += 1
        request = ShipmentRequest(
            f"S-{self.posted}",
            [
                LineRequest(one.remaining, line_item_id=str(one.order_line.shopify_id))
                for one in lines
                if one.order_line
            ],
            [TrackingRequest(f"P{self.posted}")],
        )
        assert delivery.order is not None
        post_shipment(delivery.order, request)

    def undo(self, contract: Contract) -> None:
        """The newest shipment had not left after all."""
        shipment = PostedShipment.objects.filter(order__contracts__contract=contract).order_by("-created_at").first()
        if shipment is not None:
            self._try("undo", lambda: undo_shipment(shipment))

    def give_back(self, contract: Contract) -> None:
        """Post a credit memo over units of a delivery that has not left."""
        delivery = contract.deliveries.filter(state=DeliveryState.BILLED_UNSHIPPED).order_by("-due_at").first()
        if delivery is not None:
            self._try("credit memo", lambda: self._give_back(delivery))

    def _give_back(self, delivery: Delivery) -> None:
        assert delivery.order is not None
        lines = [one for one in delivery.lines.select_related("order_line") if one.order_line and one.remaining]
        self.posted += 1
        request = UnitsRequest(
            f"C-{self.posted}",
            [
                CreditLineRequest(
                    LineRequest(self.random.randint(1, one.remaining), line_item_id=str(one.order_line.shopify_id))
                )
                for one in lines
                if one.order_line
            ],
            shipping=self.random.choice([None, SHARE]),
        )
        post_units_memo(delivery.order, request)

    def decide(self) -> None:
        """Decide what a notice asks."""
        open_ones = list(
            Notice.objects.filter(store=self.store, decided_at=None).exclude(options=[]).order_by("created_at")
        )
        if open_ones:
            notice = self.random.choice(open_ones)
            option = str(self.random.choice(notice.options)["name"])
            self._try(f"decide {option}", lambda: decide_notice(notice.pk, option, by="ada"))

    def choose_policies(self, plan: str = "") -> None:
        """From now on other policies hold, for the store or for one plan."""
        choices = SubscriptionChoices(
            self.random.choice(list(ContractPolicy)),
            self.random.choice(list(ContractPolicy)),
            self.random.choice(list(RemainingPolicy)),
            self.random.choice(list(LastOrderPolicy)),
            self.random.choice(list(PausePolicy)),
        )
        set_subscription_policies(self.store, choices, plan=plan)
        self.store.refresh_from_db()

    def see_to_tasks(self) -> None:
        """What needs a person is retried, decided upon, or called off; steps in other apps are ticked off."""
        for intent in Intent.objects.filter(store=self.store, state=Intent.State.UNSURE):
            candidates = [*intent.evidence.get("candidates", []), None]
            self._try("resolve", partial(resolve_intent, intent.pk, effect_gid=candidates[0]))
        for task in Task.objects.filter(store=self.store, state=TaskState.NEEDS_ATTENTION).order_by("created_at"):
            self._try(f"see to {task.kind}", partial(self._see_to, task))
        if self.random.random() < 0.5:
            self.tick_all()

    def tick_all(self) -> None:
        """What was to be done in other apps is said to be done."""
        for step in ChangeStep.objects.filter(task=None, ticked_at=None, change__state=ChangeState.UNDER_WAY):
            self._try("tick", partial(tick_step, step.pk, by="ada"))

    def retry_all(self) -> None:
        """Whatever needs a person is tried once more."""
        for task in Task.objects.filter(store=self.store, state=TaskState.NEEDS_ATTENTION).order_by("created_at"):
            self._try("retry", partial(retry_task, task.pk))

    def _see_to(self, task: Task) -> None:
        draw = self.random.random()
        if draw < 0.4:
            retry_task(task.pk)
        elif draw < 0.6 and task.kind == GIVE_BACK_UNITS:
            choose_for_task(task.pk, TaskChoice(refund_amount=self.random.choice(list(RefundAmount))))
        elif draw < 0.6 and task.kind == SEND_FULFILLMENT:
            choose_for_task(task.pk, TaskChoice(leave_short=True))
        elif draw < 0.8:
            cancel_task(task.pk, reason="A person saw to it in another way.")

    def _try(self, wish: str, act: Callable[[], object]) -> None:
        try:
            act()
        except BackhaulError as error:
            self.answers.count(wish, [error.code])
        else:
            self.answers.count(wish, [])
