"""Notes a credit memo whose money was given back in Shopify by somebody else: nothing is sent."""

from backhaul.core.outcome import Outcome
from backhaul.core.unit_credit import booked_outcome
from backhaul.flows.credit_facts import booked_so_far, memo_of, refunded_elsewhere
from backhaul.flows.leases import Lease
from backhaul.flows.payment_facts import kept_money
from backhaul.flows.read_order import read_order
from backhaul.models import Task


def book_credit(task: Task, _lease: Lease) -> Outcome:
    """See that Shopify shows so much given back that no other credit memo accounts for; nothing is changed there.

    A second run is harmless: it reads and compares.
    """
    memo = memo_of(task)
    read_order(memo.store, memo.order.gid)
    return booked_outcome(
        kept_money(memo.total, memo.currency),
        shown=refunded_elsewhere(memo.order),
        booked=booked_so_far(memo),
    )
