"""Judges the address of a webhook subscription, in Shopify's recorded words."""

import re
from urllib.parse import urlsplit

MAX_BYTES = 65_535
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
PROJECT = re.compile(r"[a-z][a-z0-9-]{4,28}[a-z0-9]|\d+")
TOPIC = re.compile(r"(?!goog)[A-Za-z][A-Za-z0-9._~+%-]{2,254}")
ARN = re.compile(r"arn:aws:events:[a-z0-9-]+::event-source/aws\.partner/shopify\.com/(\d+)/\S+")


def is_project(text: str) -> bool:
    """Whether Google Cloud could have a project of that id (or number)."""
    return PROJECT.fullmatch(text) is not None


def is_topic(text: str) -> bool:
    """Whether Google Cloud Pub/Sub could have a topic of that id."""
    return TOPIC.fullmatch(text) is not None


def address_problems(uri: str, *, app_id: str) -> list[str]:
    """What is wrong with an address; nothing for one that deliveries can be made to.

    Shopify takes https only; the sandbox takes http too where the host is this machine.
    """
    if not uri:
        return ["Address can't be blank"]
    if len(uri.encode()) > MAX_BYTES:
        return ["Address is too big (maximum is 64 KB)"]
    if uri.startswith("arn:"):
        return arn_problems(uri, app_id=app_id)
    if uri.startswith("pubsub://"):
        return _pubsub_problems(uri.removeprefix("pubsub://"))
    if uri.startswith("kafka://"):
        return ["Address protocol kafka:// is not supported", "Address is not a valid kafka topic"]
    return _url_problems(uri)


def arn_problems(arn: str, *, app_id: str) -> list[str]:
    """What is wrong with the ARN of an event source: its form, or that it is another app's."""
    match = ARN.fullmatch(arn)
    if match is None:
        return ["Address is invalid", "Address is not a valid AWS ARN"]
    if match[1] != app_id:
        return [
            "Address is invalid",
            f"Address is an AWS ARN and includes api_client_id '{match[1]}' instead of '{app_id}'",
        ]
    return []


def _pubsub_problems(rest: str) -> list[str]:
    project, _, topic = rest.partition(":")
    if not project or not topic:
        form = "Address is not a valid GCP pub/sub format. Format should be pubsub://project:topic"
        return ["Address protocol pubsub:// is not supported", form]
    if not is_project(project):
        return ["Address is invalid", "Address is not a valid GCP project id."]
    return [] if is_topic(topic) else ["Address is invalid", "Address is not a valid GCP topic id."]


def _url_problems(uri: str) -> list[str]:
    try:
        parts = urlsplit(uri)
        host = parts.hostname
    except ValueError:
        return ["Address is invalid"]
    if parts.scheme not in {"http", "https"}:
        return [f"Address protocol {parts.scheme}:// is not supported"] if parts.scheme else ["Address is invalid"]
    if not host:
        return ["Address is invalid"]
    if parts.scheme == "http" and host not in LOCAL_HOSTS:
        return ["Address protocol http:// is not supported"]
    return []
