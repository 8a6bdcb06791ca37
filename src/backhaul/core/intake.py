"""What the headers of a webhook say, and how much of them is believed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from backhaul.core.errors import BadReference
from backhaul.core.intake_errors import WebhookHeaderMissing, WebhookHeaderUnusable, WebhookTooLarge
from backhaul.core.moments import parse_moment

PATH: Final = "/webhooks/shopify"
"""Where webhooks are sent to, below the installation's address."""
TOPIC: Final = "x-shopify-topic"
SHOP_DOMAIN: Final = "x-shopify-shop-domain"
SIGNATURE: Final = "x-shopify-hmac-sha256"
NAME: Final = "x-shopify-name"
EVENT_ID: Final = "x-shopify-event-id"
WEBHOOK_ID: Final = "x-shopify-webhook-id"
API_VERSION: Final = "x-shopify-api-version"
TRIGGERED_AT: Final = "x-shopify-triggered-at"
HEADERS: Final = (TOPIC, SHOP_DOMAIN, SIGNATURE, NAME, EVENT_ID, WEBHOOK_ID, API_VERSION, TRIGGERED_AT)

LONGEST_TOPIC = 128
LONGEST_ID = 255
LONGEST_VERSION = 32
BELIEVABLE_YEARS = range(2000, 2200)


@dataclass(frozen=True, slots=True)
class Announced:
    """What the headers announce. Only the body is signed: nothing here proves anything.

    `event_id` is empty when the headers name neither event nor webhook; `triggered_at` is by Shopify's clock, None
    when missing or not an instant.
    """

    topic: str
    shop_domain: str
    signature: str
    name: str
    event_id: str
    webhook_id: str
    api_version: str
    triggered_at: datetime | None


def announced(headers: Mapping[str, str]) -> Announced:
    """What the headers (names in small letters, see HEADERS) announce.

    Without shop or topic nothing can be kept. The rest never makes a webhook worthless: an id that does not fit is
    replaced by its SHA-256, so that the same delivery is known again; other text is cut. A missing signature is left
    to whoever checks it. Raises WebhookHeaderMissing, WebhookHeaderUnusable.
    """
    webhook_id = _identity(_text(headers, WEBHOOK_ID))
    return Announced(
        topic=_needed(headers, TOPIC, longest=LONGEST_TOPIC),
        shop_domain=_needed(headers, SHOP_DOMAIN, longest=LONGEST_ID).lower(),
        signature=_text(headers, SIGNATURE),
        name=_text(headers, NAME)[:LONGEST_ID],
        event_id=_identity(_text(headers, EVENT_ID)) or webhook_id,
        webhook_id=webhook_id,
        api_version=_text(headers, API_VERSION)[:LONGEST_VERSION],
        triggered_at=_moment(_text(headers, TRIGGERED_AT)),
    )


def event_id_of(webhook: Announced, body: bytes) -> str:
    """What the same delivery is known again by: event id, else webhook id, else the SHA-256 of its date and body.

    A body may hold ids alone, and be the same for every change of its subject.
    """
    return webhook.event_id or _digest(f"{webhook.triggered_at or ''}".encode() + body)


def check_length(length: int, *, longest: int) -> None:
    """Raises WebhookTooLarge when a body of so many bytes is not taken."""
    if length > longest:
        raise WebhookTooLarge(longest)


def _needed(headers: Mapping[str, str], name: str, *, longest: int) -> str:
    text = _text(headers, name)
    if not text:
        raise WebhookHeaderMissing(name)
    if len(text) > longest:
        raise WebhookHeaderUnusable(name)
    return text


def _text(headers: Mapping[str, str], name: str) -> str:
    """The header as text that PostgreSQL takes: no control characters, and nothing that UTF-8 cannot say."""
    text = headers.get(name, "").strip()
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _identity(text: str) -> str:
    return text if len(text) <= LONGEST_ID else _digest(text.encode())


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_moment(text)
    except BadReference:
        return None
    return moment if moment.year in BELIEVABLE_YEARS else None
