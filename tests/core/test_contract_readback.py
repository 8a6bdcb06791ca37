"""Whether a lost call on a contract or a billing cycle has had its effect."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from backhaul.core.contract_content import Content, ContentLine, ContractReading, CycleReading
from backhaul.core.contract_readback import (
    CONTRACT_OPERATIONS,
    CYCLE_OPERATIONS,
    cycle_index_of,
    read_back_contract,
    read_back_cycle,
)
from backhaul.core.draft_edits import SetLine, SetNote, edits_as_json
from backhaul.core.errors import BadReference
from backhaul.core.money import Money
from backhaul.core.readback import Absent, Found, Unsure

GID = "gid://shopify/SubscriptionContract/7"
LINE = "gid://shopify/SubscriptionLine/1"
MAY = datetime(2027, 5, 1, tzinfo=UTC)
JUNE = datetime(2027, 6, 1, tzinfo=UTC)
EUR = Money(Decimal(10), "EUR")


def content(*, quantity: int = 1, note: str = "") -> Content:
    return Content((ContentLine(LINE, "Coffee", quantity, EUR),), (), EUR, note=note)


def reading(**changes: Any) -> ContractReading:
    values = {"gid": GID, "revision": 10, "status": "ACTIVE", "next_billing_at": MAY, "content": content()}
    return ContractReading(**{**values, **changes})


def cycle(**changes: Any) -> CycleReading:
    values: dict[str, Any] = {
        "index": 3,
        "starts_at": MAY,
        "ends_at": JUNE,
        "expected_at": JUNE,
        "status": "UNBILLED",
        "skipped": False,
        "is_edited": False,
    }
    return CycleReading(**{**values, **changes})


COMMITTED = {"edits": edits_as_json([SetLine(LINE, quantity=2), SetNote("Ring")]), "revision": "10"}


@pytest.mark.parametrize(
    ("seen", "finding"),
    [
        (reading(revision=11, content=content(quantity=2, note="Ring")), Found),
        (reading(revision=11, content=content(quantity=2)), Absent),
        (reading(revision=10, content=content(quantity=2, note="Ring")), Absent),
    ],
    ids=["later with all edits", "later with some", "the same revision"],
)
def test_a_commit_is_found_by_a_later_revision_that_shows_all_of_its_edits(
    seen: ContractReading, finding: type
) -> None:
    assert isinstance(read_back_contract("subscriptionDraftCommit", {"draftId": "d"}, COMMITTED, seen), finding)


@pytest.mark.parametrize(
    ("operation", "variables", "seen", "finding"),
    [
        ("subscriptionContractPause", {}, reading(status="PAUSED"), Found),
        ("subscriptionContractPause", {}, reading(), Absent),
        ("subscriptionContractActivate", {}, reading(), Found),
        ("subscriptionContractCancel", {}, reading(status="EXPIRED"), Found),
        ("subscriptionContractCancel", {}, reading(status="FAILED"), Absent),
        ("subscriptionContractSetNextBillingDate", {"date": MAY.isoformat()}, reading(), Found),
        ("subscriptionContractSetNextBillingDate", {"date": JUNE.isoformat()}, reading(), Absent),
        ("subscriptionContractSetNextBillingDate", {"date": "soon"}, reading(), Unsure),
    ],
)
def test_what_a_contract_shows(
    operation: str, variables: dict[str, object], seen: ContractReading, finding: type
) -> None:
    assert isinstance(read_back_contract(operation, variables, {}, seen), finding)


@pytest.mark.parametrize(
    ("operation", "variables", "evidence", "seen", "finding"),
    [
        ("subscriptionBillingCycleSkip", {}, {}, cycle(skipped=True), Found),
        ("subscriptionBillingCycleSkip", {}, {}, cycle(), Absent),
        ("subscriptionBillingCycleUnskip", {}, {}, cycle(), Found),
        ("subscriptionBillingCycleUnskip", {}, {}, cycle(skipped=True), Absent),
        ("subscriptionBillingCycleScheduleEdit", {"input": {"billingDate": JUNE.isoformat()}}, {}, cycle(), Found),
        ("subscriptionBillingCycleScheduleEdit", {"input": {"billingDate": MAY.isoformat()}}, {}, cycle(), Absent),
        ("subscriptionBillingCycleEditDelete", {}, {}, cycle(), Found),
        ("subscriptionBillingCycleEditDelete", {}, {}, cycle(is_edited=True), Absent),
        (
            "subscriptionBillingCycleContractDraftCommit",
            {},
            COMMITTED,
            cycle(edited=content(quantity=2, note="Ring")),
            Found,
        ),
        ("subscriptionBillingCycleContractDraftCommit", {}, COMMITTED, cycle(), Absent),
        ("subscriptionBillingCycleSkip", {}, {}, None, Absent),
    ],
)
def test_what_a_billing_cycle_shows(
    operation: str,
    variables: dict[str, object],
    evidence: dict[str, object],
    seen: CycleReading | None,
    finding: type,
) -> None:
    assert isinstance(read_back_cycle(operation, variables, evidence, seen), finding)


def test_a_stored_call_tells_its_cycle() -> None:
    by_input = {"billingCycleInput": {"contractId": GID, "selector": {"index": 3}}}

    assert cycle_index_of("subscriptionBillingCycleSkip", by_input, {}) == 3
    assert cycle_index_of("subscriptionBillingCycleContractDraftCommit", {"draftId": "d"}, {"cycle_index": 4}) == 4


def test_a_stored_call_of_another_form_is_refused() -> None:
    with pytest.raises(BadReference):
        cycle_index_of("subscriptionBillingCycleSkip", {"billingCycleInput": {"selector": {}}}, {})


def test_no_call_is_read_back_in_two_ways() -> None:
    assert not CONTRACT_OPERATIONS & CYCLE_OPERATIONS
