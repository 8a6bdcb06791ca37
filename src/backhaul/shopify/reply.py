"""A reply as the rest of Backhaul sees it: typed data, what it cost, and what was said beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic

from backhaul.shopify.operations.operation import Data_co, Json


@dataclass(frozen=True)
class Cost:
    """`extensions.cost`: points for this call, and the store's bucket after it (points, points per second)."""

    requested: float | None
    actual: float | None
    maximum: float | None = None
    available: float | None = None
    restore_rate: float | None = None


@dataclass(frozen=True)
class TopError:
    """One entry of the reply's `errors`; `path` names the field it belongs to."""

    message: str
    code: str | None = None
    path: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reply(Generic[Data_co]):
    """The data of a call that Shopify carried out; `errors` tells what is missing from it.

    `started_at` is real time, just before the request. `api_version` is the version that answered. `raw` is the data as
    it came.
    """

    data: Data_co
    started_at: datetime
    errors: tuple[TopError, ...] = ()
    request_id: str | None = None
    api_version: str | None = None
    cost: Cost | None = field(default=None)
    raw: Mapping[str, Json] = field(default_factory=dict, repr=False)
