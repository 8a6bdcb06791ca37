"""What the headers of a webhook say."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backhaul.core.intake import HEADERS, announced, check_length, event_id_of
from backhaul.core.intake_errors import WebhookHeaderMissing, WebhookHeaderUnusable, WebhookRefused, WebhookTooLarge

USUAL = {
    "x-shopify-topic": "orders/create",
    "x-shopify-shop-domain": "My-Shop.myshopify.com",
    "x-shopify-hmac-sha256": "c2lnbmF0dXJl",
    "x-shopify-event-id": "event-1",
    "x-shopify-webhook-id": "webhook-1",
    "x-shopify-api-version": "2026-10",
    "x-shopify-triggered-at": "2026-11-22T07:00:00.5Z",
}


def test_the_usual_headers_are_taken_as_they_are() -> None:
    webhook = announced(USUAL)

    assert (webhook.topic, webhook.shop_domain) == ("orders/create", "my-shop.myshopify.com")
    assert (webhook.event_id, webhook.webhook_id, webhook.name) == ("event-1", "webhook-1", "")
    assert webhook.triggered_at == datetime(2026, 11, 22, 7, 0, 0, 500_000, UTC)


@pytest.mark.parametrize("name", ["x-shopify-topic", "x-shopify-shop-domain"])
def test_without_shop_or_topic_nothing_can_be_kept(name: str) -> None:
    with pytest.raises(WebhookHeaderMissing):
        announced({**USUAL, name: " "})
    with pytest.raises(WebhookHeaderUnusable):
        announced({**USUAL, name: "x" * 256})


def test_an_event_is_known_by_its_webhook_id_and_else_by_its_body() -> None:
    by_webhook = announced({**USUAL, "x-shopify-event-id": ""})
    by_body = announced({**USUAL, "x-shopify-event-id": "", "x-shopify-webhook-id": ""})

    assert event_id_of(by_webhook, b"{}") == "webhook-1"
    assert event_id_of(by_body, b"{}") == event_id_of(by_body, b"{}") != event_id_of(by_body, b"[]")


def test_two_changes_with_the_same_body_and_no_id_stay_two() -> None:
    nameless = {name: text for name, text in USUAL.items() if not name.endswith("-id")}
    dates = ("2026-10-01T00:00:00Z", "2026-10-01T00:00:01Z")

    first, second = (announced({**nameless, "x-shopify-triggered-at": date}) for date in dates)

    assert event_id_of(first, b"{}") == event_id_of(first, b"{}") != event_id_of(second, b"{}")


def test_two_ids_that_are_too_long_stay_two() -> None:
    first, second = (announced({**USUAL, "x-shopify-event-id": "e" * 255 + last}).event_id for last in "ab")

    assert first != second
    assert len(first) <= 255


@pytest.mark.parametrize("text", ["", "yesterday", "2026-11-22T07:00:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59Z"])
def test_a_date_that_nobody_believes_is_none(text: str) -> None:
    assert announced({**USUAL, "x-shopify-triggered-at": text}).triggered_at is None


@given(st.dictionaries(st.sampled_from(HEADERS), st.text(max_size=400)))
def test_whatever_the_headers_are_what_is_kept_fits_its_column(headers: dict[str, str]) -> None:
    try:
        webhook = announced({**USUAL, **headers})
    except WebhookRefused:
        return
    kept = (webhook.topic, webhook.shop_domain, webhook.name, webhook.event_id, webhook.webhook_id, webhook.api_version)
    assert all(text.isprintable() and text.encode() is not None for text in kept)
    assert [len(text) <= longest for text, longest in zip(kept, (128, 255, 255, 255, 255, 32), strict=True)] == [
        True
    ] * len(kept)


def test_a_body_may_be_as_long_as_the_limit_and_no_longer() -> None:
    check_length(10, longest=10)
    with pytest.raises(WebhookTooLarge):
        check_length(11, longest=10)
