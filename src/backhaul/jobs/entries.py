"""Runs one Job Queue entry; like a task's run it always ends in a result that can be read."""

import structlog

from backhaul.core.errors import BackhaulError
from backhaul.core.recurring import RecurringJob
from backhaul.flows.after_failure import pause_if_refused
from backhaul.flows.job_queue import claim_entry, end_entry
from backhaul.flows.registry import RECURRING

log = structlog.get_logger()


def run_entry(entry_id: str) -> None:
    """Run an entry if it is due and does not run elsewhere. A second run finds it no longer due."""
    entry = claim_entry(entry_id)
    if entry is None:
        return
    try:
        result, ok = RECURRING[RecurringJob(entry.kind)](entry), True
    except BackhaulError as error:
        pause_if_refused(entry.store, error)
        result, ok = error.message, False
    except Exception as error:
        log.exception("entry.defect", entry=entry.kind, store=entry.store.slug)
        result, ok = f"a defect: {type(error).__name__}", False
    end_entry(entry, result=result, ok=ok)
    log.info("entry.ran", entry=entry.kind, store=entry.store.slug, result=result, ok=ok)
