"""A worker may be killed at any moment: what it was doing is done once, and without a person."""

import pytest

from tests.crash.endings import assert_done_once, wait_for_all
from tests.crash.points import EFFECT_POINTS, OTHER_POINTS, READ_BACK_POINTS, Point
from tests.crash.processes import Workers
from tests.crash.scenarios import SCENARIOS, Scenario, Witness
from tests.support.shop import Shop

pytestmark = pytest.mark.crash


@pytest.mark.parametrize("mutation", SCENARIOS)
def test_a_worker_killed_between_reserve_and_settle_leaves_one_effect(
    mutation: str, shop: Shop, workers: Workers
) -> None:
    _kill_at_each(EFFECT_POINTS, SCENARIOS[mutation], shop, workers)


def test_a_worker_killed_anywhere_else_in_a_task_leaves_one_effect(shop: Shop, workers: Workers) -> None:
    _kill_at_each(OTHER_POINTS, SCENARIOS["fulfillmentCreate"], shop, workers)


@pytest.mark.parametrize("mutation", SCENARIOS)
@pytest.mark.parametrize("fault", ["500_after", "500_before"])
def test_a_worker_killed_while_it_reads_back_leaves_one_effect(
    mutation: str, fault: str, shop: Shop, workers: Workers
) -> None:
    count = len(READ_BACK_POINTS)
    shop.sandbox.faults({"kind": fault, "operation": mutation, "times": count})

    _kill_at_each(READ_BACK_POINTS, SCENARIOS[mutation], shop, workers)


def _kill_at_each(points: tuple[Point, ...], scenario: Scenario, shop: Shop, workers: Workers) -> None:
    """A worker dies at each point, most likely at work on another order each; then one lives and ends everything."""
    owed = scenario.begin(shop, len(points))
    witness = Witness(shop)

    for point in points:
        workers.run_until_killed(point)
    workers.start()
    wait_for_all(one.task for one in owed)

    for one in owed:
        assert_done_once(scenario, one, witness)
