"""Deliveries of webhooks."""

import base64
import hashlib
import hmac
import json
import time

from tests.shopify_sandbox.http.conftest import TAG
from tests.shopify_sandbox.live import Live

from .conftest import Story, until


def test_a_webhook_is_signed_over_its_raw_body_and_says_what_it_is(story: Story) -> None:
    story.subscribe(name="mine")

    story.client.graphql(TAG)

    until(lambda: bool(story.receiver.received))
    [webhook] = story.receiver.received
    expected = base64.b64encode(hmac.new(b"sandbox-secret", webhook.body, hashlib.sha256).digest()).decode()
    assert webhook.headers["X-Shopify-Hmac-Sha256"] == expected
    assert webhook.headers["X-Shopify-Topic"] == "orders/updated"
    assert webhook.headers["X-Shopify-Shop-Domain"] == "sandbox.myshopify.com"
    assert webhook.headers["X-Shopify-API-Version"] == "2026-10"
    assert webhook.headers["X-Shopify-Name"] == "mine"
    assert {"X-Shopify-Webhook-Id", "X-Shopify-Event-Id", "X-Shopify-Triggered-At"} <= set(webhook.headers)
    assert json.loads(webhook.body)["name"] == "#1001"


def test_only_the_wanted_fields_are_sent(story: Story) -> None:
    story.subscribe(include_fields=["id"])

    story.client.graphql(TAG)

    until(lambda: bool(story.receiver.received))
    assert json.loads(story.receiver.received[0].body) == {"id": 1}


def test_fields_are_wanted_below_others_too(shop: Live) -> None:
    shop.subscribe("ORDERS_CREATE", includeFields=["id", "line_items.sku", "customer.id", "customer", "nothing.here"])

    order = shop.buy()

    until(lambda: bool(shop.receiver.received))
    told = shop.receiver.received[0].told
    assert told.keys() == {"id", "line_items", "customer"}
    assert (told["id"], told["line_items"]) == (order["id"], [{"sku": "TEA"}])
    assert told["customer"]["email"] == "customer@example.com"


def test_a_filter_keeps_away_what_does_not_fit(story: Story) -> None:
    story.subscribe(filter="id:>5")
    story.subscribe(filter="id:1 name:#1001")

    story.client.graphql(TAG)

    until(lambda: bool(story.receiver.received))
    assert len(story.deliveries()) == 1


def test_a_negated_filter_keeps_away_what_fits(story: Story) -> None:
    story.subscribe(filter="-id:1")
    story.subscribe(filter="-id:2")

    story.client.graphql(TAG)

    assert len(story.deliveries()) == 1


def test_other_topics_are_not_told(story: Story) -> None:
    story.subscribe("ORDERS_CREATE")

    story.client.graphql(TAG)

    assert story.deliveries() == []


def test_one_cause_gives_its_topics_one_event_id_and_a_repeated_topic_another(story: Story) -> None:
    story.subscribe("ORDERS_UPDATED")
    story.subscribe("ORDERS_PAID")

    story.happen("orders/paid", "orders/updated", "orders/updated")

    paid, first, second = story.deliveries()
    assert paid["event_id"] == first["event_id"]
    assert first["event_id"] != second["event_id"]


def test_a_failed_delivery_is_tried_again_by_the_clock_with_the_same_body_and_ids(story: Story) -> None:
    story.subscribe()
    story.receiver.status = 500
    story.client.graphql(TAG)
    until(lambda: len(story.receiver.received) == 1)
    story.receiver.status = 200

    story.client.control("clock", {"advance": "PT2M"})

    until(lambda: story.deliveries()[0]["state"] == "delivered")
    first, second = story.receiver.received
    assert first.body == second.body
    assert first.headers["X-Shopify-Webhook-Id"] == second.headers["X-Shopify-Webhook-Id"]


def test_after_eight_retries_the_subscription_is_removed(story: Story) -> None:
    story.subscribe()
    story.receiver.status = 404
    story.client.graphql(TAG)

    story.client.control("clock", {"advance": "PT4H"})

    until(lambda: story.deliveries()[0]["state"] == "failed")
    assert len(story.receiver.received) == 9
    assert story.client.graphql(TAG).status_code == 200
    assert len(story.deliveries()) == 1


def test_an_endpoint_that_can_not_be_reached_is_a_failed_attempt(story: Story) -> None:
    story.subscribe(uri="http://127.0.0.1:9/hook")

    story.client.graphql(TAG)

    until(lambda: story.deliveries()[0]["state"] == "retrying")
    [attempt] = story.deliveries()[0]["attempts"]  # type: ignore[misc]
    assert attempt["status"] is None  # type: ignore[has-type]


def test_a_cloud_queue_is_only_remembered(story: Story) -> None:
    story.subscribe(uri="pubsub://project-one:topic")

    story.client.graphql(TAG)

    assert [each["state"] for each in story.deliveries()] == ["not_sent"]


def test_a_delivery_can_be_dropped_and_doubled(story: Story) -> None:
    story.subscribe()
    rules = [{"kind": "drop", "topic": "orders/updated", "nth": 1}, {"kind": "duplicate", "times": 1}]
    story.client.control("faults", rules)

    story.client.graphql(TAG)
    story.client.graphql(TAG)

    until(lambda: len(story.receiver.received) == 2)
    first, second = story.receiver.received
    assert first.headers["X-Shopify-Webhook-Id"] == second.headers["X-Shopify-Webhook-Id"]
    assert [each["state"] for each in story.deliveries()] == ["dropped", "delivered"]


def test_two_deliveries_can_change_places(story: Story) -> None:
    story.subscribe()
    story.subscribe("ORDERS_PAID")
    story.client.control("faults", {"kind": "reorder", "topic": "orders/updated", "times": 1})

    story.happen("orders/updated", "orders/paid")

    until(lambda: len(story.receiver.received) == 2)
    assert story.receiver.topics() == ["orders/paid", "orders/updated"]


def test_a_delivery_can_be_delayed_until_the_clock_says_so(story: Story) -> None:
    story.subscribe()
    story.client.control("faults", {"kind": "delay", "seconds": 3600})
    story.client.graphql(TAG)
    time.sleep(0.3)
    early = len(story.receiver.received)

    story.client.control("clock", {"advance": "PT1H"})

    until(lambda: len(story.receiver.received) == 1)
    assert early == 0


def test_what_falls_due_while_days_pass_is_told_in_its_order_and_with_its_instant(shop: Live) -> None:
    shop.subscribe("FULFILLMENT_ORDERS_SCHEDULED_FULFILLMENT_ORDER_READY")
    slow, fast = (
        shop.buy(lines=[{"sku": "TEA", "selling_plan": {"deliveries": 3, "every": every}}]) for every in ("P3D", "P2D")
    )

    shop.pass_time("P10D")

    told = shop.read("deliveries")["deliveries"]
    due = {work["id"]: work["fulfill_at"] for order in (slow, fast) for work in order["fulfillment_orders"][1:]}
    assert [each["body"]["fulfillment_order"]["id"] for each in told] == sorted(due, key=lambda gid: due[gid])
    assert [each["triggered_at"] for each in told] == sorted(due.values())
    assert len({each["event_id"] for each in told}) == 4
