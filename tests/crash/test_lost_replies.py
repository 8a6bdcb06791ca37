"""A reply may be lost in any way, for any mutation: the effect is there once, and without a person."""

import pytest

from tests.crash.endings import assert_done_once, wait_for_all
from tests.crash.processes import Workers
from tests.crash.scenarios import SCENARIOS, Witness
from tests.support.shop import Shop

pytestmark = pytest.mark.crash

FAULTS = (
    {"kind": "timeout_after"},
    {"kind": "timeout_before"},
    {"kind": "500_after"},
    {"kind": "500_before"},
    {"kind": "late", "seconds": 1.5},
    {"kind": "body", "body": '{"data": {', "carried_out": True},
    {"kind": "body", "body": "<html>Bad gateway</html>", "carried_out": False},
    {"kind": "status", "status": 502, "carried_out": True},
)
LONG = 60


@pytest.mark.parametrize("mutation", SCENARIOS)
def test_a_lost_reply_leaves_one_effect(mutation: str, shop: Shop, workers: Workers) -> None:
    scenario = SCENARIOS[mutation]
    owed = scenario.begin(shop, len(FAULTS))
    shop.sandbox.faults(*({**fault, "operation": mutation, "times": 1} for fault in FAULTS))
    witness = Witness(shop)

    workers.start()
    workers.start()
    wait_for_all((one.task for one in owed), seconds=LONG)

    assert [rule["fired"] for rule in witness.faults()] == [1] * len(FAULTS)
    for one in owed:
        assert_done_once(scenario, one, witness)


def test_replies_lost_again_and_again_leave_one_effect(shop: Shop, workers: Workers) -> None:
    scenario = SCENARIOS["fulfillmentCreate"]
    owed = scenario.begin(shop, 3)
    shop.sandbox.faults({"kind": "500_before", "operation": "fulfillmentCreate", "times": 7})
    witness = Witness(shop)

    workers.start()
    wait_for_all((one.task for one in owed), seconds=LONG)

    assert [rule["fired"] for rule in witness.faults()] == [7]
    for one in owed:
        assert_done_once(scenario, one, witness)


def test_lost_reads_are_made_again(shop: Shop, workers: Workers) -> None:
    scenario = SCENARIOS["fulfillmentCreate"]
    owed = scenario.begin(shop, 4)
    shop.sandbox.faults(*({**fault, "operation": "order", "times": 2} for fault in FAULTS))
    witness = Witness(shop)

    workers.start()
    wait_for_all((one.task for one in owed), seconds=LONG)

    for one in owed:
        assert_done_once(scenario, one, witness)
