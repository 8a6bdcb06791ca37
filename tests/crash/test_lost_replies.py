"""A reply may be lost in any way, for any mutation: the effect is there once, and without a person."""

from collections.abc import Mapping, Sequence

import pytest

from tests.crash.endings import assert_each_done_once, wait_for_owed
from tests.crash.fulfilling import CREATE
from tests.crash.mutations import EVERY_MUTATION
from tests.crash.paying import CAPTURE
from tests.crash.processes import Workers
from tests.crash.scenarios import Scenario, begin
from tests.crash.witness import Witness
from tests.support.shop import Shop

pytestmark = pytest.mark.crash

Fault = Mapping[str, object]
DONE: tuple[Fault, ...] = (
    {"kind": "timeout_after"},
    {"kind": "500_after"},
    {"kind": "body", "body": '{"data": {', "carried_out": True},
    {"kind": "status", "status": 502, "carried_out": True},
)
NOT_DONE: tuple[Fault, ...] = (
    {"kind": "timeout_before"},
    {"kind": "500_before"},
    {"kind": "body", "body": "<html>Bad gateway</html>", "carried_out": False},
)
LATE: Fault = {"kind": "late", "seconds": 1.5}
FAULTS = (*DONE, *NOT_DONE, LATE)


def faults_of(number: int, *, whole: bool) -> Sequence[Fault]:
    """How replies of a mutation are lost: done, not done and done late, each way of it with some of the mutations.

    Which way it was is told apart before anybody knows which mutation it is.
    """
    return FAULTS if whole else (DONE[number % len(DONE)], NOT_DONE[number % len(NOT_DONE)], LATE)


@EVERY_MUTATION
def test_a_lost_reply_leaves_one_effect_of_every_mutation(
    scenarios: Sequence[Scenario], shop: Shop, workers: Workers, whole: bool
) -> None:
    rules = [
        {**fault, "operation": one.mutation, "times": 1}
        for number, one in enumerate(scenarios)
        for fault in faults_of(number, whole=whole)
    ]
    owed = begin(shop, scenarios, len(rules) // len(scenarios))
    shop.sandbox.faults(*rules)
    witness = Witness(shop)

    workers.start()
    workers.start()
    wait_for_owed(owed)

    assert [rule["fired"] for rule in witness.faults()] == [1] * len(rules)
    assert_each_done_once(owed, witness)


@EVERY_MUTATION
def test_replies_lost_again_and_again_leave_one_effect(
    scenarios: Sequence[Scenario], shop: Shop, workers: Workers
) -> None:
    owed = begin(shop, scenarios, 1)
    shop.sandbox.faults(*({"kind": "500_before", "operation": one.mutation, "times": 3} for one in scenarios))
    witness = Witness(shop)

    workers.start()
    wait_for_owed(owed)

    assert [rule["fired"] for rule in witness.faults()] == [3] * len(scenarios)
    assert_each_done_once(owed, witness)


def test_lost_reads_are_made_again(shop: Shop, workers: Workers) -> None:
    owed = begin(shop, [CREATE, CAPTURE], 2)
    shop.sandbox.faults(*({**fault, "operation": "order", "times": 2} for fault in FAULTS))
    witness = Witness(shop)

    workers.start()
    wait_for_owed(owed)

    assert_each_done_once(owed, witness)
