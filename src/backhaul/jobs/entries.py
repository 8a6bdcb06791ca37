"""Runs one Job Queue entry; like a task's run it always ends in a result that can be read."""

import structlog

from backhaul.core.errors import BackhaulError
from backhaul.core.recurring import Ran, RecurringJob
from backhaul.flows.after_failure import pause_if_refused
from backhaul.flows.job_queue import as_ran, claim_entry, end_entry
from backhaul.flows.registry import RECURRING

log = structlog.get_logger()


def run_entry(entry_id: str) -> None:
    """Run an entry if it is due and does not run elsewhere. A second run finds it no longer due."""
    entry = claim_entry(entry_id)
    if entry is None:
        return
    try:
        ran, ok = as_ran(RECURRING[RecurringJob(entry.kind)](entry)), True
    except BackhaulError as error:
        pause_if_refused(entry.store, error)
        ran, ok = Ran(error.message), False
    except Exception as error:
        log.exception("entry.defect", entry=entry.kind, store=entry.store.slug)
        ran, ok = Ran(f"a defect: {type(error).__name__}"), False
    end_entry(entry, result=ran.words, ok=ok, goes_on_after=ran.goes_on_after)
    log.info("entry.ran", entry=entry.kind, store=entry.store.slug, result=ran.words, ok=ok)
