"""Charging subscriptions, over REST."""

from datetime import UTC, datetime

import pytest

from backhaul.models import Bill, Contract, Store
from tests.api.client import Caller, body_of, expect_problem
from tests.support.contract_rows import bill_row, contract_row


@pytest.fixture
def contract(store: Store) -> Contract:
    return contract_row(store)


@pytest.fixture
def bill(contract: Contract) -> Bill:
    return bill_row(contract)


def test_billing_is_switched_on_with_its_policies(api: Caller, store: Store) -> None:
    before = body_of(api.get("/stores/shop/billing"))
    after = body_of(api.patch("/stores/shop/billing", {"is_on": True, "hour": 5, "retry_days": [1, 4]}))

    assert (before["policy"]["is_on"], after["policy"]["is_on"]) == (False, True)
    assert (after["policy"]["hour"], after["policy"]["retry_days"]) == (5, [1, 4])
    expect_problem(api.patch("/stores/shop/billing", {"hour": 25}), 400, "bad-billing-policy")
    expect_problem(api.patch("/stores/shop/billing", {"at_end": "sue"}), 400, "invalid-request-body")


def test_bills_are_listed_by_filter_and_shown_with_their_tries(api: Caller, bill: Bill, contract: Contract) -> None:
    listed = body_of(api.get("/bills", state="open", contract=contract.pk, store="shop"))["items"]
    shown = body_of(api.get(f"/bills/{bill.pk}"))

    assert [(one["id"], one["cycle"], one["state"]) for one in listed] == [(bill.pk, 2, "retrying")]
    assert shown["charges"][0]["decline"] == "soft"
    assert body_of(api.get("/bills", state="charged"))["items"] == []
    expect_problem(api.get("/bills/bil_none"), 404, "not-found")


def test_a_bill_says_what_was_charged_in_the_customers_currency(api: Caller, bill: Bill) -> None:
    before = body_of(api.get(f"/bills/{bill.pk}"))["bill"]
    Bill.objects.update(amount="24.9500", currency="EUR")

    after = body_of(api.get(f"/bills/{bill.pk}"))["bill"]

    assert (before["amount"], before["currency"]) == (None, "")
    assert (after["amount"], after["currency"]) == ("24.95", "EUR")


def test_a_bill_is_charged_skipped_or_left_by_a_task(api: Caller, bill: Bill) -> None:
    for wish in ("charge", "skip", "leave"):
        wanted = body_of(api.post(f"/bills/{bill.pk}/{wish}", {"by": "boss"}))["bill"]

        assert (wanted["wish"], wanted["wished_by"], wanted["task_state"]) == (wish, "boss", "pending")


def test_a_cycle_is_charged_only_while_billing_is_on(api: Caller, contract: Contract) -> None:
    expect_problem(api.post(f"/contracts/{contract.pk}/charge", {"cycle": 2}), 409, "billing-is-off")
    api.patch("/stores/shop/billing", {"is_on": True})

    wanted = body_of(api.post(f"/contracts/{contract.pk}/charge", {"cycle": 2}))["bill"]

    assert (wanted["cycle"], wanted["wish"]) == (2, "charge")
    expect_problem(api.post(f"/contracts/{contract.pk}/charge", {"cycle": 1}), 409, "cycle-not-open")


def test_a_cycle_that_shopify_would_not_charge_yet_is_refused_at_once(api: Caller, contract: Contract) -> None:
    api.patch("/stores/shop/billing", {"is_on": True})
    contract.cycles.filter(index=2).update(expected_at=datetime(2099, 4, 21, 18, 20, tzinfo=UTC))

    refused = api.post(f"/contracts/{contract.pk}/charge", {"cycle": 2})

    said = expect_problem(refused, 400, "cycle-too-early")
    assert said["detail"] == "Cycle 2 is expected on 2099-04-21; Shopify charges at most 24 hours before that."
    assert "from 2099-04-20 18:20 (UTC) on" in said["hint"]
    assert not Bill.objects.exists()


def test_what_is_due_is_listed(api: Caller, contract: Contract) -> None:
    (due,) = body_of(api.get("/stores/shop/due-cycles", days="3"))["items"]

    assert (due["contract_id"], due["cycle"], due["state"], due["is_due"]) == (contract.pk, 2, "off", True)


def test_another_card_is_asked_for_by_a_task(api: Caller, bill: Bill) -> None:
    assert body_of(api.post(f"/bills/{bill.pk}/ask-for-card", {}))["kind"] == "plan_change"
