"""Posts many shipments for one store and shows what they cost, how fast they go, and what is left unused.

Usage: python -m benchmarks.shipments [--shipments 500] [--rate 1] [--workers 2] [--threads 4] [--json]

The product runs as installed: embedded PostgreSQL, worker processes, a sandbox that really throttles. Its bucket
refills RATE times as fast as a standard shop's. The baseline is a naive connector that ships on the same sandbox in
the same run.
"""

import json
from collections.abc import Mapping
from typing import Any

from benchmarks.figures import Entry
from benchmarks.naive_connector import NaiveConnector
from benchmarks.run import Subject, asked, measure


def tracking_number(entry: Entry) -> str | None:
    """Under which number a request ships; None when it is for something else."""
    if entry["root_fields"] != ["fulfillmentCreate"]:
        return None
    return str(entry["variables"]["fulfillment"]["trackingInfo"]["number"])


def naively(connector: NaiveConnector, order: Mapping[str, Any], position: int) -> None:
    """As a naive connector ships."""
    connector.ship(order["name"], "TEA", f"naive-{position}")


SHIPMENTS = Subject("shipment", payment="paid", command="post", posting_of=tracking_number, naively=naively)


def main() -> int:
    """Measure and print; 1 when anything was throttled or refused."""
    settings, as_json = asked(__doc__, "shipments")
    report = measure(SHIPMENTS, settings)
    print(json.dumps(report.as_json(), indent=2) if as_json else "\n".join(report.lines()))
    return 1 if report.load.refused else 0


if __name__ == "__main__":
    raise SystemExit(main())
