"""What each shape of reply means, for a query and for a mutation."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from backhaul.core import shopify_errors as errors
from backhaul.core.shopify_errors import Effect, ShopifyError, UserError
from backhaul.shopify.envelope import open_envelope
from backhaul.shopify.operations import queries
from backhaul.shopify.operations.operation import Call
from backhaul.shopify.reading import take_reply
from backhaul.shopify.reply import Reply
from backhaul.shopify.transport import RawReply
from tests.shopify.mutations import create_call
from tests.shopify.replies import ORDER_GID, created, error, order, reply

NOTHING = {"fulfillmentCreate": None}
READ = queries.order(ORDER_GID)


def take(content: object, call: Call[Any], *, status: int = 200, retry_after: str | None = None) -> Reply[Any]:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    raw = RawReply(status, body, datetime.now(UTC), request_id="r-1", retry_after=retry_after)
    return take_reply(open_envelope(raw), call)


def refusal(content: object, call: Call[Any], *, status: int = 200, retry_after: str | None = None) -> ShopifyError:
    with pytest.raises(ShopifyError) as caught:
        take(content, call, status=status, retry_after=retry_after)
    return caught.value


@pytest.mark.parametrize("call", [READ, create_call()], ids=["query", "mutation"])
@pytest.mark.parametrize(
    ("status", "meaning", "effect"),
    [
        (400, errors.InvalidRequest, Effect.NONE),
        (401, errors.Unauthorised, Effect.NONE),
        (402, errors.StoreFrozen, Effect.NONE),
        (403, errors.Forbidden, Effect.NONE),
        (404, errors.WrongShop, Effect.NONE),
        (423, errors.StoreLocked, Effect.NONE),
        (429, errors.Throttled, Effect.NONE),
        (302, errors.UnexpectedStatus, Effect.UNKNOWN),
        (418, errors.UnexpectedStatus, Effect.UNKNOWN),
        (430, errors.UnexpectedStatus, Effect.UNKNOWN),
        (500, errors.ReplyLost, Effect.UNKNOWN),
        (502, errors.ReplyLost, Effect.UNKNOWN),
        (503, errors.ReplyLost, Effect.UNKNOWN),
        (504, errors.ReplyLost, Effect.UNKNOWN),
    ],
)
def test_each_http_status_has_its_meaning(
    call: Call[Any], status: int, meaning: type[ShopifyError], effect: Effect
) -> None:
    found = refusal({"errors": "Something with a string"}, call, status=status)

    assert type(found) is meaning
    assert (found.effect, found.request_id) == (effect, "r-1")


@pytest.mark.parametrize(("header", "seconds"), [("3", 3.0), ("soon", 2.0), (None, 2.0), ("-1", 0.0), ("nan", 2.0)])
def test_retry_after_says_how_long_a_429_waits(header: str | None, seconds: float) -> None:
    found = refusal(b"", READ, status=429, retry_after=header)

    assert isinstance(found, errors.Throttled)
    assert found.wait_seconds == seconds


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body>Sorry</body></html>",
        b"",
        b'{"data": {"order"',
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        {},
        {"data": None},
        {"data": "order"},
        {"data": {}},
        {"data": {"order": {"id": 1}, "fulfillmentCreate": {"fulfillment": {}, "userErrors": []}}},
        {"errors": "Service unavailable"},
        {"errors": ["Service unavailable"]},
        {"errors": {"base": ["wrong"]}},
        {"errors": [{"message": "what?", "extensions": {"code": "NEW_CODE"}}], "data": None},
        {"errors": [{"message": "what?", "extensions": {"code": "NEW_CODE"}}]},
    ],
)
@pytest.mark.parametrize("call", [READ, create_call()], ids=["query", "mutation"])
def test_an_answer_that_is_none_is_broken_and_its_effect_unknown(content: object, call: Call[Any]) -> None:
    found = refusal(content, call)

    assert type(found) is errors.BrokenReply
    assert found.effect is Effect.UNKNOWN


@pytest.mark.parametrize(
    ("code", "meaning", "effect"),
    [
        ("THROTTLED", errors.Throttled, Effect.NONE),
        ("ACCESS_DENIED", errors.AccessDenied, Effect.NONE),
        ("INTERNAL_SERVER_ERROR", errors.InternalServerError, Effect.UNKNOWN),
        ("MAX_COST_EXCEEDED", errors.MaxCostExceeded, Effect.NONE),
        ("RESOURCE_NOT_FOUND", errors.NotFoundInShopify, Effect.NONE),
        ("SHOP_INACTIVE", errors.StoreFrozen, Effect.NONE),
        ("BAD_REQUEST", errors.InvalidRequest, Effect.NONE),
    ],
)
@pytest.mark.parametrize("data", [{}, {"data": None}, {"data": NOTHING}], ids=["absent", "null", "null payload"])
def test_each_code_without_data_has_its_meaning(
    code: str, meaning: type[ShopifyError], effect: Effect, data: dict[str, Any]
) -> None:
    found = refusal({"errors": [error("No.", code)], **data}, create_call())

    assert type(found) is meaning
    assert found.effect is effect


def test_an_error_that_leaves_the_effect_open_outweighs_the_others() -> None:
    both = [error("No.", "ACCESS_DENIED"), error("Oops.", "INTERNAL_SERVER_ERROR")]

    found = refusal({"errors": both, "data": NOTHING}, create_call())

    assert type(found) is errors.InternalServerError


@pytest.mark.parametrize("code", ["undefinedField", "argumentLiteralsIncompatible", "INVALID_VARIABLE", None])
def test_what_validation_refuses_was_not_carried_out(code: str | None) -> None:
    found = refusal({"errors": [error("No.", code, locations=[{"line": 1, "column": 1}])]}, create_call())

    assert type(found) is errors.InvalidRequest


def test_throttled_says_how_long_the_refill_takes() -> None:
    status = {"maximumAvailable": 1000, "currentlyAvailable": 5, "restoreRate": 50}
    cost = {"requestedQueryCost": 35, "actualQueryCost": None, "throttleStatus": status}

    found = refusal({"errors": [error("Throttled", "THROTTLED")], "extensions": {"cost": cost}}, READ)

    assert isinstance(found, errors.Throttled)
    assert found.wait_seconds == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({}, "Access denied for order field. Required access: `read_orders` access scope."),
        ({"extensions": {"code": "ACCESS_DENIED", "requiredAccess": "`read_orders` access scope."}}, "Access denied."),
    ],
)
def test_access_denied_names_the_missing_scope(more: dict[str, Any], message: str) -> None:
    found = refusal({"errors": [{**error(message, "ACCESS_DENIED"), **more}], "data": {"order": None}}, READ)

    assert isinstance(found, errors.AccessDenied)
    assert found.scope == "read_orders"


def test_a_query_keeps_partial_data_and_records_the_errors() -> None:
    partial = order(fulfillments=[])
    denied = error("Access denied", "ACCESS_DENIED", path=["order", "fulfillments", 0, "location"])

    found = take(reply({"order": partial}, errors=[denied]), READ)

    assert found.data.order.name == "#1001"
    assert [(one.code, one.path) for one in found.errors] == [
        ("ACCESS_DENIED", ("order", "fulfillments", "0", "location"))
    ]


def test_a_query_that_finds_nothing_is_a_reply() -> None:
    assert take(reply({"order": None}), READ).data.order is None


def test_user_errors_are_raised_with_field_message_and_code() -> None:
    refused = [
        {"field": ["fulfillment"], "message": "Fulfillment order 1 has an unfulfillable status= closed."},
        {"field": None, "message": "No.", "code": "INVALID"},
    ]

    found = refusal(reply({"fulfillmentCreate": {"fulfillment": None, "userErrors": refused}}), create_call())

    assert isinstance(found, errors.UserErrors)
    assert (found.effect, found.operation) == (Effect.NONE, "FulfillmentCreate")
    assert found.errors == (
        UserError(("fulfillment",), "Fulfillment order 1 has an unfulfillable status= closed."),
        UserError((), "No.", "INVALID"),
    )


@pytest.mark.parametrize("payload", [None, {"fulfillment": None, "userErrors": []}, {"fulfillment": None}])
def test_a_mutation_without_result_or_refusal_leaves_the_effect_unknown(payload: dict[str, Any] | None) -> None:
    found = refusal(reply({"fulfillmentCreate": payload}), create_call())

    assert type(found) is errors.BrokenReply


def test_a_mutation_whose_payload_lost_its_result_to_an_error_was_carried_out_all_the_same() -> None:
    denied = error("Access denied", "ACCESS_DENIED", path=["fulfillmentCreate", "fulfillment"])
    data: dict[str, Any] = {"fulfillmentCreate": {"fulfillment": None, "userErrors": []}}

    found = refusal(reply(data, errors=[denied]), create_call())

    assert found.effect is Effect.UNKNOWN


def test_a_mutation_with_a_result_beside_errors_is_a_reply_with_errors() -> None:
    found = take(reply(created(), errors=[error("Slow", "SOMETHING")]), create_call())

    assert found.data.fulfillment_create.fulfillment.id == "gid://shopify/Fulfillment/7"
    assert [one.code for one in found.errors] == ["SOMETHING"]


def test_a_reply_tells_its_cost_and_the_bucket() -> None:
    cost = take(reply({"order": None}), READ).cost

    assert cost is not None
    assert (cost.requested, cost.actual, cost.maximum, cost.available, cost.restore_rate) == (35, 12, 2000, 1988, 100)


@pytest.mark.parametrize("extensions", [None, [], {"cost": 3}, {"cost": {"throttleStatus": "full"}}])
def test_a_cost_of_another_shape_is_passed_over(extensions: object) -> None:
    found = take({"data": {"order": None}, "extensions": extensions}, READ)

    assert found.cost is None or found.cost.available is None


def test_evidence_has_no_secrets_and_is_short() -> None:
    secret = "shpat_0123456789abcdef"
    page = f'<html>{secret} jane@example.com "access_token": "abc" {"x" * 5000}'.encode()

    evidence = refusal(page, READ).evidence

    assert secret not in evidence
    assert "jane@example.com" not in evidence
    assert '"abc"' not in evidence
    assert len(evidence) < 600
