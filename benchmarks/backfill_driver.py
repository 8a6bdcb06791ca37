"""The process that a benchmark of the import measures: it connects a store once, and carries its import out."""

import json
import os
import resource
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backhaul.site.django_settings")
django.setup()

from django.db import transaction  # noqa: E402

from backhaul.core.tasks import ENDED, TaskState  # noqa: E402
from backhaul.flows.backfill import operation_finished, start_backfill  # noqa: E402
from backhaul.flows.mend_tasks import mend_tasks  # noqa: E402
from backhaul.flows.stores import StoreRequest, connect_store  # noqa: E402
from backhaul.jobs.runner import run_task  # noqa: E402
from backhaul.models import Backfill, SalesOrder, Store  # noqa: E402

TOKEN = "shpat_sandbox"
PAUSE_SECONDS = 0.2


def import_orders(url: str) -> Backfill:
    """Carry the store's import out to its end, alone with it in this process."""
    store = Store.objects.first() or connect_store(StoreRequest("shop", "shop.myshopify.com", TOKEN, api_url=url))
    backfill = start_backfill(store).backfill
    while True:
        mend_tasks()
        run_task(backfill.task_id)
        backfill.refresh_from_db()
        backfill.task.refresh_from_db()
        if backfill.task.state in (*ENDED, TaskState.NEEDS_ATTENTION):
            return backfill
        if backfill.task.state != TaskState.PENDING:
            time.sleep(PAUSE_SECONDS)
            with transaction.atomic():  # as its webhook would
                operation_finished(store, backfill.operation_gid)


def main() -> None:
    """Print what came of it as one line of JSON."""
    started = time.monotonic()
    backfill = import_orders(sys.argv[1])
    result = {
        "outcome": backfill.task.outcome,
        "seconds": time.monotonic() - started,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "read": backfill.orders_read,
        "new": backfill.orders_new,
        "mirrored": SalesOrder.objects.count(),
        "slices": backfill.task.fencing,
    }
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
