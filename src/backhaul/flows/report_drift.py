"""Holds every subscription against its orders and our mirror once a night, and one or a store's whenever asked."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from backhaul.core.budget import Priority
from backhaul.core.contracts import ENDED_CONTRACT
from backhaul.core.deliveries import DeliveryState
from backhaul.core.drift_rules import find_drifts
from backhaul.core.recurring import Ran, RecurringJob
from backhaul.core.shopify_errors import (
    AccessDenied,
    BrokenReply,
    BudgetEmpty,
    InternalServerError,
    MaxCostExceeded,
    Throttled,
)
from backhaul.core.tasks import ENDED
from backhaul.flows.clock import now
from backhaul.flows.compare_nightly import WAIT_FOR_IMPORT
from backhaul.flows.deliveries import keep_deliveries
from backhaul.flows.drift_evidence import evidence_of, read_anew
from backhaul.flows.held import remind_of_holds
from backhaul.flows.job_queue import Turn, run_now
from backhaul.flows.keep_drifts import keep_drifts
from backhaul.flows.notices import Telling, tell
from backhaul.flows.situation import lock_all
from backhaul.models import Backfill, Contract, Delivery, Drift, JobQueueEntry, Store

log = structlog.get_logger()

DRIFTS_FOUND = "drifts_found"
_PAID = (DeliveryState.BILLED_UNSHIPPED, DeliveryState.BILLED_HANDED_OVER)


def report_drift(entry: JobQueueEntry) -> Ran:
    """Check every contract that goes on, or has something paid left to ship; tell once when new drift was found.

    Contract by contract, in a fixed order: a run that is cut off, or stops because its time or the points are used up,
    goes on where it was. A second run finds the same rows.
    """
    if Backfill.objects.filter(store=entry.store).exclude(task__state__in=ENDED).exists():
        return Ran("waits until the past orders are imported", WAIT_FOR_IMPORT)
    run, turn = _Run(entry), Turn()
    try:
        for contract in run.contracts():
            if turn.is_over:
                return Ran(f"{run.words}; goes on", timedelta(0))
            run.check(contract)
    except (BudgetEmpty, Throttled) as error:
        return Ran(f"{run.words}; goes on", timedelta(seconds=error.wait_seconds))
    except AccessDenied as error:
        run.forget()
        return Ran(f"subscriptions cannot be checked: {error.message}")
    return Ran(run.end())


def report_now(store: Store) -> str:
    """Run a store's report in this process, whenever it is due; returns what it has come to.

    Raises EntryRuns when it runs elsewhere, StoreUninstalled, and ShopifyError.
    """
    return run_now(store, RecurringJob.DRIFT_REPORT, report_drift)


def check_contract(contract: Contract, *, priority: Priority = Priority.REFRESH) -> list[Drift]:
    """Read the contract and its orders, hold them against each other, and keep what does not agree; returns what is
    open now.

    Our deliveries are brought up to the mirror first, so that only what this does not mend is found. Raises
    ShopifyError.
    """
    seen = read_anew(contract, priority=priority)
    with transaction.atomic():
        locked = lock_all(contract)
        keep_deliveries(locked)
        evidence = evidence_of(locked, seen)
        rows = keep_drifts(locked, evidence, find_drifts(evidence))
        remind_of_holds(locked, rows)
    log.info("drift.checked", store=contract.store.slug, contract=contract.pk, open=len(rows))
    return rows


class _Run:
    """One run of the report over a store; where it is, is kept in the entry's cursor."""

    def __init__(self, entry: JobQueueEntry) -> None:
        self.entry, self.store = entry, entry.store
        if not entry.cursor:
            self._keep({"began": now().isoformat(), "place": "", "checked": 0, "unreadable": 0})
        self.began = datetime.fromisoformat(str(entry.cursor["began"]))

    def contracts(self) -> "QuerySet[Contract]":
        """What is still to be checked in this run."""
        left = Delivery.objects.filter(contract=OuterRef("pk"), state__in=_PAID)
        drifting = Drift.objects.filter(contract=OuterRef("pk"), settled_at=None)
        goes_on = ~Q(status__in=ENDED_CONTRACT) & Q(deleted_at=None)
        rows = Contract.objects.filter(goes_on | Exists(left) | Exists(drifting), store=self.store)
        return rows.filter(pk__gt=self.entry.cursor["place"]).select_related("store").order_by("pk")

    def check(self, contract: Contract) -> None:
        """Check one; a reply that cannot be understood does not keep the others from being checked."""
        counted = "checked"
        try:
            check_contract(contract, priority=Priority.BULK)
        except (BrokenReply, InternalServerError, MaxCostExceeded) as error:
            log.warning("drift.contract_skipped", store=self.store.slug, contract=contract.pk, error=error.code)
            counted = "unreadable"
        self._keep({**self.entry.cursor, "place": contract.pk, counted: self.entry.cursor[counted] + 1})

    def end(self) -> str:
        """Tell of what is new, and begin at the beginning the next time; returns what the run has come to."""
        words = self.words
        with transaction.atomic():
            if self._new:
                number = "1 new drift" if self._new == 1 else f"{self._new} new drifts"
                told = f"{number} between subscriptions and their orders {'was' if self._new == 1 else 'were'} found. "
                key = f"{DRIFTS_FOUND}:{self.store.pk}:{self.began:%Y-%m-%d}"
                told += f"Open altogether: {self._open}."
                tell(self.store, None, Telling(DRIFTS_FOUND, self.store.pk, key, told))
            self.forget()
        return words

    def forget(self) -> None:
        """The next run begins at the beginning."""
        self._keep({})

    @property
    def words(self) -> str:
        """One sentence, without its full stop."""
        checked, unreadable = self.entry.cursor["checked"], self.entry.cursor["unreadable"]
        skipped = f"; {unreadable} could not be read" if unreadable else ""
        number = "1 subscription" if checked == 1 else f"{checked:,} subscriptions"
        return f"{number} checked: {self._new} new drifts, {self._open} open{skipped}"

    @property
    def _open(self) -> int:
        return Drift.objects.filter(store=self.store, settled_at=None).count()

    @property
    def _new(self) -> int:
        return Drift.objects.filter(store=self.store, settled_at=None, found_at__gte=self.began).count()

    def _keep(self, cursor: dict[str, object]) -> None:
        self.entry.cursor = cursor
        self.entry.save(update_fields=["cursor"])
