"""What is counted of the mirror, for all processes together: read from the database when it is asked for."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from backhaul.flows.show.mirror_figures import MirrorFigures, mirror_figures

Labelled = Iterable[tuple[tuple[str, ...], int]]


def mirror_metrics() -> bytes:
    """In Prometheus' text form. Raises django.db.Error when the database cannot be reached."""
    return generate_latest(_registry(mirror_figures()))


def _registry(figures: MirrorFigures) -> CollectorRegistry:
    registry = CollectorRegistry()
    missed = "Changes of orders that no webhook had told of, by what has found them"
    _fill(Gauge("backhaul_missed_changes", missed, ["store", "found_by"], registry=registry), figures.missed)
    failing = "Whether the last run of a recurring job has failed"
    _fill(Gauge("backhaul_job_failing", failing, ["store", "job"], registry=registry), figures.failing_jobs)
    read = "Orders that the import under way has read"
    _fill(Gauge("backhaul_backfill_orders_read", read, ["store"], registry=registry), figures.imported)
    bills = "Billing cycles of subscriptions that Backhaul charges, by where they stand"
    _fill(Gauge("backhaul_bills", bills, ["store", "state"], registry=registry), figures.bills)
    return registry


def _fill(gauge: Gauge, values: Labelled) -> None:
    for labels, value in values:
        gauge.labels(*labels).set(value)
