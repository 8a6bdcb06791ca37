"""Who may deliver webhooks: every connected shop with the secrets that it may sign with, kept in memory for seconds."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import structlog
from cryptography.fernet import InvalidToken

from backhaul.flows.webhook_secrets import fingerprint_of, remember_secret
from backhaul.models import Store, StoreCredential, WebhookSecret
from backhaul.models.inbox import Connection
from backhaul.shopify.secret import Secret
from backhaul.shopify.vault import open_sealed

log = structlog.get_logger()

# Read over the intake's own connection: Django's pool may keep a thread waiting for longer than Shopify waits.
_STATEMENT: Final = f"""
select lower(store.shop_domain), store.id, store.slug, credential.client_secret_encrypted,
    secret.id, secret.secret_encrypted, secret.fingerprint, secret.retired_at is null
from {Store._meta.db_table} as store
left join {StoreCredential._meta.db_table} as credential on credential.store_id = store.id
left join {WebhookSecret._meta.db_table} as secret on secret.store_id = store.id
order by store.id, secret.added_at desc, secret.id
"""  # noqa: S608 -- names of tables


class _Row(NamedTuple):
    shop_domain: str
    store_id: str
    slug: str
    client_secret: str | None
    secret_id: str | None
    sealed: str | None
    fingerprint: str | None
    counts: bool


@dataclass(slots=True)
class Sender:
    """One connected shop, in whatever state; `secrets` are those not retired, newest first, with their ids beside."""

    store_id: str
    slug: str
    secrets: list[Secret] = field(default_factory=list)
    secret_ids: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Senders:
    """All of them by domain in small letters, as they were `read_at` (of time.monotonic)."""

    by_domain: Mapping[str, Sender]
    read_at: float


class SenderReader:
    """Reads them; what has been decrypted once is not decrypted again."""

    def __init__(self) -> None:
        self._opened: dict[str, Secret | None] = {}

    def read(self, connection: Connection) -> Senders:
        """All senders as they are now.

        The client secret of a store that was connected before webhooks were taken in becomes one of its secrets.
        Raises psycopg.Error, django.db.Error.
        """
        read_at = time.monotonic()
        rows = _rows(connection)
        if self._adopt(rows):
            rows = _rows(connection)
        used = {sealed for row in rows for sealed in (row.sealed, row.client_secret) if sealed}
        self._opened = {sealed: found for sealed, found in self._opened.items() if sealed in used}
        return Senders(self._by_domain(rows), read_at)

    def _by_domain(self, rows: Iterable[_Row]) -> dict[str, Sender]:
        senders: dict[str, Sender] = {}
        for row in rows:
            sender = senders.setdefault(row.shop_domain, Sender(row.store_id, row.slug))
            if row.store_id != sender.store_id:  # the same domain in other letters: their secrets are never mixed
                continue
            secret = self._open(row.slug, row.sealed) if row.sealed and row.counts else None
            if secret is not None and row.secret_id is not None:
                sender.secrets.append(secret)
                sender.secret_ids.append(row.secret_id)
        return senders

    def _adopt(self, rows: Sequence[_Row]) -> bool:
        known = {(row.store_id, row.fingerprint) for row in rows}
        missing = {}
        for row in rows:
            secret = self._open(row.slug, row.client_secret) if row.client_secret else None
            if secret is not None and (row.store_id, fingerprint_of(secret.reveal())) not in known:
                missing[row.store_id] = secret
        for store in Store.objects.filter(pk__in=missing) if missing else ():
            remember_secret(store, missing[store.pk].reveal())
        return bool(missing)

    def _open(self, slug: str, sealed: str) -> Secret | None:
        if sealed not in self._opened:
            try:
                self._opened[sealed] = open_sealed(sealed)
            except InvalidToken:
                log.error("webhook_secret.unreadable", store=slug)
                self._opened[sealed] = None
        return self._opened[sealed]


def _rows(connection: Connection) -> list[_Row]:
    return [_Row(*row) for row in connection.execute(_STATEMENT.encode())]  # type: ignore[arg-type]
