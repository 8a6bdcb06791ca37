"""The letter by which Shopify asks a customer for another way to pay, and how many of them were sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from backhaul.core.change_steps import StepKind
from backhaul.core.contract_readback import LETTER
from backhaul.core.wanted_changes import Actor
from backhaul.models import Task
from tests.crash.witness import Witness
from tests.support.change_steps import contract_step, task_of
from tests.support.shop import Shop, forget_jobs
from tests.support.subscriptions import subscribe


@dataclass(frozen=True)
class Asked:
    """A letter that is owed: about which card, and the task that has it sent."""

    card: str
    task: Task

    def letters(self, witness: Witness) -> int:
        """How many of them Shopify has sent."""
        return witness.carried_out({self.card})[LETTER]


def ask_for_cards(shop: Shop, actors: Sequence[Actor]) -> list[Asked]:
    """A letter to the customer of a subscription of their own on behalf of each of these, none of them begun."""
    contracts = [subscribe(shop, payment_method={"brand": "visa", "last_digits": "4242"}) for _ in actors]
    forget_jobs()
    asked = []
    for contract, actor in zip(contracts, actors, strict=True):
        card = contract.payment_method_gid
        step = contract_step(contract, StepKind.ASK_FOR_PAYMENT_METHOD, actor=actor, payment_method=card)
        asked.append(Asked(card, task_of(step)))
    return asked
