"""Workers race one another, and a person works in Shopify at the same moment: each effect is there once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest

from backhaul.flows.clock import real_now
from backhaul.flows.undo_shipment import undo_shipment
from backhaul.models.queue import defer_run_at
from tests.crash.endings import assert_each_done_once, told, wait_for_all, wait_for_owed
from tests.crash.fulfilling import APPLES, CANCEL, CREATE
from tests.crash.mutations import EVERY_MUTATION
from tests.crash.points import AFTER_INTENT, BEFORE_BODY, BEFORE_INTENT, BEFORE_REPLY, BEFORE_SETTLING, Point
from tests.crash.processes import Workers
from tests.crash.scenarios import Scenario, begin
from tests.crash.witness import Witness
from tests.support.commands import wait_until
from tests.support.shop import Shop, fulfil_elsewhere, state_of

pytestmark = pytest.mark.crash

CANCEL_ELSEWHERE = "mutation Cancel($id: ID!) { fulfillmentCancel(id: $id) { userErrors { field message } } }"


@EVERY_MUTATION
def test_workers_that_race_for_the_same_tasks_do_each_once(
    scenarios: Sequence[Scenario], shop: Shop, workers: Workers
) -> None:
    owed = begin(shop, scenarios, 3)
    for one in owed * 2:
        defer_run_at(one.task.pk, real_now())
    witness = Witness(shop)

    for _ in range(3):
        workers.start()
    wait_for_owed(owed)

    assert_each_done_once(owed, witness)


def test_workers_that_race_for_one_order_send_each_of_its_shipments_once(shop: Shop, workers: Workers) -> None:
    order = shop.order(lines=[APPLES])
    tasks = [shop.ship(order, f"S-{number}", tracking=f"T-{number}", apple=2).task for number in range(3)]
    for task in tasks * 2:
        defer_run_at(task.pk, real_now())
    witness = Witness(shop)

    for _ in range(3):
        workers.start()
    wait_for_all(tasks)

    assert witness.fulfillments(order) == [("SUCCESS", 2, f"T-{number}") for number in range(3)]
    assert witness.mutations(order) == {"fulfillmentCreate": 3}


@dataclass(frozen=True)
class Meeting:
    """What we ship of six apples, where our worker stands when a person fulfils some, and what Shopify then shows."""

    ours: int
    stands: Point
    theirs: int
    their_tracking: str
    shown: Mapping[str, int]
    outcomes: tuple[str, ...]


BOTH = {"1ZNEW": 2, "1ZOTHER": 3}
MEETINGS = (
    Meeting(2, BEFORE_INTENT, 3, "1ZOTHER", BOTH, ("sent",)),
    Meeting(2, AFTER_INTENT, 3, "1ZOTHER", BOTH, ("sent",)),
    Meeting(2, BEFORE_BODY, 3, "1ZOTHER", BOTH, ("sent",)),
    Meeting(2, BEFORE_REPLY, 3, "1ZOTHER", BOTH, ("sent",)),
    Meeting(2, BEFORE_SETTLING, 3, "1ZOTHER", BOTH, ("sent",)),
    Meeting(6, BEFORE_INTENT, 6, "1ZOTHER", {"1ZOTHER": 6}, ("adopted",)),
    Meeting(6, BEFORE_BODY, 6, "1ZNEW", {"1ZNEW": 6}, ("adopted", "sent")),
    Meeting(6, BEFORE_INTENT, 2, "1ZNEW", {"1ZNEW": 6}, ("sent",)),
)


@pytest.mark.parametrize("does", ["stop", "kill"])
def test_a_person_who_fulfils_at_the_same_moment_is_taken_into_account(does: str, shop: Shop, workers: Workers) -> None:
    orders = [shop.order(lines=[APPLES]) for _ in MEETINGS]
    witness = Witness(shop)
    tasks = []

    for order, meeting in zip(orders, MEETINGS, strict=True):
        tasks.append(shop.ship(order, order.name, tracking="1ZNEW", apple=meeting.ours).task)
        workers.come_to(meeting.stands.of(tasks[-1].pk), does)
        fulfil_elsewhere(shop, order, tracking=meeting.their_tracking, apple=meeting.theirs)
        workers.resume_all()
    workers.start()
    wait_for_all(tasks)

    for order, meeting, task in zip(orders, MEETINGS, tasks, strict=True):
        units: dict[str, int] = {}
        for _, count, number in witness.fulfillments(order):
            units[number] = units.get(number, 0) + count
        assert units == meeting.shown, told([task])
        assert state_of(task)[1] in meeting.outcomes, told([task])


def test_a_person_who_cancels_a_fulfillment_while_we_undo_it_is_taken_into_account(
    shop: Shop, workers: Workers
) -> None:
    points = (BEFORE_INTENT, AFTER_INTENT, BEFORE_BODY, BEFORE_SETTLING)
    owed = begin(shop, [CANCEL], len(points))
    witness = Witness(shop)

    for one, point in zip(owed, points, strict=True):
        gid = shop.fulfillments(one.order)[0]["id"]
        workers.run_until_stopped(point.of(one.task.pk))
        shop.sandbox.graphql(CANCEL_ELSEWHERE, id=gid)
        workers.resume_all()
    workers.start()
    wait_for_owed(owed)

    for one in owed:
        assert witness.fulfillments(one.order) == one.scenario.shown
        assert state_of(one.task) == ("succeeded", "undone"), told([one.task])


def test_what_a_killed_worker_has_sent_is_undone_when_its_shipment_is(shop: Shop, workers: Workers) -> None:
    points = (BEFORE_INTENT, AFTER_INTENT, BEFORE_REPLY, BEFORE_SETTLING)
    owed = begin(shop, [CREATE], len(points))
    witness = Witness(shop)

    for one, point in zip(owed, points, strict=True):
        workers.run_until_killed(point.of(one.task.pk))
    undone = [undo_shipment(one.order.shipments.get()).task for one in owed]
    workers.start()
    wait_for_all(undone)

    for one in owed:
        assert [status for status, _, _ in witness.fulfillments(one.order)] in ([], ["CANCELLED"]), told([one.task])
        assert state_of(one.task)[0] == "cancelled", told([one.task])


def test_nothing_is_sent_twice_when_a_lost_call_looks_like_what_a_person_did(shop: Shop, workers: Workers) -> None:
    order = shop.order(lines=[APPLES])
    task = shop.ship(order, "S-1", tracking="1ZNEW", apple=2).task
    witness = Witness(shop)

    workers.run_until_killed(AFTER_INTENT)
    fulfil_elsewhere(shop, order, tracking="1ZOTHER", apple=2)
    workers.start()
    wait_until(lambda: state_of(task)[0] == "needs_attention")

    assert witness.fulfillments(order) == [("SUCCESS", 2, "1ZOTHER")]
