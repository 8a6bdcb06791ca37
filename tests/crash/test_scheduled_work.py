"""A warehouse ships early, or puts off: whatever reply is lost and whenever a worker is killed, it is done once."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from backhaul.flows.read_order import read_order
from backhaul.flows.scheduled_work import open_early, put_off
from backhaul.models import FulfillmentOrder, SalesOrder, Task
from tests.crash.endings import assert_each_done_once, wait_for_owed
from tests.crash.fulfilling import BOX
from tests.crash.points import AFTER_INTENT, AFTER_REPLY, IN_SETTLING
from tests.crash.processes import Workers
from tests.crash.scenarios import Scenario, Sight, View, begin
from tests.crash.test_lost_replies import FAULTS
from tests.crash.witness import Witness
from tests.support.shop import Shop

pytestmark = pytest.mark.crash

LATER = timedelta(days=400)
POINTS = (AFTER_INTENT, AFTER_REPLY, IN_SETTLING)
"""Where something of the call is known on one side alone; the other points are tried with the same calls elsewhere."""


def _place(shop: Shop) -> SalesOrder:
    return shop.order(lines=[BOX])


def _last(order: SalesOrder) -> FulfillmentOrder:
    return order.fulfillment_orders.filter(status="SCHEDULED").order_by("-fulfill_at")[0]


def _open(_: Shop, order: SalesOrder) -> Task:
    return open_early(_last(order)).task


def _put_off(_: Shop, order: SalesOrder) -> Task:
    return put_off(_last(order), order.shopify_created_at + LATER).task


def _shown(_: Witness, order: SalesOrder) -> Sequence[Sight]:
    """How many are open, how many scheduled, and how many of these late."""
    work = read_order(order.store, order.gid).fulfillment_orders
    late = [one for one in work if one.fulfill_at and one.fulfill_at > order.shopify_created_at + LATER / 2]
    statuses = sorted(one.status for one in work)
    return [(",".join(statuses), len(late), "")]


def _theirs(_: Witness, order: SalesOrder) -> Mapping[str, str]:
    return {one.gid: one.status for one in read_order(order.store, order.gid).fulfillment_orders}


def _ours(order: SalesOrder) -> Mapping[str, str]:
    return dict(FulfillmentOrder.objects.filter(order=order).values_list("gid", "status"))


VIEW = View(shown=_shown, theirs=_theirs, ours=_ours)
SCENARIOS = (
    Scenario(
        mutation="fulfillmentOrderOpen",
        effects={"fulfillmentOrderOpen": 1},
        place=_place,
        owe=_open,
        view=VIEW,
        shown=[("OPEN,OPEN,SCHEDULED,SCHEDULED", 0, "")],
        outcome="opened",
    ),
    Scenario(
        mutation="fulfillmentOrderReschedule",
        effects={"fulfillmentOrderReschedule": 1},
        place=_place,
        owe=_put_off,
        view=VIEW,
        shown=[("OPEN,SCHEDULED,SCHEDULED,SCHEDULED", 1, "")],
        outcome="rescheduled",
    ),
)


def test_a_lost_reply_leaves_one_effect(shop: Shop, workers: Workers) -> None:
    owed = begin(shop, SCENARIOS, len(FAULTS))
    shop.sandbox.faults(*({**fault, "operation": one.mutation, "times": 1} for one in SCENARIOS for fault in FAULTS))
    witness = Witness(shop)

    workers.start()
    wait_for_owed(owed)

    assert [rule["fired"] for rule in witness.faults()] == [1] * len(FAULTS) * len(SCENARIOS)
    assert_each_done_once(owed, witness)


def test_a_worker_killed_between_reserve_and_settle_leaves_one_effect(shop: Shop, workers: Workers) -> None:
    owed = begin(shop, SCENARIOS, len(POINTS))
    witness = Witness(shop)

    for one, point in zip(owed, POINTS * len(SCENARIOS), strict=True):
        workers.run_until_killed(point.of(one.task.pk))
    workers.start()
    wait_for_owed(owed)

    assert_each_done_once(owed, witness)
