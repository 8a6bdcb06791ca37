"""Requests that are none: wrong callers, addresses, methods, bodies."""

from http import HTTPStatus

import pytest
from pytest_django import Settings

from backhaul.models import IdempotentRequest, PostedShipment, SalesOrder
from tests.api.client import Caller, expect_problem, order_path, shipment

NASTY = "/orders/%23%00"


@pytest.mark.parametrize("token", [None, "", "wrong", "a-token-of-the-api2", "ünknown"])
def test_without_the_token_nobody_gets_in(order: SalesOrder, token: str | None) -> None:
    answer = Caller(token).get("/stores")

    expect_problem(answer, 401, "not-authenticated")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_kept_answer_is_not_given_to_a_stranger(api: Caller, order: SalesOrder) -> None:
    api.post(order_path("1001", "/shipments"), shipment(), key="k")

    answer = Caller("wrong").post(order_path("1001", "/shipments"), shipment(), key="k")

    expect_problem(answer, 401, "not-authenticated")


def test_an_installation_without_a_token_answers_nobody(api: Caller, settings: Settings) -> None:
    settings.BACKHAUL = settings.BACKHAUL.model_copy(update={"api_token": None})

    answer = expect_problem(api.get("/stores"), 503, "api-switched-off")

    assert "BACKHAUL_API_TOKEN" in answer["hint"]


@pytest.mark.parametrize(
    "path", ["", "/", "/nothing", "/stores/", "/shipments", "/shipments/a/b", "/orders/1%0A/invoices"]
)
def test_an_unknown_address_is_a_problem_document(api: Caller, path: str) -> None:
    expect_problem(api.get(path), 404, "unknown-address")
    expect_problem(api.post(path), 404, "unknown-address")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/stores", "GET, POST"),
        ("PUT", "/orders/1001", "GET"),
        ("GET", "/orders/import", "POST"),
        ("GET", "/tasks/tsk_1/retry", "POST"),
        ("POST", "/openapi.json", "GET"),
        ("HEAD", "/stores", "GET, POST"),
        ("OPTIONS", "/jobs", "GET"),
    ],
)
def test_a_method_that_an_address_lacks_is_a_problem_document(
    api: Caller, method: str, path: str, allowed: str
) -> None:
    answer = api.send(method, path, "{}", key="k")

    assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert answer["Allow"] == allowed
    if method != "HEAD":
        expect_problem(answer, 405, "method-not-allowed")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b'{"lines": NaN}',
        b'{"lines": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b"[" * 100 + b"]" * 100,
        b'{"external_number": "\\u0000"}',
        b'{"lines": [{"quantity": "\\udc00"}]}',
    ],
)
def test_a_body_that_cannot_be_read_is_malformed(api: Caller, order: SalesOrder, body: bytes) -> None:
    answer = api.send("POST", order_path("1001", "/shipments"), body, key="k")

    expect_problem(answer, 400, "malformed-request")


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"5", b'"text"', b"{}"])
def test_a_body_of_another_form_is_refused_with_the_place(api: Caller, order: SalesOrder, body: bytes) -> None:
    answer = api.send("POST", order_path("1001", "/shipments"), body, key="k")

    assert expect_problem(answer, 400, "invalid-request-body")["data"]["errors"]


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_only_json_is_understood(api: Caller, order: SalesOrder, content_type: str) -> None:
    answer = api.send("POST", order_path("1001", "/shipments"), "{}", key="k", content_type=content_type)

    expect_problem(answer, 415, "unsupported-media-type")


def test_a_body_that_is_too_large_is_refused(api: Caller, order: SalesOrder) -> None:
    answer = api.post(order_path("1001", "/shipments"), {"external_number": "x" * 3_000_000})

    expect_problem(answer, 413, "body-too-large")


@pytest.mark.parametrize(
    "path",
    [NASTY, "/stores?x=1", "/stores/%00", "/tasks?state=%00", "/tasks?limit=0", "/tasks?limit=x", "/tasks?nope=1"],
)
def test_an_address_that_cannot_be_is_refused(api: Caller, order: SalesOrder, path: str) -> None:
    answer = api.send("GET", path, b"")

    assert answer.status_code in (HTTPStatus.OK, HTTPStatus.BAD_REQUEST)


@pytest.mark.parametrize("key", ["", " ", "k" * 256, "kö", "a\tb"])
def test_a_post_without_a_usable_key_is_refused(api: Caller, order: SalesOrder, key: str) -> None:
    body = '{"external_number": "S-1", "lines": [{"sku": "apple", "quantity": 1}]}'

    answer = api.send("POST", order_path("1001", "/shipments"), body, key=key)

    expect_problem(answer, 400, "idempotency-key-required")
    assert not PostedShipment.objects.exists()
    assert not IdempotentRequest.objects.exists()


@pytest.mark.parametrize(
    "reference", ["9" * 30, "9" * 5000, "gid://shopify/Order/x", "'; --", "#", "ord_nothing", "x/y"]
)
def test_an_order_that_is_not_there_is_not_found(api: Caller, order: SalesOrder, reference: str) -> None:
    expect_problem(api.get(order_path(reference)), 404, "unknown-order")


@pytest.mark.parametrize("path", ["/stores", "/tasks", "/deliveries", "/contracts", "/orders/1001"])
def test_a_misspelt_filter_is_refused_with_those_that_there_are(api: Caller, order: SalesOrder, path: str) -> None:
    answer = expect_problem(api.get(path, stroe="shop"), 400, "unknown-parameter")

    assert answer["data"]["parameter"] == "stroe"
    assert ("store" in answer["data"]["known"]) is (path != "/stores")
