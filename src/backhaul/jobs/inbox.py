"""Runs the job that looks at webhook deliveries; a defect in one is noted on it and stops none of the others."""

from collections.abc import Sequence

import structlog

from backhaul.flows.process_deliveries import note_failure, process_deliveries

log = structlog.get_logger()


def run_deliveries(delivery_ids: Sequence[str]) -> None:
    """Look at these deliveries. Running it twice is harmless: what was looked at is left alone."""
    for delivery_id in delivery_ids:
        try:
            process_deliveries([delivery_id])
        except Exception as error:
            log.exception("webhook.failed", delivery=delivery_id)
            note_failure(delivery_id, error)
