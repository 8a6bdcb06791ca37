"""Takes a webhook in: shop known, signature right, on the disk with its job. What it says is looked at later."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from backhaul.core.intake import Announced, event_id_of
from backhaul.core.intake_errors import SignatureMissing, SignatureWrong, UnknownShop
from backhaul.flows.inbox_writer import InboxWriter
from backhaul.flows.webhook_senders import Sender
from backhaul.models import WebhookDelivery
from backhaul.models.inbox import InboxRow
from backhaul.shopify.webhook_signature import matching_secret

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was taken in: the store it is of, and whether it had not come before."""

    store: str
    is_new: bool


class Inbox:
    """The webhook inbox, as one process writes it."""

    def __init__(self) -> None:
        self._writer = InboxWriter()

    def close(self) -> None:
        """End its thread and its connection; nothing is taken in afterwards."""
        self._writer.close()

    def receive(self, webhook: Announced, read_body: Callable[[], bytes]) -> Receipt:
        """Take a webhook in; it is on the disk, with the job that looks at it, when this returns.

        The body is read only when the shop is known, and looked at only as bytes. A paused or uninstalled store's
        webhooks are taken in too: those that the law requires come after uninstalling. A second time the same delivery
        is only counted. Raises UnknownShop, SignatureMissing, SignatureWrong, InboxUnavailable, and whatever
        `read_body` raises; then nothing is kept.
        """
        sender = self._writer.senders().by_domain.get(webhook.shop_domain)
        if sender is None:
            raise UnknownShop(webhook.shop_domain)
        if not webhook.signature:
            raise SignatureMissing
        body = read_body()
        row = _row(sender, _secret_id(sender, webhook, body), webhook, body)
        is_new = self._writer.keep(row)
        log.debug("webhook.received", store=sender.slug, topic=webhook.topic, delivery_id=row.id, is_new=is_new)
        return Receipt(sender.slug, is_new)


def _secret_id(sender: Sender, webhook: Announced, body: bytes) -> str:
    position = matching_secret(body, webhook.signature, sender.secrets)
    if position is None:
        raise SignatureWrong
    return sender.secret_ids[position]


def _row(sender: Sender, secret_id: str, webhook: Announced, body: bytes) -> InboxRow:
    return InboxRow(
        id=WebhookDelivery._meta.pk.get_default(),
        store_id=sender.store_id,
        topic=webhook.topic,
        name=webhook.name,
        event_id=event_id_of(webhook, body),
        webhook_id=webhook.webhook_id,
        api_version=webhook.api_version,
        triggered_at=webhook.triggered_at,
        body=body,
        secret_id=secret_id,
    )
