"""The secrets that a store's webhooks may be signed with: add one, retire one, note which of them are in use."""

import hashlib
from datetime import timedelta

import structlog
from django.db import transaction

from backhaul.core.errors import InputError
from backhaul.core.intake_errors import LastWebhookSecret, UnknownWebhookSecret
from backhaul.flows.clock import now
from backhaul.flows.notices import Telling, tell
from backhaul.models import Store, WebhookSecret
from backhaul.shopify.vault import seal

log = structlog.get_logger()

OLD_SECRET_IN_USE = "old_webhook_secret"  # noqa: S105 -- the kind of a notice
SHORTEST_PREFIX = 6
NOTE_USE_EVERY = timedelta(minutes=1)


def fingerprint_of(text: str) -> str:
    """What names a secret without telling it: the SHA-256 of a text that is far too random to be guessed."""
    return hashlib.sha256(text.encode()).hexdigest()


def remember_secret(store: Store, text: str) -> WebhookSecret:
    """Let webhooks of the store be signed with this secret too, within 5 seconds in every process.

    The newest one is the one that counts as right. A secret that is known already stays as it is; one that was retired
    counts again, as the newest.
    """
    defaults = {"secret_encrypted": seal(text), "added_at": now()}
    with transaction.atomic():
        secret, is_new = WebhookSecret.objects.select_for_update(no_key=True).get_or_create(
            store=store, fingerprint=fingerprint_of(text), defaults=defaults
        )
        if not is_new and secret.retired_at is not None:
            secret.retired_at, secret.added_at = None, now()
            secret.save(update_fields=["retired_at", "added_at"])
    if is_new:
        log.info("webhook_secret.added", store=store.slug, fingerprint=str(secret))
    return secret


def add_secret(store: Store, text: str) -> WebhookSecret:
    """As `remember_secret`, for a person. Raises InputError when the text cannot be a secret."""
    if len(text) < 8 or not text.isascii() or not text.isprintable():
        raise InputError("That is no secret of Shopify's.", hint="Copy it from the app's page, without spaces.")
    return remember_secret(store, text)


def retire_secret(store: Store, reference: str) -> WebhookSecret:
    """Refuse webhooks signed with this secret, within 5 seconds in every process; retiring it twice changes nothing.

    `reference` is its id, or the beginning of its fingerprint. Raises UnknownWebhookSecret, LastWebhookSecret.
    """
    with transaction.atomic():
        secrets = list(WebhookSecret.objects.select_for_update(no_key=True).filter(store=store))
        secret = _named(reference, secrets)
        if secret.retired_at is not None:
            return secret
        if not any(other.retired_at is None for other in secrets if other != secret):
            raise LastWebhookSecret(str(secret))
        secret.retired_at = now()
        secret.save(update_fields=["retired_at"])
    log.info("webhook_secret.retired", store=store.slug, fingerprint=str(secret))
    return secret


def note_use(secret_id: str) -> None:
    """Note that a webhook came that is signed with this secret; at most once a minute, which tells enough.

    While one older than the newest is in use, a warning is logged each time, and a notice is given once a day.
    """
    moment = now()
    secret = WebhookSecret.objects.select_related("store").filter(pk=secret_id).first()
    if secret is None or (secret.last_used_at is not None and moment - secret.last_used_at < NOTE_USE_EVERY):
        return
    WebhookSecret.objects.filter(pk=secret.pk).update(last_used_at=moment)
    newest = WebhookSecret.objects.filter(store=secret.store, retired_at=None).order_by("-added_at").first()
    if newest is None or newest == secret:
        return
    log.warning("webhook.old_secret_in_use", store=secret.store.slug, fingerprint=str(secret), newest=str(newest))
    words = (
        f"Shopify still signs webhooks with the secret {secret}, although {newest} is newer. Have the app's secret "
        f"rotated in Shopify, then retire it: backhaul store secrets retire {secret.store.slug} {secret}"
    )
    key = f"{OLD_SECRET_IN_USE}:{secret.pk}:{moment.date().isoformat()}"
    tell(secret.store, None, Telling(OLD_SECRET_IN_USE, secret.pk, key, words))


def _named(reference: str, secrets: list[WebhookSecret]) -> WebhookSecret:
    wanted = reference.strip()
    found = [
        secret
        for secret in secrets
        if secret.pk == wanted or (len(wanted) >= SHORTEST_PREFIX and secret.fingerprint.startswith(wanted.lower()))
    ]
    if len(found) != 1:
        raise UnknownWebhookSecret(reference)
    return found[0]
