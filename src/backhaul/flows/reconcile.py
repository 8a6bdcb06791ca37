"""Finds by a search what has changed in Shopify since the last time, whether or not a webhook has told of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from backhaul.core.budget import Priority
from backhaul.core.learned import LearnedBy
from backhaul.core.missed import GRACE, FoundChange, Tally
from backhaul.core.recurring import Ran, RecurringJob
from backhaul.core.shopify_errors import AccessDenied, BudgetEmpty, Throttled
from backhaul.flows.clock import now, real_now
from backhaul.flows.job_queue import Turn, run_now
from backhaul.flows.missed_changes import read_found
from backhaul.flows.missed_contracts import may_read_contracts, read_found_contract
from backhaul.models import Contract, FulfillmentOrder, JobQueueEntry, SalesOrder, Store
from backhaul.shopify.changes import ChangedContract, ChangedFulfillmentOrder, ChangedOrder
from backhaul.shopify.client import Shopify, connect

OVERLAP = timedelta(minutes=10)
DATED_IN = timedelta(seconds=1)
"""Shopify dates changes in whole seconds."""
ORDERS, FULFILLMENT_ORDERS, CONTRACTS = "until", "fulfillment_orders_until", "contracts_until"
NOT_SHOWN = "not_shown"
FIRST_CONTRACT = datetime(2018, 1, 1, tzinfo=UTC)
"""Older than any."""
MOST_NOT_SHOWN = 500


def reconcile_orders(entry: JobQueueEntry) -> Ran:
    """Read every order that changed in Shopify since the last run, with an overlap; the first run starts at connecting.

    1. orders by their own date; 2. orders by the date of their fulfillment orders, which may change alone; 3. where the
    app may read them, subscription contracts, the first time all there are. A second run reads the overlap again and
    changes nothing. The cursor moves change by change: a run that is cut off, or stops because its time or the points
    are used up, goes on where it was.
    """
    run = _Run(entry)
    shopify = connect(entry.store, priority=Priority.BULK)
    try:
        is_done = run.walk(ORDERS, shopify.orders_changed_since(run.since(ORDERS)))
        is_done = is_done and _follow_work(run, shopify)
        if is_done and may_read_contracts(entry.store):
            is_done = run.walk_contracts(shopify.contracts_changed_since(run.contracts_since))
    except (BudgetEmpty, Throttled) as error:
        return Ran(f"{run.words}; goes on", timedelta(seconds=error.wait_seconds))
    return Ran(run.words) if is_done else Ran(f"{run.words}; goes on", timedelta(0))


def _follow_work(run: "_Run", shopify: Shopify) -> bool:
    """Changes of fulfillment orders alone, as far as the app may see these."""
    try:
        changes = shopify.fulfillment_orders_changed_since(run.since(FULFILLMENT_ORDERS))
        return run.walk(FULFILLMENT_ORDERS, changes)
    except AccessDenied as error:
        run.unseen = f"; changes of fulfillment orders alone are not found: {error.message}"
        return True


def reconcile_now(store: Store) -> str:
    """Run a store's reconciliation in this process, whenever it is due; returns what it has found.

    Raises EntryRuns when it runs elsewhere, and ShopifyError.
    """
    return run_now(store, RecurringJob.RECONCILE_ORDERS, reconcile_orders)


@dataclass
class _Run:
    """One run of an entry, and what it has found so far."""

    entry: JobQueueEntry
    tally: Tally = field(default_factory=Tally)
    contracts: Tally = field(default_factory=lambda: Tally(thing="subscription"))
    turn: Turn = field(default_factory=Turn)
    unseen: str = ""

    @property
    def words(self) -> str:
        """What it has found so far."""
        found = [one.words for one in (self.tally, self.contracts) if one.found_any]
        return f"{'; '.join(found) or self.tally.words}{self.unseen}"

    def walk(self, name: str, changes: Iterable[ChangedOrder | ChangedFulfillmentOrder]) -> bool:
        """Look at one change after the other; False when the time was used up before the last."""
        for changed in changes:
            if self.turn.is_over:
                return False
            order_gid = changed.order_gid if isinstance(changed, ChangedFulfillmentOrder) else changed.gid
            self._look_at(changed.gid, FoundChange(order_gid, changed.updated_at, LearnedBy.RECONCILE))
            self._keep(name, changed.updated_at.isoformat())
        return True

    def walk_contracts(self, changes: Iterable[ChangedContract]) -> bool:
        """The same for subscription contracts."""
        for changed in changes:
            if self.turn.is_over:
                return False
            self._look_at_contract(changed)
            self._keep(CONTRACTS, changed.updated_at.isoformat())
        return True

    @property
    def contracts_since(self) -> datetime:
        """From which change of a contract on to look: from the very first one, until the cursor says otherwise."""
        until = self.entry.cursor.get(CONTRACTS)
        return datetime.fromisoformat(until) - OVERLAP if until else FIRST_CONTRACT

    def since(self, name: str) -> datetime:
        """From which change on to look."""
        until = self.entry.cursor.get(name)
        return (datetime.fromisoformat(until) if until else self.entry.store.created_at) - OVERLAP

    def _look_at(self, gid: str, found: FoundChange) -> None:
        """Read what the mirror does not show yet.

        What it does not show even then is kept, so that the next run does not read it again: an order that is hidden
        from us, or a fulfillment order that was merged and belongs to no order's list any more. What was left to a
        queued task is looked at again.
        """
        not_shown, change = self.entry.cursor.get(NOT_SHOWN, {}), found.changed_at.isoformat()
        is_shown = _is_shown(self.entry.store, gid, found)
        if (is_shown and not _was_read_too_soon(self.entry.store, found)) or not_shown.get(gid) == change:
            return
        if read_found(self.entry.store, found, self.tally) and not _is_shown(self.entry.store, gid, found):
            self._keep(NOT_SHOWN, dict(list({**not_shown, gid: change}.items())[-MOST_NOT_SHOWN:]))

    def _look_at_contract(self, changed: ChangedContract) -> None:
        not_shown, change = self.entry.cursor.get(NOT_SHOWN, {}), changed.updated_at.isoformat()
        rows = Contract.objects.filter(
            store=self.entry.store, gid=changed.gid, shopify_updated_at__gte=changed.updated_at
        )
        ended = changed.updated_at + DATED_IN - (now() - real_now())
        too_soon = now() - changed.updated_at >= GRACE and rows.filter(read_started_at__lt=ended).exists()
        if (rows.exists() and not too_soon) or not_shown.get(changed.gid) == change:
            return
        found = FoundChange(changed.gid, changed.updated_at, LearnedBy.RECONCILE)
        if read_found_contract(self.entry.store, found, self.contracts) and not rows.exists():
            self._keep(NOT_SHOWN, dict(list({**not_shown, changed.gid: change}.items())[-MOST_NOT_SHOWN:]))

    def _keep(self, name: str, value: object) -> None:
        self.entry.cursor = {**self.entry.cursor, name: value}
        self.entry.save(update_fields=["cursor"])


def _is_shown(store: Store, gid: str, found: FoundChange) -> bool:
    """Whether the mirror has the order, or the fulfillment order, as it was after the change."""
    if gid == found.gid:
        orders = SalesOrder.objects.filter(store=store, gid=gid, shopify_updated_at__gte=found.changed_at)
        return orders.exists()
    parts = FulfillmentOrder.objects.filter(order__store=store, gid=gid, shopify_updated_at__gte=found.changed_at)
    return parts.exists()


def _was_read_too_soon(store: Store, found: FoundChange) -> bool:
    """Whether the order's last reading began in the very second of the change, which may have another behind it.

    That one has the same date, so that nothing else tells of it when its webhook is lost. A change of this minute is
    left to the next run, which has it within its overlap.
    """
    if now() - found.changed_at < GRACE:
        return False
    ended = found.changed_at + DATED_IN - (now() - real_now())
    return SalesOrder.objects.filter(store=store, gid=found.gid, read_started_at__lt=ended).exists()
