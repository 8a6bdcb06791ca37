"""A worker may stand still past its lease and then go on: what it was doing is done once, and without a person."""

import time
from collections.abc import Sequence

import pytest

from tests.crash.changing import EDIT
from tests.crash.endings import assert_each_done_once, wait_for_owed
from tests.crash.fulfilling import CREATE
from tests.crash.mutations import SCENARIOS
from tests.crash.paying import CAPTURE
from tests.crash.points import AFTER_REPLY, BEFORE_BODY, CALL, EFFECT_POINTS, Point
from tests.crash.processes import Worker, Workers
from tests.crash.scenarios import Owed, begin
from tests.crash.witness import Witness
from tests.support.shop import Shop

pytestmark = pytest.mark.crash

WITH_LOCKS_HELD = (
    Point("backhaul.flows.mirror:_locked", "after"),
    Point("backhaul.flows.effects.intents:Intent.objects.create"),
    Point("backhaul.shopify.budget:_save", within=CALL),
)
BEYOND_THE_LEASE_SECONDS = 6.0


AT_EVERY_POINT = (CREATE, CAPTURE, EDIT)
"""Where else a worker stands still it does not know what it is changing; what differs is how its effect is found."""
BEFORE_AND_AFTER_THE_EFFECT = (BEFORE_BODY, AFTER_REPLY)


@pytest.mark.parametrize("mutation", SCENARIOS)
def test_a_worker_that_stands_still_while_another_takes_over_leaves_one_effect(
    mutation: str, shop: Shop, workers: Workers, whole: bool
) -> None:
    scenario = SCENARIOS[mutation]
    points = EFFECT_POINTS if whole or scenario in AT_EVERY_POINT else BEFORE_AND_AFTER_THE_EFFECT
    owed = begin(shop, [scenario], len(points))
    witness = Witness(shop)

    stopped = _stopped(workers, owed, points)
    workers.start()
    wait_for_owed(owed)
    _go_on_and_end(stopped)

    assert_each_done_once(owed, witness)


def test_a_worker_that_stands_still_with_locks_held_keeps_nobody_waiting_for_ever(shop: Shop, workers: Workers) -> None:
    owed = begin(shop, [CREATE], len(WITH_LOCKS_HELD))
    witness = Witness(shop)

    stopped = _stopped(workers, owed, WITH_LOCKS_HELD)
    workers.start()
    wait_for_owed(owed)
    _go_on_and_end(stopped)

    assert_each_done_once(owed, witness)


def test_a_worker_that_stands_still_alone_leaves_one_effect(shop: Shop, workers: Workers) -> None:
    points = (*EFFECT_POINTS, *WITH_LOCKS_HELD)
    owed = begin(shop, [CREATE], len(points))
    witness = Witness(shop)

    stopped = _stopped(workers, owed, points)
    time.sleep(BEYOND_THE_LEASE_SECONDS)
    for worker in stopped:
        worker.resume()
    wait_for_owed(owed)
    _go_on_and_end(stopped)

    assert_each_done_once(owed, witness)


def _stopped(workers: Workers, owed: Sequence[Owed], points: Sequence[Point]) -> list[Worker]:
    """Workers that stand still, each at a point of its own and at work on an order of its own."""
    pairs = zip(owed, points, strict=True)
    return [workers.run_until_stopped(point.of(one.task.pk)) for one, point in pairs]


def _go_on_and_end(stopped: Sequence[Worker]) -> None:
    """Whatever a worker still does that thinks it is at work is done when this returns."""
    for worker in stopped:
        worker.resume()
    for worker in stopped:
        worker.end()
