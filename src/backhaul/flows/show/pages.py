"""A page of a long list, and the cursor that leads to the next one: nothing is counted, nothing skipped or repeated."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db.models import IntegerField, Model, Q, QuerySet

from backhaul.core.errors import BadReference

MOST = 250
LONGEST_NUMBER = 18
Row = TypeVar("Row", bound=Model)
Shown = TypeVar("Shown")


@dataclass(frozen=True)
class Paging:
    """How many entries a page has, and after which one it begins."""

    limit: int = 50
    cursor: str = ""


@dataclass(frozen=True)
class Page(Generic[Shown]):
    """Some entries in their order; `next_cursor` asks for those that follow, None when there are none."""

    items: list[Shown]
    next_cursor: str | None


def newest_first(rows: QuerySet[Row], show: Callable[[Row], Shown], *, by: str, paging: Paging) -> Page[Shown]:
    """The page of the rows by their instant `by`, latest first, then by id. Raises BadReference."""
    _check(paging)
    if paging.cursor:
        instant, row_id = _read(paging.cursor)
        rows = rows.filter(Q(**{f"{by}__lt": instant}) | Q(**{by: instant, "pk__lt": row_id}))
    found = list(rows.order_by(f"-{by}", "-pk")[: paging.limit + 1])
    shown = found[: paging.limit]
    more = len(found) > len(shown)
    return Page([show(row) for row in shown], _write(getattr(shown[-1], by), shown[-1].pk) if more else None)


def oldest_first(
    rows: QuerySet[Row], show: Callable[[list[Row]], list[Shown]], *, by: str, paging: Paging
) -> Page[Shown]:
    """The page of the rows, earliest first, then by id, shown all at once. Raises BadReference."""
    _check(paging)
    if paging.cursor:
        instant, row_id = _read(paging.cursor)
        has_numbers = isinstance(rows.model._meta.pk, IntegerField)
        if has_numbers and (not row_id.isdigit() or len(row_id) > LONGEST_NUMBER):
            raise BadReference("The cursor is not one of this list.", hint="Begin again without a cursor.")
        rows = rows.filter(Q(**{f"{by}__gt": instant}) | Q(**{by: instant, "pk__gt": row_id}))
    found = list(rows.order_by(by, "pk")[: paging.limit + 1])
    shown = found[: paging.limit]
    more = len(found) > len(shown)
    return Page(show(shown), _write(getattr(shown[-1], by), str(shown[-1].pk)) if more else None)


def _check(paging: Paging) -> None:
    if not 1 <= paging.limit <= MOST:
        raise BadReference(f"A page has 1 to {MOST} entries.", hint="Correct the limit.", data={"limit": paging.limit})


def _write(instant: datetime, row_id: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([instant.isoformat(), row_id]).encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[datetime, str]:
    refusal = BadReference("The cursor is not one of this list.", hint="Begin again without a cursor.")
    try:
        instant, row_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = datetime.fromisoformat(instant)
    except (ValueError, TypeError, binascii.Error, RecursionError) as exc:
        raise refusal from exc
    if moment.tzinfo is None or not isinstance(row_id, str) or "\x00" in row_id or not row_id.isascii():
        raise refusal
    return moment, row_id
