"""A renewal that Shopify has billed is in the mirror: the attempt, the new order, and its deliveries."""

from typing import Any

from backhaul.flows.clock import now
from backhaul.models import Contract
from tests.support.inbox import let_webhooks_arrive
from tests.support.payments import Calendar
from tests.support.shop import Shop
from tests.support.subscriptions import offer, subscribe

BILL = """mutation Bill($contract: ID!, $input: SubscriptionBillingAttemptInput!) {
 subscriptionBillingAttemptCreate(subscriptionContractId: $contract, subscriptionBillingAttemptInput: $input) {
 subscriptionBillingAttempt { id } userErrors { field message code } } }"""


def bill(shop: Shop, contract: Contract, index: int, *, key: str) -> dict[str, Any]:
    """The app that bills charges a cycle."""
    given = {"idempotencyKey": key, "billingCycleSelector": {"index": index}}
    made = shop.sandbox.graphql(BILL, contract=contract.gid, input=given)["subscriptionBillingAttemptCreate"]
    assert made["userErrors"] == []
    return dict(made["subscriptionBillingAttempt"])


def test_a_renewal_gives_the_contract_its_next_order_with_a_delivery(hooked: Shop, calendar: Calendar) -> None:
    contract = subscribe(hooked, offer(hooked, billing=1))
    due = contract.cycles.filter(status="UNBILLED").order_by("index")[0]
    calendar.advance(days=(due.expected_at - now()).days + 1)
    let_webhooks_arrive(hooked)

    bill(hooked, contract, due.index, key="renewal")
    calendar.advance(minutes=10)
    let_webhooks_arrive(hooked)

    attempt = contract.attempts.get()
    renewal = contract.orders.get(is_origin=False)
    assert (attempt.state, attempt.order_gid) == ("succeeded", renewal.order_gid)
    assert renewal.order is not None
    assert contract.cycles.get(index=due.index).status == "BILLED"
    paid = contract.deliveries.filter(order=renewal.order)
    assert [one.state for one in paid] == ["billed_unshipped"]
