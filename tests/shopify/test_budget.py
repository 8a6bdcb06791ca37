"""The store's account of points, alone and shared by many."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from backhaul.core.budget import Priority
from backhaul.core.shopify_errors import BudgetEmpty, MaxCostExceeded
from backhaul.models import BudgetBucket, BudgetReservation, Store
from backhaul.shopify import budget
from backhaul.shopify.reply import Cost

EFFECT = Priority.EFFECT


@pytest.fixture
def bucket(store: Store) -> Callable[..., Store]:
    """Sets the store's bucket."""

    def make(*, level: float, rate: float = 0.001, maximum: float = 1000) -> Store:
        BudgetBucket.objects.filter(store=store).update(
            level=level, restore_rate=rate, maximum=maximum, level_at=datetime.now(UTC), applied_request_started_at=None
        )
        return store

    return make


def settle(
    taken: budget.Reservation, *, available: float | None, charged: float = 0, started: float | None = None
) -> None:
    cost = Cost(charged, charged, maximum=1000, available=available, restore_rate=0.001)
    budget.settle(taken, charged=charged, cost=cost, started_monotonic=started or time.monotonic())


def level(store: Store) -> float:
    return BudgetBucket.objects.get(store=store).level


def test_an_unknown_bucket_starts_small(store: Store) -> None:
    BudgetBucket.objects.all().delete()

    started = time.monotonic()
    budget.reserve(store.pk, 35, Priority.REFRESH)

    assert level(store) == 150
    assert time.monotonic() - started < 0.5


def test_what_is_reserved_cannot_be_taken_again(bucket: Callable[..., Store]) -> None:
    store = bucket(level=100)
    budget.reserve(store.pk, 70, EFFECT)

    with pytest.raises(BudgetEmpty) as caught:
        budget.reserve(store.pk, 31, EFFECT)

    assert caught.value.wait_seconds == pytest.approx(1000, rel=0.01)
    assert budget.reserve(store.pk, 30, EFFECT).points == 30


def test_a_short_wait_is_slept_through(bucket: Callable[..., Store]) -> None:
    store = bucket(level=0, rate=100)
    started = time.monotonic()

    budget.reserve(store.pk, 50, EFFECT)

    assert 0.4 < time.monotonic() - started < 4


def test_a_call_that_no_bucket_holds_is_an_error_at_once(bucket: Callable[..., Store]) -> None:
    store = bucket(level=1000)

    with pytest.raises(MaxCostExceeded):
        budget.reserve(store.pk, 1001, EFFECT)


@pytest.mark.parametrize(("priority", "left"), [(EFFECT, 0), (Priority.REFRESH, 100), (Priority.BULK, 300)])
def test_each_class_leaves_its_share_to_those_before_it(
    bucket: Callable[..., Store], priority: Priority, left: float
) -> None:
    store = bucket(level=400)

    budget.reserve(store.pk, 400 - left, priority)

    with pytest.raises(BudgetEmpty):
        budget.reserve(store.pk, 1, priority)


def test_a_reply_gives_back_what_was_not_used(bucket: Callable[..., Store]) -> None:
    store = bucket(level=100)
    taken = budget.reserve(store.pk, 90, EFFECT)

    settle(taken, available=88, charged=12)

    assert level(store) == 88
    assert budget.reserve(store.pk, 88, EFFECT)


def test_a_reply_to_an_older_request_lowers_the_level_but_does_not_raise_it(bucket: Callable[..., Store]) -> None:
    store = bucket(level=500)
    before = time.monotonic()
    old, older, new = (budget.reserve(store.pk, 10, EFFECT) for _ in range(3))
    settle(new, available=300)

    settle(old, available=900, started=before)
    assert level(store) == pytest.approx(300, abs=0.1)
    settle(older, available=200, started=before)
    assert level(store) == pytest.approx(200, abs=0.1)


def test_a_raise_counts_what_others_have_cost_meanwhile(bucket: Callable[..., Store]) -> None:
    store = bucket(level=500)
    slow = budget.reserve(store.pk, 10, EFFECT)
    started = time.monotonic()
    quick = budget.reserve(store.pk, 40, EFFECT)
    settle(quick, available=None, charged=40)

    settle(slow, available=490, charged=10, started=started)

    assert level(store) == pytest.approx(450, abs=0.1)


def test_a_lost_reply_is_charged_in_full(bucket: Callable[..., Store]) -> None:
    store = bucket(level=100)
    taken = budget.reserve(store.pk, 60, EFFECT)

    budget.settle(taken, charged=60, cost=None, started_monotonic=time.monotonic())

    assert level(store) == pytest.approx(40, abs=0.1)


def test_a_reservation_whose_process_died_is_given_back_as_spent(bucket: Callable[..., Store]) -> None:
    store = bucket(level=100)
    budget.reserve(store.pk, 60, EFFECT)
    BudgetReservation.objects.update(expires_at=datetime.now(UTC) - timedelta(seconds=1))

    budget.reserve(store.pk, 40, EFFECT)

    assert level(store) == pytest.approx(40, abs=0.1)
    assert BudgetReservation.objects.count() == 1


def test_what_is_granted_to_many_at_once_never_exceeds_the_bucket(bucket: Callable[..., Store]) -> None:
    store = bucket(level=1000)
    at_once = threading.Barrier(8)

    def take(_: int) -> float:
        at_once.wait()
        granted = 0.0
        try:
            while True:
                granted += budget.reserve(store.pk, 7, EFFECT).points
        except BudgetEmpty:
            return granted
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        granted = list(pool.map(take, range(8)))

    assert sum(granted) == 994
    assert BudgetReservation.objects.count() == 142


def test_many_at_once_use_what_is_refilled_and_no_more(bucket: Callable[..., Store]) -> None:
    store = bucket(level=0, rate=400)
    started = time.monotonic()

    def take(_: int) -> None:
        try:
            for _ in range(10):
                taken = budget.reserve(store.pk, 10, EFFECT)
                budget.settle(taken, charged=10, cost=None, started_monotonic=None)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(take, range(4)))

    assert 1.0 <= time.monotonic() - started < 10
