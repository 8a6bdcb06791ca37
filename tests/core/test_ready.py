"""What a warehouse can ship now, and how much of it is taken already."""

from datetime import UTC, datetime, timedelta

import pytest

from backhaul.core.ready import Due, can_be_opened, due_of, fulfillable
from backhaul.core.remote import RemoteFulfillmentOrder, RemoteFulfillmentOrderLine

NOW = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _work(
    number: int = 1,
    *,
    status: str = "OPEN",
    at: datetime | None = None,
    request: str = "UNSUBMITTED",
    actions: frozenset[str] = frozenset({"CREATE_FULFILLMENT"}),
    **lines: int,
) -> RemoteFulfillmentOrder:
    rows = tuple(
        RemoteFulfillmentOrderLine(f"{number}/{line}", line, units, units)
        for line, units in (lines or {"a": 2}).items()
    )
    return RemoteFulfillmentOrder(
        f"gid://shopify/FulfillmentOrder/{number}", status, "L", rows, request, actions, fulfill_at=at
    )


@pytest.mark.parametrize(
    ("work", "due"),
    [
        (_work(), Due.NOW),
        (_work(at=NOW + HOUR), Due.NOW),
        (_work(status="IN_PROGRESS"), Due.NOW),
        (_work(status="SCHEDULED", at=NOW + HOUR), Due.LATER),
        (_work(status="SCHEDULED", at=NOW), Due.NOW),
        (_work(status="SCHEDULED"), Due.LATER),
        (_work(status="ON_HOLD"), Due.HELD),
        (_work(actions=frozenset()), Due.BLOCKED),
        (_work(request="ACCEPTED"), Due.BLOCKED),
        (_work(status="SCHEDULED", at=NOW, request="SUBMITTED"), Due.BLOCKED),
        (_work(status="INCOMPLETE"), Due.BLOCKED),
        (_work(status="PONDERED"), Due.BLOCKED),
        (_work(status="CLOSED"), Due.GONE),
        (_work(status="CANCELLED"), Due.GONE),
    ],
)
def test_when_a_fulfillment_order_can_be_shipped(work: RemoteFulfillmentOrder, due: Due) -> None:
    assert due_of(work, NOW) is due


def test_what_is_scheduled_counts_nothing_before_its_date() -> None:
    found = fulfillable([_work(1, a=2), _work(2, status="SCHEDULED", at=NOW + HOUR, a=3)], taken={}, now=NOW)

    assert found == {"1/a": 2, "2/a": 0}


def test_what_is_held_blocked_or_gone_counts_nothing() -> None:
    work = [_work(1, status="ON_HOLD"), _work(2, request="ACCEPTED"), _work(3, status="CLOSED")]

    assert fulfillable(work, taken={}, now=NOW) == {"1/a": 0, "2/a": 0, "3/a": 0}


def test_what_was_posted_comes_off_the_soonest_first() -> None:
    work = [_work(1, at=NOW, a=2, b=1), _work(2, at=NOW - HOUR, a=2)]

    assert fulfillable(work, taken={"a": 3}, now=NOW) == {"1/a": 1, "1/b": 1, "2/a": 0}


def test_what_was_posted_comes_off_what_can_be_shipped_before_what_cannot() -> None:
    work = [_work(1, status="ON_HOLD", at=NOW - HOUR, a=2), _work(2, at=NOW, a=2)]

    assert fulfillable(work, taken={"a": 1}, now=NOW) == {"1/a": 0, "2/a": 1}


def test_more_than_there_is_can_be_taken() -> None:
    assert fulfillable([_work(1, a=2)], taken={"a": 5, "c": 1}, now=NOW) == {"1/a": 0}


def test_only_what_is_scheduled_and_has_something_left_can_be_opened() -> None:
    assert can_be_opened(_work(status="SCHEDULED", at=NOW + HOUR))
    assert not can_be_opened(_work())
    assert not can_be_opened(_work(status="SCHEDULED", a=0))
