"""Tells endpoints what a task has come to, in the transaction in which it is recorded."""

from backhaul.core.outcome import Outcome
from backhaul.core.outgoing import events_of
from backhaul.flows.change_tasks import FINISH_CHANGE
from backhaul.flows.events import emit
from backhaul.models import Contract, PaymentLine, PostedCreditMemo, PostedShipment, Task


def tell_endpoints(task: Task, outcome: Outcome) -> None:
    """Write the events that follow from how a run has ended; each run ends once, and its events are told once."""
    for kind in events_of(task.kind, outcome.name):
        emit(task.store, kind, _data(task, outcome), key=f"{task.pk}:{task.fencing}")


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
