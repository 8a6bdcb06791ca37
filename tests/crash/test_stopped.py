"""A worker may stand still past its lease and then go on: what it was doing is done once, and without a person."""

import time
from collections.abc import Sequence

import pytest

from tests.crash.endings import assert_done_once, wait_for_all
from tests.crash.points import CALL, EFFECT_POINTS, Point
from tests.crash.processes import Worker, Workers
from tests.crash.scenarios import SCENARIOS, Witness
from tests.support.shop import Shop

pytestmark = pytest.mark.crash

WITH_LOCKS_HELD = (
    Point("backhaul.flows.read_order:apply_snapshot"),
    Point("backhaul.flows.task_list:put_outcome", "after"),
    Point("backhaul.shopify.budget:_save", within=CALL),
)
POINTS = (*EFFECT_POINTS, *WITH_LOCKS_HELD)
BEYOND_THE_LEASE_SECONDS = 6.0


@pytest.mark.parametrize("mutation", SCENARIOS)
def test_a_worker_that_stands_still_while_another_takes_over_leaves_one_effect(
    mutation: str, shop: Shop, workers: Workers
) -> None:
    scenario = SCENARIOS[mutation]
    owed = scenario.begin(shop, len(POINTS))
    witness = Witness(shop)

    stopped = _stopped_at_each_point(workers)
    workers.start()
    wait_for_all(one.task for one in owed)
    _go_on_and_end(stopped)

    for one in owed:
        assert_done_once(scenario, one, witness)


def test_a_worker_that_stands_still_alone_leaves_one_effect(shop: Shop, workers: Workers) -> None:
    scenario = SCENARIOS["fulfillmentCreate"]
    owed = scenario.begin(shop, len(POINTS))
    witness = Witness(shop)

    stopped = _stopped_at_each_point(workers)
    time.sleep(BEYOND_THE_LEASE_SECONDS)
    for worker in stopped:
        worker.resume()
    wait_for_all(one.task for one in owed)
    _go_on_and_end(stopped)

    for one in owed:
        assert_done_once(scenario, one, witness)


def _stopped_at_each_point(workers: Workers) -> list[Worker]:
    """Workers that stand still, each at a point of its own, most likely at work on an order of its own."""
    return [workers.run_until_stopped(point) for point in POINTS]


def _go_on_and_end(stopped: Sequence[Worker]) -> None:
    """Whatever a worker still does that thinks it is at work is done when this returns."""
    for worker in stopped:
        worker.resume()
    for worker in stopped:
        worker.end()
