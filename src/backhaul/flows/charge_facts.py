"""Gathers what the decision about a charge rests on: the contract and its cycle as Shopify shows them now."""

import hashlib
from dataclasses import dataclass
from itertools import count, islice

from backhaul.core.billing import ChargeCase, Circumstances, Try, holds_charges, seen_tries
from backhaul.core.billing_dates import charge_key
from backhaul.core.bills import BillWish
from backhaul.core.budget import Priority
from backhaul.core.contract_changes import ChangeState
from backhaul.core.contracts import LOCKING, CycleStatus, Ownership, RemoteAttempt, RemoteContract
from backhaul.flows.billing_policies import billing_policy_of
from backhaul.flows.clock import now
from backhaul.flows.read_contract import read_contract
from backhaul.models import Bill, Change, Charge, Contract
from backhaul.shopify.billing_reading import CycleBilling
from backhaul.shopify.client import connect


@dataclass(frozen=True)
class ChargeReading:
    """A contract, one of its cycles, and the attempts at that cycle, as just read; None: the cycle is not shown."""

    contract: RemoteContract
    billing: CycleBilling | None


def read_for_charge(bill: Bill) -> ChargeReading:
    """Read both, the cycle last, because it says whether it was charged. The mirror has the contract then.

    Raises ShopifyError; NotFoundInShopify when the contract is gone.
    """
    contract = bill.contract
    remote = read_contract(contract.store, contract.gid, priority=Priority.EFFECT)
    shopify = connect(contract.store, priority=Priority.EFFECT)
    return ChargeReading(remote, shopify.read_billing(contract.gid, bill.cycle_index))


def case_of(bill: Bill, billing: CycleBilling) -> ChargeCase:
    """The case as it stands; the mirror is up to date with the reading."""
    contract = Contract.objects.select_related("store").get(pk=bill.contract_id)
    keys = [key_of(bill, number) for number in islice(count(1), len(billing.attempts))]
    ours = seen_tries(billing.attempts, keys)
    rows = {row.number: row for row in Charge.objects.filter(bill=bill)}
    tries = tuple(_try(number, one, rows.get(number)) for number, one in enumerate(ours, start=1))
    known = {one.gid for one in ours}
    return ChargeCase(
        cycle=billing.cycle,
        tries=tries,
        others=tuple(one for one in billing.attempts if one.gid not in known),
        now_true=_circumstances(bill, contract, billing, tries=len(tries)),
    )


def key_of(bill: Bill, number: int) -> str:
    """The idempotency key of a try."""
    return charge_key(bill.contract.store.shop_domain, bill.contract.gid, bill.cycle_index, number)


def method_of(contract: Contract) -> str:
    """A fingerprint of what the contract is paid with: another one says that the customer has changed it."""
    if not contract.payment_method_gid:
        return ""
    said = f"{contract.payment_method_gid}\n{contract.payment_method_words}"
    return hashlib.sha256(said.encode()).hexdigest()


def _try(number: int, attempt: RemoteAttempt, row: Charge | None) -> Try:
    return Try(number, attempt, row.method if row else "", oversold=bool(row and row.oversells))


def _circumstances(bill: Bill, contract: Contract, billing: CycleBilling, *, tries: int) -> Circumstances:
    here = [one.gid for one in billing.attempts]
    change = Change.objects.filter(contract=contract, state=ChangeState.UNDER_WAY).first()
    if change is not None and not holds_charges(change.wanted):
        change = None
    return Circumstances(
        now=now(),
        timezone=contract.store.timezone,
        policy=billing_policy_of(contract),
        status=contract.status,
        ownership=Ownership(contract.ownership),
        method=method_of(contract),
        method_revoked=contract.payment_method_revoked,
        later_billed=contract.cycles.filter(status=CycleStatus.BILLED, index__gt=bill.cycle_index).exists(),
        other_pending=contract.attempts.filter(state__in=LOCKING).exclude(gid__in=here).exists(),
        change=change.pk if change else "",
        change_since=change.created_at if change else None,
        wish=_wish(bill, tries),
    )


def _wish(bill: Bill, tries: int) -> BillWish | None:
    """What a person wants, unless the try that was made for it has been seen."""
    if not bill.wish or (bill.wish_number is not None and bill.wish_number <= tries):
        return None
    return BillWish(bill.wish)
