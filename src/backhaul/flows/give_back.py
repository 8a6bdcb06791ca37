"""Gives back in Shopify what a posted credit memo says."""

from datetime import timedelta

from backhaul.core.giving_back import plan_refund, refund_outcome
from backhaul.core.ledger import Ledger
from backhaul.core.netting import net
from backhaul.core.outcome import Outcome
from backhaul.core.payments import RemotePayments
from backhaul.core.retries import delay
from backhaul.flows import effects
from backhaul.flows.clock import now
from backhaul.flows.credit_facts import failed_since, given_by_memos, memo_of, memo_value
from backhaul.flows.invoice_facts import pending_waits
from backhaul.flows.leases import Lease
from backhaul.flows.payment_facts import lifetimes_of, lines_of
from backhaul.flows.read_order import read_payments
from backhaul.flows.refund_records import follow_refunds
from backhaul.models import PostedCreditMemo, Task

FIRST_LOOK = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


def give_back(task: Task, lease: Lease) -> Outcome:
    """Give back what the credit memo has not given back yet, of the payments that its invoice stands on.

    1. settle the order's last call; 2. read its payments, and bring what was given back up to date with them;
    3. plan; 4. ask for each refund under a key of its own; 5. read again what came of it. A second run is harmless: it
    plans only what no refund of the memo is for, and what was asked for without an answer goes under the same key.
    """
    effects.settle_unsettled(task, lease)
    memo = memo_of(task)
    payments, ledger = _look(memo)
    lines, given = lines_of(memo.order), given_by_memos(memo.order_id)
    may_try_again = not failed_since(memo, task)
    planned = plan_refund(memo_value(memo), ledger, lines, given, may_try_again=may_try_again)
    results = effects.change_each(planned.calls, payments, task=task, lease=lease)
    if planned.calls:
        _look(memo)
    look_again_at = now() + delay(pending_waits(task) + 1, 0, first=FIRST_LOOK, longest=LONGEST_WAIT)
    return refund_outcome(planned, results, given_by_memos(memo.order_id), look_again_at=look_again_at)


def _look(memo: PostedCreditMemo) -> tuple[RemotePayments, Ledger]:
    """The order's payments as they are now; what was given back is written down as they show it."""
    payments = read_payments(memo.store, memo.order.gid)
    ledger = net(payments, now=now(), lifetimes=lifetimes_of(memo.store))
    follow_refunds(memo.order, payments, ledger)
    return payments, ledger
