"""What tasks have come to reaches endpoints in the transaction in which it is recorded."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from backhaul.core.deliveries import DeliveryState
from backhaul.core.outgoing import EventType
from backhaul.core.tasks import OutcomeName, TaskState
from backhaul.flows.clock import now
from backhaul.flows.contract_facts import contract_of
from backhaul.flows.endings import Evidence, attention, succeeded
from backhaul.flows.endpoints import add_endpoint
from backhaul.flows.mirror_contract import apply_contract
from backhaul.flows.notices import Telling, tell
from backhaul.flows.see_to_telling import see_to_telling
from backhaul.flows.steer_tasks import retry_task
from backhaul.flows.sweep_events import sweep_events
from backhaul.flows.task_list import TaskOrder, claim, end_run, make_pending, write_task
from backhaul.models import Delivery, Endpoint, EventDelivery, JobQueueEntry, Notice, OutgoingEvent, Store, Task
from tests.support.contract_rows import contract_row
from tests.support.rows import order_row

EVERYTHING = [one for one in EventType if one is not EventType.TEST]


@pytest.fixture
def endpoint(store: Store) -> Endpoint:
    """One that is told of everything."""
    return add_endpoint(store, "http://127.0.0.1:9/hook", EVERYTHING).endpoint


def end(store: Store, kind: str, name: OutcomeName, *, person: bool = False) -> Task:
    """A task of an order that has run once and ended so."""
    order = order_row(store)
    with transaction.atomic():
        task = write_task(TaskOrder(kind, f"{kind}:1", store, order))
    lease = claim(task.pk, worker="w")
    assert lease is not None
    end_run(lease, attention("Decide.") if person else succeeded(name, "Done."), Evidence())
    return task


def told() -> dict[str, dict[str, object]]:
    return {event.type: event.data for event in OutgoingEvent.objects.all()}


@pytest.mark.parametrize(
    ("kind", "name", "event"),
    [
        ("send_fulfillment", OutcomeName.SENT_IN_PART, "shipment.sent"),
        ("capture_payment", OutcomeName.CAPTURED, "payment.captured"),
        ("capture_payment", OutcomeName.NOT_CAPTURED, "payment.failed"),
        ("give_back", OutcomeName.REFUNDED, "credit.refunded"),
        ("finish_change", OutcomeName.CHANGE_DONE, "contract.changed"),
    ],
)
def test_an_ending_is_told_with_its_ids(
    store: Store, endpoint: Endpoint, kind: str, name: OutcomeName, event: str
) -> None:
    task = end(store, kind, name)

    (data,) = told().values()
    assert set(told()) == {event}
    assert (data["task_id"], data["outcome"], data["order_id"]) == (task.pk, name.value, task.order_id)
    assert EventDelivery.objects.get().endpoint == endpoint


def test_a_task_that_waits_for_a_person_is_told(store: Store, endpoint: Endpoint) -> None:
    end(store, "refresh_order", OutcomeName.NEEDS_ATTENTION, person=True)

    assert told()["task.needs_attention"]["task_kind"] == "refresh_order"


def ask_again(task: Task, words: str = "Decide.") -> int:
    """Let the task run once more and ask a person; returns how many events there are then."""
    if task.state == TaskState.NEEDS_ATTENTION:
        with transaction.atomic():
            make_pending(task)
    lease = claim(task.pk, worker="w")
    assert lease is not None
    end_run(lease, attention(words), Evidence())
    task.refresh_from_db()
    return OutgoingEvent.objects.count()


def test_what_is_asked_again_unchanged_is_told_once_until_it_is_retried_or_something_else_is_asked(
    store: Store, endpoint: Endpoint
) -> None:
    task = end(store, "refresh_order", OutcomeName.NEEDS_ATTENTION, person=True)
    task.refresh_from_db()

    unchanged = [ask_again(task), ask_again(task)]
    another = ask_again(task, "Decide something else.")
    retry_task(task.pk)
    task.refresh_from_db()
    retried = ask_again(task, "Decide something else.")

    assert (unchanged, another, retried) == ([1, 1], 2, 3)


def test_other_endings_are_nobodys_business(store: Store, endpoint: Endpoint) -> None:
    end(store, "refresh_order", OutcomeName.REFRESHED)

    assert told() == {}


def test_what_is_rolled_back_is_not_told(store: Store, endpoint: Endpoint) -> None:
    with transaction.atomic():
        tell(store, None, Telling("order_deleted", "s", "1", "Words."))
        transaction.set_rollback(True)

    assert not Notice.objects.exists()
    assert not Task.objects.exists()


def test_a_notice_is_told_by_its_ids_and_without_its_words(store: Store, endpoint: Endpoint) -> None:
    tell(store, None, Telling("order_deleted", "s", "1", "Ada's order was deleted."))

    data = told()["notice.created"]
    assert (data["kind"], data["notice_id"], data["to_decide"]) == ("order_deleted", Notice.objects.get().pk, False)
    assert "Ada" not in str(data)


def test_a_delivery_is_told_on_the_day_it_is_due_and_once(store: Store, endpoint: Endpoint) -> None:
    contract = contract_row(store)
    for number, (state, due_in) in enumerate(
        [
            (DeliveryState.BILLED_UNSHIPPED, -1),
            (DeliveryState.BILLED_UNSHIPPED, 2),
            (DeliveryState.BILLED_UNSHIPPED, -9),
            (DeliveryState.SHIPPED, -1),
            (DeliveryState.UNBILLED, -1),
        ],
        start=100,
    ):
        due_at = now() + timedelta(days=due_in)
        Delivery.objects.create(contract=contract, number=number, state=state, due_at=due_at)
    entry = JobQueueEntry.objects.get(store=store, kind="telling")

    words = [see_to_telling(entry), see_to_telling(entry)]

    assert words == ["0 digests, 1 deliveries due", "0 digests, 0 deliveries due"]
    assert told()["delivery.due"]["number"] == 100


def test_old_events_are_deleted_unless_they_are_still_on_their_way(store: Store, endpoint: Endpoint) -> None:
    for key in ("1", "2"):
        tell(store, None, Telling("order_deleted", "s", key, "Words."))
    OutgoingEvent.objects.update(happened_at=now() - timedelta(days=91))
    done = EventDelivery.objects.order_by("pk")[0]
    EventDelivery.objects.filter(pk=done.pk).update(state="not_sent")

    words = sweep_events(store)

    assert words == "1 old events deleted"
    assert not OutgoingEvent.objects.filter(pk=done.event_id).exists()
    assert Task.objects.get(pk=done.task_id).state == TaskState.PENDING


def test_a_contract_that_was_cancelled_anywhere_is_told_once(store: Store, endpoint: Endpoint) -> None:
    contract = contract_row(store)
    seen = contract.read_started_at
    cancelled = replace(contract_of(contract), status="CANCELLED")

    for minutes in (1, 2):
        read = replace(cancelled, revision=int(contract.revision) + minutes, raw={"read": minutes})
        apply_contract(store, read, read_started_at=seen + timedelta(minutes=minutes))

    assert told()["contract.cancelled"]["contract_id"] == contract.pk
    assert OutgoingEvent.objects.filter(type="contract.cancelled").count() == 1
