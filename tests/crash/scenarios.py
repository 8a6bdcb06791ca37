"""What is owed to Shopify: work that leads to one mutation, and what Shopify shows when it was done once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from backhaul.core.shipment import OtherLocation, ScheduledPolicy
from backhaul.flows.store_policies import Policies, set_policies
from backhaul.models import SalesOrder, Task
from tests.crash.witness import Witness
from tests.support.shop import Shop, forget_jobs, run_pending

Sight = tuple[str, int, str] | tuple[str, str, str]


@dataclass(frozen=True)
class View:
    """What of an order is looked at: what Shopify shows, the same by gid, and what we have recorded by gid.

    `mutations` counts what Shopify has carried out.
    """

    shown: Callable[[Witness, SalesOrder], Sequence[Sight]]
    theirs: Callable[[Witness, SalesOrder], Mapping[str, str]]
    ours: Callable[[SalesOrder], Mapping[str, str]]
    mutations: Callable[[Witness, SalesOrder], Mapping[str, int]] = Witness.mutations


@dataclass(frozen=True)
class Scenario:
    """`effects` are the mutations that Shopify carries out for one task, each so many times.

    `place` makes an order that is ready for its task to be written by `owe`, except for what has still to be run.
    """

    mutation: str
    effects: Mapping[str, int]
    place: Callable[[Shop], SalesOrder]
    owe: Callable[[Shop, SalesOrder], Task]
    view: View
    shown: Sequence[Sight]
    """What the view shows in the end."""
    outcome: str
    name: str = ""
    """Where one mutation has several scenarios."""
    begins_with: str = ""
    """The mutation that the task makes first, where that is another."""

    @property
    def first(self) -> str:
        """The mutation that the task makes first."""
        return self.begins_with or self.mutation


@dataclass(frozen=True)
class Owed:
    """A task that has to change Shopify, and the order it is about."""

    scenario: Scenario
    order: SalesOrder
    task: Task


def begin(shop: Shop, scenarios: Iterable[Scenario], count: int) -> list[Owed]:
    """So many orders of each scenario with a task each, in this order and none of them begun."""
    set_policies(shop.store, Policies(OtherLocation.MOVE, ScheduledPolicy.OPEN_EARLY))
    shop.store.refresh_from_db()
    placed = [(scenario, scenario.place(shop)) for scenario in scenarios for _ in range(count)]
    run_pending()
    forget_jobs()
    return [Owed(scenario, order, scenario.owe(shop, order)) for scenario, order in placed]
