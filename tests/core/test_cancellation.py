"""What follows when one side is cancelled or refunded: one test for each cell of the table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backhaul.core.cancellation import (
    CANCEL_CONTRACT,
    CANCEL_ORDER,
    KEEP_CONTRACT,
    REFUND_REMAINING,
    SHIP_ORDER,
    SHIP_REMAINING,
    Aftermath,
    ContractFacts,
    Told,
    after_contract_cancelled,
    after_order_cancelled,
    after_refund,
    why_pointless,
)
from backhaul.core.contracts import Ownership
from backhaul.core.notices import Recipient
from backhaul.core.subscription_policies import (
    ContractPolicy,
    LastOrderPolicy,
    RemainingPolicy,
    SubscriptionPolicies,
)
from backhaul.core.wanted_changes import Actor, Cancel

NEXT_CHARGE = datetime(2026, 12, 15, 9, tzinfo=UTC)
NOW = NEXT_CHARGE - timedelta(days=20)
EACH_TIME = ContractFacts(
    "77", "ACTIVE", Ownership.OURS, is_prepaid=False, timezone="UTC", now=NOW, next_billing_at=NEXT_CHARGE
)
PREPAID = replace(EACH_TIME, is_prepaid=True, remaining=3, remaining_due_at=NEXT_CHARGE)
DEFAULT = SubscriptionPolicies()


def merchant_of(aftermath: Aftermath) -> Told:
    (told,) = [one for one in aftermath.told if one.recipient is Recipient.MERCHANT]
    return told


def options_of(told: Told) -> list[str]:
    return [option.name for option in told.options]


def test_a_cancelled_order_leaves_the_contract_active_and_the_merchant_hears_of_the_next_charge() -> None:
    aftermath = after_order_cancelled("#1001", EACH_TIME, DEFAULT, lost_deliveries=0)

    told = merchant_of(aftermath)
    assert aftermath.change is None
    assert told.words == (
        "Order #1001 was cancelled. Its subscription 77 is still ACTIVE, with its next charge on 2026-12-15."
    )
    assert options_of(told) == [CANCEL_CONTRACT, KEEP_CONTRACT]
    assert told.decide_by == NEXT_CHARGE - timedelta(days=1)


def test_the_next_charge_is_on_the_day_of_the_stores_calendar() -> None:
    evening = datetime(2026, 12, 14, 21, tzinfo=UTC)
    of_auckland = replace(EACH_TIME, timezone="Pacific/Auckland", next_billing_at=evening)

    aftermath = after_order_cancelled("#1001", of_auckland, DEFAULT, lost_deliveries=0)

    assert merchant_of(aftermath).words.endswith("with its next charge on 2026-12-15.")


def test_a_cancelled_prepaid_order_names_the_number_of_lost_deliveries() -> None:
    aftermath = after_order_cancelled("#1001", PREPAID, DEFAULT, lost_deliveries=3)

    assert "3 deliveries that had been paid for will not be shipped." in merchant_of(aftermath).words


def test_the_policy_to_cancel_the_contract_with_its_order_writes_the_change_and_still_tells_the_merchant() -> None:
    policies = SubscriptionPolicies(order_cancelled=ContractPolicy.CANCEL_CONTRACT)

    aftermath = after_order_cancelled("#1001", EACH_TIME, policies, lost_deliveries=0)

    assert aftermath.change == Cancel()
    assert merchant_of(aftermath).words.endswith("By your policy it is cancelled, too.")
    assert not merchant_of(aftermath).options


def test_the_policy_to_ask_says_that_the_contract_goes_on_until_it_is_decided() -> None:
    policies = SubscriptionPolicies(order_cancelled=ContractPolicy.ASK)

    aftermath = after_order_cancelled("#1001", EACH_TIME, policies, lost_deliveries=0)

    assert aftermath.change is None
    assert merchant_of(aftermath).words.endswith("Decide whether it is cancelled, too; until then it goes on.")


@pytest.mark.parametrize(
    ("policy", "change"),
    [(ContractPolicy.NOTIFY_ONLY, None), (ContractPolicy.CANCEL_CONTRACT, Cancel()), (ContractPolicy.ASK, None)],
)
def test_a_cancelled_prepaid_order_follows_the_policy_and_always_names_what_is_lost(
    policy: ContractPolicy, change: Cancel | None
) -> None:
    policies = SubscriptionPolicies(order_cancelled=policy)

    aftermath = after_order_cancelled("#1001", PREPAID, policies, lost_deliveries=3)

    assert aftermath.change == change
    assert "3 deliveries that had been paid for will not be shipped." in merchant_of(aftermath).words
    assert bool(merchant_of(aftermath).options) is (change is None)


@pytest.mark.parametrize("status", ["CANCELLED", "EXPIRED"])
def test_an_order_of_an_ended_contract_that_is_cancelled_leaves_nothing_to_decide(status: str) -> None:
    policies = SubscriptionPolicies(order_cancelled=ContractPolicy.CANCEL_CONTRACT)

    aftermath = after_order_cancelled("#1001", replace(EACH_TIME, status=status), policies, lost_deliveries=0)

    assert aftermath.change is None
    assert "had ended already" in merchant_of(aftermath).words
    assert not merchant_of(aftermath).options


def test_the_contract_of_another_app_is_cancelled_there_by_the_merchant() -> None:
    theirs = replace(EACH_TIME, ownership=Ownership.ANOTHER_APP, app_title="Boxes Inc")

    aftermath = after_order_cancelled("#1001", theirs, DEFAULT, lost_deliveries=0)

    assert merchant_of(aftermath).options[0].follows == "You are shown what to do in Boxes Inc."


def test_a_paused_contract_names_no_next_charge() -> None:
    aftermath = after_order_cancelled("#1001", replace(EACH_TIME, status="PAUSED"), DEFAULT, lost_deliveries=0)

    assert merchant_of(aftermath).words.endswith("is still PAUSED.")


@pytest.mark.parametrize("policy", list(ContractPolicy))
def test_a_refund_of_a_part_never_changes_the_contract_by_itself(policy: ContractPolicy) -> None:
    policies = SubscriptionPolicies(fully_refunded=policy)

    aftermath = after_refund("#1001", EACH_TIME, policies, amount="5.00 EUR", is_full=False)

    assert aftermath.change is None
    assert merchant_of(aftermath).words.startswith("5.00 EUR of order #1001 was refunded in Shopify.")


def test_a_refund_of_everything_follows_the_policy() -> None:
    policies = SubscriptionPolicies(fully_refunded=ContractPolicy.CANCEL_CONTRACT)

    aftermath = after_refund("#1001", EACH_TIME, policies, amount="30.00 EUR", is_full=True)

    assert aftermath.change == Cancel()
    assert "which is all of it" in merchant_of(aftermath).words


def test_a_refund_of_everything_is_asked_about_where_the_policy_says_so() -> None:
    policies = SubscriptionPolicies(fully_refunded=ContractPolicy.ASK)

    aftermath = after_refund("#1001", EACH_TIME, policies, amount="30.00 EUR", is_full=True)

    assert aftermath.change is None
    assert options_of(merchant_of(aftermath)) == [CANCEL_CONTRACT, KEEP_CONTRACT]
    assert merchant_of(aftermath).decide_by == NEXT_CHARGE - timedelta(days=1)


def test_a_refund_of_everything_changes_nothing_by_default() -> None:
    aftermath = after_refund("#1001", EACH_TIME, DEFAULT, amount="30.00 EUR", is_full=True)

    assert aftermath.change is None
    assert options_of(merchant_of(aftermath)) == [CANCEL_CONTRACT, KEEP_CONTRACT]


@pytest.mark.parametrize("actor", [*Actor, None])
def test_the_merchant_always_hears_of_a_cancelled_contract_and_the_customer_gets_a_receipt(actor: Actor | None) -> None:
    aftermath = after_contract_cancelled(replace(EACH_TIME, status="CANCELLED"), DEFAULT, actor=actor)

    assert [told.recipient for told in aftermath.told] == [Recipient.MERCHANT, Recipient.CUSTOMER]


def test_paid_deliveries_of_a_cancelled_prepaid_contract_are_still_shipped_by_default_and_can_be_refunded() -> None:
    aftermath = after_contract_cancelled(replace(PREPAID, status="CANCELLED"), DEFAULT, actor=None)

    told = merchant_of(aftermath)
    assert aftermath.change is None
    assert "3 deliveries that were paid for are left. By your policy they are still shipped." in told.words
    assert options_of(told) == [REFUND_REMAINING]


def test_paid_deliveries_of_a_cancelled_prepaid_contract_are_refunded_where_the_policy_says_so() -> None:
    policies = SubscriptionPolicies(prepaid_cancelled=RemainingPolicy.REFUND_REMAINING)

    aftermath = after_contract_cancelled(replace(PREPAID, status="CANCELLED"), policies, actor=None)

    assert aftermath.change == Cancel(remaining=RemainingPolicy.REFUND_REMAINING)


def test_the_merchant_is_asked_about_paid_deliveries_before_the_next_is_due() -> None:
    policies = SubscriptionPolicies(prepaid_cancelled=RemainingPolicy.ASK_MERCHANT)

    told = merchant_of(after_contract_cancelled(replace(PREPAID, status="CANCELLED"), policies, actor=None))

    assert options_of(told) == [SHIP_REMAINING, REFUND_REMAINING]
    assert told.decide_by == NEXT_CHARGE - timedelta(days=1)


@pytest.mark.parametrize("policy", [RemainingPolicy.ASK_MERCHANT, RemainingPolicy.SHIP_REMAINING])
@pytest.mark.parametrize("late_by", [timedelta(0), timedelta(days=31)])
def test_what_is_overdue_is_to_be_decided_at_once_for_it_may_leave_at_any_time(
    policy: RemainingPolicy, late_by: timedelta
) -> None:
    late = replace(PREPAID, status="CANCELLED", remaining_due_at=NOW - late_by)

    told = merchant_of(after_contract_cancelled(late, SubscriptionPolicies(prepaid_cancelled=policy), actor=None))

    assert told.decide_by == NOW
    assert told.words.endswith(f"What was due on {NOW - late_by:%Y-%m-%d} may leave at any time.")


def test_what_is_due_within_a_day_is_to_be_decided_at_once() -> None:
    soon = replace(PREPAID, status="CANCELLED", remaining_due_at=NOW + timedelta(hours=5))

    told = merchant_of(after_contract_cancelled(soon, DEFAULT, actor=None))

    assert told.decide_by == NOW
    assert "at any time" not in told.words


def test_a_charge_whose_date_is_past_leaves_no_date_in_the_past_to_decide_by() -> None:
    late = replace(EACH_TIME, next_billing_at=NOW - timedelta(days=2))

    told = merchant_of(after_order_cancelled("#1001", late, DEFAULT, lost_deliveries=0))

    assert told.decide_by == NOW


def test_a_prepaid_contract_with_everything_shipped_leaves_nothing_to_decide() -> None:
    done = replace(PREPAID, status="CANCELLED", remaining=0, remaining_due_at=None)
    policies = SubscriptionPolicies(prepaid_cancelled=RemainingPolicy.REFUND_REMAINING)

    aftermath = after_contract_cancelled(done, policies, actor=None)

    assert aftermath.change is None
    assert not merchant_of(aftermath).options


def test_what_was_decided_with_the_cancellation_is_not_asked_again() -> None:
    policies = SubscriptionPolicies(prepaid_cancelled=RemainingPolicy.REFUND_REMAINING)

    aftermath = after_contract_cancelled(replace(PREPAID, status="CANCELLED"), policies, actor=Actor.CUSTOMER)

    assert aftermath.change is None
    assert not merchant_of(aftermath).options


def test_the_merchant_is_asked_where_a_customer_has_cancelled_through_us_and_the_policy_is_to_ask() -> None:
    policies = SubscriptionPolicies(prepaid_cancelled=RemainingPolicy.ASK_MERCHANT)

    aftermath = after_contract_cancelled(replace(PREPAID, status="CANCELLED"), policies, actor=Actor.CUSTOMER)

    assert options_of(merchant_of(aftermath)) == [SHIP_REMAINING, REFUND_REMAINING]


def test_what_was_chosen_with_the_cancellation_is_not_asked_whatever_the_policy() -> None:
    policies = SubscriptionPolicies(prepaid_cancelled=RemainingPolicy.ASK_MERCHANT)
    cancelled = replace(PREPAID, status="CANCELLED")

    aftermath = after_contract_cancelled(cancelled, policies, actor=Actor.MERCHANT, chosen=True)

    assert not merchant_of(aftermath).options


def test_the_last_unshipped_order_of_a_contract_paid_each_time_is_cancelled_where_the_policy_says_so() -> None:
    policies = SubscriptionPolicies(last_order=LastOrderPolicy.CANCEL_ORDER)
    contract = replace(EACH_TIME, status="CANCELLED", last_order="#1004")

    aftermath = after_contract_cancelled(contract, policies, actor=None)

    assert aftermath.change == Cancel(last_order=LastOrderPolicy.CANCEL_ORDER)


def test_the_merchant_is_asked_by_default_what_becomes_of_the_last_unshipped_order() -> None:
    contract = replace(EACH_TIME, status="CANCELLED", last_order="#1004")

    told = merchant_of(after_contract_cancelled(contract, DEFAULT, actor=None))

    assert options_of(told) == [SHIP_ORDER, CANCEL_ORDER]


def test_the_last_order_is_shipped_where_the_policy_says_so_and_can_still_be_cancelled() -> None:
    policies = SubscriptionPolicies(last_order=LastOrderPolicy.SHIP_ORDER)
    contract = replace(EACH_TIME, status="CANCELLED", last_order="#1004")

    aftermath = after_contract_cancelled(contract, policies, actor=None)

    assert aftermath.change is None
    assert options_of(merchant_of(aftermath)) == [CANCEL_ORDER]


def test_a_last_order_that_is_handed_over_already_is_not_asked_about() -> None:
    contract = replace(EACH_TIME, status="CANCELLED", last_order="")

    told = merchant_of(after_contract_cancelled(contract, DEFAULT, actor=None))

    assert told.words.endswith("No paid order of it is left to ship.")


@pytest.mark.parametrize("status", ["CANCELLED", "EXPIRED"])
def test_whether_a_contract_goes_on_is_not_to_be_decided_once_it_has_ended(status: str) -> None:
    ended = replace(EACH_TIME, status=status)

    assert why_pointless([CANCEL_CONTRACT, KEEP_CONTRACT], ended).endswith("the subscription has ended.")
    assert why_pointless([CANCEL_CONTRACT, KEEP_CONTRACT], EACH_TIME) == ""


@pytest.mark.parametrize(
    "options", [[REFUND_REMAINING], [SHIP_REMAINING, REFUND_REMAINING], [SHIP_ORDER, CANCEL_ORDER]]
)
def test_what_becomes_of_paid_goods_is_to_be_decided_while_any_are_left(options: list[str]) -> None:
    ended = replace(PREPAID, status="CANCELLED")

    assert "is shipped, or was given back" in why_pointless(options, replace(ended, unfinished=0))
    assert why_pointless(options, replace(ended, unfinished=1)) == ""


def test_what_no_rule_knows_stays_to_be_decided() -> None:
    assert why_pointless(["plan_anew", "leave_it"], replace(EACH_TIME, status="CANCELLED")) == ""
