"""The step of a change that gives back units or money of an order: posts a credit memo, and ends as that does."""

from collections.abc import Mapping

from django.db import transaction

from backhaul.core.crediting import CreditLineRequest, UnitsRequest
from backhaul.core.decisions import Done, WaitUntil
from backhaul.core.errors import InputError
from backhaul.core.outstanding import LineRequest
from backhaul.core.remote import RemoteOrder
from backhaul.core.restock import Restock
from backhaul.core.step_checks import StepVerdict, Superseded, check_order_step
from backhaul.core.stored_call import object_of
from backhaul.core.tasks import ENDED, OutcomeName, TaskState, WaitReason
from backhaul.flows.clock import now
from backhaul.flows.post_credit_memo import post_units_memo
from backhaul.flows.steer_tasks import call_off
from backhaul.flows.step_memos import memo_of_step
from backhaul.flows.step_run import StepRun
from backhaul.flows.stock import posted_unsent
from backhaul.flows.task_list import RECHECK_DEPENDENCY
from backhaul.models import PostedCreditMemo, SalesOrder, Task


def give_back(run: StepRun, order: RemoteOrder) -> StepVerdict:
    """Post the credit memo once, under the step's own id, and end as its task ends.

    A shipment that was posted meanwhile has taken its units: then the memo is refused, and the step is planned anew.
    """
    memo = memo_of_step(run.step)
    if memo is None:
        row = SalesOrder.objects.get(store=run.store, gid=run.subject_gid)
        found = check_order_step(run.kind, run.params, order, posted=posted_unsent(row))
        if found is not None:
            return found
        run.lease.obey_cancellation()
        try:
            memo = _post(run)
        except InputError as error:
            return Superseded(f"{error.message} {error.hint}".strip())
    return _after(run, memo)


def _post(run: StepRun) -> PostedCreditMemo:
    order = SalesOrder.objects.get(store=run.store, gid=run.subject_gid)
    return post_units_memo(order, units_request(run.params, run.step.pk), reference=run.step.pk).memo


def units_request(params: Mapping[str, object], external_number: str) -> UnitsRequest:
    """What such a step posts, from what it keeps."""
    wanted = object_of(params.get("units"))
    return UnitsRequest(
        external_number=external_number,
        lines=[CreditLineRequest(LineRequest(units, line_item_id=gid)) for gid, units in wanted.items()],
        currency=str(params.get("currency") or ""),
        total=params.get("amount"),
        shipping=params.get("shipping"),
        restock=str(params.get("restock") or Restock.CANCEL),
        reason=str(params.get("reason") or ""),
    )


def _after(run: StepRun, memo: PostedCreditMemo) -> StepVerdict:
    """The memo's task is waited for as any task that another one names: it wakes this one when it has ended.

    When this task was to be called off as it posted the memo, the memo's is called off with it.
    """
    with transaction.atomic():
        task = Task.objects.select_for_update(no_key=True).get(pk=memo.task_id)
        run.task.depends_on.add(task)
        if task.state not in ENDED and run.lease.is_to_be_called_off():
            call_off(task, outcome=OutcomeName.STOPPED, reason="The step of the change was called off.")
    if task.state not in ENDED:
        words = f"Credit memo {memo.external_number} gives it back; its task is {task.pk}."
        return WaitUntil(WaitReason.OTHER_TASK, now() + RECHECK_DEPENDENCY, words)
    if task.state == TaskState.CANCELLED:
        run.lease.obey_cancellation()
        return Superseded(f"Credit memo {memo.external_number} was called off. {task.outcome_detail}".strip())
    return Done(task.outcome_detail)
