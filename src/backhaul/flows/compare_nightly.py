"""Compares the whole mirror with Shopify once a day, in both directions, at few points."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from backhaul.core import gids
from backhaul.core.budget import Priority
from backhaul.core.comparison import (
    CLOSED,
    SEARCH_LAG,
    Compared,
    ComparedOrder,
    ComparedWork,
    compared_from,
    has_fallen_behind,
    is_overdue,
    work_has_fallen_behind,
)
from backhaul.core.learned import Learned, LearnedBy
from backhaul.core.missed import FoundChange, Tally
from backhaul.core.recurring import Ran
from backhaul.core.remote import FulfillmentOrderStatus
from backhaul.core.scopes import READ_ALL_ORDERS
from backhaul.core.shopify_errors import AccessDenied, BudgetEmpty, Throttled
from backhaul.core.tasks import ENDED
from backhaul.flows.clock import now
from backhaul.flows.compare_contracts import compare_contract_page, want_further_cycles, want_unlisted
from backhaul.flows.job_queue import Turn
from backhaul.flows.missed_changes import note_gone, read_found
from backhaul.flows.missed_contracts import may_read_contracts
from backhaul.flows.tag_facts import subscription_orders
from backhaul.flows.want_refresh import want_refresh
from backhaul.flows.want_tags import want_tags
from backhaul.models import Backfill, FulfillmentOrder, JobQueueEntry, SalesOrder, Store, StoreCredential
from backhaul.shopify.client import Shopify, connect
from backhaul.shopify.listing import MOST_IDS

WAIT_FOR_IMPORT = timedelta(minutes=10)
PHASES = ("orders", "listed_work", "open_work", "contracts", "tags")
LISTED = "listed"
Item = TypeVar("Item")


def compare_nightly(entry: JobQueueEntry) -> Ran:
    """Find where the mirror and Shopify differ, and read those orders whole.

    1. every order that Shopify lists, by a few of its fields; orders of the mirror that the list lacks are asked for by
    id, and read once more when they have gone; 2. every fulfillment order that Shopify lists; 3. every open fulfillment
    order of the mirror, by id; 4. where the app may read them, every subscription contract; 5. the tags that orders of
    subscriptions should have by then. A run that is cut off, or stops because its time or the points are used up, goes
    on where it was.
    """
    if Backfill.objects.filter(store=entry.store).exclude(task__state__in=ENDED).exists():
        return Ran("waits until the past orders are imported", WAIT_FOR_IMPORT)
    run = _Run(entry, connect(entry.store, priority=Priority.BULK), Turn())
    try:
        is_done = all(run.carry_out(phase) for phase in PHASES[run.phase :])
    except (BudgetEmpty, Throttled) as error:
        return Ran(f"{run.compared.words}; goes on", timedelta(seconds=error.wait_seconds))
    if not is_done:
        return Ran(f"{run.compared.words}; goes on", timedelta(0))
    run.forget()
    return Ran(run.compared.words)


@dataclass
class _Run:
    """One run of the comparison; what it has found and where it is are kept in the entry's cursor."""

    entry: JobQueueEntry
    shopify: Shopify
    turn: Turn

    def __post_init__(self) -> None:
        self.store = self.entry.store
        is_new = not self.entry.cursor
        if is_new:
            self.entry.cursor = {"phase": 0, "began": now().isoformat(), "from": _iso(_compared_from(self.store))}
        cursor = self.entry.cursor
        self.phase = int(cursor["phase"])
        self.began = datetime.fromisoformat(cursor["began"])
        self.since = datetime.fromisoformat(cursor["from"]) if cursor["from"] else None
        self.compared = Compared.parse(cursor.get("compared", {}))
        if is_new:
            self.keep()

    def carry_out(self, phase: str) -> bool:
        """One of the phases, or what was left of it; False when the time was used up before its end."""
        if not _PHASES[phase](self):
            return False
        self.keep(phase=PHASES.index(phase) + 1, place=None)
        return True

    def keep(self, **place: object) -> None:
        """Note where the comparison is."""
        self.entry.cursor = {**self.entry.cursor, **place, "compared": self.compared.as_json()}
        self.entry.save(update_fields=["cursor"])

    def forget(self) -> None:
        """The next comparison begins at the beginning."""
        self.entry.cursor = {}
        self.entry.save(update_fields=["cursor"])

    @property
    def place(self) -> str | None:
        """Where the phase goes on."""
        place = self.entry.cursor.get("place")
        return str(place) if place else None

    def read(self, order_gid: str, changed_at: datetime) -> None:
        """Read an order whole, and count what came of it."""
        tally = Tally()
        read_found(self.store, FoundChange(order_gid, changed_at, LearnedBy.COMPARISON), tally)
        self.compared.read += tally.read
        self.compared.missed += tally.missed
        self.compared.unreadable += tally.unreadable

    def orders(self) -> "QuerySet[SalesOrder]":
        """The mirrored orders that Shopify is to list."""
        rows = SalesOrder.objects.filter(store=self.store, deleted_at=None)
        return rows.filter(shopify_created_at__gte=self.since) if self.since else rows


def _compare_orders(run: _Run) -> bool:
    since = datetime.fromisoformat(run.place) if run.place else run.since
    before: Sequence[ComparedOrder] = ()
    for page in run.shopify.list_orders(since):
        if run.turn.is_over:
            return False
        _compare_page(run, page)
        _look_for_unlisted(run, before, page, until=page[-1].created_at)
        run.compared.orders += len({one.gid for one in page} - {one.gid for one in before})
        run.keep(place=page[-1].created_at.isoformat())
        before = page
    _look_for_unlisted(run, before, (), until=run.began - SEARCH_LAG)
    return True


def _compare_page(run: _Run, page: Sequence[ComparedOrder]) -> None:
    rows = SalesOrder.objects.filter(store=run.store, gid__in=[one.gid for one in page])
    mirrored = {row.gid: _facts(row) for row in rows.filter(deleted_at=None)}
    for listed in page:
        known = mirrored.get(listed.gid)
        if known is None or has_fallen_behind(known, listed):
            run.read(listed.gid, listed.updated_at)


def _look_for_unlisted(
    run: _Run, before: Sequence[ComparedOrder], page: Sequence[ComparedOrder], *, until: datetime
) -> None:
    """Orders of the mirror that should stand between the last page's end and this one's, and don't."""
    listed = [one.gid for one in (*before, *page)]
    rows = run.orders().filter(shopify_created_at__lt=until).exclude(gid__in=listed)
    if before:
        rows = rows.filter(shopify_created_at__gte=before[-1].created_at)
    elif run.place:
        rows = rows.filter(shopify_created_at__gte=datetime.fromisoformat(run.place))
    for some in _batches(rows.values_list("gid", flat=True).order_by("shopify_created_at").iterator()):
        there = run.shopify.present_orders(some)
        for gid in some:
            if gid not in there:
                _follow_absence(run, gid)


def _follow_absence(run: _Run, gid: str) -> None:
    """Its refresh finds out whether it was deleted or is only hidden, and tells whom it concerns."""
    run.compared.deleted += 1
    run.compared.missed += note_gone(run.store, gid)
    with transaction.atomic():
        want_refresh(run.store, gid, Learned(LearnedBy.COMPARISON))


def _compare_listed_work(run: _Run) -> bool:
    """A store whose app may not see fulfillment orders has none to compare."""
    since = datetime.fromisoformat(run.place) if run.place else run.since or _oldest(run)
    try:
        for some in _batches(run.shopify.fulfillment_orders_changed_since(since)):
            if run.turn.is_over:
                return False
            listed = [ComparedWork(one.gid, one.order_gid, one.status, one.updated_at) for one in some]
            _compare_work(run, listed)
            run.compared.fulfillment_orders += len(listed)
            run.keep(place=some[-1].updated_at.isoformat())
    except AccessDenied:
        return True
    return True


def _compare_work(run: _Run, listed: Sequence[ComparedWork]) -> None:
    rows = FulfillmentOrder.objects.filter(order__store=run.store, gid__in=[one.gid for one in listed])
    mirrored = {
        gid: ComparedWork(gid, order, status, updated_at)
        for gid, order, status, updated_at in rows.values_list("gid", "order__gid", "status", "shopify_updated_at")
    }
    behind = {
        one.order_gid: one.updated_at
        for one in listed
        if one.updated_at and work_has_fallen_behind(mirrored.get(one.gid), one)
    }
    for order_gid, updated_at in behind.items():
        run.read(order_gid, updated_at)


def _compare_open_work(run: _Run) -> bool:
    """What the mirror believes to be open is asked for by id: it may have gone, or be overdue."""
    rows = FulfillmentOrder.objects.filter(order__in=run.orders()).exclude(status__in=CLOSED)
    rows = rows.filter(pk__gt=int(run.place or 0)).order_by("pk")
    while some := list(rows.values_list("pk", "gid", "order__gid", "status", "shopify_updated_at")[:MOST_IDS]):
        if run.turn.is_over:
            return False
        shown = run.shopify.present_work([gid for _, gid, _, _, _ in some])
        for _, gid, order_gid, status, updated_at in some:
            now_shown = shown.get(gid)
            if now_shown is None or work_has_fallen_behind(ComparedWork(gid, order_gid, status, updated_at), now_shown):
                run.read(order_gid, now_shown.updated_at if now_shown and now_shown.updated_at else run.began)
        run.keep(place=str(some[-1][0]))
        rows = rows.filter(pk__gt=some[-1][0])
    scheduled = FulfillmentOrder.objects.filter(
        order__in=run.orders(), status=FulfillmentOrderStatus.SCHEDULED
    ).values_list("fulfill_at", flat=True)
    run.compared.overdue = sum(is_overdue(fulfill_at, now=now()) for fulfill_at in scheduled)
    return True


def _compare_contracts(run: _Run) -> bool:
    """The ids that were listed are kept until all are: one of ours that is not among them is read again."""
    if not may_read_contracts(run.store):
        return True
    listed = set(run.entry.cursor.get(LISTED, ()))
    for page, place in run.shopify.list_contracts(run.place):
        if run.turn.is_over:
            return False
        tally = Tally()
        compare_contract_page(run.store, page, tally)
        listed |= {gids.short_id(one.gid) for one in page}
        run.compared.contracts += len(page)
        run.compared.contracts_read += tally.read
        run.compared.contracts_missed += tally.missed
        run.compared.unreadable += tally.unreadable
        run.keep(**{"place": place, LISTED: sorted(listed)})
    run.compared.contracts_gone = want_unlisted(run.store, lambda gid: gids.short_id(gid) in listed, began=run.began)
    run.keep(**{LISTED: []})
    want_further_cycles(run.store)
    return True


def _compare_tags(run: _Run) -> bool:
    """The mirror has just been brought up to date: what it does not show is missing in Shopify."""
    while some := subscription_orders(run.store, after=run.place or ""):
        if run.turn.is_over:
            return False
        with transaction.atomic():
            lacking = want_tags(run.store, some)
        run.compared.tags_missing += lacking.tags
        run.compared.tags_missing_on += lacking.orders
        run.keep(place=some[-1])
    return True


_PHASES: dict[str, Callable[[_Run], bool]] = {
    "orders": _compare_orders,
    "listed_work": _compare_listed_work,
    "open_work": _compare_open_work,
    "contracts": _compare_contracts,
    "tags": _compare_tags,
}


def _facts(row: SalesOrder) -> ComparedOrder:
    return ComparedOrder(
        gid=row.gid,
        created_at=row.shopify_created_at,
        updated_at=row.shopify_updated_at,
        cancelled_at=row.cancelled_at,
        financial_status=row.financial_status,
        fulfillment_status=row.fulfillment_status,
        current_total=row.current_total_presentment,
    )


def _compared_from(store: Store) -> datetime | None:
    ended = Backfill.objects.filter(store=store).exclude(ended_at=None)
    granted = StoreCredential.objects.get(store=store).granted_scopes
    return compared_from(
        connected_at=store.created_at,
        imported_from=ended.values_list("created_from", flat=True),
        sees_all=READ_ALL_ORDERS in granted,
        now=now(),
    )


def _oldest(run: _Run) -> datetime:
    first = run.orders().order_by("shopify_created_at").values_list("shopify_created_at", flat=True).first()
    return first or run.store.created_at


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def _batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    while some := list(islice(items, MOST_IDS)):
        yield some
