"""A worker may be killed at any moment: what it was doing is done once, and without a person."""

import pytest

from tests.crash.endings import assert_each_done_once, wait_for_owed
from tests.crash.fulfilling import CREATE
from tests.crash.mutations import SCENARIOS
from tests.crash.paying import CAPTURE, REFUND, VOID
from tests.crash.points import (
    CAPTURE_POINTS,
    EFFECT_POINTS,
    OTHER_POINTS,
    READ_BACK_POINTS,
    REFUND_POINTS,
    VOID_POINTS,
    Point,
)
from tests.crash.processes import Workers
from tests.crash.scenarios import Scenario, begin
from tests.crash.witness import Witness
from tests.support.shop import Shop

pytestmark = pytest.mark.crash

PARTS = (
    ("fulfillmentCreate", "fulfillmentCancel", "fulfillmentTrackingInfoUpdate"),
    ("fulfillmentOrderOpen", "fulfillmentOrderMove"),
    ("orderCapture", "transactionVoid", "refundCreate"),
)


@pytest.mark.parametrize("mutations", PARTS)
def test_a_worker_killed_between_reserve_and_settle_leaves_one_effect(
    mutations: tuple[str, ...], shop: Shop, workers: Workers
) -> None:
    owed = begin(shop, [SCENARIOS[mutation] for mutation in mutations], len(EFFECT_POINTS))
    witness = Witness(shop)

    for one, point in zip(owed, EFFECT_POINTS * len(mutations), strict=True):
        workers.run_until_killed(point.of(one.task.pk))
    workers.start()
    wait_for_owed(owed)

    assert_each_done_once(owed, witness)


@pytest.mark.parametrize(
    ("scenario", "points"),
    [(CREATE, OTHER_POINTS), (CAPTURE, CAPTURE_POINTS), (VOID, VOID_POINTS), (REFUND, REFUND_POINTS)],
    ids=str,
)
def test_a_worker_killed_anywhere_else_in_a_task_leaves_one_effect(
    scenario: Scenario, points: tuple[Point, ...], shop: Shop, workers: Workers
) -> None:
    owed = begin(shop, [scenario], len(points))
    witness = Witness(shop)

    for point in points:
        workers.run_until_killed(point)
    workers.start()
    wait_for_owed(owed)

    assert_each_done_once(owed, witness)


@pytest.mark.parametrize("fault", ["500_after", "500_before"])
def test_a_worker_killed_while_it_reads_back_leaves_one_effect(fault: str, shop: Shop, workers: Workers) -> None:
    owed = begin(shop, SCENARIOS.values(), len(READ_BACK_POINTS))
    rules = [{"kind": fault, "operation": name, "times": len(READ_BACK_POINTS)} for name in SCENARIOS]
    shop.sandbox.faults(*rules)
    witness = Witness(shop)

    for point in READ_BACK_POINTS * len(SCENARIOS):
        workers.run_until_killed(point)
    workers.start()
    wait_for_owed(owed)

    assert_each_done_once(owed, witness)
