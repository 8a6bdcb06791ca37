"""Tokens: kept encrypted, renewed in time, replaced after a 401."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from backhaul.core.shopify_errors import Effect, NetworkFailure, ShopifyError, Unauthorised, WrongShop
from backhaul.models import Store, StoreCredential
from backhaul.shopify import vault
from backhaul.shopify.client import Shopify
from backhaul.shopify.configuration import Configuration
from backhaul.shopify.secret import Secret
from backhaul.shopify.tokens import Tokens
from backhaul.shopify.transport import Transport
from tests.shopify.conftest import TOKEN
from tests.shopify.mutations import create_call
from tests.shopify.replies import ORDER_GID, created, order, reply
from tests.shopify.scripted_server import ScriptedServer, answer, hang_up

GRANT = {"access_token": "shpat_fresh0123456789", "scope": "write_orders,read_locations", "expires_in": 86399}


@pytest.fixture
def app_store(store: Store) -> Store:
    """The store with client credentials, and no token yet."""
    vault.keep_client_credentials(store, "client-1", Secret("the-secret"))
    return store


@pytest.fixture
def tokens(app_store: Store, transport: Transport) -> Tokens:
    return Tokens(app_store, transport)


def stored(store: Store) -> StoreCredential:
    return StoreCredential.objects.get(store=store)


def expire_in(store: Store, seconds: float, token: str = "old") -> None:
    StoreCredential.objects.filter(store=store).update(
        token_encrypted=vault.seal(token), token_expires_at=datetime.now(UTC) + timedelta(seconds=seconds)
    )


@contextmanager
def keys(monkeypatch: pytest.MonkeyPatch, *fernet_keys: bytes) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(vault, "configuration", lambda: Configuration(fernet_keys, 10))
        yield


def test_a_permanent_token_is_used_as_it_is(store: Store, transport: Transport, server: ScriptedServer) -> None:
    assert Tokens(store, transport).current() == Secret(TOKEN)
    assert server.requests == []


def test_the_database_holds_no_secret_in_the_clear(store: Store) -> None:
    vault.keep_client_credentials(store, "client-1", Secret("the-secret"))

    credential = stored(store)

    assert "the-secret" not in repr(vars(credential))
    assert vault.open_sealed(credential.client_secret_encrypted) == Secret("the-secret")


def test_the_first_call_fetches_a_token(tokens: Tokens, app_store: Store, server: ScriptedServer) -> None:
    server.script(answer(GRANT))

    token = tokens.current()

    assert token == Secret("shpat_fresh0123456789")
    assert server.requests[0].head.startswith("POST /admin/oauth/access_token ")
    assert json.loads(server.requests[0].body) == {
        "grant_type": "client_credentials",
        "client_id": "client-1",
        "client_secret": "the-secret",
    }
    credential = stored(app_store)
    assert vault.open_sealed(credential.token_encrypted) == token
    assert credential.granted_scopes == ["write_orders", "read_locations"]
    assert credential.refresh_until is None
    assert credential.token_expires_at is not None
    assert credential.token_expires_at - datetime.now(UTC) > timedelta(hours=23, minutes=50)


def test_a_token_with_time_left_is_not_renewed(tokens: Tokens, app_store: Store, server: ScriptedServer) -> None:
    expire_in(app_store, 3600)

    assert tokens.current() == Secret("old")
    assert server.requests == []


def test_a_token_is_renewed_before_it_expires(tokens: Tokens, app_store: Store, server: ScriptedServer) -> None:
    expire_in(app_store, 300)
    server.script(answer(GRANT))

    assert tokens.current() == Secret("shpat_fresh0123456789")


def test_who_finds_a_renewal_under_way_uses_the_token_while_it_lasts(
    tokens: Tokens, app_store: Store, server: ScriptedServer
) -> None:
    expire_in(app_store, 300)
    StoreCredential.objects.update(refresh_until=datetime.now(UTC) + timedelta(seconds=30))

    assert tokens.current() == Secret("old")
    assert server.requests == []


def test_the_lease_of_a_dead_process_ends_by_itself(tokens: Tokens, app_store: Store, server: ScriptedServer) -> None:
    expire_in(app_store, -1)
    StoreCredential.objects.update(refresh_until=datetime.now(UTC) + timedelta(seconds=0.5))
    server.script(answer(GRANT))

    assert tokens.current() == Secret("shpat_fresh0123456789")


def test_threads_that_need_a_token_at_once_ask_for_one(
    app_store: Store, transport: Transport, server: ScriptedServer
) -> None:
    server.script(answer(GRANT), answer({**GRANT, "access_token": "second"}))
    at_once = threading.Barrier(5)

    def fetch(_: int) -> str:
        at_once.wait()
        try:
            return Tokens(app_store, transport).current().reveal()
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        found = set(pool.map(fetch, range(5)))

    assert found == {"shpat_fresh0123456789"}
    assert len(server.requests) == 1


def test_who_comes_just_after_a_renewal_does_not_ask_again(
    tokens: Tokens, app_store: Store, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    expire_in(app_store, -1)

    def meanwhile(_: StoreCredential) -> float:
        expire_in(app_store, 3600, token="renewed by another")
        return -1

    monkeypatch.setattr("backhaul.shopify.tokens._seconds_left", meanwhile)

    assert tokens.current() == Secret("renewed by another")
    assert server.requests == []


@pytest.mark.parametrize(
    ("status", "body", "meaning"),
    [
        (400, {"error": "invalid_client"}, Unauthorised),
        (401, {"error": "invalid_client"}, Unauthorised),
        (403, {}, Unauthorised),
        (404, {"errors": "Not Found"}, WrongShop),
        (500, {}, NetworkFailure),
        (200, {"scope": "read_orders"}, NetworkFailure),
        (200, {"access_token": 7}, NetworkFailure),
    ],
)
def test_a_refused_renewal_says_that_nothing_has_happened(
    tokens: Tokens, app_store: Store, server: ScriptedServer, status: int, body: object, meaning: type[ShopifyError]
) -> None:
    server.script(answer(body, status=status))

    with pytest.raises(ShopifyError) as caught:
        tokens.current()

    assert type(caught.value) is meaning
    assert caught.value.effect is Effect.NONE
    assert stored(app_store).refresh_until is None


def test_a_lost_renewal_says_that_nothing_has_happened(tokens: Tokens, server: ScriptedServer) -> None:
    server.script(hang_up())

    with pytest.raises(NetworkFailure):
        tokens.current()


def test_a_401_renews_once_and_repeats_the_call(app_store: Store, shopify: Shopify, server: ScriptedServer) -> None:
    expire_in(app_store, 3600)
    server.script(answer({"errors": "Invalid"}, status=401), answer(GRANT), answer(reply(created())))
    call = create_call()

    result = shopify.call(call, reservation=shopify.reserve(call))

    assert result.data.fulfillment_create.fulfillment.id == "gid://shopify/Fulfillment/7"
    sent = [request.header("x-shopify-access-token") for request in server.requests]
    assert sent == ["old", None, "shpat_fresh0123456789"]


def test_a_second_401_is_not_followed_by_a_third_try(
    app_store: Store, shopify: Shopify, server: ScriptedServer
) -> None:
    expire_in(app_store, 3600)
    refused = answer({"errors": "Invalid"}, status=401)
    server.script(refused, answer(GRANT), refused)

    with pytest.raises(Unauthorised):
        shopify.read_order(ORDER_GID)

    assert len(server.requests) == 3


def test_a_token_that_another_process_has_renewed_already_is_taken_over(
    app_store: Store, shopify: Shopify, server: ScriptedServer
) -> None:
    expire_in(app_store, 3600)
    call = create_call()
    reservation = shopify.reserve(call)
    expire_in(app_store, 3600, token="renewed by another")
    server.script(answer({"errors": "Invalid"}, status=401), answer(reply(created())))

    shopify.call(call, reservation=reservation)

    assert server.requests[1].header("x-shopify-access-token") == "renewed by another"


def test_a_store_without_a_token_says_so(store: Store, shopify: Shopify) -> None:
    StoreCredential.objects.all().delete()

    with pytest.raises(Unauthorised, match="no token"):
        shopify.read_order(ORDER_GID)


def test_a_secret_sealed_with_an_older_key_is_still_read(monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    old, new = Fernet.generate_key(), Fernet.generate_key()
    with keys(monkeypatch, old):
        vault.keep_permanent_token(store, Secret("kept"))

    with keys(monkeypatch, new, old):
        assert vault.open_sealed(stored(store).token_encrypted) == Secret("kept")
        assert vault.reseal_all() == 1

    with keys(monkeypatch, new):
        assert vault.open_sealed(stored(store).token_encrypted) == Secret("kept")


def test_a_lost_key_is_told_apart_from_a_refused_token(
    monkeypatch: pytest.MonkeyPatch, store: Store, transport: Transport, server: ScriptedServer
) -> None:
    with keys(monkeypatch, Fernet.generate_key()), pytest.raises(Unauthorised, match="encrypted with a key"):
        Tokens(store, transport).current()


def test_the_renewed_token_is_used_for_what_follows(app_store: Store, shopify: Shopify, server: ScriptedServer) -> None:
    server.script(answer(GRANT), answer(reply({"order": order()})))

    shopify.read_order(ORDER_GID)
    shopify.read_order(ORDER_GID)

    assert len(server.requests) == 3
