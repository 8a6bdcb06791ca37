"""The webhook inbox over REST."""

from datetime import timedelta

import pytest

from backhaul.flows.clock import now
from backhaul.models import SalesOrder, Store, WebhookDelivery
from tests.api.client import Caller, body_of, expect_problem
from tests.support.inbox import delivery_row, queued_deliveries
from tests.support.rows import store_row


@pytest.fixture
def deliveries(store: Store, order: SalesOrder) -> list[WebhookDelivery]:
    """Three deliveries, newest first; the last one is of another store."""
    body = {"id": 1001, "email": "ada@example.com", "note": None}
    return [
        delivery_row(store, "orders/updated", body, order=order, state="done", result="Read."),
        delivery_row(store, "refunds/create", b"\xff", state="unreadable", received_at=now() - timedelta(hours=1)),
        delivery_row(store_row("other"), "orders/updated", body, received_at=now() - timedelta(hours=2)),
    ]


def test_webhooks_are_listed_newest_first_by_filter_and_page(
    api: Caller, order: SalesOrder, deliveries: list[WebhookDelivery]
) -> None:
    def listed(**query: str) -> list[str]:
        return [one["id"] for one in body_of(api.get("/webhooks", **query))["items"]]

    ids = [delivery.pk for delivery in deliveries]
    paged = body_of(api.get("/webhooks", limit="1"))

    assert listed() == ids
    assert listed(topic="orders/updated") == [ids[0], ids[2]]
    assert listed(state="unreadable") == [ids[1]]
    assert listed(order=order.pk) == [ids[0]]
    assert listed(store="other") == [ids[2]]
    assert listed(since=(now() - timedelta(minutes=90)).isoformat()) == ids[:2]
    assert listed(limit="1", cursor=paged["next_cursor"]) == [ids[1]]
    expect_problem(api.get("/webhooks", store="nowhere"), 404, "unknown-store")
    expect_problem(api.get("/webhooks", since="yesterday"), 400, "invalid-request-body")


def test_a_webhook_is_shown_without_personal_data(api: Caller, deliveries: list[WebhookDelivery]) -> None:
    shown = body_of(api.get(f"/webhooks/{deliveries[0].pk}"))

    assert shown["body"] == {"id": 1001, "email": "•••", "note": None}
    assert shown["delivery"]["result"] == "Read."
    assert shown["delivery"]["order_name"] == "#1001"
    assert shown["size"] > 10


@pytest.mark.parametrize("raw", [b"", b"\xff", b'{"a": NaN}', b"ada@example.com"])
def test_a_body_that_is_no_json_is_not_shown(api: Caller, store: Store, raw: bytes) -> None:
    delivery = delivery_row(store, "orders/updated", raw)

    assert body_of(api.get(f"/webhooks/{delivery.pk}"))["body"] is None


def test_half_a_surrogate_pair_in_a_body_is_no_defect(api: Caller, store: Store) -> None:
    delivery = delivery_row(store, "orders/updated", b'{"id": 1, "title": "\\ud800\\u0000"}')

    assert body_of(api.get(f"/webhooks/{delivery.pk}"))["body"]["id"] == 1


def test_a_webhook_is_replayed(api: Caller, deliveries: list[WebhookDelivery]) -> None:
    replayed = body_of(api.post(f"/webhooks/{deliveries[0].pk}/replay"))

    assert (replayed["state"], replayed["attempts"], replayed["result"]) == ("received", 0, "")
    assert replayed["replayed_at"] is not None
    assert queued_deliveries() == [deliveries[0].pk]


def test_what_cannot_be_replayed_is_refused(api: Caller, store: Store) -> None:
    swept = delivery_row(store, "orders/updated", b"", state="done")

    expect_problem(api.post(f"/webhooks/{swept.pk}/replay"), 409, "webhook-body-deleted")
    expect_problem(api.post("/webhooks/whd_nothing/replay"), 404, "not-found")
    expect_problem(api.get("/webhooks/whd_nothing"), 404, "not-found")


def test_topics_say_when_they_last_came_and_how_often(api: Caller, deliveries: list[WebhookDelivery]) -> None:
    found = {one["topic"]: one for one in body_of(api.get("/webhooks/topics", store="shop"))["items"]}

    assert found["orders/updated"]["received"] == 1
    assert found["refunds/create"]["unreadable"] == 1
    assert found["orders/create"]["last_received_at"] is None
    assert found["orders/create"]["is_subscribed"]


def test_an_offset_beyond_what_the_database_takes_is_the_same_instant(api: Caller, store: Store) -> None:
    assert api.get("/webhooks", since="2026-10-01T01:53:17-16:19").status_code == 200
    assert api.get("/webhooks", since="0001-01-01T00:00:00+16:19").status_code in (400, 422)
