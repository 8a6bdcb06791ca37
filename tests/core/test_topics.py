"""The topics of webhooks."""

import pytest

from backhaul.core.topics import SUBSCRIBED, TOPICS, About


def test_what_stores_are_to_send_are_topics_of_which_something_follows() -> None:
    names = {topic.name for topic in SUBSCRIBED}

    assert {"orders/create", "refunds/create", "fulfillment_orders/order_routing_complete", "app/uninstalled"} <= names
    assert {"subscription_contracts/cancel", "subscription_billing_attempts/failure"} <= names
    assert not [topic.name for topic in SUBSCRIBED if topic.about is About.PRIVACY]
    assert len(SUBSCRIBED) == len(names)


def test_a_topic_is_spelled_as_the_api_and_as_the_header_have_it() -> None:
    assert TOPICS["fulfillment_holds/added"].enum_name == "FULFILLMENT_HOLDS_ADDED"
    assert TOPICS["fulfillment_holds/added"].name == "fulfillment_holds/added"


@pytest.mark.parametrize(
    ("topic", "granted", "allowed"),
    [
        ("orders/create", {"read_orders"}, True),
        ("orders/create", {"write_orders"}, True),
        ("orders/create", {"read_products"}, False),
        ("fulfillment_orders/moved", {"write_third_party_fulfillment_orders"}, True),
        ("fulfillment_orders/moved", {"read_orders"}, False),
        ("app/uninstalled", set(), True),
        ("subscription_contracts/update", {"write_own_subscription_contracts"}, True),
        ("subscription_billing_cycles/skip", {"read_orders"}, False),
    ],
)
def test_a_topic_needs_one_of_its_scopes(topic: str, granted: set[str], allowed: bool) -> None:
    assert TOPICS[topic].is_allowed(granted) is allowed
