"""Compares the mirror of subscription contracts with Shopify, in both directions, at few points."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max, Q

from backhaul.core.comparison import SEARCH_LAG, ComparedContract, contract_has_fallen_behind
from backhaul.core.contracts import ContractStatus
from backhaul.core.learned import Learned, LearnedBy
from backhaul.core.missed import FoundChange, Tally
from backhaul.flows.clock import now
from backhaul.flows.deliveries import rhythm_of
from backhaul.flows.missed_contracts import read_found_contract
from backhaul.flows.want_contract import want_contract
from backhaul.models import Contract, Store

FEWEST_AHEAD, NEAR = 3, timedelta(days=14)
"""The cycles of a contract run out when so few are to come, and the last of them is so near."""


def compare_contract_page(store: Store, page: Sequence[ComparedContract], tally: Tally) -> None:
    """Read those contracts of a page that the mirror lacks or shows otherwise."""
    rows = Contract.objects.filter(store=store, gid__in=[one.gid for one in page], deleted_at=None)
    mirrored = {row.gid: _facts(row) for row in rows}
    for listed in page:
        known = mirrored.get(listed.gid)
        if known is None or contract_has_fallen_behind(known, listed):
            read_found_contract(store, FoundChange(listed.gid, listed.updated_at, LearnedBy.COMPARISON), tally)


def want_unlisted(store: Store, listed: Callable[[str], bool], *, began: datetime) -> int:
    """Have the contracts read again that the mirror has and Shopify did not list; returns how many.

    Their refresh finds out whether they are gone. What was made since the listing began may be too young to be listed.
    """
    rows = Contract.objects.filter(store=store, deleted_at=None, shopify_created_at__lt=began - SEARCH_LAG)
    missing = [gid for gid in rows.values_list("gid", flat=True).iterator() if not listed(gid)]
    for gid in missing:
        with transaction.atomic():
            want_contract(store, gid, Learned(LearnedBy.COMPARISON))
    return len(missing)


def want_further_cycles(store: Store) -> int:
    """Have the active contracts read again whose mirrored billing cycles run out; returns how many.

    A contract that nobody changes or bills is not read otherwise, and what is not mirrored is not charged.
    """
    ahead = Count("cycles", filter=Q(cycles__expected_at__gt=now()))
    rows = Contract.objects.filter(store=store, deleted_at=None, status=ContractStatus.ACTIVE).only("gid", "billing")
    rows = rows.annotate(ahead=ahead, last=Max("cycles__index"), until=Max("cycles__expected_at"))
    run_out = rows.filter(Q(until=None) | Q(until__lt=now() + NEAR), ahead__lt=FEWEST_AHEAD)
    found = [row.gid for row in run_out.iterator() if _goes_on(row)]
    for gid in found:
        with transaction.atomic():
            want_contract(store, gid, Learned(LearnedBy.COMPARISON))
    return len(found)


def _goes_on(row: Contract) -> bool:
    """Whether it has more cycles than are mirrored; of one that was read without any, nobody knows."""
    most = rhythm_of(row.billing).max_cycles
    last: int | None = getattr(row, "last", None)
    return most is None or last is None or last < most


def _facts(row: Contract) -> ComparedContract:
    return ComparedContract(row.gid, int(row.revision), row.status, row.shopify_updated_at, row.next_billing_at)
