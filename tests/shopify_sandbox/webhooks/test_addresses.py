"""Addresses that webhooks may go to."""

import pytest

from shopify_sandbox.webhooks.addresses import address_problems

APP = "347082227713"
SOURCE = "arn:aws:events:us-east-1::event-source/aws.partner/shopify.com"


@pytest.mark.parametrize(
    "uri",
    [
        "https://example.com/hooks",
        "http://127.0.0.1:8000/hooks",
        "http://localhost/hooks",
        "pubsub://my-project:my-topic",
        "pubsub://123456789012:topic%25x",
        f"{SOURCE}/{APP}/source",
        "https://example.com/" + "a" * (65_535 - 20),
    ],
)
def test_an_address_that_can_be_delivered_to_is_taken(uri: str) -> None:
    assert address_problems(uri, app_id=APP) == []


@pytest.mark.parametrize(
    ("uri", "last_problem"),
    [
        ("", "Address can't be blank"),
        ("http://example.com", "Address protocol http:// is not supported"),
        ("ftp://example.com", "Address protocol ftp:// is not supported"),
        ("no address", "Address is invalid"),
        ("https://", "Address is invalid"),
        ("https://example.com/" + "a" * 65_535, "Address is too big (maximum is 64 KB)"),
        ("pubsub://project", "Address is not a valid GCP pub/sub format. Format should be pubsub://project:topic"),
        ("pubsub://-bad:topic", "Address is not a valid GCP project id."),
        ("pubsub://my-project:google-topic", "Address is not a valid GCP topic id."),
        ("pubsub://my-project:1topic", "Address is not a valid GCP topic id."),
        ("arn:aws:events:nonsense", "Address is not a valid AWS ARN"),
        (f"{SOURCE}/1/source", f"Address is an AWS ARN and includes api_client_id '1' instead of '{APP}'"),
        ("kafka://broker/topic", "Address is not a valid kafka topic"),
    ],
)
def test_an_address_that_can_not_is_refused_with_its_reason(uri: str, last_problem: str) -> None:
    assert address_problems(uri, app_id=APP)[-1] == last_problem
