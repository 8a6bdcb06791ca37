"""Shopify answers badly, late or not at all."""

import json
from typing import Any

import pytest

from backhaul.flows.store_pauses import resume_store
from backhaul.models import Intent, Store, TaskAttempt
from tests.support.shop import Shop, run_pending, state_of, wake_all

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}


def body(text: str, status: int = 200) -> dict[str, Any]:
    return {"operation": "order", "nth": 1, "kind": "body", "body": text, "status": status}


BAD_READS = {
    "html": body("<html>Bad gateway</html>"),
    "half a JSON": body('{"data": {"order": {"id": '),
    "errors as a string": body('{"errors": "[API] Unavailable"}'),
    "null data": body('{"data": null}'),
    "null order": body('{"data": {"order": {"id": null}}}'),
    "not an object": body("[]"),
    "503": {"operation": "order", "nth": 1, "kind": "status", "status": 503},
    "throttled": {"operation": "order", "nth": 1, "kind": "throttled"},
}


@pytest.mark.parametrize("trouble", BAD_READS)
def test_a_bad_answer_to_a_read_is_got_over(shop: Shop, trouble: str) -> None:
    order = shop.order(lines=[APPLES])
    shop.sandbox.faults(BAD_READS[trouble])
    posted = shop.ship(order, "S-1", apple=2)

    run_pending()
    shop.sandbox.faults()
    wake_all()
    run_pending()

    assert state_of(posted.task) == ("succeeded", "sent")
    assert shop.fulfilled(order) == {"apple": 2}


def test_a_refused_token_pauses_the_store_and_fails_nothing(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    shop.sandbox.faults({"operation": "order", "nth": 1, "kind": "status", "status": 401})
    posted = shop.ship(order, "S-1", apple=2)
    run_pending()
    shop.store.refresh_from_db()
    paused = shop.store.state

    resume_store(shop.store)
    run_pending()

    assert paused == Store.State.PAUSED
    assert state_of(posted.task) == ("succeeded", "sent")


@pytest.mark.parametrize("text", ["<html>", '{"data": {"fulfillmentCreate": null}}', "{", '{"errors": "no"}'])
def test_a_broken_answer_to_a_change_is_read_back_and_kept_as_evidence(shop: Shop, text: str) -> None:
    order = shop.order(lines=[APPLES])
    shop.sandbox.faults({"operation": "fulfillmentCreate", "nth": 1, "kind": "body", "body": text, "status": 200})
    posted = shop.ship(order, "S-1", apple=2)

    run_pending()

    posted.task.refresh_from_db()
    assert (posted.task.state, posted.task.wait_reason) == ("waiting", "read_back")
    assert Intent.objects.get(task=posted.task).state == Intent.State.OPEN
    assert "token" not in str(TaskAttempt.objects.get(task=posted.task).evidence).lower()


def test_a_refusal_that_nobody_knows_is_for_a_person_and_is_not_retried(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    payload = {"fulfillment": None, "userErrors": [{"field": None, "message": "No."}]}
    refusal = json.dumps({"data": {"fulfillmentCreate": payload}})
    shop.sandbox.faults({"operation": "fulfillmentCreate", "nth": 1, "kind": "body", "body": refusal, "status": 200})
    posted = shop.ship(order, "S-1", apple=2)

    run_pending()
    calls = [request for request in shop.sandbox.log() if request["root_fields"] == ["fulfillmentCreate"]]

    assert state_of(posted.task) == ("needs_attention", "needs_attention")
    assert "No." in posted.task.outcome_detail
    assert len(calls) == 1
