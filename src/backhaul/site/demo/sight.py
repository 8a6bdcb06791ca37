"""What is to be seen after a step, here and in Shopify, and whether it is what it should be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from backhaul.core.tasks import WaitReason
from backhaul.flows.post_shipment import Posted
from backhaul.models import Task
from backhaul.site.demo.someone_else import Parcel


@dataclass
class Sight:
    """Lines about both sides. Each thing that is not as expected leaves a sentence in `problems`."""

    here: list[str] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def shipment(self, posted: Posted, state: str, outcome: str) -> None:
        """A posted shipment, and how its task stands."""
        goods = ", ".join(f"{line.quantity} {line.order_line.sku}" for line in posted.shipment.lines.all())
        self.here.append(f"{posted.shipment.external_number} of {posted.shipment.order.name}: {goods}")
        self.task(posted.task, state, outcome)

    def task(self, task: Task, state: str, outcome: str) -> None:
        """How a task stands, with its own words."""
        task.refresh_from_db()
        self.here.append(f"{task.kind} {task.state}, {task.outcome}: {task.outcome_detail}")
        self.equal(f"{task.kind} {task.pk}", f"{task.state}, {task.outcome}", f"{state}, {outcome}")

    def waiting(self, task: Task, reason: WaitReason) -> None:
        """Why a task waits, and until when it waits at the longest."""
        until = f"{task.wake_at:%Y-%m-%d %H:%M} UTC" if task.wake_at else "never"
        self.here.append(f"waits at the longest until {until}")
        self.equal("the reason to wait", task.wait_reason, reason.value)

    def parcels(self, found: Sequence[Parcel], *expected: Parcel) -> None:
        """All fulfillments of an order, in any sequence."""
        self.there += [str(parcel) for parcel in found] or ["no fulfillment"]
        self.equal("the fulfillments in Shopify", sorted(map(str, found)), sorted(map(str, expected)))

    def outstanding(self, found: Mapping[str, int], expected: Mapping[str, int]) -> None:
        """What can still be posted of an order."""
        self.here.append("outstanding: " + ", ".join(f"{units} {sku}" for sku, units in found.items()))
        self.equal("what is outstanding", dict(found), dict(expected))

    def equal(self, what: str, found: object, expected: object) -> None:
        """A fact that has to be so."""
        if found != expected:
            self.problems.append(f"{what} should be {expected}, but is {found}")
