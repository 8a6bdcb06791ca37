"""What is shown of the secrets that a store's webhooks are signed with: never the secrets themselves."""

from dataclasses import dataclass
from datetime import datetime

from backhaul.models import Store, WebhookSecret


@dataclass(frozen=True)
class SecretView:
    """One secret, named by the beginning of its fingerprint; it counts until it is retired."""

    id: str
    fingerprint: str
    state: str
    added_at: datetime
    last_used_at: datetime | None
    retired_at: datetime | None


def secret_list(store: Store) -> list[SecretView]:
    """All secrets of the store, newest first."""
    return [secret_view(secret) for secret in WebhookSecret.objects.filter(store=store)]


def secret_view(secret: WebhookSecret) -> SecretView:
    """The secret as it is in this row."""
    return SecretView(
        id=secret.pk,
        fingerprint=str(secret),
        state="retired" if secret.retired_at else "counts",
        added_at=secret.added_at,
        last_used_at=secret.last_used_at,
        retired_at=secret.retired_at,
    )
