"""One call from reservation to settlement."""

import logging
from datetime import UTC, datetime

import pytest
from django.db import transaction

from backhaul.core.budget import Priority
from backhaul.core.errors import Busy
from backhaul.core.shopify_errors import NotSent, ReplyLost, Throttled, Unauthorised, UserErrors
from backhaul.models import BudgetBucket, BudgetReservation, Store
from backhaul.shopify.client import Shopify
from backhaul.shopify.exchange import Exchange
from backhaul.shopify.expected_costs import expected_points
from backhaul.shopify.operations import queries
from backhaul.shopify.transport import Transport
from tests.shopify.conftest import TOKEN
from tests.shopify.mutations import create_call, mutation
from tests.shopify.replies import COST, ORDER_GID, created, error, order, reply
from tests.shopify.scripted_server import ScriptedServer, answer, hang_up


def level(store: Store) -> float:
    return BudgetBucket.objects.get(store=store).level


def open_reservations(store: Store) -> int:
    return BudgetReservation.objects.filter(store=store, settled_at=None).count()


def test_a_call_is_posted_with_document_name_variables_and_token(server: ScriptedServer, shopify: Shopify) -> None:
    server.script(answer(reply(created()), headers={"x-request-id": "r-7", "X-Shopify-API-Version": "2026-10"}))
    call = create_call()

    result = shopify.call(call, reservation=shopify.reserve(call))

    request = server.requests[0]
    assert request.head.startswith("POST /admin/api/2026-10/graphql.json HTTP/1.1")
    assert request.header("x-shopify-access-token") == TOKEN
    assert request.json == {
        "query": call.operation.document,
        "operationName": "FulfillmentCreate",
        "variables": call.variables,
    }
    assert (result.request_id, result.api_version) == ("r-7", "2026-10")
    assert result.data.fulfillment_create.fulfillment.id == "gid://shopify/Fulfillment/7"


def test_text_of_any_language_goes_over_the_wire(server: ScriptedServer, shopify: Shopify) -> None:
    server.script(answer(reply({"tagsAdd": {"node": {"id": ORDER_GID}, "userErrors": []}})))
    tags = ["prêt à “partir”\n", "発送", "\u2028"]
    call = mutation("TagsAdd", id=ORDER_GID, tags=tags)

    shopify.call(call, reservation=shopify.reserve(call))

    assert server.requests[0].json["variables"] == {"id": ORDER_GID, "tags": tags}


def test_the_reservation_lasts_from_before_the_call_until_its_reply(
    server: ScriptedServer, shopify: Shopify, store: Store
) -> None:
    server.script(answer(reply(created())))

    reservation = shopify.reserve(create_call())

    assert open_reservations(store) == 1
    shopify.call(create_call(), reservation=reservation)
    assert open_reservations(store) == 0
    assert level(store) == pytest.approx(1988)


def test_a_released_reservation_costs_nothing(shopify: Shopify, store: Store) -> None:
    shopify.release(shopify.reserve(create_call()))

    assert open_reservations(store) == 0
    assert level(store) == 2000


def test_a_mutation_is_never_sent_twice_by_itself(server: ScriptedServer, shopify: Shopify, store: Store) -> None:
    server.script(hang_up())

    with pytest.raises(ReplyLost):
        shopify.call(create_call(), reservation=shopify.reserve(create_call()))

    assert len(server.requests) == 1
    assert open_reservations(store) == 0
    assert level(store) == pytest.approx(1990, abs=5)


def test_a_call_that_the_guard_holds_back_costs_nothing(server: ScriptedServer, shopify: Shopify, store: Store) -> None:
    def guard() -> None:
        raise NotSent("Too late.")

    with pytest.raises(NotSent):
        shopify.call(create_call(), reservation=shopify.reserve(create_call()), guard=guard)

    assert server.requests == []
    assert (open_reservations(store), level(store)) == (0, 2000)


def test_whatever_a_guard_raises_reaches_the_caller(server: ScriptedServer, shopify: Shopify, store: Store) -> None:
    def guard() -> None:
        raise Busy("The lease is lost.")

    with pytest.raises(Busy):
        shopify.call(create_call(), reservation=shopify.reserve(create_call()), guard=guard)

    assert (open_reservations(store), level(store)) == (0, 2000)


def test_refusals_by_user_errors_settle_too(server: ScriptedServer, shopify: Shopify, store: Store) -> None:
    refused = {"fulfillmentCreate": {"fulfillment": None, "userErrors": [{"field": None, "message": "No."}]}}
    server.script(answer(reply(refused)))

    with pytest.raises(UserErrors):
        shopify.call(create_call(), reservation=shopify.reserve(create_call()))

    assert (open_reservations(store), level(store)) == (0, 1988)


def test_a_throttled_reply_lowers_the_level(server: ScriptedServer, shopify: Shopify, store: Store) -> None:
    status = {**COST["throttleStatus"], "currentlyAvailable": 3}  # type: ignore[dict-item]
    cost = {"requestedQueryCost": 35, "actualQueryCost": None, "throttleStatus": status}
    server.script(answer({"errors": [error("Throttled", "THROTTLED")], "extensions": {"cost": cost}}))

    with pytest.raises(Throttled):
        shopify.read_order(ORDER_GID)

    assert level(store) == 3
    assert len(server.requests) == 1


def test_a_read_is_tried_again_when_the_connection_breaks(server: ScriptedServer, shopify: Shopify) -> None:
    server.script(hang_up(), answer("", status=503), answer(reply({"order": order()})))

    reading = shopify.read_order(ORDER_GID)

    assert len(server.requests) == 3
    assert reading.order.name == "#1001"


def test_a_read_gives_up_after_three_times(server: ScriptedServer, shopify: Shopify, store: Store) -> None:
    server.script(hang_up())

    with pytest.raises(ReplyLost):
        shopify.read_order(ORDER_GID)

    assert len(server.requests) == 3
    assert open_reservations(store) == 0


def test_a_401_of_a_permanent_token_is_not_tried_again(server: ScriptedServer, shopify: Shopify) -> None:
    server.script(answer({"errors": "[API] Invalid API key or access token"}, status=401))

    with pytest.raises(Unauthorised):
        shopify.read_order(ORDER_GID)

    assert len(server.requests) == 1


def test_what_shopify_requests_is_learnt(server: ScriptedServer, shopify: Shopify) -> None:
    operation = queries.SHOP
    assert expected_points(operation) == operation.points
    cost = {**COST, "requestedQueryCost": 9}
    server.script(answer({"data": None, "errors": [error("No.", "ACCESS_DENIED")], "extensions": {"cost": cost}}))

    with pytest.raises(Exception, match="No"):
        shopify.read_shop()

    assert expected_points(operation) == 9


def test_a_call_inside_a_transaction_is_a_mistake(server: ScriptedServer, shopify: Shopify) -> None:
    with pytest.raises(RuntimeError, match="transaction"), transaction.atomic():
        shopify.read_order(ORDER_GID)

    assert server.requests == []


def test_another_version_in_the_reply_is_kept_and_logged(
    server: ScriptedServer, shopify: Shopify, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.WARNING)
    server.script(answer(reply(created()), headers={"X-Shopify-API-Version": "2027-01"}))
    call = create_call()

    result = shopify.call(call, reservation=shopify.reserve(call))

    assert result.api_version == "2027-01"
    assert "shopify.version_mismatch" in caplog.text + "".join(capsys.readouterr())


def test_background_reading_leaves_the_last_third_of_the_bucket(
    server: ScriptedServer, store: Store, transport: Transport
) -> None:
    BudgetBucket.objects.update(level=500, restore_rate=0.001, level_at=datetime.now(UTC))
    server.script(answer(reply({"order": order()})))
    bulk = Shopify(Exchange(store, priority=Priority.BULK, transport=transport))
    urgent = Shopify(Exchange(store, priority=Priority.EFFECT, transport=transport))

    urgent.read_order(ORDER_GID)
    BudgetBucket.objects.update(level=500, restore_rate=0.001, level_at=datetime.now(UTC))

    with pytest.raises(Exception, match="budget"):
        bulk.read_order(ORDER_GID)
    assert len(server.requests) == 1
