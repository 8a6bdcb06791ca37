"""What Shopify tells of a subscription has its contract read, once however much is told."""

import pytest

from backhaul.models import Task
from tests.support.inbox import delivery_row, let_webhooks_arrive, processed
from tests.support.sandbox import reads
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import edit_elsewhere, subscribe

PAUSE = """mutation Pause($id: ID!) { subscriptionContractPause(subscriptionContractId: $id) {
 userErrors { field message } } }"""
SKIP = """mutation Skip($input: SubscriptionBillingCycleInput!) {
 subscriptionBillingCycleSkip(billingCycleInput: $input) { userErrors { field message } } }"""


def test_a_contract_that_was_paused_elsewhere_is_paused_in_the_mirror(hooked: Shop) -> None:
    contract = subscribe(hooked)
    let_webhooks_arrive(hooked)

    hooked.sandbox.graphql(PAUSE, id=contract.gid)
    told = let_webhooks_arrive(hooked)

    contract.refresh_from_db()
    assert contract.status == "PAUSED"
    assert "subscription_contracts/pause" in {one.topic for one in told}
    (difference,) = contract.differences.all()
    assert (difference.path, difference.after, difference.learned_by) == ("status", "PAUSED", "webhook")
    assert difference.topic.startswith("subscription_contracts/")


def test_a_cycle_that_was_skipped_elsewhere_is_skipped_in_the_mirror(hooked: Shop) -> None:
    contract = subscribe(hooked)
    let_webhooks_arrive(hooked)

    hooked.sandbox.graphql(SKIP, input={"contractId": contract.gid, "selector": {"index": 2}})
    told = let_webhooks_arrive(hooked)

    assert contract.cycles.get(index=2).skipped
    assert contract.deliveries.filter(cycle_index=2, state="skipped").exists()
    assert "subscription_billing_cycles/skip" in {one.topic for one in told}


def test_a_thousand_words_about_one_contract_have_it_read_once(shop: Shop) -> None:
    contract = subscribe(shop)
    edit_elsewhere(shop, contract.gid, note="Ring twice")
    before = reads(shop.sandbox, "Contract")
    body = {"id": contract.shopify_id, "admin_graphql_api_id": contract.gid}

    for _ in range(5):
        processed(delivery_row(shop.store, "subscription_contracts/update", body))
    run_pending()

    assert reads(shop.sandbox, "Contract") == before + 1
    assert Task.objects.filter(kind="refresh_contract").count() == 1


@pytest.mark.parametrize("topic", ["subscription_contracts/create", "subscription_billing_attempts/success"])
def test_a_contract_that_shopify_does_not_show_yet_is_waited_for(shop: Shop, topic: str) -> None:
    processed(delivery_row(shop.store, topic, {"id": 5, "subscription_contract_id": 5}))
    run_pending()

    task = Task.objects.get(kind="refresh_contract")

    assert (task.state, task.wait_reason) == ("waiting", "routing")


def test_a_contract_that_shopify_has_no_more_is_kept_as_gone(hooked: Shop) -> None:
    contract = subscribe(hooked)
    hooked.sandbox.reset()

    processed(delivery_row(hooked.store, "subscription_contracts/update", {"id": contract.shopify_id}))
    run_pending()

    contract.refresh_from_db()
    assert contract.deleted_at is not None
    assert not contract.deliveries.filter(order=None, state="unbilled").exists()
