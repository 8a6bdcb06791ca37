"""Outgoing webhooks: a real receiver gets them signed, again after it was down, and no more when it wants no more."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from backhaul.core.channel_errors import BadTarget, EndpointFailed, EndpointOff, PrivateTarget, UnknownEventType
from backhaul.core.channels import SendingState
from backhaul.core.outgoing import EventType
from backhaul.core.tasks import OutcomeName, TaskState
from backhaul.flows.clock import now
from backhaul.flows.endpoints import (
    EndpointWish,
    WithSecret,
    add_endpoint,
    change_endpoint,
    remove_endpoint,
    replay_delivery,
    replay_missed,
    rotate_secret,
    try_endpoint,
)
from backhaul.flows.events import emit
from backhaul.flows.task_list import wake
from backhaul.jobs.runner import run_task
from backhaul.models import Endpoint, EventDelivery, Notice, OutgoingEvent, Store, Task
from tests.support.mail import free_port
from tests.support.receiver import Receiver, receiver
from tests.support.rows import store_row

SENT = EventType.SHIPMENT_SENT


@pytest.fixture
def store(transactional_db: None) -> Store:
    return store_row()


@pytest.fixture
def shop() -> Iterator[Receiver]:
    """Another program."""
    with receiver() as running:
        yield running


@pytest.fixture
def endpoint(store: Store, shop: Receiver) -> WithSecret:
    return add_endpoint(store, shop.url, [SENT, EventType.TASK_NEEDS_ATTENTION])


def happen(store: Store, key: str = "1") -> EventDelivery:
    emit(store, SENT, {"shipment_id": "shp_1"}, key=key)
    return EventDelivery.objects.get(event__unique_key=f"{SENT}:{key}")


def run(delivery: EventDelivery) -> Task:
    wake([delivery.task])
    run_task(delivery.task_id)
    delivery.refresh_from_db()
    return Task.objects.get(pk=delivery.task_id)


def test_an_event_arrives_signed_as_the_library_verifies_it(store: Store, endpoint: WithSecret, shop: Receiver) -> None:
    task = run(happen(store))

    (posted,) = shop.posted
    said = Webhook(endpoint.secret).verify(posted.body, posted.headers)
    assert (said["type"], said["version"], said["data"]) == (
        "shipment.sent",
        1,
        {"store": "shop", "shipment_id": "shp_1"},
    )
    assert posted.headers["webhook-id"] == OutgoingEvent.objects.get().pk
    assert (task.state, task.outcome) == (TaskState.SUCCEEDED, OutcomeName.TOLD)


def test_another_secret_does_not_verify_it(store: Store, endpoint: WithSecret, shop: Receiver) -> None:
    other = add_endpoint(store, shop.url, [EventType.DELIVERY_DUE])

    run(happen(store))

    with pytest.raises(WebhookVerificationError):
        Webhook(other.secret).verify(shop.posted[0].body, shop.posted[0].headers)


def test_an_event_is_told_once_however_often_its_cause_runs(store: Store, endpoint: WithSecret) -> None:
    happen(store)
    happen(store)

    assert EventDelivery.objects.count() == 1


@pytest.mark.usefixtures("endpoint")
def test_what_nobody_wants_is_not_even_written(store: Store) -> None:
    emit(store, EventType.DELIVERY_DUE, {}, key="1")

    assert not OutgoingEvent.objects.exists()


def test_another_stores_endpoint_hears_nothing(store: Store, endpoint: WithSecret) -> None:
    emit(store_row("other"), SENT, {}, key="1")

    assert not EventDelivery.objects.exists()


def test_a_receiver_that_is_down_gets_it_when_it_is_up_again(store: Store) -> None:
    port = free_port()
    secret = add_endpoint(store, f"http://127.0.0.1:{port}/hook", [SENT]).secret
    delivery = happen(store)

    waiting = run(delivery)
    with receiver(port) as up:
        done = run(delivery)

    assert (waiting.state, waiting.wait_reason) == (TaskState.WAITING, "retry")
    assert "ConnectError" in waiting.outcome_detail
    assert (done.outcome, delivery.state, delivery.tries) == (OutcomeName.TOLD, SendingState.SENT, 2)
    assert Webhook(secret).verify(up.posted[0].body, up.posted[0].headers)["data"]["shipment_id"] == "shp_1"
    assert Endpoint.objects.get().failing_since is None


def test_what_was_taken_is_not_sent_again_by_a_second_run(store: Store, endpoint: WithSecret, shop: Receiver) -> None:
    delivery = happen(store)
    run(delivery)
    Task.objects.update(state=TaskState.PENDING)

    run_task(delivery.task_id)

    assert len(shop.posted) == 1


@pytest.mark.parametrize("status", [301, 400, 404, 429, 500, 503])
def test_any_other_answer_than_success_is_tried_again(
    store: Store, endpoint: WithSecret, shop: Receiver, status: int
) -> None:
    shop.status, shop.headers = status, {"Location": shop.url, "Retry-After": "120"}
    delivery = happen(store)
    before = now()

    task = run(delivery)

    assert (task.state, delivery.status, len(shop.posted)) == (TaskState.WAITING, status, 1)
    assert task.wake_at is not None
    assert task.wake_at >= before + timedelta(seconds=119)


def test_410_switches_the_endpoint_off_at_once_and_says_so(store: Store, endpoint: WithSecret, shop: Receiver) -> None:
    shop.status = 410

    task = run(happen(store))

    row = Endpoint.objects.get()
    assert (row.is_on, task.state, task.outcome) == (False, TaskState.CANCELLED, OutcomeName.NOT_TOLD)
    assert "410" in row.off_because
    assert Notice.objects.get(kind="endpoint_off").subject_id == row.pk


def test_days_of_failure_switch_the_endpoint_off_and_what_waits_ends(
    store: Store, endpoint: WithSecret, shop: Receiver
) -> None:
    shop.status = 500
    first, second = happen(store, "1"), happen(store, "2")
    run(first)
    run(second)
    long_ago = now() - timedelta(days=5)
    Endpoint.objects.update(failing_since=long_ago)
    EventDelivery.objects.update(created_at=long_ago)

    run(first)
    ended = run(second)

    assert not Endpoint.objects.get().is_on
    assert (first.state, second.state) == (SendingState.NOT_SENT, SendingState.NOT_SENT)
    assert ended.outcome == OutcomeName.NOT_TOLD
    assert Notice.objects.filter(kind="endpoint_off").count() == 1


def test_an_endpoint_that_has_failed_for_days_gets_time_for_what_is_new(
    store: Store, endpoint: WithSecret, shop: Receiver
) -> None:
    shop.status = 500
    Endpoint.objects.update(failing_since=now() - timedelta(days=9))

    task = run(happen(store))

    assert (task.state, Endpoint.objects.get().is_on) == (TaskState.WAITING, True)


def test_what_was_missed_is_sent_when_the_endpoint_is_on_again(
    store: Store, endpoint: WithSecret, shop: Receiver
) -> None:
    shop.status = 410
    delivery = happen(store)
    run(delivery)
    shop.status = 200
    with pytest.raises(EndpointOff):
        replay_missed(endpoint.endpoint.pk, since=now() - timedelta(days=1))
    change_endpoint(endpoint.endpoint.pk, EndpointWish(is_on=True))

    count = replay_missed(endpoint.endpoint.pk, since=now() - timedelta(days=1))
    run_task(delivery.task_id)

    delivery.refresh_from_db()
    assert (count, delivery.state) == (1, SendingState.SENT)
    assert {one.headers["webhook-id"] for one in shop.posted} == {delivery.event_id}


def test_what_was_taken_can_be_sent_once_more_by_hand(store: Store, endpoint: WithSecret, shop: Receiver) -> None:
    delivery = happen(store)
    run(delivery)

    replay_delivery(delivery.pk)
    run_task(delivery.task_id)

    assert len(shop.posted) == 2


def test_a_rotated_secret_signs_beside_the_old_one_for_a_while(
    store: Store, endpoint: WithSecret, shop: Receiver
) -> None:
    fresh = rotate_secret(endpoint.endpoint.pk)
    run(happen(store, "1"))
    Endpoint.objects.update(old_secret_until=now() - timedelta(seconds=1))
    run(happen(store, "2"))

    both, alone = shop.posted
    for secret in (endpoint.secret, fresh.secret):
        assert Webhook(secret).verify(both.body, both.headers)
    assert Webhook(fresh.secret).verify(alone.body, alone.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(endpoint.secret).verify(alone.body, alone.headers)


def test_a_removed_endpoint_gets_nothing_more(store: Store, endpoint: WithSecret, shop: Receiver) -> None:
    task_id = happen(store).task_id

    remove_endpoint(endpoint.endpoint.pk)
    run_task(task_id)

    assert not shop.posted
    assert Task.objects.get(pk=task_id).outcome == OutcomeName.NOT_TOLD


def test_a_test_is_sent_at_once_and_failure_is_said(endpoint: WithSecret, shop: Receiver) -> None:
    answer = try_endpoint(endpoint.endpoint.pk)
    shop.status = 500

    with pytest.raises(EndpointFailed, match="HTTP 500"):
        try_endpoint(endpoint.endpoint.pk)

    said = Webhook(endpoint.secret).verify(shop.posted[0].body, shop.posted[0].headers)
    assert (answer.status, said["type"]) == (204, "endpoint.test")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "https://",
        "https://user:pw@example.com/",
        "https://example.com/#x",
        "https://example.com:99999/",
        "https://exa mple.com/",
        "https://example.com/\r\nX: y",
        "https://[::1",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_is_none_is_refused(store: Store, url: str) -> None:
    with pytest.raises(BadTarget):
        add_endpoint(store, url, [SENT])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "169.254.169.254", "[::1]"])
def test_a_real_store_does_not_write_into_our_own_network(store: Store, host: str) -> None:
    Store.objects.update(is_sandbox=False)
    store.refresh_from_db()

    with pytest.raises(PrivateTarget):
        add_endpoint(store, f"https://{host}/hook", [SENT])


def test_a_name_that_leads_inside_only_later_is_not_connected_to(
    store: Store, endpoint: WithSecret, shop: Receiver
) -> None:
    Store.objects.update(is_sandbox=False)

    task = run(happen(store))

    assert not shop.posted
    assert "does not lead to a public address" in task.outcome_detail


def test_an_event_that_there_is_none_of_is_refused(store: Store, shop: Receiver) -> None:
    with pytest.raises(UnknownEventType, match=r"shipment\.lost"):
        add_endpoint(store, shop.url, ["shipment.sent", "shipment.lost"])


def test_neither_address_nor_secret_can_be_read_in_the_database(store: Store) -> None:
    made = add_endpoint(store, "https://93.184.215.14/services/T000/B000/verysecret", [SENT])

    row = Endpoint.objects.values().get()
    assert "verysecret" not in str(row)
    assert made.secret not in str(row)
    assert row["shown"] == "https://93.184.215.14/…cret"
