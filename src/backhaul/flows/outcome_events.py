"""Tells endpoints what a task has come to, in the transaction in which it is recorded."""

import hashlib

from backhaul.core.outcome import Outcome
from backhaul.core.outgoing import events_of
from backhaul.core.tasks import OutcomeName
from backhaul.flows.change_tasks import FINISH_CHANGE
from backhaul.flows.events import emit
from backhaul.models import Contract, PaymentLine, PostedCreditMemo, PostedShipment, Task


def tell_endpoints(task: Task, outcome: Outcome) -> None:
    """Write the events that follow from how a run has ended; each run ends once, and its events are told once.

    A task that looks again by itself and still asks a person the same is told of once, until it is retried.
    """
    kinds = events_of(task.kind, outcome.name)
    if not kinds:
        return
    key = _question(task, outcome) if outcome.name is OutcomeName.NEEDS_ATTENTION else str(task.fencing)
    for kind in kinds:
        emit(task.store, kind, _data(task, outcome), key=f"{task.pk}:{key}")


def _question(task: Task, outcome: Outcome) -> str:
    """What is asked, since the last run that did not ask a person, and since a person has last had it retried."""
    others = task.tries.filter(fencing__lt=task.fencing).exclude(result=OutcomeName.NEEDS_ATTENTION)
    since = others.order_by("-fencing").values_list("fencing", flat=True).first() or 0
    asked = hashlib.sha256(f"{task.retried_at}\n{outcome.words}".encode()).hexdigest()
    return f"asks:{since}:{asked[:32]}"


def _data(task: Task, outcome: Outcome) -> dict[str, object]:
    data = {"task_id": task.pk, "task_kind": task.kind, "outcome": outcome.name.value}
    named = {"order_id": task.order_id or "", "contract_id": _contract_id(task), **_document(task)}
    return {**data, **{name: value for name, value in named.items() if value}}


def _contract_id(task: Task) -> str:
    """Of the contract that a task without an order is about; its serial key names it."""
    prefix = f"contract:{task.store_id}:"
    if not task.serial_key.startswith(prefix):
        return ""
    contract = Contract.objects.filter(store=task.store_id, gid=task.serial_key.removeprefix(prefix)).first()
    return contract.pk if contract else ""


def _document(task: Task) -> dict[str, str]:
    """What the task was written for."""
    if task.kind == FINISH_CHANGE:
        return {"change_id": task.unique_key.removeprefix(f"{FINISH_CHANGE}:")}
    shipment = PostedShipment.objects.filter(task=task).values("pk").first()
    if shipment:
        return {"shipment_id": shipment["pk"]}
    line = PaymentLine.objects.filter(task=task).values("pk", "invoice").first()
    if line:
        return {"payment_line_id": line["pk"], "invoice_id": line["invoice"]}
    memo = PostedCreditMemo.objects.filter(task=task).values("pk").first()
    return {"credit_memo_id": memo["pk"]} if memo else {}
