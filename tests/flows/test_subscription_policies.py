"""A plan's policies stand before the store's, one by one."""

import pytest

from backhaul.core.errors import BadReference, UnknownPlan
from backhaul.core.subscription_policies import ContractPolicy, RemainingPolicy, SubscriptionPolicies
from backhaul.flows.billing_policies import BillingChoices, set_billing, switch_billing
from backhaul.flows.subscription_policies import (
    SubscriptionChoices,
    drop_plan_policies,
    policies_of,
    set_subscription_policies,
)
from backhaul.models import BillingPolicies, Contract, PlanPolicies, Store
from tests.support.contract_rows import PLAN_GID, contract_row

OTHER_PLAN = "gid://shopify/SellingPlan/6"


@pytest.fixture
def contract(store: Store) -> Contract:
    return contract_row(store)


def policies_now(contract: Contract) -> SubscriptionPolicies:
    return policies_of(Contract.objects.select_related("store").get(pk=contract.pk))


def test_without_a_choice_merchants_are_told_and_paid_goods_are_shipped(contract: Contract) -> None:
    assert policies_now(contract) == SubscriptionPolicies()


def test_the_stores_choice_holds_for_its_contracts(contract: Contract, store: Store) -> None:
    set_subscription_policies(store, SubscriptionChoices(order_cancelled=ContractPolicy.CANCEL_CONTRACT))

    assert policies_now(contract) == SubscriptionPolicies(order_cancelled=ContractPolicy.CANCEL_CONTRACT)


def test_a_plans_choice_stands_before_the_stores_and_the_rest_is_the_stores(contract: Contract, store: Store) -> None:
    set_subscription_policies(store, SubscriptionChoices(order_cancelled=ContractPolicy.CANCEL_CONTRACT))
    set_subscription_policies(store, SubscriptionChoices(fully_refunded=ContractPolicy.ASK), plan="5")
    set_subscription_policies(
        store, SubscriptionChoices(prepaid_cancelled=RemainingPolicy.REFUND_REMAINING), plan=PLAN_GID
    )

    found = policies_now(contract)

    assert found.order_cancelled is ContractPolicy.CANCEL_CONTRACT
    assert found.fully_refunded is ContractPolicy.ASK
    assert found.prepaid_cancelled is RemainingPolicy.REFUND_REMAINING
    assert PlanPolicies.objects.count() == 1


def test_the_choice_of_another_plan_holds_for_no_other_contract(contract: Contract, store: Store) -> None:
    set_subscription_policies(store, SubscriptionChoices(fully_refunded=ContractPolicy.ASK), plan=OTHER_PLAN)

    assert policies_now(contract).fully_refunded is ContractPolicy.NOTIFY_ONLY


def test_a_plan_follows_the_store_again_once_its_policies_are_dropped(contract: Contract, store: Store) -> None:
    set_subscription_policies(store, SubscriptionChoices(fully_refunded=ContractPolicy.ASK), plan="5")

    assert drop_plan_policies(store, "5")
    assert not drop_plan_policies(store, "5")
    assert policies_now(contract) == SubscriptionPolicies()


def test_what_is_no_selling_plan_is_refused(store: Store) -> None:
    with pytest.raises(BadReference):
        set_subscription_policies(store, SubscriptionChoices(), plan="gid://shopify/Product/1")


def test_a_plan_that_no_subscription_has_is_refused_and_the_known_ones_are_named(
    contract: Contract, store: Store
) -> None:
    with pytest.raises(UnknownPlan, match="No subscription has the plan 42") as refused:
        set_subscription_policies(store, SubscriptionChoices(fully_refunded=ContractPolicy.ASK), plan="42")
    with pytest.raises(UnknownPlan):
        set_billing(store, BillingChoices(hour=5), plan="42")
    with pytest.raises(UnknownPlan):
        switch_billing(store, on=False, plan="42")

    assert refused.value.hint == "Known plans: 5. Give one that is not sold yet as gid://shopify/SellingPlan/42."
    assert not PlanPolicies.objects.exists()
    assert not BillingPolicies.objects.exists()


def test_a_plan_that_is_not_sold_yet_is_given_by_its_gid(store: Store) -> None:
    set_subscription_policies(store, SubscriptionChoices(fully_refunded=ContractPolicy.ASK), plan=OTHER_PLAN)
    set_billing(store, BillingChoices(hour=5), plan=OTHER_PLAN)

    assert PlanPolicies.objects.get().selling_plan_gid == OTHER_PLAN
    assert BillingPolicies.objects.get().selling_plan_gid == OTHER_PLAN
