"""Rules by which requests go wrong."""

import time

import httpx2
import pytest

from .conftest import TAG, TAGGED, Client


def test_a_reply_can_be_lost_after_the_work_was_done(client: Client) -> None:
    client.control("faults", {"kind": "timeout_after", "operation": "tagsAdd", "nth": 1})

    with pytest.raises(httpx2.TimeoutException):
        client.graphql(TAG, timeout=0.3)

    assert TAGGED == ["tag"]
    assert client.read("log")["requests"][-1]["carried_out"] is True  # type: ignore[index]


def test_a_request_can_be_lost_before_anything_was_done(client: Client) -> None:
    client.control("faults", {"kind": "timeout_before", "operation": "tagsAdd"})

    with pytest.raises(httpx2.TimeoutException):
        client.graphql(TAG, timeout=0.3)

    assert TAGGED == []


def test_a_request_can_be_carried_out_late_after_its_connection_broke(client: Client) -> None:
    client.control("faults", {"kind": "late", "operation": "Tag", "seconds": 0.3})

    with pytest.raises(httpx2.TransportError):
        client.graphql(TAG)

    assert TAGGED == []
    time.sleep(0.5)
    assert TAGGED == ["tag"]


@pytest.mark.parametrize(("kind", "done"), [("500_before", []), ("500_after", ["tag"])])
def test_a_server_error_may_come_before_or_after_the_work(client: Client, kind: str, done: list[str]) -> None:
    client.control("faults", {"kind": kind, "operation": "tagsAdd"})

    response = client.graphql(TAG)

    assert response.status_code == 500
    assert done == TAGGED


def test_a_request_can_be_throttled_at_will(client: Client) -> None:
    client.control("faults", {"kind": "throttled", "nth": 2})

    first, second, third = (client.graphql(TAG).json() for _ in range(3))

    assert "errors" not in first
    assert second["errors"][0]["extensions"]["code"] == "THROTTLED"
    assert "errors" not in third


def test_any_status_and_any_bytes_can_be_answered(client: Client) -> None:
    rules = [
        {"kind": "status", "status": 423, "times": 1, "headers": {"Retry-After": "2"}},
        {"kind": "body", "body": "<html>"},
    ]
    client.control("faults", rules)

    locked, page = client.graphql(TAG), client.graphql(TAG)

    assert (locked.status_code, locked.headers["Retry-After"]) == (423, "2")
    assert (page.status_code, page.text) == (200, "<html>")
    assert TAGGED == ["tag"]


def test_a_slow_request_is_answered_after_its_wait(client: Client) -> None:
    client.control("faults", {"kind": "slow", "seconds": 0.3})

    begun = time.monotonic()
    response = client.graphql()

    assert time.monotonic() - begun >= 0.3
    assert response.status_code == 200


def test_a_rate_strikes_the_same_requests_again_with_the_same_seed(client: Client) -> None:
    def statuses() -> list[int]:
        client.control("reset")
        client.control("faults", {"kind": "500_before", "rate": 0.5, "seed": 7})
        return [client.graphql().status_code for _ in range(12)]

    first, second = statuses(), statuses()

    assert first == second
    assert set(first) == {200, 500}


def test_another_operation_is_left_alone(client: Client) -> None:
    client.control("faults", {"kind": "500_before", "operation": "tagsAdd"})

    assert client.graphql().status_code == 200


def test_rules_are_listed_with_what_they_did_and_cleared(client: Client) -> None:
    client.control("faults", {"kind": "500_before", "nth": 2})
    client.graphql()
    client.graphql()

    [rule] = client.read("faults")["rules"]  # type: ignore[misc]
    cleared = client.http.delete("/sandbox/faults").json()

    assert (rule["seen"], rule["fired"]) == (2, 1)  # type: ignore[has-type]
    assert cleared == {"rules": []}


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"kind": "explode"},
        {"kind": "status"},
        {"kind": "body"},
        {"kind": "slow", "seconds": -1},
        {"kind": "slow", "seconds": "long"},
        {"kind": "throttled", "nth": 0},
        {"kind": "throttled", "nth": 1, "rate": 0.5},
        {"kind": "throttled", "rate": 2},
        {"kind": "throttled", "nth": True},
        {"kind": "throttled", "colour": "red"},
        {"rules": []},
        {"rules": [{"kind": "throttled"}, {"kind": "explode"}]},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_and_none_is_set(client: Client, rule: object) -> None:
    response = client.control("faults", rule)

    assert response.status_code == 400
    assert response.json()["error"]
    assert client.read("faults") == {"rules": []}
