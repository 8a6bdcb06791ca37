"""What the body of a webhook names, whatever it is made of."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backhaul.core.topics import TOPICS
from backhaul.core.webhook_body import DEEPEST, LONGEST_READ, Named, UnreadableBody, parse_body, what_it_names

ORDER = "gid://shopify/Order/820982911946154508"
CONTRACT = "gid://shopify/SubscriptionContract/5"
WORK = "gid://shopify/FulfillmentOrder/7"

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
NAMES = st.sampled_from(
    ["id", "order_id", "admin_graphql_api_id", "order", "order_edit", "fulfillment_order", "updated_at"]
)


def named(topic: str, body: Any) -> Named:
    return what_it_names(parse_body(json.dumps(body).encode()), TOPICS[topic])


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"7",
        b"\xff\xfe{}",
        b"\xef\xbb\xbf{}",
        b'{"id": NaN}',
        b'{"id": -Infinity}',
        b'{"id": ' + b"9" * 5000 + b"}",
        b"[" * 10_000 + b"]" * 10_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'{"a":' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1),
        b'{"a": "' + b"x" * LONGEST_READ + b'"}',
    ],
    ids=lambda raw: repr(raw[:12]),
)
def test_what_is_no_object_in_json_is_unreadable(raw: bytes) -> None:
    with pytest.raises(UnreadableBody):
        parse_body(raw)


@pytest.mark.parametrize(
    ("topic", "body"),
    [
        ("orders/create", {"id": 820982911946154508}),
        ("orders/updated", {"id": 1, "admin_graphql_api_id": ORDER}),
        ("orders/edited", {"order_edit": {"id": 3, "order_id": 820982911946154508}}),
        ("orders/risk_assessment_changed", {"admin_graphql_api_order_id": ORDER}),
        ("fulfillments/create", {"id": 3, "order_id": 820982911946154508}),
        ("refunds/create", {"id": 3, "order_id": "820982911946154508"}),
        ("order_transactions/create", {"id": 3, "order_id": 820982911946154508}),
        ("returns/close", {"id": 3, "order": {"id": 820982911946154508}}),
        ("returns/close", {"id": 3, "order": {"id": 1, "admin_graphql_api_id": ORDER}}),
    ],
)
def test_each_topic_names_its_order_in_its_own_way(topic: str, body: Any) -> None:
    assert named(topic, body).order_gid == ORDER


@pytest.mark.parametrize(
    ("topic", "body"),
    [
        ("subscription_contracts/pause", {"id": 5}),
        ("subscription_contracts/update", {"id": 1, "admin_graphql_api_id": CONTRACT}),
        ("subscription_billing_attempts/failure", {"id": 3, "subscription_contract_id": 5}),
        (
            "subscription_billing_attempts/success",
            {"admin_graphql_api_subscription_contract_id": CONTRACT, "order_id": 9},
        ),
        ("subscription_billing_cycles/skip", {"subscription_contract_id": 5, "cycle_index": 2}),
        ("subscription_billing_cycle_edits/create", {"subscription_contract_id": 5, "contract_edit": None}),
    ],
)
def test_each_topic_of_a_subscription_names_its_contract_in_its_own_way(topic: str, body: Any) -> None:
    assert named(topic, body) == Named(CONTRACT)


def test_a_billing_attempt_that_names_no_contract_is_unreadable() -> None:
    with pytest.raises(UnreadableBody):
        named("subscription_billing_attempts/success", {"id": 5, "admin_graphql_api_id": CONTRACT})


def test_what_belongs_to_an_order_is_named_beside_it() -> None:
    fulfillment = named("fulfillments/create", {"id": 3, "order_id": 1, "updated_at": "2026-01-01T00:00:00Z"})

    assert fulfillment.subject_gid == "gid://shopify/Fulfillment/3"
    assert fulfillment.updated_at is None


def test_the_date_of_an_order_is_an_instant_or_nothing() -> None:
    dated = named("orders/updated", {"id": 1, "updated_at": "2022-10-03T12:55:00-04:00"})
    undated = [named("orders/updated", {"id": 1, "updated_at": text}) for text in ("yesterday", "", 7, None, [1])]

    assert dated.updated_at == datetime(2022, 10, 3, 16, 55, tzinfo=UTC)
    assert [one.updated_at for one in undated] == [None] * 5


@pytest.mark.parametrize(
    "body",
    [
        {"fulfillment_order": {"id": WORK, "status": "open"}},
        {"fulfillment_order": {"id": 7}},
        {"moved_fulfillment_order": {"id": WORK}, "original_fulfillment_order": {"id": "gid://shopify/X/1"}},
        {"fulfillment_order_merges": [{"fulfillment_order": {"id": WORK}}]},
        {"fulfillment_order": {"id": WORK}, "fulfillment_hold": {"id": "gid://shopify/FulfillmentHold/1"}},
        {"fulfillment_order_id": WORK + "?hidden=1"},
    ],
)
def test_a_fulfillment_order_is_found_wherever_it_stands(body: Any) -> None:
    assert named("fulfillment_orders/moved", body).fulfillment_order_gids == (WORK,)


def test_all_fulfillment_orders_are_named_once_those_further_out_first() -> None:
    other = "gid://shopify/FulfillmentOrder/8"
    merges = [{"fulfillment_order": {"id": WORK}, "merge_intents": [{"fulfillment_order_id": other}] * 3}]

    found = named("fulfillment_orders/merged", {"fulfillment_order_merges": merges})

    assert sorted(found.fulfillment_order_gids) == [WORK, other]
    assert found.subject_gid == found.fulfillment_order_gids[0]


@pytest.mark.parametrize("topic", [name for name, topic in TOPICS.items() if topic.kind])
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"id": None},
        {"id": True},
        {"id": 1.5},
        {"id": -1},
        {"id": [1]},
        {"id": "x" * 1000},
        {"id": 10**30, "admin_graphql_api_id": "gid://shopify/Else/1"},
        {"order": "x", "order_edit": [], "fulfillment_order": {"id": {}}},
    ],
)
def test_a_body_that_does_not_name_its_subject_is_unreadable(topic: str, body: Any) -> None:
    with pytest.raises(UnreadableBody):
        named(topic, body)


@given(body=st.dictionaries(NAMES | st.text(), JSON_VALUES), topic=st.sampled_from(sorted(TOPICS)))
def test_any_object_is_understood_or_unreadable(body: dict[str, Any], topic: str) -> None:
    try:
        found = named(topic, body)
    except UnreadableBody:
        return

    assert all(gid.isascii() and len(gid) < 100 for gid in (found.subject_gid, *found.fulfillment_order_gids))


@given(raw=st.binary(max_size=200))
def test_any_bytes_are_an_object_or_unreadable(raw: bytes) -> None:
    try:
        content = parse_body(raw)
    except UnreadableBody:
        return

    assert isinstance(content, dict)
