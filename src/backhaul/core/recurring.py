"""The Job Queue: which jobs recur for each store, how often, and when the next run is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class RecurringJob(StrEnum):
    """A kind of Job Queue entry; `words` says what it does."""

    TASK_LIST_RUNNER = "task_list_runner"
    RECONCILE_ORDERS = "reconcile_orders"
    WEBHOOK_CHECK = "webhook_check"
    BACKFILL = "backfill"
    NIGHTLY_COMPARISON = "nightly_comparison"
    DRIFT_REPORT = "drift_report"
    TOKEN_REFRESH = "token_refresh"  # noqa: S105 -- the name of a job, not a secret
    AUTHORISATION_WATCH = "authorisation_watch"
    BILLING = "billing"
    TELLING = "telling"
    RETENTION = "retention"

    @property
    def words(self) -> str:
        return _WORDS[self]


INTERVALS: dict[RecurringJob, timedelta] = {
    RecurringJob.TASK_LIST_RUNNER: timedelta(seconds=15),
    RecurringJob.RECONCILE_ORDERS: timedelta(minutes=15),
    RecurringJob.WEBHOOK_CHECK: timedelta(hours=1),
    RecurringJob.BACKFILL: timedelta(minutes=1),
    RecurringJob.NIGHTLY_COMPARISON: timedelta(days=1),
    RecurringJob.DRIFT_REPORT: timedelta(days=1),
    RecurringJob.TOKEN_REFRESH: timedelta(minutes=10),
    RecurringJob.AUTHORISATION_WATCH: timedelta(hours=1),
    RecurringJob.BILLING: timedelta(minutes=15),
    RecurringJob.TELLING: timedelta(minutes=10),
    RecurringJob.RETENTION: timedelta(days=1),
}
"""How often each recurs unless the store's entry says otherwise."""

RUNS_WHILE_PAUSED = frozenset(
    {
        RecurringJob.TASK_LIST_RUNNER,
        RecurringJob.TOKEN_REFRESH,
        RecurringJob.AUTHORISATION_WATCH,
        RecurringJob.TELLING,
        RecurringJob.RETENTION,
    }
)
"""What goes on for a store whose work is paused; for an uninstalled store nothing recurs."""

_WORDS = {
    RecurringJob.TASK_LIST_RUNNER: "Wakes tasks whose time has come and gives back those of dead workers.",
    RecurringJob.RECONCILE_ORDERS: "Reads the orders that have changed in Shopify since the last run.",
    RecurringJob.WEBHOOK_CHECK: "Looks whether Shopify sends us every webhook we need; has the rest repaired.",
    RecurringJob.BACKFILL: "Imports the past orders of a new store, and shows how far that has come.",
    RecurringJob.NIGHTLY_COMPARISON: "Compares the whole mirror with Shopify, in both directions.",
    RecurringJob.DRIFT_REPORT: "Holds every subscription against its orders and our mirror, and tells of new drift.",
    RecurringJob.TOKEN_REFRESH: "Renews the store's access before it ends.",
    RecurringJob.AUTHORISATION_WATCH: "Tells of authorisations that are about to expire and hurries their captures.",
    RecurringJob.BILLING: "Has the subscriptions charged whose billing cycle is due, where billing is switched on.",
    RecurringJob.TELLING: "Has daily digests sent at their hour, and tells endpoints of deliveries that are due.",
    RecurringJob.RETENTION: "Deletes what was kept long enough: evidence, webhooks, changes of orders, events.",
}


@dataclass(frozen=True)
class Ran:
    """What a run has done, in words; `goes_on_after` is how soon the rest of it is to be done, None when it is done."""

    words: str
    goes_on_after: timedelta | None = None


def next_run(now: datetime, last: datetime | None, interval: timedelta) -> datetime:
    """When a job is due next: at once if it never ran or is overdue; missed runs are not made up for."""
    if last is None:
        return now
    return max(now, last + interval)
