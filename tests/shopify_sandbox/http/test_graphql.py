"""The Admin API endpoint."""

import pytest

from .conftest import GRAPHQL, Client


def test_a_request_is_answered_with_the_version_and_a_request_id(client: Client) -> None:
    response = client.graphql()

    assert response.status_code == 200
    assert response.json()["data"] == {"shop": {"name": "Sandbox"}}
    assert response.headers["X-Shopify-API-Version"] == "2026-10"
    assert response.headers["X-Request-Id"]


@pytest.mark.parametrize("token", ["", "shpat_unknown"])
def test_a_token_that_is_not_known_is_refused_with_a_text(client: Client, token: str) -> None:
    response = client.graphql(token=token)

    assert response.status_code == 401
    assert response.json() == {"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"}


@pytest.mark.parametrize(("asked", "served"), [("2024-01", "2025-10"), ("2026-04", "2026-04"), ("2031-01", "2026-10")])
def test_an_expired_or_unknown_version_falls_forward_in_silence(client: Client, asked: str, served: str) -> None:
    headers = {"X-Shopify-Access-Token": "shpat_sandbox"}

    response = client.http.post(
        f"/admin/api/{asked}/graphql.json", json={"query": "{ shop { name } }"}, headers=headers
    )

    assert response.status_code == 200
    assert response.headers["X-Shopify-API-Version"] == served


def test_a_path_that_names_no_version_is_not_found(client: Client) -> None:
    assert client.http.post("/admin/api/newest/graphql.json", json={}).status_code == 404


def test_another_shop_is_not_found(client: Client) -> None:
    headers = {"Host": "other.myshopify.com", "X-Shopify-Access-Token": "shpat_sandbox"}

    response = client.http.post(GRAPHQL, json={"query": "{ shop { name } }"}, headers=headers)

    assert response.status_code == 404


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"variables": {}}', b'{"query": 5}', b'{"query":"{a}","variables":[]}']
)
def test_a_body_without_a_query_is_a_bad_request(client: Client, body: bytes) -> None:
    headers = {"X-Shopify-Access-Token": "shpat_sandbox", "Content-Type": "application/json"}

    response = client.http.post(GRAPHQL, content=body, headers=headers)

    assert response.status_code == 400


def test_the_bucket_really_throttles_and_refills_with_time(client: Client) -> None:
    client.control("reset", {"bucket_size": 20, "restore_rate": 1})
    tag = 'mutation { tagsAdd(id: "gid://shopify/Order/1", tags: "a") { userErrors { message } } }'

    codes = [client.graphql(tag).json().get("errors") for _ in range(3)]
    client.control("clock", {"rate": 1_000_000})

    assert codes[:2] == [None, None]
    assert codes[2][0]["extensions"]["code"] == "THROTTLED"
    assert "errors" not in client.graphql(tag).json()


def test_a_mutation_the_sandbox_does_not_know_is_an_internal_error_never_a_silent_null(client: Client) -> None:
    answer = client.graphql(
        'mutation { draftOrderInvoiceSend(id: "gid://shopify/DraftOrder/1") { userErrors { message } } }'
    ).json()

    assert answer["data"] is None
    assert answer["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
