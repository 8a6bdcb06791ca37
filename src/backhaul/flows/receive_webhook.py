"""Takes a webhook in: shop known, signature right, on the disk with its job. What it says is looked at later."""

from collections.abc import Sequence

from backhaul.core.intake import Announced, event_id_of
from backhaul.core.intake_errors import InboxUnavailable, SignatureMissing, SignatureWrong, UnknownShop
from backhaul.flows.inbox_ticket import Ticket
from backhaul.flows.inbox_writer import InboxWriter
from backhaul.flows.webhook_senders import Sender
from backhaul.models import WebhookDelivery
from backhaul.models.inbox import InboxRow
from backhaul.shopify.webhook_signature import matching_secret


class Inbox:
    """The webhook inbox, as one process writes it. Nothing here waits: what takes time tells when it is done."""

    def __init__(self) -> None:
        self._writer = InboxWriter()

    def close(self) -> None:
        """End its thread and its connection; nothing is taken in afterwards."""
        self._writer.close()

    @property
    def knows_senders(self) -> bool:
        """Whether it is known who may deliver; if not, any ticket that is handed in has it found out."""
        return self._writer.senders() is not None

    def sender_of(self, webhook: Announced) -> Sender:
        """The store that the webhook says it is of; its body is worth reading only then.

        A paused or uninstalled store's webhooks are taken in too: those that the law requires come after uninstalling.
        Raises UnknownShop, SignatureMissing, and InboxUnavailable when it is not known who may deliver.
        """
        senders = self._writer.senders()
        if senders is None:
            raise InboxUnavailable
        sender = senders.by_domain.get(webhook.shop_domain)
        if sender is None:
            raise UnknownShop(webhook.shop_domain)
        if not webhook.signature:
            raise SignatureMissing
        return sender

    def row_of(self, sender: Sender, webhook: Announced, body: bytes) -> InboxRow:
        """The row to be kept, once its signature is known to be right; the body is looked at only as bytes.

        Raises SignatureWrong.
        """
        return _row(sender, _secret_id(sender, webhook, body), webhook, body)

    def hand_in(self, tickets: Sequence[Ticket]) -> None:
        """Have rows written with the job that looks at them; each ticket is told when it is on the disk, or why not.

        A second time the same delivery is only counted. Raises InboxUnavailable when nothing is taken in any more.
        """
        self._writer.hand_in(tickets)


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
