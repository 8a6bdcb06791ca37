"""What a control endpoint wants of the next bulk operation: that it fails on its way, or takes its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class BulkPlan:
    """For one operation: with which BulkOperationErrorCode it fails after so many objects, how long it runs."""

    error_code: str | None = None
    after_objects: int = 0
    lasts: timedelta | None = None


AS_USUAL = BulkPlan()
