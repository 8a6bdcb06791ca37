"""The rest of a change that was not done whole is planned anew without what was done already."""

from datetime import timedelta

from backhaul.core.change_steps import StepKind
from backhaul.core.contract_changes import ChangeState
from backhaul.core.wanted_changes import Actor, SkipDelivery
from backhaul.flows.plan_change import confirm_change, preview_change
from backhaul.flows.want_change import ChangeWish
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import subscribe

_SCHEDULE = """mutation Move($contract: ID!, $index: Int!, $date: DateTime!) { subscriptionBillingCycleScheduleEdit(
 billingCycleInput: { contractId: $contract, selector: { index: $index } },
 input: { billingDate: $date, reason: MERCHANT_INITIATED }) { userErrors { message } } }"""


def test_a_paid_delivery_that_was_skipped_is_not_put_off_once_more(shop: Shop) -> None:
    contract = subscribe(shop)
    wish = ChangeWish(SkipDelivery(2), Actor.MERCHANT, "ada")
    change = confirm_change(contract, wish, fingerprint=preview_change(contract, wish).plan.fingerprint)
    renewal = change.steps.filter(kind=StepKind.SCHEDULE_CYCLE).order_by("position")[0]
    cycle = contract.cycles.get(index=renewal.params["cycle_index"])
    date = (cycle.expected_at - timedelta(days=1)).isoformat()
    shop.sandbox.graphql(_SCHEDULE, contract=contract.gid, index=cycle.index, date=date)
    run_pending()
    change.refresh_from_db()

    anew = preview_change(contract, wish).plan

    assert change.state == ChangeState.SUPERSEDED
    assert [step.kind for step in anew.steps] == [StepKind.SCHEDULE_CYCLE]
    assert anew.steps[0].params["date"] == renewal.params["date"]
