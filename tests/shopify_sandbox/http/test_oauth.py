"""Tokens: granted, refreshed, expired, revoked."""

from .conftest import Client

APP = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}


def test_client_credentials_buy_a_token_for_a_day(client: Client) -> None:
    grant = client.http.post("/admin/oauth/access_token", data=APP | {"grant_type": "client_credentials"}).json()

    assert grant["expires_in"] == 86399
    assert client.graphql(token=grant["access_token"]).status_code == 200
    client.control("clock", {"advance": "P1D"})
    assert client.graphql(token=grant["access_token"]).status_code == 401


def test_a_wrong_secret_buys_nothing(client: Client) -> None:
    body = {"client_id": "sandbox-client", "client_secret": "guess", "grant_type": "client_credentials"}

    response = client.http.post("/admin/oauth/access_token", json=body)

    assert response.status_code == 401
    assert response.json()["error"] == "invalid_client"


def test_a_refresh_token_works_once(client: Client) -> None:
    first = client.control("tokens", {"action": "issue"}).json()
    body = APP | {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}

    second, third = (client.http.post("/admin/oauth/access_token", json=body) for _ in range(2))

    assert second.json()["access_token"] != first["access_token"]
    assert second.json()["refresh_token"] != first["refresh_token"]
    assert third.status_code == 400
    assert third.json()["error"] == "invalid_grant"


def test_a_token_can_be_expired_and_revoked(client: Client) -> None:
    issued = client.control("tokens", {"action": "issue"}).json()["access_token"]

    client.control("tokens", {"action": "expire", "token": issued})
    client.control("tokens", {"action": "revoke"})

    assert client.graphql(token=issued).status_code == 401
    assert client.graphql().status_code == 401


def test_a_token_loses_a_scope_at_once(client: Client) -> None:
    client.control("tokens", {"action": "scopes", "scopes": ["read_products"]})

    answer = client.graphql('{ order(id: "gid://shopify/Order/1") { id } }').json()

    assert answer["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"


def test_a_command_about_tokens_that_makes_no_sense_is_refused(client: Client) -> None:
    for body in (
        {"action": "borrow"},
        {"action": "expire", "token": "unknown"},
        {"action": "scopes", "scopes": ["fly"]},
    ):
        assert client.control("tokens", body).status_code == 400
    assert client.graphql().status_code == 200
