"""Cycles found and charged in bulk, by a job."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shopify_sandbox.state.contracts import Contract, ContractStatus
from tests.shopify_sandbox.resolvers.billing_story import Billing, a_billing_shop, codes

WANTED = "$range: SubscriptionBillingCyclesDateRangeSelector!, $filters: SubscriptionBillingCycleBulkFilters"
GIVEN = "billingAttemptExpectedDateRange: $range, filters: $filters"
RESULTS = """query($id: ID!) { job(id: $id) { done } subscriptionBillingCycleBulkResults(jobId: $id, first: 50) {
  nodes { cycleIndex status sourceContract { id } } } }"""
RANGE = ["billingAttemptExpectedDateRange"]
DECEMBER = {"startDate": "2026-11-28T00:00:00Z", "endDate": "2026-12-03T00:00:00Z"}


@pytest.fixture
def here() -> Billing:
    return a_billing_shop()


@pytest.fixture
def contract(here: Billing) -> Contract:
    made = here.monthly()
    here.until("2026-12-02T12:00:00Z")
    return made


def ask(here: Billing, action: str, dates: dict[str, str] | None = None, **filters: object) -> dict[str, Any]:
    """The payload of BulkSearch or BulkCharge."""
    name = f"subscriptionBillingCycle{action}"
    document = f"mutation({WANTED}) {{ {name}({GIVEN}) {{ job {{ id done }} userErrors {{ field message code }} }} }}"
    payload: dict[str, Any] = here.shop.send(document, {"range": dates or DECEMBER, "filters": filters})[name]
    return payload


def found(here: Billing, action: str, **filters: Any) -> list[tuple[str, int]]:
    """Contract and index of each cycle that a job found."""
    job = ask(here, action, **filters)["job"]
    nodes = here.shop.send(RESULTS, {"id": job["id"]})["subscriptionBillingCycleBulkResults"]["nodes"]
    return [(each["sourceContract"]["id"], each["cycleIndex"]) for each in nodes]


def test_cycles_to_be_billed_in_a_range_are_found_by_a_job(here: Billing, contract: Contract) -> None:
    here.monthly()

    assert found(here, "BulkSearch") == [(contract.gid, 1)]


def test_a_job_has_no_results_before_it_is_done(here: Billing, contract: Contract) -> None:
    here.shop.world.job_delay = timedelta(minutes=5)
    job = ask(here, "BulkSearch")["job"]

    answer = here.shop.send(RESULTS, {"id": job["id"]})

    assert (answer["job"]["done"], answer["subscriptionBillingCycleBulkResults"]["nodes"]) == (False, [])


def test_a_cycle_moved_into_the_range_is_found_there(here: Billing, contract: Contract) -> None:
    here.edit_schedule(contract, 2, billingDate="2026-12-02T20:00:00Z")

    assert found(here, "BulkSearch") == [(contract.gid, 1), (contract.gid, 2)]


@pytest.mark.parametrize(
    ("filters", "number"),
    [
        ({"billingCycleStatus": ["BILLED"]}, 0),
        ({"billingCycleStatus": ["UNBILLED"]}, 1),
        ({"contractStatus": ["PAUSED"]}, 0),
        ({"billingAttemptStatus": "HAS_ATTEMPT"}, 0),
        ({"billingAttemptStatus": "NO_ATTEMPT"}, 1),
    ],
)
def test_filters_narrow_the_search(here: Billing, contract: Contract, filters: dict[str, object], number: int) -> None:
    assert len(found(here, "BulkSearch", **filters)) == number


def test_contracts_of_other_apps_are_not_found(here: Billing, contract: Contract) -> None:
    contract.app_id += 1

    assert found(here, "BulkSearch") == []


def test_a_bulk_charge_bills_what_it_finds(here: Billing, contract: Contract) -> None:
    found(here, "BulkCharge")

    assert here.cycle(contract)["status"] == "BILLED"


def test_a_bulk_charge_leaves_what_cannot_be_billed(here: Billing, contract: Contract) -> None:
    here.change("Skip", contract)
    paused = here.monthly()
    paused.status = ContractStatus.PAUSED

    found(here, "BulkCharge")

    assert here.topics("subscription_billing_attempts") == []


def test_a_second_bulk_charge_bills_nothing_again(here: Billing, contract: Contract) -> None:
    found(here, "BulkCharge")

    found(here, "BulkCharge")

    assert len(contract.orders) == 2


@pytest.mark.parametrize(
    ("start", "end", "field", "code"),
    [
        ("2026-12-03T00:00:00Z", "2026-12-01T00:00:00Z", [*RANGE, "startDate"], "START_DATE_BEFORE_END_DATE"),
        ("2026-12-01T00:00:00Z", "2026-12-04T00:00:00Z", [*RANGE, "endDate"], "END_DATE_IN_THE_FUTURE"),
        ("2026-11-20T00:00:00Z", "2026-12-01T00:00:00Z", RANGE, "INVALID_DATE_RANGE"),
    ],
)
@pytest.mark.parametrize("action", ["BulkSearch", "BulkCharge"])
def test_a_range_has_bounds(
    here: Billing, contract: Contract, action: str, start: str, end: str, field: list[str], code: str
) -> None:
    refused = ask(here, action, {"startDate": start, "endDate": end})

    assert codes(refused) == [(field, code)]
    assert refused["job"] is None
