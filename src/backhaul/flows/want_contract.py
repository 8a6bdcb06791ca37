"""Has a subscription contract read again because something was heard of it: at most one task stands for it."""

from backhaul.core.learned import Learned
from backhaul.core.tasks import ENDED, TaskState
from backhaul.flows.task_list import TaskOrder, want_again
from backhaul.flows.want_refresh import LEARNED, is_news
from backhaul.models import Store, Task

REFRESH_CONTRACT = "refresh_contract"


def want_contract(store: Store, gid: str, learned: Learned) -> Task:
    """Have a contract read, or read once more, in the caller's transaction; a second wish before that changes nothing.

    It is read after whatever else is under way for the contract. Who locks the contract's row has to do so before.
    """
    wanted = TaskOrder(kind=REFRESH_CONTRACT, unique_key=contract_key(store.pk, gid), store=store, contract_gid=gid)
    found = Task.objects.filter(unique_key=wanted.unique_key).first()
    if found is not None and found.state == TaskState.PENDING and not is_news(found, learned):
        return found
    task = want_again(wanted)
    if found is None or found.state in ENDED or is_news(task, learned):
        task.choices = {**task.choices, LEARNED: vars(learned)}
        task.save(update_fields=["choices"])
    return task


def contract_key(store_id: str, gid: str) -> str:
    """What is unique about the task that reads this contract."""
    return f"{REFRESH_CONTRACT}:{store_id}:{gid}"


def contract_gid_of(task: Task) -> str:
    """The gid of the contract that the task was written for."""
    return task.unique_key.removeprefix(contract_key(task.store_id, ""))
