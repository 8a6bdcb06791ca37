"""POST /sandbox/billing: how attempts go, and billing as a subscription app does it."""

from __future__ import annotations

import pytest

from shopify_sandbox.control_input import BadControlRequest
from tests.shopify_sandbox.resolvers.billing_story import Billing, a_billing_shop


@pytest.fixture
def here() -> Billing:
    return a_billing_shop()


def test_plans_are_used_up_in_their_order(here: Billing) -> None:
    contract = here.monthly()
    here.until("2026-12-02T09:30:00Z")
    here.control(next=[{"outcome": "failure", "error_code": "EXPIRED_CARD", "times": 2}, "challenged"])

    endings = [here.ended(here.attempt(contract, key=key)) for key in "abcd"]

    assert [each["errorCode"] for each in endings] == ["EXPIRED_CARD", "EXPIRED_CARD", None, None]
    assert [bool(each["nextActionUrl"]) for each in endings] == [False, False, True, False]


def test_a_plan_of_one_contract_is_for_no_other_and_may_last(here: Billing) -> None:
    one, other = here.monthly(), here.monthly()
    here.until("2026-12-02T09:30:00Z")
    here.control(next={"outcome": "failure", "contract": one.gid, "times": None})

    assert here.ended(here.attempt(other, key="o"))["order"] is not None
    assert [here.ended(here.attempt(one, key=key))["errorCode"] for key in "ab"] == ["CARD_DECLINED"] * 2


def test_plans_are_forgotten(here: Billing) -> None:
    here.control(next={"outcome": "failure", "times": None})

    assert here.control(forget=True)["plans"] == []


def test_an_app_bills_the_next_cycle_and_moves_the_next_billing_date_on(here: Billing) -> None:
    contract = here.monthly()
    here.until("2026-12-02T09:30:00Z")

    told = here.control(do="charge", contract=contract.gid)

    here.shop.world.clock.run_due()
    assert [(each["cycle"], each["completed"]) for each in told["attempts"]] == [(1, False)]
    assert contract.next_billing_date is not None
    assert contract.next_billing_date.isoformat() == "2027-01-02T09:30:00+00:00"


def test_apps_bill_all_that_has_fallen_due_once(here: Billing) -> None:
    for _ in range(2):
        here.monthly()
    here.until("2026-12-02T09:30:00Z")
    here.monthly()

    first, second = here.control(do="charge"), here.control(do="charge")

    assert (len(first["attempts"]), len(second["attempts"])) == (2, 0)


def test_two_years_of_monthly_billing_make_24_renewals(here: Billing) -> None:
    contract = here.monthly()

    for _ in range(24):
        assert contract.next_billing_date is not None
        here.until(contract.next_billing_date.isoformat())
        here.control(do="charge")
        here.shop.world.clock.run_due()

    assert len(contract.orders) == 25
    assert contract.orders[-1].created_at.isoformat() == "2028-11-02T08:30:00+00:00"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"next": "maybe"}, "outcome must be one of"),
        ({"next": {"outcome": "failure", "error_code": "BROKE"}}, "there is no error_code 'BROKE'"),
        ({"next": {"outcome": "refused", "error_code": "EXPIRED_CARD"}}, "there is no error_code"),
        ({"next": {"outcome": "failure", "contract": "gid://shopify/SubscriptionContract/1"}}, "there is no contract"),
        ({"next": {"outcome": "failure", "times": 0}}, "times must be a whole number"),
        ({"delay": "soon"}, "delay"),
        ({"cycle": 1}, "'cycle' needs do"),
        ({"do": "charge", "key": "k"}, "charge needs a contract"),
        ({"do": "charge", "contract": "x"}, "there is no contract 'x'"),
        ({"do": "answer", "attempt": "x"}, "there is no challenged attempt"),
        ({"do": "answer", "key": "k"}, "answer does not take 'key'"),
        ({"unknown": 1}, "unknown 'unknown'"),
    ],
)
def test_what_cannot_be_used_is_refused_and_changes_nothing(here: Billing, body: dict[str, object], words: str) -> None:
    with pytest.raises(BadControlRequest, match=words):
        here.control(**{"forget": True, **body})

    assert here.control()["plans"] == []


def test_a_deed_that_is_refused_takes_the_settings_back(here: Billing) -> None:
    contract = here.monthly()

    with pytest.raises(BadControlRequest, match="more than 24 hours before"):
        here.control(do="charge", contract=contract.gid, next="failure", delay="PT1H")

    told = here.control()
    assert (told["plans"], told["delay_seconds"]) == ([], 0)
