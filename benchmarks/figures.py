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
class Cost:
    """What one document, or one call with what it needs, has cost in Shopify, on average."""

    requests: float
    requested_points: float
    charged_points: float

    def times(self, other: "Cost") -> "Cost":
        """How many times as much as another has cost."""
        return Cost(
            self.requests / other.requests,
            self.requested_points / other.requested_points,
            self.charged_points / other.charged_points,
        )


@dataclass(frozen=True)
class Load:
    """What a run under load has shown. `given_points` is what the bucket could have given in its time."""

    documents: int
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
        """Documents a second."""
        return self.documents / self.seconds

    def as_json(self) -> dict[str, float]:
        """Every figure."""
        return {**asdict(self), "share": self.share, "per_second": self.per_second}


def cost(log: Sequence[Entry], count: int) -> Cost:
    """What these requests have cost, for each of so many."""
    return Cost(
        len(log) / count,
        sum(entry["requested"] or 0 for entry in log) / count,
        sum(entry["actual"] or 0 for entry in log) / count,
    )


def under_load(log: Sequence[Entry], *, documents: int, level: float, refill: float) -> Load:
    """From the first request of a run to its last, with the bucket's level before it and its refill per second."""
    seconds = instant(log[-1]) - instant(log[0])
    return Load(
        documents=documents,
        seconds=seconds,
        throttled=sum(is_throttled(entry) for entry in log),
        refused=sum(bool(entry["errors"]) or entry["status"] != 200 for entry in log),
        charged_points=sum(entry["actual"] or 0 for entry in log),
        given_points=level + refill * seconds,
    )


def delays(posted: Mapping[str, float], called: Iterable[tuple[str, float]]) -> Delays:
    """From the commit of each posting to the arrival of its call; `called` has the name of each posting and when.

    Raises ValueError when a posting was not carried out by exactly one call.
    """
    calls = sorted(called)
    if [name for name, _ in calls] != sorted(posted):
        raise ValueError("not every posting was carried out exactly once")
    seconds = sorted(at - posted[name] for name, at in calls)
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
