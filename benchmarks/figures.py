"""What a log of requests and a list of instants say, in figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Delays:
    """Seconds from posting to the call."""

    median: float
    p95: float
    longest: float

    def __str__(self) -> str:
        return f"median {self.median:.3f} s, 95 % within {self.p95:.3f} s, longest {self.longest:.3f} s"


@dataclass(frozen=True)
class PerShipment:
    """What a shipment has cost in Shopify, on average."""

    requests: float
    requested_points: float
    charged_points: float

    def times(self, other: "PerShipment") -> "PerShipment":
        """How many times as much as another has cost."""
        return PerShipment(
            self.requests / other.requests,
            self.requested_points / other.requested_points,
            self.charged_points / other.charged_points,
        )


@dataclass(frozen=True)
class Load:
    """What a run under load has shown. `given_points` is what the bucket could have given in its time."""

    shipments: int
    seconds: float
    throttled: int
    refused: int
    charged_points: float
    given_points: float

    @property
    def share(self) -> float:
        """The part of the budget that was used."""
        return self.charged_points / self.given_points

    @property
    def per_second(self) -> float:
        """Shipments a second."""
        return self.shipments / self.seconds

    def as_json(self) -> dict[str, float]:
        """Every figure."""
        return {**asdict(self), "share": self.share, "per_second": self.per_second}


def per_shipment(log: Sequence[Entry], shipments: int) -> PerShipment:
    """The average of what these requests have cost."""
    return PerShipment(
        len(log) / shipments,
        sum(entry["requested"] or 0 for entry in log) / shipments,
        sum(entry["actual"] or 0 for entry in log) / shipments,
    )


def under_load(log: Sequence[Entry], *, shipments: int, level: float, refill: float) -> Load:
    """From the first request of a run to its last, with the bucket's level before it and its refill per second."""
    seconds = instant(log[-1]) - instant(log[0])
    return Load(
        shipments=shipments,
        seconds=seconds,
        throttled=sum(is_throttled(entry) for entry in log),
        refused=sum(bool(entry["errors"]) or entry["status"] != 200 for entry in log),
        charged_points=sum(entry["actual"] or 0 for entry in log),
        given_points=level + refill * seconds,
    )


def delays(posted: Mapping[str, float], log: Iterable[Entry]) -> Delays:
    """From the commit of each posting to the arrival of its fulfillmentCreate, found by its tracking number.

    Raises ValueError when a posting was not sent exactly once.
    """
    sent = sorted(
        (entry["variables"]["fulfillment"]["trackingInfo"]["number"], instant(entry))
        for entry in log
        if entry["root_fields"] == ["fulfillmentCreate"]
    )
    if [number for number, _ in sent] != sorted(posted):
        raise ValueError("not every posting was sent exactly once")
    seconds = sorted(at - posted[number] for number, at in sent)
    return Delays(percentile(seconds, 0.5), percentile(seconds, 0.95), seconds[-1])


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value that this share of ordered values doesn't exceed."""
    return ordered[round(share * (len(ordered) - 1))]


def instant(entry: Entry) -> float:
    """When a request arrived, in seconds since 1970."""
    return datetime.fromisoformat(entry["at"]).timestamp()


def is_throttled(entry: Entry) -> bool:
    """Whether Shopify answered THROTTLED."""
    return "Throttled" in entry["errors"]
