"""Gives back in Shopify what a posted credit memo says."""

from backhaul.core.giving_back import plan_refund, refund_outcome
from backhaul.core.outcome import Outcome
from backhaul.core.retrieval import look_again_at
from backhaul.flows import effects
from backhaul.flows.clock import now
from backhaul.flows.credit_facts import failed_since, given_by_memos, memo_of, memo_value
from backhaul.flows.invoice_facts import pending_waits
from backhaul.flows.leases import Lease
from backhaul.flows.mirror_payments import ledger_of
from backhaul.flows.payment_facts import lines_of
from backhaul.flows.read_order import read_payments
from backhaul.models import Task


def give_back(task: Task, lease: Lease) -> Outcome:
    """Give back what the credit memo has not given back yet, of the payments that its invoice stands on.

    1. settle the order's last call; 2. read its payments, which brings what was given back up to date; 3. plan;
    4. ask for each refund under a key of its own; 5. read again what came of it. A second run is harmless: it plans
    only what no refund of the memo is for, and what was asked for without an answer goes under the same key.
    """
    effects.settle_unsettled(task, lease)
    memo = memo_of(task)
    payments = read_payments(memo.store, memo.order.gid)
    ledger, lines, given = ledger_of(memo.order, payments), lines_of(memo.order), given_by_memos(memo.order_id)
    may_try_again = not failed_since(memo, task)
    planned = plan_refund(memo_value(memo), ledger, lines, given, may_try_again=may_try_again)
    results = effects.change_each(planned.calls, payments, task=task, lease=lease)
    if planned.calls:
        read_payments(memo.store, memo.order.gid)
    at = look_again_at(now(), pending_waits(task))
    return refund_outcome(planned, results, given_by_memos(memo.order_id), look_again_at=at)
