"""The first page: what waits for somebody, with the list that each leads to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from backhaul.core.differences import DifferenceState
from backhaul.core.tasks import TaskState
from backhaul.flows.notices import to_decide
from backhaul.models import Drift, Notice, OrderDifference, Task

MOST = 100
"""More are not counted: tables may be big."""
_TO_MERCHANT = {"recipient": "merchant"}


@dataclass(frozen=True)
class Waiting:
    """So many of something, and where they are listed."""

    words: str
    count: str
    link: str


@dataclass(frozen=True)
class _Kind:
    model: type[Model]
    words: str
    query: str
    rows: Callable[[], "QuerySet[Any]"]


_KINDS = (
    _Kind(Notice, "notices to decide", "decision=open", lambda: to_decide(Notice.objects.filter(**_TO_MERCHANT))),
    _Kind(Notice, "notices not read yet", "read=no", lambda: Notice.objects.filter(read_at=None, **_TO_MERCHANT)),
    _Kind(
        Task,
        "tasks that need attention",
        f"state__exact={TaskState.NEEDS_ATTENTION}",
        lambda: Task.objects.filter(state=TaskState.NEEDS_ATTENTION),
    ),
    _Kind(
        OrderDifference,
        "changes in orders that contradict what was posted",
        "",
        lambda: OrderDifference.objects.filter(state=DifferenceState.CONFLICT),
    ),
    _Kind(Drift, "drifts between subscriptions and orders", "", lambda: Drift.objects.filter(settled_at=None)),
)


def overview(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the first page shows: of each kind that the member of staff may look at, how many wait."""
    return {**context, "title": "What waits for somebody", "waiting": list(_waiting(request))}


def _waiting(request: HttpRequest) -> Iterator[Waiting]:
    for kind in _KINDS:
        name = kind.model._meta.model_name
        if request.user.has_perm(f"backhaul.view_{name}"):
            count = kind.rows()[:MOST].count()
            link = f"{reverse(f'admin:backhaul_{name}_changelist')}?{kind.query}"
            yield Waiting(kind.words, f"{MOST} or more" if count == MOST else str(count or "no"), link)
