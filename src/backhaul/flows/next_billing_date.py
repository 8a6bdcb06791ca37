"""Lets a contract's next billing date follow its cycles once one of them is charged.

Shopify leaves that date to the app (schema); no cycle depends on it, and Shopify's own pages show it.
"""

from backhaul.core.contract_calls import SetNextBillingDate
from backhaul.core.contracts import ContractStatus, CycleStatus
from backhaul.flows import effects
from backhaul.flows.leases import Lease
from backhaul.flows.read_contract import read_contract
from backhaul.models import Bill, Task


def note_next_date(bill: Bill, *, task: Task, lease: Lease) -> None:
    """Set it to the date of the first cycle behind the charged one that is neither billed nor skipped.

    Nothing is done where it is so already, or the contract has no such cycle. A refusal is left: it is only a note.
    """
    contract = bill.contract
    remote = read_contract(contract.store, contract.gid)
    following = contract.cycles.filter(index__gt=bill.cycle_index, status=CycleStatus.UNBILLED, skipped=False).first()
    if remote.status != ContractStatus.ACTIVE or following is None or remote.next_billing_at == following.expected_at:
        return
    call = SetNextBillingDate(f"next:{following.expected_at:%Y-%m-%dT%H:%M:%SZ}", contract.gid, following.expected_at)
    effects.change_one(call, remote, task=task, lease=lease)
