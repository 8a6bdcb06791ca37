"""What a contract is to be charged is held against its cycles and its charges."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from backhaul.core.billing_policy import BillingPolicy
from backhaul.core.contracts import AttemptState, ContractStatus, RemoteAttempt, RemoteContract
from backhaul.core.drift import DriftKind
from backhaul.core.drift_billing import awaits_turn
from tests.core.contract_builders import NOW, QUARTERLY, contract, cycles, month
from tests.core.drift_builders import evidence, kinds, only

PASSED = NOW - timedelta(days=2)


def attempt(state: str, at: datetime = NOW, **more: Any) -> RemoteAttempt:
    return RemoteAttempt("gid://shopify/SubscriptionBillingAttempt/1", "cycle-2", state, at, **more)


def due(moment: datetime, **changes: Any) -> RemoteContract:
    """A contract whose next charge, and whose next cycle, is on that date."""
    first, second, *_later = cycles(QUARTERLY)
    next_one = replace(second, expected_at=moment, **changes.pop("cycle", {}))
    return contract(next_billing_at=moment, cycles=(first, next_one), **changes)


def test_a_charge_that_nobody_has_tried_is_overdue_a_day_later() -> None:
    found = only(evidence(of=due(PASSED)))

    assert found.kind is DriftKind.BILLING_OVERDUE
    assert found.words == "The subscription was to be charged on 2026-11-18, and nobody has tried to."
    assert kinds(evidence(of=due(NOW - timedelta(hours=20)))) == []


def test_only_an_app_charges_what_is_its_own() -> None:
    theirs = due(PASSED, app_gid="gid://shopify/App/2", own_app_gid="gid://shopify/App/1")

    ours = replace(theirs, own_app_gid="gid://shopify/App/2")

    assert only(evidence(of=theirs)).remedy.startswith("Have it charged in Boxes")
    assert only(evidence(of=ours)).remedy.startswith("Charge it")


@pytest.mark.parametrize(
    "seen_to",
    [
        due(PASSED, attempts=(attempt(AttemptState.PENDING, PASSED),)),
        due(PASSED, cycle={"skipped": True}),
        due(PASSED, status=ContractStatus.PAUSED),
        due(PASSED, hidden=frozenset({"next_billing_at"})),
    ],
)
def test_a_charge_that_is_tried_skipped_or_not_to_be_made_is_not_overdue(seen_to: RemoteContract) -> None:
    assert kinds(evidence(of=seen_to)) == []


def test_a_charge_that_our_own_billing_sees_to_is_not_overdue() -> None:
    assert kinds(evidence(of=due(PASSED), is_being_billed=True)) == []


@pytest.mark.parametrize(
    ("policy", "last_turn", "awaited"),
    [
        (BillingPolicy(is_on=True, since=PASSED), PASSED - timedelta(minutes=1), True),
        (BillingPolicy(is_on=True), None, True),
        (BillingPolicy(is_on=True, since=PASSED), PASSED, False),
        (BillingPolicy(is_on=True, since=PASSED + timedelta(minutes=1)), None, False),
        (BillingPolicy(is_on=False), None, False),
    ],
)
def test_billing_that_is_on_comes_to_a_charge_at_its_first_turn_after_it_is_due(
    policy: BillingPolicy, last_turn: datetime | None, awaited: bool
) -> None:
    assert awaits_turn(PASSED, policy, last_turn=last_turn) is awaited


def test_the_contract_and_its_next_cycle_have_to_name_the_same_day() -> None:
    found = only(evidence(of=contract(next_billing_at=month(2))))

    assert found.kind is DriftKind.BILLING_DATE_DIFFERS
    assert "charged next on 2026-12-15, its billing cycle 2 says 2027-01-15" in found.words


def test_another_time_of_the_same_day_is_the_same_date_in_the_zone_of_the_store() -> None:
    late = contract(next_billing_at=month(3) + timedelta(hours=14, minutes=30))

    assert kinds(evidence(of=late)) == []
    assert kinds(evidence(of=late, timezone="Europe/Vienna")) == [DriftKind.BILLING_DATE_DIFFERS]


def test_a_skipped_cycle_is_not_the_next_one() -> None:
    first, second, third, fourth = cycles(QUARTERLY)
    skipping = contract(cycles=(first, replace(second, skipped=True), third, fourth), next_billing_at=third.expected_at)

    assert kinds(evidence(of=skipping)) == []


def test_while_a_charge_is_pending_the_dates_are_about_to_move() -> None:
    moving = contract(next_billing_at=month(2), attempts=(attempt(AttemptState.PENDING),))

    assert kinds(evidence(of=moving)) == []


def test_a_failed_charge_that_none_has_followed_is_found() -> None:
    failed = attempt(AttemptState.FAILED, error_code="EXPIRED_PAYMENT_METHOD", error_message="Ada's card")

    found = only(evidence(of=contract(attempts=(failed,))))

    assert found.kind is DriftKind.BILLING_FAILED
    assert found.words == "The charge of 2026-11-20 has failed (EXPIRED_PAYMENT_METHOD), and none has followed."


def test_a_charge_that_the_customer_has_to_confirm_is_found() -> None:
    found = only(evidence(of=contract(attempts=(attempt(AttemptState.ACTION_REQUIRED),))))

    assert "waits for the customer to confirm it" in found.words


def test_a_failed_charge_that_another_has_followed_is_history() -> None:
    attempts = (
        attempt(AttemptState.FAILED),
        replace(
            attempt(AttemptState.SUCCEEDED, NOW + timedelta(hours=1)), gid="gid://shopify/SubscriptionBillingAttempt/2"
        ),
    )

    assert kinds(evidence(of=contract(attempts=attempts))) == []
    assert kinds(evidence(of=contract(attempts=attempts[:1], status=ContractStatus.EXPIRED))) == []


def test_an_active_contract_needs_a_payment_method_that_can_be_charged() -> None:
    found = only(evidence(of=contract(payment_method_revoked=True)))

    assert found.kind is DriftKind.PAYMENT_METHOD_REVOKED
    assert "its next charge on 2027-01-15 will fail" in found.words
    assert kinds(evidence(of=contract(payment_method_revoked=True, status=ContractStatus.PAUSED))) == []
