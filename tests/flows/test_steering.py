"""What a person can do to a task."""

from datetime import timedelta

import pytest

from backhaul.core.errors import InputError, NotFound, StateConflict
from backhaul.core.retries import MAX_ATTEMPTS
from backhaul.flows import task_list
from backhaul.flows.clock import now
from backhaul.flows.mend_tasks import mend_tasks
from backhaul.flows.steer_tasks import TaskFilter, cancel_task, postpone_task, retry_task, steer_all
from backhaul.flows.undo_shipment import undo_shipment
from backhaul.models import Task
from tests.support.shop import Shop, run_pending, state_of

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}


def test_a_cancelled_task_sends_nothing(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    posted = shop.ship(order, "S-1", apple=2)

    cancel_task(posted.task.pk, reason="customer called")
    run_pending()

    assert state_of(posted.task) == ("cancelled", "stopped")
    assert shop.fulfilled(order) == {}


def test_a_postponed_task_waits_until_then(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    posted = shop.ship(order, "S-1", apple=2)

    postpone_task(posted.task.pk, until=now() + timedelta(days=1))
    run_pending()
    postponed = state_of(posted.task)
    retry_task(posted.task.pk)
    run_pending()

    assert postponed[0] == "waiting"
    assert state_of(posted.task) == ("succeeded", "sent")


def test_a_later_shipment_of_the_same_line_waits_for_the_earlier_one(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    first = shop.ship(order, "S-1", apple=2)
    postpone_task(first.task.pk, until=now() + timedelta(days=1))
    second = shop.ship(order, "S-2", apple=3)
    run_pending()
    before = state_of(second.task)

    retry_task(first.task.pk)
    run_pending()

    assert before[0] == "waiting"
    assert state_of(second.task) == ("succeeded", "sent")


def test_a_shipment_of_another_line_does_not_wait(shop: Shop) -> None:
    order = shop.order(lines=[APPLES, {**APPLES, "sku": "pear"}])
    first = shop.ship(order, "S-1", apple=2)
    postpone_task(first.task.pk, until=now() + timedelta(days=1))

    second = shop.ship(order, "S-2", pear=3)
    run_pending()

    assert state_of(second.task) == ("succeeded", "sent")


def test_a_task_that_has_ended_is_left_alone(shop: Shop) -> None:
    posted = shop.ship(shop.order(lines=[APPLES]), "S-1", apple=2)
    run_pending()

    with pytest.raises(StateConflict):
        retry_task(posted.task.pk)
    with pytest.raises(StateConflict):
        cancel_task(posted.task.pk, reason="late")
    with pytest.raises(StateConflict):
        postpone_task(posted.task.pk, until=now() + timedelta(days=1))


def test_bad_steering_is_refused(shop: Shop) -> None:
    posted = shop.ship(shop.order(lines=[APPLES]), "S-1", apple=2)

    with pytest.raises(InputError):
        postpone_task(posted.task.pk, until=now() - timedelta(days=1))
    with pytest.raises(InputError):
        cancel_task(posted.task.pk, reason=" ")
    with pytest.raises(NotFound):
        retry_task("tsk_unknown")


def test_all_that_match_are_cancelled(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    for number in range(3):
        shop.ship(order, f"S-{number}", apple=1)

    done, refused = steer_all(TaskFilter(state="pending"), lambda task_id: cancel_task(task_id, reason="stock lost"))

    assert (len(done), refused) == (3, [])
    assert set(Task.objects.values_list("state", flat=True)) == {"cancelled"}


def test_a_postponed_task_sleeps_on_when_the_one_before_it_has_ended(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    shop.ship(order, "S-1", apple=2)
    second = shop.ship(order, "S-2", apple=3)
    postpone_task(second.task.pk, until=now() + timedelta(days=1))

    run_pending()

    assert state_of(second.task)[0] == "waiting"
    assert shop.fulfilled(order) == {"apple": 2}


def test_an_undo_cannot_be_called_off(shop: Shop) -> None:
    posted = shop.ship(shop.order(lines=[APPLES]), "S-1", apple=2)
    undo = undo_shipment(posted.shipment)

    with pytest.raises(StateConflict):
        cancel_task(undo.task.pk, reason="changed my mind")

    assert state_of(undo.task)[0] != "cancelled"


def test_a_task_that_kills_its_workers_stops_for_a_person(shop: Shop) -> None:
    posted = shop.ship(shop.order(lines=[APPLES]), "S-1", apple=2)
    Task.objects.filter(pk=posted.task.pk).update(attempts=MAX_ATTEMPTS - 1)
    task_list.claim(posted.task.pk, worker="dies")
    Task.objects.filter(pk=posted.task.pk).update(lease_until=now() - timedelta(seconds=1))

    mend_tasks()

    assert state_of(posted.task)[0] == "needs_attention"


def test_a_dead_workers_task_goes_on(shop: Shop) -> None:
    posted = shop.ship(shop.order(lines=[APPLES]), "S-1", apple=2)
    task_list.claim(posted.task.pk, worker="dies")
    Task.objects.filter(pk=posted.task.pk).update(lease_until=now() - timedelta(seconds=1))

    run_pending()

    assert state_of(posted.task) == ("succeeded", "sent")
