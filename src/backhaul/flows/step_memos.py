"""The credit memo that a step of a change has posted, whose own task gives the money back."""

from django.db import transaction

from backhaul.core.tasks import ENDED
from backhaul.models import ChangeStep, CreditMemoRefund, PostedCreditMemo, SalesOrder, Task


def memo_of_step(step: ChangeStep) -> PostedCreditMemo | None:
    """The credit memo that was posted under the step's id, with its task."""
    memos = PostedCreditMemo.objects.filter(store=step.change.contract.store, external_number=step.pk)
    return memos.select_related("task").first()


def is_refund_under_way(task: Task) -> bool:
    """Whether this is the task of a step whose credit memo has yet to end."""
    memo = _memo_of_task(task.pk)
    return memo is not None and memo.task.state not in ENDED


def is_money_on_its_way(task: Task) -> bool:
    """Whether Shopify is giving money back for the credit memo of this task, and has not said how that ends."""
    return CreditMemoRefund.objects.filter(memo__task=task, settled_at=None).exists()


def lock_memo_task(task_id: str) -> Task | None:
    """The unfinished task of the credit memo that the step of this task has posted, locked; None where there is none.

    In the caller's transaction, before the step's own task is locked: one that ends locks those that wait for it. With
    the order locked no credit memo can be posted meanwhile.
    """
    assert transaction.get_connection().in_atomic_block, "the lock is held until the step is called off, too"
    order_ids = ChangeStep.objects.filter(task_id=task_id).exclude(order=None).values_list("order_id", flat=True)
    for order_id in order_ids:
        SalesOrder.objects.select_for_update(no_key=True, of=("self",)).get(pk=order_id)
    memo = _memo_of_task(task_id)
    if memo is None:
        return None
    task = Task.objects.select_for_update(no_key=True, of=("self",)).get(pk=memo.task_id)
    return None if task.state in ENDED else task


def _memo_of_task(task_id: str) -> PostedCreditMemo | None:
    step = ChangeStep.objects.filter(task_id=task_id).select_related("change__contract").first()
    return memo_of_step(step) if step is not None else None
