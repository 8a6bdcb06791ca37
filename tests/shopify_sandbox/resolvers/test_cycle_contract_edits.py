"""Another content for one cycle: drafted, committed, combined with other contracts, deleted."""

from __future__ import annotations

import pytest

from shopify_sandbox.state import contract_changes
from shopify_sandbox.state.contracts import Contract
from tests.shopify_sandbox.resolvers.billing_story import (
    UPDATE,
    Billing,
    a_billing_shop,
    codes,
    named,
)

COMMIT_CONTRACT = """mutation($id: ID!) { subscriptionDraftCommit(draftId: $id) {
  contract { id } userErrors { field code } } }"""
UPDATE_CONTRACT = """mutation($id: ID!) { subscriptionContractUpdate(contractId: $id) {
  draft { id } userErrors { field code } } }"""
READ_DRAFT = "query($id: ID!) { subscriptionDraft(id: $id) { id } }"
MONTHLY = {"billingPolicy": {"interval": "MONTH", "intervalCount": 1}}
DRAFT = ["draftId"]
BUYER = "ana@example.com"


@pytest.fixture
def here() -> Billing:
    return a_billing_shop()


@pytest.fixture
def contract(here: Billing) -> Contract:
    return here.monthly(email=BUYER)


def contract_draft(here: Billing, contract: Contract) -> str:
    """The id of a draft of the whole contract."""
    found = here.shop.send(UPDATE_CONTRACT, {"id": contract.gid})["subscriptionContractUpdate"]["draft"]
    return str(found["id"])


def combined(here: Billing, contract: Contract, other: Contract) -> None:
    """Bill the second cycle of the other contract with the first of this one."""
    draft = here.draft(contract)["draft"]["id"]
    assert here.concatenate(draft, named(other, 2))["userErrors"] == []
    assert here.commit(draft)["userErrors"] == []


def test_an_edit_is_of_one_cycle_and_leaves_contract_and_other_cycles(here: Billing, contract: Contract) -> None:
    here.edit_content(contract, 2, quantity=5)

    edited, untouched = here.cycle(contract, 2), here.cycle(contract, 3)

    assert [line["quantity"] for line in edited["editedContract"]["lines"]["nodes"]] == [5]
    assert (edited["edited"], untouched["edited"], untouched["editedContract"]) == (True, False, None)
    assert contract.content.lines[0].quantity == 1
    assert here.topics() == ["subscription_billing_cycle_edits/create"]


def test_a_draft_tells_its_cycle_and_begins_with_what_the_cycle_bills(here: Billing, contract: Contract) -> None:
    here.edit_content(contract, 2, quantity=5)

    draft = here.draft(contract, 2)["draft"]

    assert draft["billingCycle"]["cycleIndex"] == 2
    assert [line["quantity"] for line in draft["lines"]["nodes"]] == [5]


def test_a_second_edit_is_an_update_and_keeps_its_beginning(here: Billing, contract: Contract) -> None:
    here.edit_content(contract, 2)
    here.wait(days=1)

    here.edit_content(contract, 2, quantity=7)

    edit = here.cycle(contract, 2)["editedContract"]
    assert (edit["createdAt"], edit["updatedAt"]) == ("2026-11-02T09:30:00Z", "2026-11-03T09:30:00Z")
    assert here.topics()[-1] == "subscription_billing_cycle_edits/update"


def test_each_kind_of_draft_has_a_commit_of_its_own(here: Billing, contract: Contract) -> None:
    of_cycle = here.draft(contract)["draft"]["id"]

    wrong = here.shop.send(COMMIT_CONTRACT, {"id": of_cycle})["subscriptionDraftCommit"]
    other = here.commit(contract_draft(here, contract))

    assert codes(wrong) == [(DRAFT, "BILLING_CYCLE_PRESENT")]
    assert codes(other) == [(DRAFT, "BILLING_CYCLE_ABSENT")]


def test_a_draft_is_committed_once_and_can_not_be_read_after(here: Billing, contract: Contract) -> None:
    draft = here.draft(contract)["draft"]["id"]
    here.commit(draft)

    again = here.commit(draft)

    assert codes(again) == [(DRAFT, "COMMITTED")]
    assert here.shop.send(READ_DRAFT, {"id": draft})["subscriptionDraft"] is None


def test_a_draft_is_stale_when_the_contract_moved_on(here: Billing, contract: Contract) -> None:
    draft = here.draft(contract)["draft"]["id"]
    contract_changes.revise(here.shop.world, contract)

    assert codes(here.commit(draft)) == [(DRAFT, "STALE_CONTRACT")]


def test_a_draft_is_stale_when_the_cycle_was_edited_meanwhile(here: Billing, contract: Contract) -> None:
    draft = here.draft(contract)["draft"]["id"]
    here.edit_content(contract)

    assert codes(here.commit(draft)) == [(DRAFT, "STALE_CONTRACT")]


def test_the_rhythm_is_no_cycles_own(here: Billing, contract: Contract) -> None:
    draft = here.draft(contract)["draft"]["id"]

    refused = here.shop.send(UPDATE, {"id": draft, "given": MONTHLY})["subscriptionDraftUpdate"]

    assert codes(refused) == [(["input", "billingPolicy"], "BILLING_CYCLE_CONTRACT_DRAFT_BILLING_POLICY_INVALID")]


def test_a_note_of_one_cycle_is_that_of_its_order(here: Billing, contract: Contract) -> None:
    draft = here.draft(contract)["draft"]["id"]
    here.shop.send(UPDATE, {"id": draft, "given": {"note": "No salt"}})
    here.commit(draft)

    assert here.renew(contract).note == "No salt"


def test_a_contract_with_an_edited_upcoming_cycle_is_not_changed(here: Billing, contract: Contract) -> None:
    draft = contract_draft(here, contract)
    here.edit_content(contract, 3)

    refused = here.shop.send(COMMIT_CONTRACT, {"id": draft})["subscriptionDraftCommit"]

    assert codes(refused) == [(DRAFT, "HAS_FUTURE_EDITS")]


@pytest.mark.parametrize("way", ["billed", "over", "moved"])
def test_edits_that_are_billed_past_or_of_dates_alone_do_not_stand_in_the_way(
    here: Billing, contract: Contract, way: str
) -> None:
    if way == "moved":
        here.edit_schedule(contract, 3, billingDate="2027-01-20T00:00:00Z")
    else:
        here.edit_content(contract, 1)
    if way == "billed":
        here.renew(contract)
    here.until("2026-12-03T00:00:00Z")

    committed = here.shop.send(COMMIT_CONTRACT, {"id": contract_draft(here, contract)})["subscriptionDraftCommit"]

    assert committed["userErrors"] == []


def test_a_billed_cycle_is_not_edited(here: Billing, contract: Contract) -> None:
    here.renew(contract)

    assert codes(here.draft(contract)) == [(["billingCycleInput"], "INVALID")]


def test_a_cycle_billed_since_the_draft_was_made_is_not_edited(here: Billing, contract: Contract) -> None:
    here.until("2026-12-02T09:30:00Z")
    draft = here.draft(contract)["draft"]["id"]
    here.ended(here.attempt(contract))

    assert codes(here.commit(draft))[0][0] == DRAFT
    assert here.cycle(contract)["editedContract"] is None


def test_an_unknown_cycle_has_no_draft(here: Billing, contract: Contract) -> None:
    expected = (["billingCycleInput", "selector"], "UPCOMING_CYCLE_LIMIT_EXCEEDED")

    assert codes(here.draft(contract, 99)) == [expected]


def test_combined_cycles_are_billed_with_one_order_for_both_contracts(here: Billing, contract: Contract) -> None:
    other = here.monthly(email=BUYER, line={"quantity": 3})
    combined(here, contract, other)

    order = here.renew(contract)

    assert [(line.quantity, line.contract_id) for line in order.lines] == [(1, contract.id), (3, other.id)]
    assert (here.cycle(contract, 1)["status"], here.cycle(other, 2)["status"]) == ("BILLED", "BILLED")
    assert (here.cycle(other, 1)["status"], order in other.orders) == ("UNBILLED", True)
    assert here.cycle(other, 2)["billingAttempts"] == here.cycle(contract, 1)["billingAttempts"]


def test_combined_cycles_show_the_same_edited_contract(here: Billing, contract: Contract) -> None:
    other = here.monthly(email=BUYER)
    combined(here, contract, other)

    one, two = here.cycle(contract, 1)["editedContract"], here.cycle(other, 2)["editedContract"]

    assert [line["id"] for line in one["lines"]["nodes"]] == [line["id"] for line in two["lines"]["nodes"]]
    assert one["lines"]["nodes"][1]["concatenatedOriginContract"]["id"] == other.gid
    cycles = {(each["cycleIndex"], each["sourceContract"]["id"]) for each in one["billingCycles"]["nodes"]}
    assert cycles == {(1, contract.gid), (2, other.gid)}


def test_deleting_the_edit_of_one_combined_cycle_frees_all(here: Billing, contract: Contract) -> None:
    other = here.monthly(email=BUYER)
    combined(here, contract, other)

    freed = here.delete_edit(other, 2)["billingCycles"]

    assert {each["sourceContract"]["id"] for each in freed} == {contract.gid, other.gid}
    assert here.cycle(contract)["editedContract"] is None


def test_cycles_that_are_combined_no_more_are_billed_alone(here: Billing, contract: Contract) -> None:
    other = here.monthly(email=BUYER)
    combined(here, contract, other)
    here.delete_edit(contract)

    order = here.renew(contract)

    assert len(order.lines) == 1
    assert here.cycle(other, 2)["status"] == "UNBILLED"


def test_a_discount_on_all_lines_stays_with_its_own_contract(here: Billing, contract: Contract) -> None:
    other = here.monthly(email=BUYER)
    here.half_price(contract)
    combined(here, contract, other)

    lines = here.cycle(contract)["editedContract"]["lines"]["nodes"]

    assert [line["lineDiscountedPrice"]["amount"] for line in lines] == ["5.0", "10.0"]


def test_a_contract_is_not_combined_with_itself_or_twice(here: Billing, contract: Contract) -> None:
    other = here.monthly(email=BUYER)
    draft = here.draft(contract)["draft"]["id"]
    name = ["concatenatedBillingCycleContracts"]

    itself = here.concatenate(draft, named(contract, 2))
    twice = here.concatenate(draft, named(other, 1), named(other, 2))

    assert codes(itself) == codes(twice) == [(name, "DUPLICATE_CONCATENATED_CONTRACTS")]


def test_contracts_of_two_customers_are_not_combined(here: Billing, contract: Contract) -> None:
    other = here.monthly(email="bo@example.com")

    refused = here.concatenate(here.draft(contract)["draft"]["id"], named(other))

    assert codes(refused) == [(["concatenatedBillingCycleContracts", "0"], "INVALID")]


def test_only_drafts_of_cycles_are_combined(here: Billing, contract: Contract) -> None:
    other = here.monthly(email=BUYER)

    refused = here.concatenate(contract_draft(here, contract), named(other))

    assert codes(refused) == [(DRAFT, "CONCATENATION_BILLING_CYCLE_CONTRACT_DRAFT_REQUIRED")]
