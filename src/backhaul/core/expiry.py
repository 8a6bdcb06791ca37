"""Authorisations that end: which notices are due about one, and how urgent a task is whose time is running out."""

from datetime import datetime, timedelta

NEAR = timedelta(hours=24)
URGENT = 5
"""The priority of a task whose time is near; others have 0."""


def is_near(due_by: datetime | None, now: datetime) -> bool:
    """Whether the last day before `due_by` has begun and not ended. None: no date is known."""
    return due_by is not None and now < due_by <= now + NEAR


def priority_of(due_by: datetime | None, now: datetime) -> int:
    """How far ahead of others a task's job goes that is too late after `due_by`."""
    return URGENT if is_near(due_by, now) else 0
