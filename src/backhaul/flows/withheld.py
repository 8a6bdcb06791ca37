"""Units of an order that are being given back: from the posting of what says so until the mirror shows it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from backhaul.core.change_steps import StepKind
from backhaul.core.restock import Restock
from backhaul.core.tasks import ENDED
from backhaul.flows.payment_tasks import GIVE_BACK_UNITS
from backhaul.models import ChangeStep, Intent, OrderRefund, PostedCreditMemo, SalesOrder

REFUND = "refundCreate"
_GIVING = (StepKind.GIVE_BACK, StepKind.CANCEL_ORDER)


@dataclass(frozen=True)
class Promise:
    """So many units of a line that are being given back. `by` names what says so, `source` is its id."""

    source: str
    by: str
    line_gid: str
    quantity: int
    restock: Restock

    @property
    def keeps_back(self) -> bool:
        """Whether the units may not be shipped any more."""
        return self.restock is Restock.CANCEL


def promises_of(order: SalesOrder) -> list[Promise]:
    """What is being given back of an order; asked under its row lock, nothing is promised twice.

    A credit memo counts from its posting until the mirror shows its refund, or until it has ended without one; a step
    of a change from its writing until it has ended, or has posted its credit memo.
    """
    memos = list(PostedCreditMemo.objects.filter(order=order, task__kind=GIVE_BACK_UNITS).select_related("task"))
    return [*_of_memos(order, memos), *_of_steps(order, frozenset(memo.reference for memo in memos))]


def withheld_lines(order: SalesOrder) -> Mapping[str, list[Promise]]:
    """By the line's gid, what keeps units of it from being shipped."""
    found: dict[str, list[Promise]] = {}
    for one in promises_of(order):
        if one.keeps_back:
            found.setdefault(one.line_gid, []).append(one)
    return found


def withholding_orders(order_ids: Collection[str]) -> set[str]:
    """Those of the orders of which something may be being given back; of the others nothing is."""
    memos = PostedCreditMemo.objects.filter(order__in=order_ids, task__kind=GIVE_BACK_UNITS)
    steps = ChangeStep.objects.filter(order__in=order_ids, kind__in=_GIVING).exclude(task__state__in=ENDED)
    found = (*memos.values_list("order", flat=True), *steps.exclude(task=None).values_list("order", flat=True))
    return {order_id for order_id in found if order_id}


def refund_gids(memo: PostedCreditMemo) -> frozenset[str]:
    """The transactions, and the refunds that they belong to, of the calls that the memo's task has made."""
    done = Intent.objects.filter(task=memo.task_id, operation=REFUND, state=Intent.State.DONE)
    found = set()
    for effect_gids, evidence in done.values_list("effect_gids", "evidence"):
        found |= {*effect_gids, evidence.get("effect", {}).get("refund", "")}
    return frozenset(found - {""})


def _of_memos(order: SalesOrder, memos: list[PostedCreditMemo]) -> Iterator[Promise]:
    for memo in memos:
        if not _is_over(order, memo):
            for line in memo.lines.select_related("order_line"):
                yield Promise(
                    memo.pk,
                    f"credit memo {memo.external_number}",
                    line.order_line.gid,
                    line.quantity,
                    Restock(line.restock),
                )


def _is_over(order: SalesOrder, memo: PostedCreditMemo) -> bool:
    """Whether nothing of the memo is to come: the mirror shows its refund, or it has ended without one."""
    gids = refund_gids(memo)
    if not gids:
        return memo.task.state in ENDED
    shown = OrderRefund.objects.filter(order=order)
    return shown.filter(gid__in=gids).exists() or shown.filter(transaction_gids__overlap=list(gids)).exists()


def _of_steps(order: SalesOrder, posted: frozenset[str]) -> Iterator[Promise]:
    """What unfinished steps of changes give back; a step that cancels the whole order takes all that is left of it."""
    steps = ChangeStep.objects.filter(order=order, kind__in=_GIVING).exclude(task__state__in=ENDED)
    for step in steps.exclude(pk__in=posted).exclude(task=None):
        restock = (
            Restock(step.params.get("restock", Restock.CANCEL)) if step.kind == StepKind.GIVE_BACK else Restock.CANCEL
        )
        for line_gid, quantity in _units_of(step, order).items():
            yield Promise(step.pk, f"change {step.change_id}", line_gid, quantity, restock)


def _units_of(step: ChangeStep, order: SalesOrder) -> dict[str, int]:
    if step.kind == StepKind.CANCEL_ORDER:
        lines = order.lines.filter(requires_shipping=True, shippable_quantity__gt=0)
        return dict(lines.values_list("gid", "shippable_quantity"))
    return {line_gid: int(quantity) for line_gid, quantity in step.params.get("units", {}).items()}
