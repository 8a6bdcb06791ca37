"""The rest of a change that was not done whole is planned anew without what was done already."""

from datetime import timedelta

from backhaul.core.change_steps import StepKind
from backhaul.core.contract_changes import ChangeState
from backhaul.core.wanted_changes import Actor, SkipDelivery
from backhaul.flows.decide_notice import decide_notice
from backhaul.flows.finish_change import CHANGE_NOT_DONE, PLAN_ANEW
from backhaul.flows.plan_change import confirm_change, preview_change
from backhaul.flows.show.changes import read_change
from backhaul.flows.want_change import ChangeWish
from backhaul.models import Change, ChangeStep, Notice
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import subscribe

WISH = ChangeWish(SkipDelivery(2), Actor.MERCHANT, "ada")
_SCHEDULE = """mutation Move($contract: ID!, $index: Int!, $date: DateTime!) { subscriptionBillingCycleScheduleEdit(
 billingCycleInput: { contractId: $contract, selector: { index: $index } },
 input: { billingDate: $date, reason: MERCHANT_INITIATED }) { userErrors { message } } }"""


def superseded(shop: Shop) -> tuple[Change, ChangeStep]:
    """A paid delivery is skipped, and the charge behind it moved by somebody else before we do."""
    contract = subscribe(shop)
    change = confirm_change(contract, WISH, fingerprint=preview_change(contract, WISH).plan.fingerprint)
    renewal = change.steps.filter(kind=StepKind.SCHEDULE_CYCLE).order_by("position")[0]
    cycle = contract.cycles.get(index=renewal.params["cycle_index"])
    date = (cycle.expected_at - timedelta(days=1)).isoformat()
    shop.sandbox.graphql(_SCHEDULE, contract=contract.gid, index=cycle.index, date=date)
    run_pending()
    change.refresh_from_db()
    return change, renewal


def test_a_paid_delivery_that_was_skipped_is_not_put_off_once_more(shop: Shop) -> None:
    change, renewal = superseded(shop)

    anew = preview_change(change.contract, WISH).plan

    assert change.state == ChangeState.SUPERSEDED
    assert [step.kind for step in anew.steps] == [StepKind.SCHEDULE_CYCLE]
    assert anew.steps[0].params["date"] == renewal.params["date"]


def test_the_change_that_goes_on_with_the_rest_and_the_one_that_it_replaces_name_each_other(shop: Shop) -> None:
    change, _ = superseded(shop)

    decide_notice(Notice.objects.get(kind=CHANGE_NOT_DONE).pk, PLAN_ANEW, by="ada")
    run_pending()

    anew = Change.objects.get(replaces=change)
    assert anew.state == ChangeState.DONE
    assert (read_change(anew.pk).replaces, read_change(change.pk).replaced_by) == (change.pk, [anew.pk])
