"""Reads a subscription contract whole: one request for the common one, further pages only where there are more."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from backhaul.core.contracts import CycleStatus, PlanTerms, RemoteContract, RemoteCycle, RemoteDiscount
from backhaul.core.gids import sort_key
from backhaul.core.next_charge import open_cycles
from backhaul.shopify.attempt_mapping import attempt_of
from backhaul.shopify.contract_mapping import ContractPages, contract_line_of, contract_of, cycle_of, discount_of
from backhaul.shopify.exchange import Exchange
from backhaul.shopify.hidden import hidden_of_contract
from backhaul.shopify.one_reading import OneReading, Spent, not_found
from backhaul.shopify.operations import queries
from backhaul.shopify.operations.queries.fragments import (
    BillingAttemptFields,
    BillingCycleFields,
    ContractLineFields,
    OrderIdFields,
)
from backhaul.shopify.pages import Page, all_nodes
from backhaul.shopify.plan_mapping import plan_of
from backhaul.shopify.raw_order import raw_of
from backhaul.shopify.reply import TopError

MOST_READINGS = 3
CHANGED = "CHANGED_WHILE_READING"
FIRST_CYCLES = datetime(2018, 1, 1, tzinfo=UTC)
"""Older than any contract."""
VISIBLE = timedelta(days=3 * 365 - 7)
"""Cycles are shown less than three years ahead (schema)."""
MOST_AHEAD = 12
ENOUGH_AHEAD = 5
"""How many cycles that are still to be charged have to be read before no more are asked for."""
MOST_READ = 100
"""When so many cycles are ahead no more are asked for, be they skipped or not yet those that are wanted."""


@dataclass(frozen=True)
class KnownContract:
    """What is known of a contract already, so that only what is newer has to be read of it.

    `billed_from` is when the newest cycle that is known to be billed began; of its orders and billing attempts the
    newest are read, up to the first that is known and over, and further while one that was pending is missing.
    `ahead_to`: cycles are wanted until that date, and some behind it.
    """

    billed_from: datetime | None = None
    order_gids: frozenset[str] = frozenset()
    ended_attempts: frozenset[str] = field(default_factory=frozenset)
    open_attempts: frozenset[str] = field(default_factory=frozenset)
    ahead_to: datetime | None = None


@dataclass(frozen=True)
class WholeContract:
    """A contract, what was missing from it, and what reading it took. `read_started_at` is real time."""

    contract: RemoteContract
    read_started_at: datetime
    errors: tuple[TopError, ...]
    requests: int
    requested_points: float


def read_contract(exchange: Exchange, gid: str, *, now: datetime, known: KnownContract) -> WholeContract:
    """The contract with all its lines and discounts, its new orders and attempts, its cycles around the present.

    The cycles are the last billed one and those after it, until at least five are still to be charged, as far as there
    are so many. `now` is Shopify's time: it bounds how far ahead cycles can be asked for. A contract that changes while
    its pages are read is read again, at most twice; then the last reading is returned with an error that says so.
    Raises NotFoundInShopify for a contract that Shopify does not know or hides.
    """
    spent = Spent(exchange)
    for _ in range(MOST_READINGS):
        reading = OneReading(spent)
        contract, started_at = _Pages(reading, gid, now, known).read()
        if not reading.changed:
            break
    if reading.changed:
        reading.errors.append(TopError("The contract changed while its pages were read.", code=CHANGED))
    return WholeContract(
        contract=replace(contract, raw=raw_of(reading.replies)),
        read_started_at=started_at,
        errors=tuple(reading.errors),
        requests=spent.requests,
        requested_points=spent.points,
    )


def read_plan(exchange: Exchange, plan_gid: str, variant_gid: str | None) -> PlanTerms | None:
    """A selling plan's terms: by its own id, or among those that the variant is sold with. None: it is not shown."""
    found = exchange.query(queries.selling_plan(plan_gid)).data.node
    if found is not None and found.typename__ == "SellingPlan":
        return plan_of(found)
    if variant_gid is None:
        return None
    variant = exchange.query(queries.variant_selling_plans(variant_gid)).data.product_variant
    plans = (
        [plan for group in variant.selling_plan_groups.nodes for plan in group.selling_plans.nodes] if variant else []
    )
    return next((plan_of(plan) for plan in plans if plan.id == plan_gid), None)


class _Moving(Protocol):
    @property
    def revision_id(self) -> int: ...
    @property
    def updated_at(self) -> datetime: ...


class _Pages:
    """One reading of a contract: its head, and the pages below it."""

    def __init__(self, reading: OneReading, gid: str, now: datetime, known: KnownContract) -> None:
        self._reading = reading
        self._gid = gid
        self._known = known
        self._now = now
        self._until = now + VISIBLE
        self._from = known.billed_from - timedelta(days=1) if known.billed_from else FIRST_CYCLES

    def read(self) -> tuple[RemoteContract, datetime]:
        reply = self._reading.query(queries.contract(self._gid, self._from, self._until))
        head = reply.data.subscription_contract
        if head is None:
            raise not_found("contract", self._gid, reply.request_id)
        self._head = head
        pages = ContractPages(
            lines=[contract_line_of(line) for line in all_nodes(head.lines, self._more_lines)],
            discounts=self._discounts(),
            order_gids=[order.id for order in all_nodes(head.orders, self._more_orders)],
            attempts=[attempt_of(one) for one in all_nodes(head.billing_attempts, self._more_attempts)],
            cycles=self._cycles(reply.data.subscription_billing_cycles),
        )
        found = contract_of(head, pages, hidden_of_contract(self._reading.errors))
        installation = reply.data.current_app_installation
        return replace(found, own_app_gid=installation.app.id), reply.started_at

    def _more_lines(self, after: str) -> Page[ContractLineFields] | None:
        found = self._reading.query(queries.contract_lines_next(self._gid, after)).data.subscription_contract
        self._compare(found)
        return found.lines if found else None

    def _more_orders(self, after: str) -> Page[OrderIdFields] | None:
        """Older ones than a page that ends with a known order are known as well, if the newest do come first."""
        gids_read = [order.id for order in self._head.orders.nodes]
        if gids_read[-1] in self._known.order_gids and gids_read == sorted(gids_read, key=sort_key, reverse=True):
            return None
        found = self._reading.query(queries.contract_orders_next(self._gid, after)).data.subscription_contract
        self._compare(found)
        return found.orders if found else None

    def _more_attempts(self, after: str) -> Page[BillingAttemptFields] | None:
        """The same, where the last one is over: one that is pending may have come to something since."""
        read = self._head.billing_attempts.nodes
        newest_first = sorted(read, key=lambda one: one.created_at, reverse=True)
        missing = self._known.open_attempts - {one.id for one in read}
        if read[-1].id in self._known.ended_attempts and read == newest_first and not missing:
            return None
        found = self._reading.query(queries.contract_attempts_next(self._gid, after)).data.subscription_contract
        self._compare(found)
        return found.billing_attempts if found else None

    def _discounts(self) -> list[RemoteDiscount]:
        read = self._head.discounts
        if not read.page_info.has_next_page and all(one.entitled_lines.all for one in read.nodes):
            return [discount_of(one, ()) for one in read.nodes]
        found: list[RemoteDiscount] = []
        after: str | None = None
        while True:
            contract = self._reading.query(queries.contract_discounts(self._gid, after)).data.subscription_contract
            self._compare(contract)
            if contract is None:
                return found
            found += [
                discount_of(one, () if one.entitled_lines.all else [line.id for line in one.entitled_lines.lines.nodes])
                for one in contract.discounts.nodes
            ]
            after = contract.discounts.page_info.end_cursor
            if not contract.discounts.page_info.has_next_page or not after:
                return found

    def _cycles(self, first: Page[BillingCycleFields]) -> Sequence[RemoteCycle]:
        found = [cycle_of(one) for one in first.nodes]
        page = first
        while page.page_info.has_next_page and page.page_info.end_cursor and not self._reach_ahead(found):
            call = queries.contract_cycles_next(self._gid, self._from, self._until, page.page_info.end_cursor)
            page = self._reading.query(call).data.subscription_billing_cycles
            found += [cycle_of(one) for one in page.nodes]
        return self._within_reach(found[_last_billed(found) :])

    def _reach_ahead(self, cycles: Sequence[RemoteCycle]) -> bool:
        """Whether enough are still to be charged, behind the present and behind the date that is wanted."""
        ahead = [one for one in cycles[_last_billed(cycles) :] if one.expected_at > self._now]
        is_enough = len(open_cycles(one for one in ahead if self._is_behind(one))) >= ENOUGH_AHEAD
        return is_enough or len(ahead) >= MOST_READ

    def _within_reach(self, cycles: Sequence[RemoteCycle]) -> Sequence[RemoteCycle]:
        """The cycles without those behind the last that is wanted."""
        still = set(open_cycles(cycles))
        wanted = [at for at, one in enumerate(cycles) if one in still and self._is_behind(one)]
        return cycles[: wanted[MOST_AHEAD] if len(wanted) > MOST_AHEAD else len(cycles)]

    def _is_behind(self, cycle: RemoteCycle) -> bool:
        """Of a subscription that was paused for long, or left uncharged, many have passed since the last billed one."""
        wanted_to = self._known.ahead_to
        return cycle.expected_at > self._now and (wanted_to is None or cycle.starts_at > wanted_to)

    def _compare(self, found: _Moving | None) -> None:
        now = (found.revision_id, found.updated_at) if found else None
        self._reading.compare(now, (self._head.revision_id, self._head.updated_at))


def _last_billed(cycles: Sequence[RemoteCycle]) -> int:
    """The position of the last billed cycle; 0 when none is."""
    return max((at for at, cycle in enumerate(cycles) if cycle.status == CycleStatus.BILLED), default=0)
