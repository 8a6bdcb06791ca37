"""What billing attempts and billing cycles look like in webhooks, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shopify_sandbox.options import Profile
from tests.shopify_sandbox.live import Live, live_shop
from tests.shopify_sandbox.webhooks.conftest import until

PLAN = {"name": "Monthly", "deliveries": 3, "every": "P30D", "contract": True}
TOPICS = (
    "SUBSCRIPTION_BILLING_ATTEMPTS_SUCCESS",
    "SUBSCRIPTION_BILLING_ATTEMPTS_FAILURE",
    "SUBSCRIPTION_BILLING_ATTEMPTS_CHALLENGED",
    "SUBSCRIPTION_BILLING_CYCLES_SKIP",
    "SUBSCRIPTION_BILLING_CYCLES_UNSKIP",
    "SUBSCRIPTION_BILLING_CYCLE_EDITS_CREATE",
)
SKIP = """mutation($given: SubscriptionBillingCycleInput!) { subscriptionBillingCycleSkip(billingCycleInput: $given) {
  userErrors { message } } }"""
MOVE = """mutation($given: SubscriptionBillingCycleInput!, $date: DateTime!) {
  subscriptionBillingCycleScheduleEdit(billingCycleInput: $given, input: {billingDate: $date, reason: DEV_INITIATED}) {
    userErrors { message } } }"""
CHARGE = """mutation($id: ID!) { subscriptionBillingAttemptCreate(subscriptionContractId: $id,
  subscriptionBillingAttemptInput: {idempotencyKey: "key-1"}) { subscriptionBillingAttempt { id }
    userErrors { message } } }"""


@pytest.fixture
def shop() -> Iterator[Live]:
    with live_shop(Profile(timezone="America/Toronto")) as live:
        live.control("reset", {"now": "2026-11-02T09:30:00Z"})
        live.subscribe(*TOPICS)
        yield live


def a_contract(shop: Live) -> dict[str, Any]:
    """The contract of a customer who pays for three months at once."""
    shop.control("checkout", {"lines": [{"sku": "BOX", "price": "10.00", "selling_plan": PLAN}], "email": "a@b.ca"})
    contract: dict[str, Any] = shop.read("state")["contracts"][0]
    return contract


def body_of(shop: Live, topic: str) -> dict[str, Any]:
    """The body of the first webhook of the topic."""
    until(lambda: topic in shop.receiver.topics())
    return next(each.told for each in shop.receiver.received if each.topic == topic)


def number(gid: str) -> int:
    """The number in a global id."""
    return int(gid.rsplit("/", 1)[1])


def test_a_success_names_attempt_order_contract_and_key(shop: Live) -> None:
    contract = a_contract(shop)

    attempt = shop.ask(CHARGE, id=contract["id"])["data"]["subscriptionBillingAttemptCreate"]
    gid = attempt["subscriptionBillingAttempt"]["id"]

    body = body_of(shop, "subscription_billing_attempts/success")
    order = shop.read("state")["contracts"][0]["orders"][1]
    assert body == {
        "id": number(gid),
        "admin_graphql_api_id": gid,
        "idempotency_key": "key-1",
        "order_id": number(order),
        "admin_graphql_api_order_id": order,
        "subscription_contract_id": number(contract["id"]),
        "admin_graphql_api_subscription_contract_id": contract["id"],
        "ready": True,
        "error_message": None,
        "error_code": None,
    }


def test_a_failure_has_its_code_and_no_order(shop: Live) -> None:
    contract = a_contract(shop)
    shop.control("billing", {"next": {"outcome": "failure", "error_code": "EXPIRED_CARD"}})

    shop.ask(CHARGE, id=contract["id"])

    body = body_of(shop, "subscription_billing_attempts/failure")
    assert (body["error_code"], body["error_message"]) == ("expired_card", "The card has expired.")
    assert (body["order_id"], body["ready"]) == (None, True)


def test_a_challenge_is_told_before_it_is_decided(shop: Live) -> None:
    contract = a_contract(shop)
    shop.control("billing", {"next": "challenged"})

    shop.ask(CHARGE, id=contract["id"])

    body = body_of(shop, "subscription_billing_attempts/challenged")
    assert (body["order_id"], body["error_code"], body["ready"]) == (None, None, False)


def test_a_skipped_cycle_is_told_with_its_dates_in_the_shops_zone(shop: Live) -> None:
    contract = a_contract(shop)

    shop.ask(SKIP, given={"contractId": contract["id"], "selector": {"index": 1}})

    assert body_of(shop, "subscription_billing_cycles/skip") == {
        "subscription_contract_id": number(contract["id"]),
        "cycle_start_at": "2026-11-02T04:30:00-05:00",
        "cycle_end_at": "2027-01-31T04:30:00-05:00",
        "cycle_index": 1,
        "contract_edit": None,
        "billing_attempt_expected_date": "2027-01-31T04:30:00-05:00",
        "skipped": True,
        "edited": False,
    }


def test_a_moved_cycle_is_told_as_edited(shop: Live) -> None:
    contract = a_contract(shop)

    shop.ask(MOVE, given={"contractId": contract["id"], "selector": {"index": 1}}, date="2026-12-24T12:00:00Z")

    body = body_of(shop, "subscription_billing_cycle_edits/create")
    assert (body["billing_attempt_expected_date"], body["edited"]) == ("2026-12-24T07:00:00-05:00", True)


def test_cycles_and_attempts_need_the_scopes_of_contracts(shop: Live) -> None:
    contract = a_contract(shop)
    scopes = sorted(each for each in Profile().scopes if each != "write_own_subscription_contracts")
    shop.control("tokens", {"action": "scopes", "scopes": scopes})

    answers = [
        shop.ask(SKIP, given={"contractId": contract["id"], "selector": {"index": 1}}),
        shop.ask(CHARGE, id=contract["id"]),
    ]

    assert [each["errors"][0]["extensions"]["code"] for each in answers] == ["ACCESS_DENIED"] * 2


def test_a_plan_for_billing_that_cannot_be_used_is_answered_with_400(shop: Live) -> None:
    assert "outcome must be one of" in shop.refusal("billing", {"next": "perhaps"})
