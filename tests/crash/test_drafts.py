"""A change of a subscription makes several edits of one draft: whichever of them is cut off, each is made once."""

from collections.abc import Mapping

import pytest

from tests.crash.changing import EDIT_OF_A_CYCLE
from tests.crash.drafting import CALLS, EDITS_OF_A_DRAFT, EVERY_EDIT
from tests.crash.endings import assert_each_done_once, wait_for_owed
from tests.crash.points import CALL, CHANGE, Point
from tests.crash.processes import Workers
from tests.crash.scenarios import begin
from tests.crash.test_lost_replies import DONE, NOT_DONE
from tests.crash.witness import Witness
from tests.support.shop import Shop

pytestmark = pytest.mark.crash

LOST = ("subscriptionContractUpdate", *EDITS_OF_A_DRAFT)
LOST_OF_A_CYCLE = "subscriptionBillingCycleContractEdit"


def points_around(nth: int) -> tuple[Point, ...]:
    """Where something of the nth call is known on one side alone; the other points are tried with others."""
    return (
        Point(f"{CHANGE}:write_intent", "after", nth),
        Point("backhaul.shopify.transport:Transport.send", "after", nth, within=CALL),
        Point(f"{CHANGE}:_succeeded", nth=nth),
    )


def test_a_worker_killed_at_any_edit_of_a_draft_leaves_each_made_once(
    shop: Shop, workers: Workers, whole: bool
) -> None:
    around = [points_around(nth) for nth in range(1, len(CALLS) + 1)]
    points = [point for number, three in enumerate(around) for point in (three if whole else three[number % 3 :][:1])]
    owed = begin(shop, [EVERY_EDIT], len(points))
    witness = Witness(shop)

    for one, point in zip(owed, points, strict=True):
        workers.run_until_killed(point.of(one.task.pk))
    workers.start()
    wait_for_owed(owed)

    assert_each_done_once(owed, witness)
    for one in owed:
        sent = list(one.task.intents.order_by("created_at").values_list("operation", flat=True))
        assert tuple(dict.fromkeys(sent)) == CALLS


def test_a_lost_reply_to_any_edit_of_a_draft_leaves_each_made_once(shop: Shop, workers: Workers) -> None:
    rules: list[Mapping[str, object]] = [
        {**(DONE if number % 2 else NOT_DONE)[number % 3], "operation": operation, "times": 1}
        for number, operation in enumerate((*LOST, LOST_OF_A_CYCLE))
    ]
    owed = begin(shop, [*[EVERY_EDIT] * len(LOST), EDIT_OF_A_CYCLE], 1)
    shop.sandbox.faults(*rules)
    witness = Witness(shop)

    workers.start()
    workers.start()
    wait_for_owed(owed)

    assert [rule["fired"] for rule in witness.faults()] == [1] * len(rules)
    assert_each_done_once(owed, witness)
