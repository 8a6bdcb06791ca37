"""Many billing cycles at once: found by the dates on which they are to be billed, and charged, by a background job.

What the job charges when nothing is said of the cycles' status, or an attempt was made before, is assumed: those that
are neither billed, skipped nor being billed, of contracts that can be billed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import takewhile

from shopify_sandbox.state import billing_attempts, billing_cycles, billing_schedule
from shopify_sandbox.state.billing_attempts import Wish
from shopify_sandbox.state.billing_schedule import Cycle
from shopify_sandbox.state.contracts import Contract
from shopify_sandbox.state.cycle_errors import BULK_ERRORS, refusal
from shopify_sandbox.state.errors import Refused
from shopify_sandbox.state.given import Given, instant, mapping, texts
from shopify_sandbox.state.jobs import Job
from shopify_sandbox.world import World

RANGE = "billingAttemptExpectedDateRange"
_WEEK, _DAY = timedelta(weeks=1), timedelta(days=1)


@dataclass(eq=False, kw_only=True)
class CycleJob(Job):
    """A search for cycles, or a charge of them; what it found is told by contract and index."""

    found: list[tuple[Contract, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Search:
    """Which cycles are wanted: of one app's contracts, to be billed within the range, with these filters."""

    app_id: str
    begin: datetime
    end: datetime
    filters: Given


def search_for(world: World, app_id: str, given: Given, filters: object) -> Search:
    """The search as asked for. Raises Refused with SubscriptionBillingCycleBulkUserErrorCode."""
    begin, end = instant(given["startDate"]), instant(given["endDate"])
    assert begin is not None
    assert end is not None
    if begin > end:
        raise refusal(BULK_ERRORS, "START_DATE_BEFORE_END_DATE", RANGE, "startDate")
    if end > world.now() + _DAY:
        raise refusal(BULK_ERRORS, "END_DATE_IN_THE_FUTURE", RANGE, "endDate")
    if end - begin > _WEEK:
        raise refusal(BULK_ERRORS, "INVALID_DATE_RANGE", RANGE)
    return Search(app_id, begin, end, mapping(filters))


def look(world: World, search: Search) -> CycleJob:
    """A job that finds the cycles."""
    return _started(world, search, lambda _cycle: None)


def charge(world: World, search: Search, wish: Wish) -> CycleJob:
    """A job that finds the cycles and bills those that can be billed."""

    def bill(cycle: Cycle) -> None:
        try:
            key = world.new_uuid()
            selector = {"index": cycle.index}
            billing_attempts.charge(world, cycle.contract, replace(wish, key=key, selector=selector))
        except Refused:
            return

    return _started(world, search, bill)


def _started(world: World, search: Search, act: Callable[[Cycle], None]) -> CycleJob:
    job = CycleJob(id=world.new_uuid())
    world.jobs.append(job)

    def run() -> None:
        cycles = _matching(world, search)
        for each in cycles:
            act(each)
        job.found = [(each.contract, each.index) for each in cycles]
        job.done = True

    world.later(world.job_delay, run)
    return job


def _matching(world: World, search: Search) -> list[Cycle]:
    own = [each for each in world.all(Contract) if str(each.app_id) == search.app_id]
    return [cycle for contract in own for cycle in _of_contract(world, contract, search)]


def _of_contract(world: World, contract: Contract, search: Search) -> list[Cycle]:
    statuses = texts(search.filters.get("contractStatus"))
    if statuses and contract.status.value not in statuses:
        return []
    # A cycle is billed within its own bounds.
    early = takewhile(lambda each: each.starts_at <= search.end, billing_schedule.cycles(world, contract))
    due = [each for each in early if search.begin <= each.expected_at <= search.end]
    return [each for each in due if _fits(world, each, search.filters)]


def _fits(world: World, cycle: Cycle, filters: Given) -> bool:
    statuses = texts(filters.get("billingCycleStatus"))
    if statuses and ("BILLED" if cycle.state.billed else "UNBILLED") not in statuses:
        return False
    wanted = filters.get("billingAttemptStatus")
    if wanted not in ("HAS_ATTEMPT", "NO_ATTEMPT"):
        return True
    return bool(billing_cycles.attempts(world, cycle)) is (wanted == "HAS_ATTEMPT")
