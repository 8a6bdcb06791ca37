"""Posts many invoices for one store and shows what their captures cost, how fast they go, and what is left unused.

Usage: python -m benchmarks.invoices [--invoices 500] [--rate 1] [--workers 2] [--threads 4] [--json]

Each invoice is over an order of its own, with one authorisation: its payments are retrieved by one task and captured by
the next. Everything else is as in `benchmarks.shipments`; the naive connector captures instead of shipping.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.figures import Cost, Entry, cost
from benchmarks.naive_connector import NaiveConnector
from benchmarks.run import Subject, asked, measure

CARD = {"kind": "authorised", "gateway": "shopify_payments"}


@dataclass(frozen=True)
class Shares:
    """What the retrieval of an invoice's payments has cost, and then the capture with what it needs."""

    retrieval: Cost
    capture: Cost


def order_captured(entry: Entry) -> str | None:
    """Of which order a request captures; None when it is for something else."""
    return _order_of(entry) if entry["root_fields"] == ["orderCapture"] else None


def shares(log: Sequence[Entry]) -> Shares:
    """The first request about each order is its retrieval's; all later ones are counted to its capture."""
    about_orders = [(order, entry) for entry in log if (order := _order_of(entry))]
    first = {order: entry["n"] for order, entry in reversed(about_orders)}
    retrieving = [entry for order, entry in about_orders if entry["n"] == first[order]]
    capturing = [entry for order, entry in about_orders if entry["n"] != first[order]]
    return Shares(cost(retrieving, len(first)), cost(capturing, len(first)))


def naively(connector: NaiveConnector, order: Mapping[str, Any], _position: int) -> None:
    """As a naive connector captures."""
    connector.capture(order["order"])


INVOICES = Subject("invoice", payment=[CARD], command="invoice", posting_of=order_captured, naively=naively)


def main() -> int:
    """Measure and print; 1 when anything was throttled or refused."""
    settings, as_json = asked(__doc__, "invoices")
    report = measure(INVOICES, settings)
    told = shares(report.log)
    parts = [f"{name}: {_words(part)}" for name, part in vars(told).items()]
    print(json.dumps(report.as_json() | asdict(told), indent=2) if as_json else "\n".join([*report.lines(), *parts]))
    return 1 if report.load.refused else 0


def _order_of(entry: Entry) -> str | None:
    variables = entry["variables"] or {}
    gid = variables.get("id") or variables.get("input", {}).get("id")
    return str(gid) if gid and "/Order/" in str(gid) else None


def _words(part: Cost) -> str:
    return (
        f"{part.requests:.2f} requests, {part.requested_points:.1f} points requested, {part.charged_points:.1f} charged"
    )


if __name__ == "__main__":
    raise SystemExit(main())
