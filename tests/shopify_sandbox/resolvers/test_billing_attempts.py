"""Billing attempts: one per key, pending until they end in an order, a failure or a challenge."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shopify_sandbox.state import order_updates
from shopify_sandbox.state.contracts import Contract, ContractStatus
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.payment_methods import revoke
from tests.shopify_sandbox.resolvers.billing_story import Billing, a_billing_shop, codes

SELECTOR = ["subscriptionBillingAttemptInput", "billingCycleSelector"]


@pytest.fixture
def here() -> Billing:
    return a_billing_shop()


@pytest.fixture
def contract(here: Billing) -> Contract:
    """A monthly contract whose first cycle is to be billed now."""
    made = here.monthly()
    here.until("2026-12-02T09:30:00Z")
    return made


def test_an_attempt_is_pending_and_ends_in_a_paid_order(here: Billing, contract: Contract) -> None:
    payload = here.attempt(contract)

    assert payload["subscriptionBillingAttempt"]["state"]["__typename"] == "SubscriptionBillingAttemptPendingState"
    ended = here.ended(payload)
    assert ended["state"]["order"]["id"] == ended["order"]["id"]
    assert (ended["ready"], ended["errorCode"]) == (True, None)
    assert here.cycle(contract)["status"] == "BILLED"
    assert here.topics() == ["subscription_billing_attempts/success"]


def test_an_attempt_takes_as_long_as_the_sandbox_is_told(here: Billing, contract: Contract) -> None:
    here.control(delay="PT1H")

    payload = here.attempt(contract)

    here.wait(minutes=59)
    assert not here.ended(payload)["ready"]
    here.wait(minutes=1)
    assert here.ended(payload)["ready"]


def test_the_same_key_is_the_same_attempt_and_no_second_charge(here: Billing, contract: Contract) -> None:
    first = here.ended(here.attempt(contract, key="k"))

    again = here.ended(here.attempt(contract, key="k"))

    assert again["id"] == first["id"]
    assert len(here.shop.world.all(Order)) == 2


def test_another_key_charges_the_cycle_a_second_time(here: Billing, contract: Contract) -> None:
    here.ended(here.attempt(contract, key="k", billingCycleSelector={"index": 1}))

    here.ended(here.attempt(contract, key="other", billingCycleSelector={"index": 1}))

    assert len(here.shop.world.all(Order)) == 3


def test_a_key_of_another_contract_is_refused(here: Billing, contract: Contract) -> None:
    here.attempt(contract, key="k")

    refused = here.attempt(here.monthly(), key="k")

    assert codes(refused) == [(["subscriptionBillingAttemptInput", "idempotencyKey"], "INVALID")]


def test_a_blank_key_is_refused(here: Billing, contract: Contract) -> None:
    refused = here.attempt(contract, key=" ")

    assert codes(refused) == [(["subscriptionBillingAttemptInput", "idempotencyKey"], "BLANK")]


@pytest.mark.parametrize(
    ("status", "code"),
    [("PAUSED", "CONTRACT_PAUSED"), ("CANCELLED", "CONTRACT_TERMINATED"), ("EXPIRED", "CONTRACT_TERMINATED")],
)
def test_a_contract_that_is_not_running_is_not_billed(
    here: Billing, contract: Contract, status: str, code: str
) -> None:
    contract.status = ContractStatus(status)

    assert codes(here.attempt(contract)) == [(["subscriptionContractId"], code)]


def test_a_contract_of_another_app_does_not_exist(here: Billing, contract: Contract) -> None:
    contract.app_id += 1

    assert codes(here.attempt(contract)) == [(["subscriptionContractId"], "CONTRACT_NOT_FOUND")]


@pytest.mark.parametrize(
    ("selector", "code"),
    [
        ({"index": 2}, "BILLING_CYCLE_CHARGE_BEFORE_EXPECTED_DATE"),
        ({"index": 0}, "CYCLE_INDEX_OUT_OF_RANGE"),
        ({"index": 60}, "UPCOMING_CYCLE_LIMIT_EXCEEDED"),
        ({"date": "2026-10-01T00:00:00Z"}, "CYCLE_START_DATE_OUT_OF_RANGE"),
        ({}, "INVALID"),
        ({"index": 1, "date": "2026-12-01T00:00:00Z"}, "INVALID"),
    ],
)
def test_a_cycle_that_cannot_be_billed_now_is_refused(
    here: Billing, contract: Contract, selector: dict[str, object], code: str
) -> None:
    assert codes(here.attempt(contract, billingCycleSelector=selector)) == [(SELECTOR, code)]


def test_a_cycle_can_be_billed_24_hours_before_its_date_and_not_earlier(here: Billing) -> None:
    contract = here.monthly()
    here.until("2026-12-01T09:29:59Z")
    early = here.attempt(contract, billingCycleSelector={"index": 1})
    here.wait(seconds=1)

    in_time = here.attempt(contract, billingCycleSelector={"index": 1})

    assert codes(early) == [(SELECTOR, "BILLING_CYCLE_CHARGE_BEFORE_EXPECTED_DATE")]
    assert in_time["userErrors"] == []


def test_an_overdue_cycle_can_still_be_billed(here: Billing, contract: Contract) -> None:
    here.wait(days=45)

    here.ended(here.attempt(contract, billingCycleSelector={"index": 1}))

    assert here.cycle(contract, 1)["status"] == "BILLED"


def test_without_a_selector_the_current_cycle_is_billed_whenever_its_date_is(here: Billing, contract: Contract) -> None:
    here.wait(days=3)

    here.ended(here.attempt(contract))

    assert [each["status"] for each in here.cycles(contract, first=2)] == ["UNBILLED", "BILLED"]


def test_a_skipped_cycle_is_not_billed(here: Billing, contract: Contract) -> None:
    here.change("Skip", contract)

    assert codes(here.attempt(contract)) == [(SELECTOR, "BILLING_CYCLE_SKIPPED")]


@pytest.mark.parametrize(
    ("time", "code"),
    [
        ("2026-11-02T09:00:00Z", "ORIGIN_TIME_BEFORE_CONTRACT_CREATION"),
        ("2026-12-03T00:00:00Z", "ORIGIN_TIME_OUT_OF_RANGE"),
    ],
)
def test_an_origin_time_lies_in_the_cycle(here: Billing, contract: Contract, time: str, code: str) -> None:
    refused = here.attempt(contract, originTime=time)

    assert codes(refused) == [(["subscriptionBillingAttemptInput", "originTime"], code)]


def test_a_failure_tells_its_code_in_every_form_and_leaves_the_cycle_unbilled(
    here: Billing, contract: Contract
) -> None:
    here.control(next={"outcome": "failure", "error_code": "INSUFFICIENT_FUNDS"})

    ended = here.ended(here.attempt(contract))

    assert ended["state"]["error"] == {
        "__typename": "SubscriptionBillingAttemptPaymentError",
        "code": "INSUFFICIENT_FUNDS",
    }
    assert (ended["ready"], ended["errorCode"], ended["errorMessage"]) == (
        True,
        "INSUFFICIENT_FUNDS",
        "Insufficient funds.",
    )
    assert ended["processingError"]["code"] == "INSUFFICIENT_FUNDS"
    assert here.cycle(contract)["status"] == "UNBILLED"
    assert here.topics() == ["subscription_billing_attempts/failure"]
    assert (contract.last_payment_status, contract.last_billing_error) == ("FAILED", "PAYMENT_ERROR")


@pytest.mark.parametrize(
    ("code", "typename", "for_contract"),
    [
        ("CUSTOMER_NOT_FOUND", "GeneralError", "CUSTOMER_ERROR"),
        ("INSUFFICIENT_INVENTORY", "InventoryError", "INVENTORY_ERROR"),
        ("UNEXPECTED_ERROR", "UnexpectedError", "OTHER"),
    ],
)
def test_each_kind_of_failure_has_a_type_of_its_own(
    here: Billing, contract: Contract, code: str, typename: str, for_contract: str
) -> None:
    here.control(next={"outcome": "failure", "error_code": code})

    ended = here.ended(here.attempt(contract))

    assert ended["state"]["error"]["__typename"] == f"SubscriptionBillingAttempt{typename}"
    assert contract.last_billing_error == for_contract


def test_after_a_failure_a_new_key_is_a_new_attempt(here: Billing, contract: Contract) -> None:
    here.control(next="failure")
    here.ended(here.attempt(contract, key="first"))

    ended = here.ended(here.attempt(contract, key="second"))

    assert ended["order"] is not None
    assert len(here.cycle(contract)["billingAttempts"]["nodes"]) == 2
    assert (contract.last_payment_status, contract.last_billing_error) == ("SUCCEEDED", None)


def test_a_challenge_waits_for_the_customer_and_then_succeeds(here: Billing, contract: Contract) -> None:
    here.control(next="challenged")
    payload = here.attempt(contract)
    asked = here.ended(payload)["state"]["action"]

    here.control(do="answer", attempt=payload["subscriptionBillingAttempt"]["id"])

    assert asked["status"] == "OFF_SESSION_REJECTED"
    assert asked["nextActionUrl"].startswith("https://sandbox.myshopify.com/")
    assert here.ended(payload)["order"] is not None
    assert here.topics() == ["subscription_billing_attempts/challenged", "subscription_billing_attempts/success"]


def test_a_challenge_that_is_opened_and_not_answered_is_still_open(here: Billing, contract: Contract) -> None:
    here.control(next="challenged")
    payload = here.attempt(contract)
    here.ended(payload)

    here.control(do="answer", attempt=payload["subscriptionBillingAttempt"]["id"], outcome="challenged")

    assert here.ended(payload)["state"]["action"]["status"] == "ON_SESSION_CHALLENGED"


def test_a_challenge_that_was_answered_by_hand_is_not_met_again_by_the_clock(here: Billing, contract: Contract) -> None:
    here.control(next={"outcome": "challenged", "met_after": "PT10M"})
    payload = here.attempt(contract)
    here.ended(payload)
    here.control(do="answer", attempt=payload["subscriptionBillingAttempt"]["id"])

    here.wait(minutes=10)

    assert len(contract.orders) == 2


def test_a_challenge_can_be_met_by_the_clock_and_fail(here: Billing, contract: Contract) -> None:
    plan = {"outcome": "challenged", "met_after": "PT10M", "ends_as": "failure", "error_code": "AUTHENTICATION_FAILED"}
    here.control(next=plan)
    payload = here.attempt(contract)
    here.ended(payload)

    here.wait(minutes=10)

    assert here.ended(payload)["errorCode"] == "AUTHENTICATION_FAILED"


def test_a_revoked_payment_method_fails_the_attempt(here: Billing, contract: Contract) -> None:
    assert contract.content.payment_method is not None
    revoke(here.shop.world, contract.content.payment_method)

    assert here.ended(here.attempt(contract))["errorCode"] == "PAYMENT_METHOD_NOT_FOUND"


def test_a_card_that_expired_fails_the_attempt(here: Billing) -> None:
    contract = here.monthly(payment_method={"expiry_month": 11, "expiry_year": 2026})
    here.until("2026-12-02T09:30:00Z")

    assert here.ended(here.attempt(contract))["errorCode"] == "EXPIRED_PAYMENT_METHOD"


def test_a_refusal_can_be_asked_for(here: Billing, contract: Contract) -> None:
    here.control(next={"outcome": "refused", "error_code": "THROTTLED"})

    assert codes(here.attempt(contract)) == [(None, "THROTTLED")]
    assert here.attempt(contract)["userErrors"] == []


def test_a_success_stays_one_when_its_order_is_deleted(here: Billing, contract: Contract) -> None:
    payload = here.attempt(contract)
    here.ended(payload)

    order_updates.delete(here.shop.world, contract.orders[-1])

    assert here.ended(payload)["state"] == {
        "__typename": "SubscriptionBillingAttemptSuccessState",
        "order": None,
    }


def test_the_last_cycle_ends_the_contract(here: Billing, contract: Contract) -> None:
    contract.content = here.with_most_cycles(contract, 1)

    here.ended(here.attempt(contract))

    assert contract.status is ContractStatus.EXPIRED
    assert here.topics("subscription_contracts/expire") == ["subscription_contracts/expire"]


def test_the_next_billing_date_is_the_apps_own_and_stays(here: Billing, contract: Contract) -> None:
    before = contract.next_billing_date

    here.ended(here.attempt(contract))

    assert contract.next_billing_date == before


def test_a_charge_bills_a_cycle_with_its_date_as_origin(here: Billing, contract: Contract) -> None:
    here.wait(days=2)

    ended = here.ended(here.charge(contract))

    assert ended["originTime"] == "2026-12-02T09:30:00Z"
    assert here.cycle(contract)["status"] == "BILLED"


def test_a_cycle_that_is_billed_or_being_billed_is_not_charged(here: Billing, contract: Contract) -> None:
    here.control(delay="PT1M")
    here.attempt(contract)

    refused = here.charge(contract)

    assert codes(refused) == [(["billingCycleSelector"], "INVALID")]


def test_attempts_are_found_by_their_error(here: Billing, contract: Contract) -> None:
    here.control(next="failure")
    failed = here.ended(here.attempt(contract, key="a"))
    here.ended(here.attempt(contract, key="b"))
    document = "query($q: String) { subscriptionBillingAttempts(first: 9, query: $q) { nodes { id } } }"

    found = here.shop.send(document, {"q": "error_code:CARD_DECLINED"})["subscriptionBillingAttempts"]["nodes"]

    assert [each["id"] for each in found] == [failed["id"]]


def test_an_attempt_under_way_ends_although_the_contract_is_cancelled(here: Billing, contract: Contract) -> None:
    here.control(delay="PT1M")
    payload = here.attempt(contract)
    contract.status = ContractStatus.CANCELLED

    here.shop.world.clock.advance(timedelta(minutes=1))

    assert here.ended(payload)["order"] is not None
    assert contract.status is ContractStatus.CANCELLED
