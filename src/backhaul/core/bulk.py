"""Bulk operations: what one is doing in Shopify, and how one of ours is recognised."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from backhaul.core.readback import Absent, Finding, Found, Unsure


class BulkStatus(StrEnum):
    """Shopify's own; one that is not listed here is kept and looked at again later."""

    CREATED = "CREATED"
    RUNNING = "RUNNING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELING = "CANCELING"
    CANCELED = "CANCELED"
    EXPIRED = "EXPIRED"


UNFINISHED = (BulkStatus.CREATED, BulkStatus.RUNNING, BulkStatus.CANCELING)
MOST_AT_ONCE = 5
"""How many bulk queries of one app may run in a shop at once, since API version 2026-01 (Shopify's documentation)."""


@dataclass(frozen=True)
class RunBulkQuery:
    """Have Shopify gather everything that a query asks for. `name` makes the query's text unlike any other's."""

    name: str
    query: str

    @property
    def step(self) -> str:
        return f"bulk:{self.name}"


@dataclass(frozen=True)
class BulkState:
    """A bulk operation as Shopify shows it now. `objects` are those at the root so far, orders in our case."""

    gid: str
    status: str
    objects: int = 0
    error_code: str = ""
    url: str = ""
    partial_url: str = ""


@dataclass(frozen=True)
class ListedOperation:
    """A bulk operation in a list of them; `query` is the text it was started with."""

    gid: str
    status: str
    query: str

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED


def find_operation(query: str, listed: Sequence[ListedOperation], *, owned: frozenset[str]) -> Finding:
    """What came of a call that was to start exactly this query: the operation with the same text, if there is one."""
    found = [one.gid for one in listed if one.query.strip() == query.strip() and one.gid not in owned]
    if len(found) > 1:
        return Unsure(tuple(found), "Several bulk operations have the very query that was sent.")
    return Found((found[0],)) if found else Absent()
