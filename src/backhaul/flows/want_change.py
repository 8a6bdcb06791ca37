"""Has a subscription changed later, because a policy or a decision says so: a task plans it on what is true then."""

from dataclasses import dataclass

from backhaul.core.wanted_changes import Actor, WantedChange
from backhaul.core.wanted_json import read_wanted, wanted_json
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.models import Contract, Task

PLAN_CHANGE = "plan_change"
BEGUN = "change"
"""Where the task keeps the id of the change that it has begun."""
REPLACES = "replaces"
"""Where the task keeps the id of the change whose rest it plans anew."""
_CONTRACT, _WANTED, _ACTOR, _BY = "contract", "wanted", "actor", "requested_by"


@dataclass(frozen=True)
class ChangeWish:
    """A change that nobody has looked at a preview of. `requested_by`: the member of staff, or the policy."""

    wanted: WantedChange
    actor: Actor
    requested_by: str


def want_change(contract: Contract, wish: ChangeWish, *, key: str, replaces: str | None = None) -> Task:
    """Write the task that plans the change and begins it, in the caller's transaction; the same key is one task.

    `replaces` is the change whose rest is planned anew.
    """
    wanted = TaskOrder(
        kind=PLAN_CHANGE, unique_key=f"{PLAN_CHANGE}:{key}", store=contract.store, contract_gid=contract.gid
    )
    task = write_task(wanted)
    if not task.choices:
        task.choices = {
            _CONTRACT: contract.pk,
            _WANTED: wanted_json(wish.wanted),
            _ACTOR: wish.actor,
            _BY: wish.requested_by,
            REPLACES: replaces,
        }
        task.save(update_fields=["choices"])
    return task


def wish_of(task: Task) -> tuple[Contract, ChangeWish]:
    """What the task was written for."""
    contract = Contract.objects.select_related("store").get(pk=task.choices[_CONTRACT])
    wanted = read_wanted(task.choices[_WANTED], currency=contract.currency)
    return contract, ChangeWish(wanted, Actor(task.choices[_ACTOR]), task.choices[_BY])
