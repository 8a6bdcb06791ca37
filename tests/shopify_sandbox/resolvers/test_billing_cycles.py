"""Billing cycles: read, skipped, moved within their bounds, freed of their edits."""

from __future__ import annotations

import pytest

from shopify_sandbox.state.contracts import Contract, ContractStatus
from tests.shopify_sandbox.resolvers.billing_story import ONE, Billing, a_billing_shop, codes

DELETE_ALL = """mutation($id: ID!) { subscriptionBillingCycleEditsDelete(contractId: $id, targetSelection: ALL) {
  billingCycles { cycleIndex edited skipped } userErrors { field message code } } }"""
CYCLE_ID = ["billingCycleInput", "selector"]
INPUT_DATE = ["input", "billingDate"]


@pytest.fixture
def here() -> Billing:
    return a_billing_shop()


@pytest.fixture
def contract(here: Billing) -> Contract:
    """A monthly contract, bought on November 2 at 9:30."""
    return here.monthly()


def test_cycles_follow_each_other_from_the_purchase_on(here: Billing, contract: Contract) -> None:
    first, second = here.cycles(contract, first=2)

    assert (first["cycleIndex"], first["cycleStartAt"], first["cycleEndAt"]) == (
        1,
        "2026-11-02T09:30:00Z",
        "2026-12-02T09:30:00Z",
    )
    assert (second["cycleStartAt"], second["billingAttemptExpectedDate"]) == (
        "2026-12-02T09:30:01Z",
        "2027-01-02T09:30:00Z",
    )
    assert (first["status"], first["skipped"], first["edited"], first["editedContract"]) == (
        "UNBILLED",
        False,
        False,
        None,
    )
    assert first["sourceContract"]["id"] == contract.gid


def test_a_prepaid_contract_is_billed_once_for_all_deliveries(here: Billing) -> None:
    assert here.cycle(here.prepaid())["billingAttemptExpectedDate"] == "2027-02-02T09:30:00Z"


def test_cycles_are_listed_up_to_three_years_ahead(here: Billing, contract: Contract) -> None:
    assert len(here.cycles(contract, first=250)) == 36


def test_cycles_are_chosen_by_index_and_by_dates(here: Billing, contract: Contract) -> None:
    by_index = here.cycles(contract, indices={"startIndex": 2, "endIndex": 3})
    dates = {"startDate": "2026-12-02T09:30:00Z", "endDate": "2027-01-10T00:00:00Z"}
    by_date = here.cycles(contract, dates=dates)
    a_second_later = here.cycles(contract, dates={**dates, "startDate": "2026-12-02T09:30:01Z"})

    assert [each["cycleIndex"] for each in by_index] == [2, 3]
    assert [each["cycleIndex"] for each in by_date] == [1, 2, 3]
    assert [each["cycleIndex"] for each in a_second_later] == [2, 3]


def test_cycles_are_listed_backwards_too(here: Billing, contract: Contract) -> None:
    found = here.cycles(contract, indices={"startIndex": 1, "endIndex": 3}, reverse=True)

    assert [each["cycleIndex"] for each in found] == [3, 2, 1]


def test_a_cycle_is_found_by_any_date_in_it(here: Billing, contract: Contract) -> None:
    given = {"contractId": contract.gid, "selector": {"date": "2026-12-20T00:00:00Z"}}

    found = here.shop.send(ONE, {"given": given})["subscriptionBillingCycle"]

    assert found["cycleIndex"] == 2


@pytest.mark.parametrize("selector", [{"index": 37}, {"index": 0}, {"date": "2020-01-01T00:00:00Z"}, {}])
def test_a_cycle_that_cannot_be_seen_is_null(here: Billing, contract: Contract, selector: dict[str, object]) -> None:
    found = here.shop.send(ONE, {"given": {"contractId": contract.gid, "selector": selector}})

    assert found["subscriptionBillingCycle"] is None


def test_the_cycles_of_an_unknown_contract_are_an_error(here: Billing) -> None:
    document = """{ subscriptionBillingCycles(contractId: "gid://shopify/SubscriptionContract/1", first: 1) {
      nodes { cycleIndex } } }"""

    answer = here.shop.answer(document)

    assert "Invalid id" in answer["errors"][0]["message"]


def test_a_skip_and_its_end_are_told(here: Billing, contract: Contract) -> None:
    skipped = here.change("Skip", contract, 2)["billingCycle"]

    unskipped = here.change("Unskip", contract, 2)["billingCycle"]

    assert (skipped["skipped"], skipped["edited"], unskipped["skipped"]) == (True, False, False)
    assert here.topics() == ["subscription_billing_cycles/skip", "subscription_billing_cycles/unskip"]


def test_what_is_skipped_already_can_be_skipped_again_and_nobody_is_told(here: Billing, contract: Contract) -> None:
    here.change("Skip", contract)

    again = here.change("Skip", contract)

    assert again["userErrors"] == []
    assert here.topics() == ["subscription_billing_cycles/skip"]


@pytest.mark.parametrize("name", ["Skip", "Unskip"])
def test_a_billed_cycle_is_neither_skipped_nor_unskipped(here: Billing, contract: Contract, name: str) -> None:
    here.renew(contract)

    assert codes(here.change(name, contract)) == [(["billingCycleInput"], "INVALID")]


def test_a_cycle_that_is_being_billed_is_not_skipped(here: Billing, contract: Contract) -> None:
    here.control(delay="PT1H")
    here.attempt(contract)

    assert codes(here.change("Skip", contract)) == [(["billingCycleInput"], "INVALID")]


def test_a_cycle_of_another_apps_contract_is_not_skipped(here: Billing, contract: Contract) -> None:
    contract.app_id += 1

    assert codes(here.change("Skip", contract)) == [(["billingCycleInput", "contractId"], "INVALID")]


def test_a_cycle_of_a_contract_that_ended_is_not_skipped(here: Billing, contract: Contract) -> None:
    contract.status = ContractStatus.CANCELLED

    assert codes(here.change("Skip", contract)) == [(["billingCycleInput"], "INVALID")]


def test_a_cycle_is_billed_on_another_date_within_it_and_the_others_stay(here: Billing, contract: Contract) -> None:
    edited = here.edit_schedule(contract, 2, billingDate="2026-12-20T12:00:00Z")["billingCycle"]

    assert (edited["billingAttemptExpectedDate"], edited["edited"]) == ("2026-12-20T12:00:00Z", True)
    assert (edited["cycleStartAt"], edited["cycleEndAt"]) == ("2026-12-02T09:30:01Z", "2027-01-02T09:30:00Z")
    assert here.cycle(contract, 3)["billingAttemptExpectedDate"] == "2027-02-02T09:30:00Z"
    assert here.topics() == ["subscription_billing_cycle_edits/create"]


def test_a_second_edit_of_the_schedule_is_an_update(here: Billing, contract: Contract) -> None:
    here.edit_schedule(contract, 2, billingDate="2026-12-20T12:00:00Z")

    here.edit_schedule(contract, 2, billingDate="2026-12-21T12:00:00Z")

    assert here.topics() == ["subscription_billing_cycle_edits/create", "subscription_billing_cycle_edits/update"]


@pytest.mark.parametrize("date", ["2026-12-02T09:30:00Z", "2027-01-02T09:30:01Z"])
def test_a_date_outside_the_cycle_is_out_of_bounds(here: Billing, contract: Contract, date: str) -> None:
    assert codes(here.edit_schedule(contract, 2, billingDate=date)) == [(INPUT_DATE, "OUT_OF_BOUNDS")]


@pytest.mark.parametrize("date", ["2026-12-02T09:30:01Z", "2027-01-02T09:30:00Z"])
def test_a_cycles_first_and_last_second_are_within_it(here: Billing, contract: Contract, date: str) -> None:
    assert here.edit_schedule(contract, 2, billingDate=date)["userErrors"] == []


def test_an_edit_of_the_schedule_that_changes_nothing_is_empty(here: Billing, contract: Contract) -> None:
    assert codes(here.edit_schedule(contract)) == [(["input"], "EMPTY_BILLING_CYCLE_EDIT_SCHEDULE_INPUT")]


def test_a_skipped_cycle_gets_no_date(here: Billing, contract: Contract) -> None:
    here.change("Skip", contract)
    date = "2026-11-20T00:00:00Z"

    refused = here.edit_schedule(contract, billingDate=date)
    both = here.edit_schedule(contract, 2, billingDate="2026-12-20T00:00:00Z", skip=True)
    instead = here.edit_schedule(contract, billingDate=date, skip=False)

    assert codes(refused) == codes(both) == [(INPUT_DATE, "BILLING_DATE_SET_ON_SKIPPED")]
    assert instead["billingCycle"]["billingAttemptExpectedDate"] == date


def test_a_cycle_that_is_being_billed_is_not_moved(here: Billing, contract: Contract) -> None:
    here.control(delay="PT1H")
    here.attempt(contract)

    refused = here.edit_schedule(contract, billingDate="2026-11-20T00:00:00Z")

    assert codes(refused) == [(["billingCycleInput"], "INCOMPLETE_BILLING_ATTEMPTS")]


def test_a_skip_by_the_schedule_is_an_edit_with_a_reason(here: Billing, contract: Contract) -> None:
    edited = here.edit_schedule(contract, skip=True)["billingCycle"]

    assert (edited["skipped"], edited["edited"]) == (True, True)
    assert here.topics() == ["subscription_billing_cycle_edits/create", "subscription_billing_cycles/skip"]


@pytest.mark.parametrize(
    ("selector", "code"),
    [
        ({"index": 37}, "UPCOMING_CYCLE_LIMIT_EXCEEDED"),
        ({"index": -1}, "CYCLE_INDEX_OUT_OF_RANGE"),
        ({"date": "2020-01-01T00:00:00Z"}, "CYCLE_START_DATE_OUT_OF_RANGE"),
        ({}, "INVALID"),
    ],
)
def test_an_edit_of_a_cycle_that_is_not_there_is_refused(
    here: Billing, contract: Contract, selector: dict[str, object], code: str
) -> None:
    document = """mutation($cycle: SubscriptionBillingCycleInput!) {
      subscriptionBillingCycleScheduleEdit(billingCycleInput: $cycle, input: {skip: true, reason: DEV_INITIATED}) {
        userErrors { field message code } } }"""

    payload = here.shop.send(document, {"cycle": {"contractId": contract.gid, "selector": selector}})

    assert codes(payload["subscriptionBillingCycleScheduleEdit"]) == [(CYCLE_ID, code)]


def test_a_deleted_edit_gives_the_cycle_its_own_date_back(here: Billing, contract: Contract) -> None:
    here.edit_schedule(contract, 2, billingDate="2026-12-20T12:00:00Z")

    (freed,) = here.delete_edit(contract, 2)["billingCycles"]

    assert (freed["billingAttemptExpectedDate"], freed["edited"]) == ("2027-01-02T09:30:00Z", False)
    assert here.topics()[-1] == "subscription_billing_cycle_edits/delete"


def test_a_deleted_skip_by_the_schedule_is_no_skip_any_more(here: Billing, contract: Contract) -> None:
    here.edit_schedule(contract, skip=True)

    (freed,) = here.delete_edit(contract)["billingCycles"]

    assert not freed["skipped"]


def test_where_nothing_is_edited_nothing_is_deleted(here: Billing, contract: Contract) -> None:
    all_of_them = here.shop.send(DELETE_ALL, {"id": contract.gid})["subscriptionBillingCycleEditsDelete"]

    assert codes(here.delete_edit(contract)) == [(["billingCycleInput"], "NO_CYCLE_EDITS")]
    assert codes(all_of_them) == [(["contractId"], "NO_CYCLE_EDITS")]


def test_all_edits_of_current_and_upcoming_cycles_are_deleted_at_once(here: Billing, contract: Contract) -> None:
    here.edit_schedule(contract, 1, billingDate="2026-11-20T12:00:00Z")
    here.until("2026-12-10T00:00:00Z")
    here.edit_schedule(contract, 2, billingDate="2026-12-20T12:00:00Z")
    here.edit_content(contract, 4)

    found = here.shop.send(DELETE_ALL, {"id": contract.gid})["subscriptionBillingCycleEditsDelete"]["billingCycles"]

    assert [(each["cycleIndex"], each["edited"]) for each in found] == [(2, False), (4, False)]
    assert here.cycle(contract, 1)["edited"]


def test_the_date_of_an_edit_is_when_the_cycle_can_be_billed(here: Billing, contract: Contract) -> None:
    here.edit_schedule(contract, billingDate="2026-11-10T09:30:00Z")
    here.until("2026-11-09T09:30:00Z")

    assert here.attempt(contract, billingCycleSelector={"index": 1})["userErrors"] == []
