"""A store's access token: kept encrypted, renewed by one process at a time.

While a token is renewed no transaction is open: a lease in the credential's row says who does it and until when. It
needs no connection to stay open, and it ends by itself when its holder dies. The lease is only given for the very token
that the asker found, so that whoever comes second finds the first one's result instead of asking again.
"""

import json
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from backhaul.core.shopify_errors import Effect, NetworkFailure, ShopifyError, Unauthorised
from backhaul.models import Store, StoreCredential
from backhaul.shopify import refusals, vault
from backhaul.shopify.configuration import configuration
from backhaul.shopify.envelope import Object, open_envelope
from backhaul.shopify.real_time import database_now, require_no_transaction
from backhaul.shopify.secret import Secret
from backhaul.shopify.transport import Post, Transport

RENEW_BEFORE_SECONDS = 600.0
LEASE_MARGIN_SECONDS = 5.0
POLL_SECONDS = 0.1


@dataclass(frozen=True)
class _Grant:
    """What Shopify answered to a request for a token."""

    token: Secret
    expires_at: datetime | None
    scopes: tuple[str, ...]


class Tokens:
    """The tokens of one store."""

    def __init__(self, store: Store, transport: Transport) -> None:
        self._store = store
        self._transport = transport

    def current(self) -> Secret:
        """The token to use now; renewed first when it has expired, or soon will and nobody else is at it.

        Raises Unauthorised when there is none or Shopify refuses to give one, NetworkFailure when it cannot be asked.
        Nothing that a caller wants of Shopify has happened then.
        """
        credential = self._credential()
        if not _can_renew(credential):
            return _opened(credential.token_encrypted)
        left = _seconds_left(credential)
        if left > RENEW_BEFORE_SECONDS:
            return _opened(credential.token_encrypted)
        if left > 0:
            return self._renew(credential) or _opened(credential.token_encrypted)
        return self._renewed(credential)

    def replace(self, refused: Secret) -> Secret | None:
        """Another token for one that Shopify answered 401 to; None when this store's cannot be renewed."""
        credential = self._credential()
        if not _can_renew(credential):
            return None
        stored = _opened(credential.token_encrypted) if credential.token_encrypted else None
        return stored if stored not in (None, refused) else self._renewed(credential)

    def _credential(self) -> StoreCredential:
        found = StoreCredential.objects.filter(store=self._store).first()
        if found is None:
            raise Unauthorised("The store has no token.")
        return found

    def _renewed(self, credential: StoreCredential) -> Secret:
        """A new token, whoever fetches it; waits for the one who is at it."""
        before = credential.token_encrypted
        while credential.token_encrypted == before:
            renewed = self._renew(credential)
            if renewed is not None:
                return renewed
            time.sleep(POLL_SECONDS)
            credential = self._credential()
        return _opened(credential.token_encrypted)

    def _renew(self, credential: StoreCredential) -> Secret | None:
        """A new token, stored before it is used; None when another process is fetching or has fetched one."""
        require_no_transaction()
        lease = _take_lease(credential)
        if lease is None:
            return None
        try:
            grant = self._ask(credential)
        except BaseException:
            _held(credential, lease).update(refresh_until=None)
            raise
        _held(credential, lease).update(
            token_encrypted=vault.seal(grant.token.reveal()),
            token_expires_at=grant.expires_at,
            granted_scopes=list(grant.scopes),
            refresh_until=None,
        )
        return grant.token

    def _ask(self, credential: StoreCredential) -> _Grant:
        """Ask Shopify for a token (grant type client_credentials, for apps of one's own organisation)."""
        secret = _opened(credential.client_secret_encrypted)
        form = {"grant_type": "client_credentials", "client_id": credential.client_id, "client_secret": secret.reveal()}
        post = Post(
            url=f"{self._store.api_url.rstrip('/')}/admin/oauth/access_token",
            body=json.dumps(form).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            envelope = open_envelope(self._transport.send(post, within_seconds=configuration().call_timeout_seconds))
            if envelope.raw.status in (400, 401, 403):
                raise Unauthorised("Shopify does not accept the app's client id and secret.", **envelope.about)
            if envelope.raw.status != 200:
                raise refusals.of_status(envelope)
            return _grant(envelope.content or {})
        except ShopifyError as exc:
            if exc.effect is Effect.NONE:
                raise
            raise NetworkFailure(f"The store's token could not be renewed: {exc.message}") from exc


def _grant(content: Object) -> _Grant:
    token, expires_in, scope = content.get("access_token"), content.get("expires_in"), content.get("scope")
    if not isinstance(token, str) or not token:
        raise NetworkFailure("The store's token could not be renewed: the answer had none.")
    lasts = timedelta(seconds=expires_in) if isinstance(expires_in, int | float) else None
    scopes = scope.replace(" ", ",").split(",") if isinstance(scope, str) else []
    return _Grant(Secret(token), database_now() + lasts if lasts else None, tuple(filter(None, scopes)))


def _can_renew(credential: StoreCredential) -> bool:
    return credential.kind == StoreCredential.Kind.CLIENT_CREDENTIALS


def _seconds_left(credential: StoreCredential) -> float:
    if not credential.token_encrypted:
        return 0.0
    if credential.token_expires_at is None:
        return float("inf")
    return (credential.token_expires_at - database_now()).total_seconds()


def _take_lease(credential: StoreCredential) -> datetime | None:
    until = database_now() + timedelta(seconds=configuration().call_timeout_seconds + LEASE_MARGIN_SECONDS)
    free = StoreCredential.objects.filter(
        Q(refresh_until=None) | Q(refresh_until__lt=Now()),
        pk=credential.pk,
        token_encrypted=credential.token_encrypted,
    )
    return until if free.update(refresh_until=until) else None


def _held(credential: StoreCredential, lease: datetime) -> QuerySet[StoreCredential]:
    return StoreCredential.objects.filter(pk=credential.pk, refresh_until=lease)


def _opened(sealed: str) -> Secret:
    if not sealed:
        raise Unauthorised("The store has no token.")
    try:
        return vault.open_sealed(sealed)
    except InvalidToken as exc:
        raise Unauthorised(
            "The store's token was encrypted with a key that this installation no longer has.",
            hint="Add the old key to BACKHAUL_SECRET_KEY, or connect the store again.",
        ) from exc
