"""Gives back in Shopify the units of an order that a posted credit memo says, with their money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backhaul.core.budget import Priority
from backhaul.core.money import Money
from backhaul.core.outcome import Outcome
from backhaul.core.payment_calls import GivenBackUnits
from backhaul.core.refund_worth import without_tax
from backhaul.core.refunded import Given
from backhaul.core.remote import RemoteOrder
from backhaul.core.retrieval import look_again_at
from backhaul.core.tasks import OutcomeName
from backhaul.core.unit_credit import (
    RefundAmount,
    UnitsMemo,
    UnitsPlan,
    plan_missing,
    plan_rest,
    plan_units,
    units_outcome,
)
from backhaul.flows import effects
from backhaul.flows.clock import now
from backhaul.flows.credit_facts import failed_since, given_by, memo_of, units_memo_value
from backhaul.flows.invoice_facts import pending_waits
from backhaul.flows.leases import Lease
from backhaul.flows.payment_facts import kept_money
from backhaul.flows.payment_tasks import REFUND_AMOUNT
from backhaul.flows.read_order import read_order
from backhaul.flows.rounds import MAX_ROUNDS, KeepsChanging
from backhaul.flows.stock import stock_of
from backhaul.flows.withheld import refund_gids
from backhaul.models import PostedCreditMemo, Task
from backhaul.shopify.client import connect


@dataclass(frozen=True)
class _Reading:
    """What the intent of a refund keeps of the order: which refunds and transactions were there before it."""

    order: RemoteOrder

    @property
    def gid(self) -> str:
        return self.order.gid

    @property
    def seen_gids(self) -> Sequence[str]:
        payments = self.order.payments
        refunds = [one.gid for one in self.order.refunds or ()]
        return (*refunds, *(payments.seen_gids if payments else ()))

    @property
    def order_lines(self) -> Mapping[str, str]:
        return {}


def give_back_units(task: Task, lease: Lease) -> Outcome:
    """Give back what the credit memo says: its units in one refund, with the money that both figures agree on.

    1. settle the order's last call; 2. read the order, which brings what was given back up to date; 3. have Shopify
    compute the same refund and plan; 4. ask for it under a key of its own; 5. read again what came of it, also of the
    fulfillment orders. A second run is harmless: once a refund of the units is known, none is asked for, and one
    without an answer goes under the same key.
    """
    effects.settle_unsettled(task, lease)
    memo = memo_of(task)
    for _ in range(MAX_ROUNDS):
        if not refund_gids(memo):  # what was given back is not taken back by calling the task off
            lease.obey_cancellation()
        reading = _Reading(read_order(memo.store, memo.order.gid))
        memo.order.refresh_from_db()
        planned = _plan(memo, task, reading.order)
        results = effects.change_each([*planned.calls, *planned.again], reading, task=task, lease=lease)
        if results:
            read_order(memo.store, memo.order.gid)
        at = look_again_at(now(), pending_waits(task))
        ending = units_outcome(planned, results, given_by(memo), look_again_at=at)
        if ending.name is not OutcomeName.CONTINUE:
            return ending
    raise KeepsChanging(f"The order kept changing in Shopify while it was being refunded. {ending.words}")


def _plan(memo: PostedCreditMemo, task: Task, order: RemoteOrder) -> UnitsPlan:
    given = given_by(memo)
    if refund_gids(memo):
        value = units_memo_value(memo, net_shipping=kept_money(memo.shipping, memo.currency))
        may_try_again = not failed_since(memo, task)
        return plan_rest(value, given, may_try_again=may_try_again, gateways=_gateways(order, given))
    value = units_memo_value(memo, net_shipping=_net_shipping(memo, order))
    stock = stock_of(memo.order, besides=(memo.pk, memo.reference))
    missing = plan_missing(value, stock)
    if missing:
        return missing
    suggested = connect(memo.store, priority=Priority.EFFECT).suggest_refund(
        order.gid, _asked(value), shipping=value.net_shipping
    )
    decided = task.choices.get(REFUND_AMOUNT)
    return plan_units(value, stock, suggested, decided=RefundAmount(decided) if decided else None)


def _net_shipping(memo: PostedCreditMemo, order: RemoteOrder) -> Money:
    """Shopify counts shipping without its tax where prices do not contain it."""
    shipping = kept_money(memo.shipping, memo.currency)
    if not shipping.amount:
        return shipping
    worth = connect(memo.store, priority=Priority.EFFECT).read_worth(order.gid, [], order.refunds or ())
    return without_tax(worth, shipping)


def _asked(memo: UnitsMemo) -> list[GivenBackUnits]:
    return [GivenBackUnits(line.line_gid, line.quantity, line.restock) for line in memo.lines]


def _gateways(order: RemoteOrder, given: Sequence[Given]) -> dict[str, str]:
    payments = order.payments
    found = [payments.transaction(one.receipt_gid) for one in given] if payments else []
    return {one.gid: one.gateway for one in found if one is not None}
