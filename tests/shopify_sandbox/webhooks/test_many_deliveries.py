"""Thousands of deliveries, disturbed by rates that repeat themselves."""

import time
from collections import Counter

import pytest

from tests.shopify_sandbox.http.conftest import TAG

from .conftest import Story, until

EACH = 25
RULES = [
    {"kind": "drop", "rate": 0.2, "seed": 1},
    {"kind": "duplicate", "rate": 0.1, "seed": 2},
    {"kind": "reorder", "rate": 0.1, "seed": 3, "span": 20},
    {"kind": "delay", "rate": 0.1, "seed": 4, "seconds": 3600},
]


def test_the_same_seed_disturbs_the_same_deliveries_on_all_topics(story: Story) -> None:
    first = disturbed(story)
    second = disturbed(story)

    counted = Counter(first)
    assert first == second
    assert counted.keys() == {None, "drop", "duplicate", "reorder", "delay"}
    assert 0.15 < counted["drop"] / len(first) < 0.25


def test_what_was_disturbed_arrives_in_the_end_unless_it_was_dropped(story: Story) -> None:
    faults = Counter(disturbed(story))

    story.client.control("clock", {"advance": "PT2H"})

    total = faults.total() - faults["drop"] + faults["duplicate"]
    until(lambda: len(story.receiver.received) == total)
    ids = {each.headers["X-Shopify-Webhook-Id"] for each in story.receiver.received}
    assert len(ids) == faults.total() - faults["drop"]


def test_a_reordered_delivery_comes_after_others_of_other_causes(story: Story) -> None:
    story.subscribe()
    story.subscribe("ORDERS_PAID")
    story.client.control("faults", {"kind": "reorder", "nth": 1, "span": 20, "seed": 5, "seconds": 3600})

    for _ in range(20):
        story.happen("orders/updated", "orders/paid")

    until(lambda: len(story.receiver.received) == 40)
    held = story.deliveries()[0]["webhook_id"]
    place = [each.headers["X-Shopify-Webhook-Id"] for each in story.receiver.received].index(str(held))
    assert 0 < place <= 20 + 10


def test_a_reordered_delivery_that_nothing_follows_is_sent_by_the_clock(story: Story) -> None:
    story.subscribe()
    story.client.control("faults", {"kind": "reorder", "seconds": 60})
    story.client.graphql(TAG)
    time.sleep(0.3)
    early = len(story.receiver.received)

    story.client.control("clock", {"advance": "PT1M"})

    until(lambda: len(story.receiver.received) == 1)
    assert early == 0


def test_a_delivery_is_sent_again_a_thousand_times_as_it_was(story: Story) -> None:
    story.subscribe()
    story.client.graphql(TAG)
    until(lambda: len(story.receiver.received) == 1)
    webhook_id = story.receiver.received[0].headers["X-Shopify-Webhook-Id"]

    answer = story.client.control(
        "deliveries/redeliver", {"webhook_id": webhook_id, "times": 1000, "at_once": 10}
    ).json()

    first, *others = story.receiver.received
    assert answer == {"sent": 1000, "answers": {"200": 1000}}
    assert len(others) == 1000
    assert {each.body for each in others} == {first.body}
    assert {shopify_headers(each.headers) for each in others} == {shopify_headers(first.headers)}
    assert story.deliveries()[0]["redelivered"] == 1000


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"topic": "orders/paid"},
        {"topic": "orders/updated", "webhook_id": "x"},
        {"topic": "orders/updated", "times": 0},
        {"topic": "orders/updated", "times": 10_001},
        {"topic": "orders/updated", "at_once": 501},
    ],
)
def test_sending_again_needs_one_known_name_and_a_sensible_number(story: Story, body: dict[str, object]) -> None:
    story.subscribe()
    story.client.graphql(TAG)

    assert story.client.control("deliveries/redeliver", body).status_code == 400


def test_an_endpoint_that_is_down_gets_everything_later(story: Story) -> None:
    story.subscribe()
    story.receiver.status = 503
    for _ in range(EACH):
        story.client.graphql(TAG)
    until(lambda: story.client.read("deliveries")["counts"] == {"retrying": EACH})
    story.receiver.status = 200
    story.receiver.received.clear()

    story.client.control("clock", {"advance": "PT1H"})

    until(lambda: story.client.read("deliveries")["counts"] == {"delivered": EACH})
    assert len(story.receiver.received) == EACH


def test_requests_are_answered_while_thousands_of_deliveries_wait(story: Story) -> None:
    for number in range(20):
        story.subscribe(name=f"n{number}")
    for _ in range(100):
        story.client.graphql(TAG)

    answer = story.client.graphql()

    pending = story.client.read("deliveries?last=0")["counts"]["pending"]  # type: ignore[index]
    assert answer.status_code == 200
    assert pending > 100


def test_deliveries_are_listed_by_topic_and_state(story: Story) -> None:
    story.subscribe()
    story.subscribe("ORDERS_PAID")
    story.client.control("faults", {"kind": "drop", "topic": "orders/paid"})
    for _ in range(3):
        story.happen("orders/updated", "orders/paid")

    dropped = story.client.read("deliveries?state=dropped&last=2")["deliveries"]
    updated = story.client.read("deliveries?topic=orders/updated")["deliveries"]

    assert [each["topic"] for each in dropped] == ["orders/paid"] * 2  # type: ignore[attr-defined]
    assert [each["topic"] for each in updated] == ["orders/updated"] * 3  # type: ignore[attr-defined]
    assert story.client.http.get("/sandbox/deliveries?colour=red").status_code == 400


def disturbed(story: Story) -> list[object]:
    """What was done to each delivery of two topics under the same rules."""
    story.client.control("reset")
    story.receiver.received.clear()
    for topic in ("ORDERS_UPDATED", "ORDERS_PAID"):
        for name in range(4):
            story.subscribe(topic, name=str(name))
    story.client.control("faults", RULES)
    for _ in range(EACH):
        story.happen("orders/updated", "orders/paid")
    return [each["fault"] for each in story.deliveries()]


def shopify_headers(headers: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """What Shopify says of a webhook."""
    return tuple(sorted((name, value) for name, value in headers.items() if name.startswith("X-Shopify")))
