"""Encrypts secrets at rest with the installation's keys: the newest writes, all of them read."""

from cryptography.fernet import Fernet, MultiFernet

from backhaul.models import Store, StoreCredential, WebhookSecret
from backhaul.shopify.configuration import configuration
from backhaul.shopify.secret import Secret


def seal(text: str) -> str:
    """The text encrypted with the newest key."""
    return _keys().encrypt(text.encode()).decode("ascii")


def open_sealed(sealed: str) -> Secret:
    """What was sealed. Raises cryptography's InvalidToken when none of the keys fits."""
    return Secret(_keys().decrypt(sealed.encode("ascii")).decode())


def keep_permanent_token(store: Store, token: Secret) -> StoreCredential:
    """Store a token that does not expire, in place of what the store had."""
    return _keep(store, kind=StoreCredential.Kind.PERMANENT, token_encrypted=seal(token.reveal()))


def keep_client_credentials(store: Store, client_id: str, client_secret: Secret) -> StoreCredential:
    """Store what tokens are fetched with, in place of what the store had; the first call fetches one."""
    return _keep(
        store,
        kind=StoreCredential.Kind.CLIENT_CREDENTIALS,
        client_id=client_id,
        client_secret_encrypted=seal(client_secret.reveal()),
    )


def reseal_all() -> int:
    """Encrypt every stored secret anew with the newest key, after which older keys are not needed.

    Returns of how many stores.
    """
    for secret in WebhookSecret.objects.all():
        rotated = _keys().rotate(secret.secret_encrypted.encode()).decode()
        WebhookSecret.objects.filter(pk=secret.pk).update(secret_encrypted=rotated)
    count = 0
    for credential in StoreCredential.objects.all():
        before = (credential.token_encrypted, credential.client_secret_encrypted)
        token, client_secret = (_keys().rotate(sealed.encode()).decode() if sealed else "" for sealed in before)
        count += StoreCredential.objects.filter(
            pk=credential.pk, token_encrypted=before[0], client_secret_encrypted=before[1]
        ).update(token_encrypted=token, client_secret_encrypted=client_secret)
    return count


def _keep(store: Store, **values: str) -> StoreCredential:
    blank: dict[str, object] = {
        "client_id": "",
        "client_secret_encrypted": "",
        "token_encrypted": "",
        "token_expires_at": None,
        "granted_scopes": [],
        "refresh_until": None,
    }
    credential, _ = StoreCredential.objects.update_or_create(store=store, defaults={**blank, **values})
    return credential


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in configuration().encryption_keys])
