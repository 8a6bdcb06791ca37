"""A worker may be killed at any moment: what it was doing is done once, and without a person."""

from collections.abc import Sequence

import pytest

from backhaul.models import Intent
from tests.crash.changing import (
    CHANGING_BILLING,
    CHANGING_CONTRACTS,
    CHANGING_ORDERS,
    EDIT,
    EDIT_BESIDE_A_CYCLE,
    EDIT_OF_A_CYCLE,
)
from tests.crash.charging import CHARGING
from tests.crash.endings import assert_each_done_once, wait_for_owed
from tests.crash.fulfilling import CREATE, FULFILLING
from tests.crash.mutations import EVERY_MUTATION
from tests.crash.paying import CAPTURE, PAYING, REFUND, REFUND_OF_UNITS, VOID
from tests.crash.points import (
    AROUND_THE_CALL,
    ASIDE_POINTS,
    CAPTURE_POINTS,
    COMMIT_OF_A_CYCLE_POINTS,
    COMMIT_POINTS,
    EFFECT_POINTS,
    OTHER_POINTS,
    READ_BACK_POINTS,
    REFUND_OF_UNITS_POINTS,
    REFUND_POINTS,
    VOID_POINTS,
    Point,
)
from tests.crash.processes import Workers
from tests.crash.scenarios import Scenario, begin
from tests.crash.tagging import TAGGING
from tests.crash.witness import Witness
from tests.support.shop import Shop

pytestmark = pytest.mark.crash

PARTS = {
    "fulfillments": FULFILLING[:3],
    "fulfillment orders": FULFILLING[3:],
    "payments": PAYING,
    "orders of subscriptions": CHANGING_ORDERS[:3],
    "held and cancelled orders": CHANGING_ORDERS[3:],
    "contracts": CHANGING_CONTRACTS[:3],
    "statuses of contracts": CHANGING_CONTRACTS[3:],
    "billing": (*CHANGING_BILLING, *CHARGING),
    "tags": TAGGING,
}


def points_of(number: int, *, whole: bool) -> Sequence[Point]:
    """Where the workers of a part's scenario die: at every point, or before, in and after the call and at one more."""
    if whole:
        return EFFECT_POINTS
    further = [point for point in EFFECT_POINTS if point not in AROUND_THE_CALL]
    return (*AROUND_THE_CALL, further[number % len(further)])


@pytest.mark.parametrize("scenarios", PARTS.values(), ids=PARTS)
def test_a_worker_killed_between_reserve_and_settle_leaves_one_effect(
    scenarios: Sequence[Scenario], shop: Shop, workers: Workers, whole: bool
) -> None:
    at = [point for number in range(len(scenarios)) for point in points_of(number, whole=whole)]
    owed = begin(shop, scenarios, len(at) // len(scenarios))
    witness = Witness(shop)

    for one, point in zip(owed, at, strict=True):
        workers.run_until_killed(point.of(one.task.pk))
    workers.start()
    wait_for_owed(owed)

    assert_each_done_once(owed, witness)
    begun = {one.task.pk: Intent.objects.filter(task=one.task).earliest("created_at").operation for one in owed}
    assert begun == {one.task.pk: one.scenario.first for one in owed}


@pytest.mark.parametrize(
    ("scenario", "points"),
    [
        (CREATE, OTHER_POINTS),
        (CAPTURE, CAPTURE_POINTS),
        (VOID, VOID_POINTS),
        (REFUND, REFUND_POINTS),
        (REFUND_OF_UNITS, REFUND_OF_UNITS_POINTS),
    ],
    ids=["fulfillment", "capture", "void", "refund", "refund of units"],
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


@pytest.mark.parametrize(
    ("scenario", "points"),
    [
        (EDIT, COMMIT_POINTS),
        (EDIT_OF_A_CYCLE, COMMIT_OF_A_CYCLE_POINTS),
        (EDIT_BESIDE_A_CYCLE, ASIDE_POINTS),
    ],
    ids=["commit", "commit of a cycle", "edits of a cycle set aside"],
)
def test_a_worker_killed_while_it_edits_a_contract_loses_nothing(
    scenario: Scenario, points: tuple[Point, ...], shop: Shop, workers: Workers
) -> None:
    owed = begin(shop, [scenario], len(points))
    witness = Witness(shop)

    for one, point in zip(owed, points, strict=True):
        workers.run_until_killed(point.of(one.task.pk))
    workers.start()
    wait_for_owed(owed)

    assert_each_done_once(owed, witness)


@EVERY_MUTATION
@pytest.mark.parametrize(
    ("fault", "points"), [("500_after", READ_BACK_POINTS[::3]), ("500_before", READ_BACK_POINTS[1:3])]
)
def test_a_worker_killed_while_it_reads_back_leaves_one_effect(
    fault: str, points: Sequence[Point], scenarios: Sequence[Scenario], shop: Shop, workers: Workers, whole: bool
) -> None:
    points = READ_BACK_POINTS if whole else points
    owed = begin(shop, scenarios, len(points))
    rules = [{"kind": fault, "operation": one.mutation, "times": len(points)} for one in scenarios]
    shop.sandbox.faults(*rules)
    witness = Witness(shop)

    for point in [*points] * len(scenarios):
        workers.run_until_killed(point)
    workers.start()
    wait_for_owed(owed)

    assert_each_done_once(owed, witness)
