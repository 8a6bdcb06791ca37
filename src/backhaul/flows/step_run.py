"""One run of one step of a change: what it is about, and the calls it makes."""

from collections.abc import Mapping
from dataclasses import dataclass

from backhaul.core.budget import Priority
from backhaul.core.change_steps import StepKind
from backhaul.core.decisions import Done, Verdict
from backhaul.core.wanted_changes import Actor
from backhaul.flows import effects
from backhaul.flows.effects.catalogue import Change
from backhaul.flows.effects.change import Reading
from backhaul.flows.leases import Lease
from backhaul.models import ChangeStep, Intent, Store, Task
from backhaul.shopify.client import Shopify, connect

MADE = Done("It was done by an earlier run.")


@dataclass(frozen=True)
class StepRun:
    """A step with the task that carries it out and the worker's claim on that."""

    step: ChangeStep
    task: Task
    lease: Lease

    @property
    def store(self) -> Store:
        """Whose Shopify it is about."""
        return self.task.store

    @property
    def kind(self) -> StepKind:
        """What the step does."""
        return StepKind(self.step.kind)

    @property
    def subject_gid(self) -> str:
        """The contract or the order that it changes."""
        return self.step.subject_gid

    @property
    def params(self) -> Mapping[str, object]:
        """Its parameters; see core.contract_calls."""
        return dict(self.step.params)

    @property
    def actor(self) -> Actor:
        """On whose behalf the change is made."""
        return Actor(self.step.change.actor)

    @property
    def shopify(self) -> Shopify:
        """The store's Shopify, for what is read while changing it."""
        return connect(self.store, priority=Priority.EFFECT)

    def change(self, wanted: Change, reading: Reading) -> Verdict:
        """Make one change, unless the task is to be called off or this very change was made by an earlier run."""
        if self.made(wanted.step) is not None:
            return MADE
        return effects.change_each([wanted], reading, task=self.task, lease=self.lease)[wanted.step]

    def was_lost(self, step: str) -> bool:
        """Whether the answer to a call of that name was lost, Shopify shows no effect, and no person has said more."""
        return self.task.intents.filter(step=step, state=Intent.State.ABSENT, settled_by="read_back").exists()

    def made(self, step: str) -> Intent | None:
        """The last call of that name that this task has made and that Shopify has carried out."""
        done = self.task.intents.filter(step=step, state=Intent.State.DONE)
        return done.order_by("-created_at").first()
