"""Reset, clock, checkout, log and state."""

import pytest

from .conftest import GRAPHQL, TAG, Client


def test_a_reset_without_a_body_restores_what_the_command_line_said(client: Client) -> None:
    client.control(
        "reset", {"shop_domain": "other.myshopify.com", "locations": ["Here"], "now": "2026-10-01T00:00:00Z"}
    )
    changed = client.read("state")

    answer = client.http.post("/sandbox/reset").json()

    assert changed == {"locations": ["Here"]}
    assert answer["shop"] == "sandbox.myshopify.com"
    assert client.read("state") == {"locations": ["Main Street", "Warehouse"]}


def test_the_clock_is_advanced_and_set(client: Client) -> None:
    client.control("reset", {"now": "2026-10-01T00:00:00Z"})

    advanced = client.control("clock", {"advance": "P1DT1H"}).json()["now"]
    moved = client.control("clock", {"now": "2027-01-01T00:00:00Z"}).json()["now"]

    assert advanced.startswith("2026-10-02T01:00:0")
    assert moved.startswith("2027-01-01T00:00:0")


@pytest.mark.parametrize(
    "body",
    [
        {"advance": "a day"},
        {"advance": 5},
        {"now": "2020-01-01T00:00:00Z"},
        {"now": "2030-01-01T00:00:00"},
        {"advance": "P1D", "now": "2030-01-01T00:00:00Z"},
        {"advance": "P1D", "rate": 0},
        {"rate": "fast"},
        {"tick": 1},
    ],
)
def test_a_clock_command_that_makes_no_sense_changes_nothing(client: Client, body: object) -> None:
    before = client.control("clock").json()

    response = client.control("clock", body)

    after = client.control("clock").json()
    assert response.status_code == 400
    assert after["now"][:16] == before["now"][:16]
    assert after["rate"] == before["rate"]


@pytest.mark.parametrize(
    "body",
    [
        {"plan": "huge"},
        {"colour": "red"},
        {"bucket_size": 0},
        {"locations": []},
        {"locations": [{"name": 5}]},
        {"scopes": ["fly"]},
        {"now": "soon"},
    ],
)
def test_a_reset_that_makes_no_sense_keeps_the_shop(client: Client, body: object) -> None:
    shop = client.sandbox.shop

    response = client.control("reset", body)

    assert response.status_code == 400
    assert client.sandbox.shop is shop


def test_a_body_that_is_no_json_is_refused(client: Client) -> None:
    assert client.http.post("/sandbox/clock", content=b"{").status_code == 400
    assert client.http.post("/sandbox/clock", content=b'"P1D"').status_code == 400


def test_a_customer_buys_and_a_bad_order_is_refused(client: Client) -> None:
    assert client.control("checkout", {"lines": [1]}).json() == {"order": {"lines": [1]}}
    assert client.control("checkout", {}).json() == {"error": "an order needs lines"}


def test_a_person_acts_on_payments_and_what_makes_no_sense_is_refused(client: Client) -> None:
    assert client.control("payments", {"do": "capture"}).json() == {"order": {"do": "capture"}}
    assert client.control("payments", {}).status_code == 400


def test_the_log_tells_what_was_asked_and_what_it_cost_without_secrets(client: Client) -> None:
    client.graphql()
    headers = {"X-Shopify-Access-Token": "shpat_sandbox"}
    body = {
        "query": "query Q($first: Int) { shop { name @include(if: true) } locations(first: $first) { nodes { id } } }"
    }
    client.http.post(GRAPHQL, json=body | {"variables": {"first": 1, "apiToken": "x"}}, headers=headers)
    client.graphql(TAG)

    first, second, third = client.read("log")["requests"]  # type: ignore[misc]

    assert (first["n"], first["type"], first["root_fields"], first["requested"]) == (1, "query", ["shop"], 1)  # type: ignore[has-type]
    assert second["variables"] == {"first": 1, "apiToken": "***"}  # type: ignore[has-type]
    assert (third["operation"], third["type"], third["token_suffix"]) == ("Tag", "mutation", "dbox")  # type: ignore[has-type]
    assert [each["n"] for each in client.read("log?after=2")["requests"]] == [3]  # type: ignore[attr-defined]
    assert client.http.get("/sandbox/log?after=x").status_code == 400
