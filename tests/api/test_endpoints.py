"""Endpoints of other programs over REST."""

from collections.abc import Iterator

import pytest
from standardwebhooks import Webhook

from backhaul.core.outgoing import EventType
from backhaul.flows.clock import now
from backhaul.flows.events import emit
from backhaul.jobs.runner import run_task
from backhaul.models import IdempotentRequest, Store, Task
from tests.api.client import Caller, body_of, expect_problem
from tests.support.receiver import Receiver, receiver

SENT = EventType.SHIPMENT_SENT.value


@pytest.fixture
def program() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


def test_an_endpoint_is_added_with_its_secret_shown_once(api: Caller, store: Store) -> None:
    body = {"url": "http://127.0.0.1:9/hook", "events": [SENT], "name": "books"}
    first = body_of(api.post("/endpoints", body, key="once"), 201)
    again = body_of(api.post("/endpoints", body, key="once"), 201)

    assert first["secret"].startswith("whsec_")
    assert (again["secret"], again["endpoint"]) == (None, first["endpoint"])
    assert first["secret"] not in str(list(IdempotentRequest.objects.values()))
    assert "secret" not in body_of(api.get(f"/endpoints/{first['endpoint']['id']}"))


def test_an_endpoint_is_changed_rotated_and_removed(api: Caller, store: Store) -> None:
    made = body_of(api.post("/endpoints", {"url": "http://127.0.0.1:9/hook", "events": [SENT]}), 201)
    address = f"/endpoints/{made['endpoint']['id']}"

    changed = body_of(api.patch(address, {"events": ["delivery.due", SENT], "is_on": False}))
    rotated = body_of(api.post(f"{address}/rotate", {"overlap_hours": 1}))
    refused = api.post(f"{address}/replay-missed", {"since": "2026-01-01T00:00:00Z"})
    body_of(api.post(f"{address}/remove"))

    assert (changed["events"], changed["is_on"]) == ([SENT, "delivery.due"], False)
    assert changed["off_because"] == "a person has switched it off"
    assert rotated["secret"] not in (None, made["secret"])
    expect_problem(refused, 409, "endpoint-off")
    assert body_of(api.get("/endpoints"))["items"] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"url": "http://example.com/", "events": [SENT]}, "bad-target"),
        ({"url": "https://example.com/", "events": []}, "bad-input"),
        ({"url": "https://example.com/", "events": ["nonsense"]}, "unknown-event-type"),
        ({"url": "https://example.com/", "events": ["endpoint.test"]}, "unknown-event-type"),
    ],
)
def test_what_cannot_be_an_endpoint_is_refused(api: Caller, store: Store, body: dict[str, object], code: str) -> None:
    expect_problem(api.post("/endpoints", body), 400, code)


@pytest.mark.django_db(transaction=True)
def test_what_was_sent_is_listed_and_sent_again(api: Caller, store: Store, program: Receiver) -> None:
    made = body_of(api.post("/endpoints", {"url": program.url, "events": [SENT]}), 201)
    body_of(api.post(f"/endpoints/{made['endpoint']['id']}/test"))
    emit(store, EventType.SHIPMENT_SENT, {"shipment_id": "shp_1"}, key="1")
    run_task(Task.objects.get().pk)

    (listed,) = body_of(api.get("/event-deliveries", state="sent", type=SENT, store="shop"))["items"]
    replayed = body_of(api.post(f"/event-deliveries/{listed['id']}/replay"))

    said = [Webhook(made["secret"]).verify(one.body, one.headers)["type"] for one in program.posted]
    assert said == ["endpoint.test", SENT]
    assert (listed["status"], listed["payload"]["data"]["shipment_id"]) == (204, "shp_1")
    assert replayed["state"] == "queued"
    assert body_of(api.get(f"/event-deliveries/{listed['id']}"))["event_id"] == listed["event_id"]
    expect_problem(api.post("/event-deliveries/edl_none/replay"), 404, "not-found")


def test_every_event_is_explained(api: Caller, store: Store) -> None:
    known = body_of(api.get("/event-types"))["items"]

    assert {one["type"] for one in known} == {one.value for one in EventType}
    assert all(one["means"] for one in known)


def test_what_is_missed_needs_an_instant(api: Caller, store: Store) -> None:
    made = body_of(api.post("/endpoints", {"url": "http://127.0.0.1:9/hook", "events": [SENT]}), 201)
    address = f"/endpoints/{made['endpoint']['id']}/replay-missed"

    expect_problem(api.post(address, {}), 400, "invalid-request-body")
    assert body_of(api.post(address, {"since": now().isoformat()})) == {"count": 0}
