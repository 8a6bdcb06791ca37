"""The secrets that webhooks are signed with: added, retired, and noted when they are used."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from backhaul.core.errors import InputError
from backhaul.core.intake_errors import LastWebhookSecret, UnknownWebhookSecret
from backhaul.flows.clock import now
from backhaul.flows.stores import StoreRequest, connect_store, replace_access
from backhaul.flows.webhook_secrets import add_secret, fingerprint_of, note_use, remember_secret, retire_secret
from backhaul.models import Notice, Store, WebhookSecret
from backhaul.shopify.transport import close_transports
from backhaul.shopify.vault import open_sealed
from tests.conftest import OwnDatabase
from tests.support.rows import store_row
from tests.support.sandbox import TOKEN, Sandbox

FIRST, SECOND = "the-first-secret", "the-second-secret"
CLIENT, CLIENT_SECRET = "sandbox-client", "sandbox-secret"


@pytest.fixture
def store(db: None) -> Store:
    return store_row()


@pytest.fixture
def shopify(own_database: OwnDatabase, sandbox: Sandbox) -> Iterator[Sandbox]:
    yield sandbox
    close_transports()


def older(secret: WebhookSecret, *, minutes: int) -> WebhookSecret:
    """As if it had been added so long ago."""
    secret.added_at -= timedelta(minutes=minutes)
    secret.save()
    return secret


def test_a_secret_is_kept_once_and_encrypted(store: Store) -> None:
    secret = remember_secret(store, FIRST)

    assert remember_secret(store, FIRST) == secret
    assert FIRST not in secret.secret_encrypted
    assert open_sealed(secret.secret_encrypted).reveal() == FIRST


def test_two_stores_with_the_same_secret_have_a_row_each(store: Store) -> None:
    other = store_row("other")

    assert remember_secret(store, FIRST) != remember_secret(other, FIRST)


@pytest.mark.parametrize("text", ["short", "with\x00zero-byte", "schlüssel-auf-deutsch"])
def test_a_text_that_is_no_secret_is_refused(store: Store, text: str) -> None:
    with pytest.raises(InputError):
        add_secret(store, text)


def test_a_retired_secret_added_again_counts_as_the_newest(store: Store) -> None:
    first = remember_secret(store, FIRST)
    remember_secret(store, SECOND)
    retire_secret(store, first.fingerprint[:8])

    again = remember_secret(store, FIRST)

    assert (again.pk, again.retired_at) == (first.pk, None)
    assert WebhookSecret.objects.filter(store=store).first() == first


def test_the_only_secret_cannot_be_retired(store: Store) -> None:
    secret = remember_secret(store, FIRST)

    with pytest.raises(LastWebhookSecret):
        retire_secret(store, secret.pk)


def test_a_secret_of_another_store_cannot_be_retired(store: Store) -> None:
    others = remember_secret(store_row("other"), FIRST)
    remember_secret(store, SECOND)

    for reference in (others.pk, others.fingerprint, "", "a1b2c3"):
        with pytest.raises(UnknownWebhookSecret):
            retire_secret(store, reference)


def test_the_use_of_an_older_secret_is_logged_and_told_once_a_day(store: Store) -> None:
    old = older(remember_secret(store, FIRST), minutes=10)
    remember_secret(store, SECOND)

    with capture_logs() as logs:
        note_use(old.pk)
        note_use(old.pk)
        WebhookSecret.objects.update(last_used_at=now() - timedelta(minutes=2))
        note_use(old.pk)

    assert [entry["event"] for entry in logs] == ["webhook.old_secret_in_use"] * 2
    notice = Notice.objects.get()
    assert str(old) in notice.words
    assert FIRST not in notice.words + str(logs)


def test_the_use_of_the_newest_secret_is_only_noted(store: Store) -> None:
    older(remember_secret(store, FIRST), minutes=10)
    newest = remember_secret(store, SECOND)

    note_use(newest.pk)

    newest.refresh_from_db()
    assert newest.last_used_at is not None
    assert not Notice.objects.exists()


def test_the_client_secret_of_a_store_signs_its_webhooks(shopify: Sandbox) -> None:
    connected_so = connect_store(_request("one", shopify, client_id=CLIENT, client_secret=CLIENT_SECRET))
    later = connect_store(_request("two", shopify, token=TOKEN))
    assert not later.webhook_secrets.exists()

    replace_access(later, client_id=CLIENT, client_secret=CLIENT_SECRET)

    known = WebhookSecret.objects.values_list("store", "fingerprint")
    assert set(known) == {(store.pk, fingerprint_of(CLIENT_SECRET)) for store in (connected_so, later)}


def _request(slug: str, sandbox: Sandbox, **access: str) -> StoreRequest:
    return StoreRequest(slug, f"{slug}.myshopify.com", api_url=sandbox.url, **access)
