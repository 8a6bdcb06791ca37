"""Each kind of change as it goes through: what Shopify shows of the contract and of the order when it is done."""

from datetime import timedelta
from decimal import Decimal

from backhaul.core.contract_changes import ChangeState
from backhaul.core.deliveries import DeliveryState
from backhaul.core.money import Money
from backhaul.core.subscription_policies import PausePolicy, RemainingPolicy
from backhaul.core.wanted_changes import (
    Actor,
    Cancel,
    ChangePrice,
    ChangeQuantity,
    MoveDate,
    Pause,
    Resume,
    SkipDelivery,
    UnskipDelivery,
    WantedChange,
)
from backhaul.flows.plan_change import confirm_change, preview_change
from backhaul.flows.want_change import ChangeWish
from backhaul.models import Change, Contract
from tests.support.credits import refunds
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import each_time, order_of, shown_contract, shown_order, subscribe


def carried_out(contract: Contract, wanted: WantedChange) -> Change:
    """The change, confirmed and carried out."""
    wish = ChangeWish(wanted, Actor.MERCHANT, "ada")
    plan = preview_change(contract, wish).plan
    change = confirm_change(contract, wish, fingerprint=plan.fingerprint)
    run_pending()
    change.refresh_from_db()
    return change


def dates(shop: Shop, contract: Contract) -> dict[str, str]:
    """When each fulfillment order of the contract's order is due, by its id."""
    shown = shown_order(shop, order_of(contract))["fulfillmentOrders"]["nodes"]
    return {one["id"]: one["fulfillAt"] for one in shown}


def statuses(shop: Shop, contract: Contract) -> list[str]:
    return [one["status"] for one in shown_order(shop, order_of(contract))["fulfillmentOrders"]["nodes"]]


def carrier(contract: Contract, number: int) -> str:
    return contract.deliveries.get(number=number).fulfillment_order_gid


def test_a_paid_delivery_is_moved_to_another_date(shop: Shop) -> None:
    contract = subscribe(shop)
    due = contract.deliveries.get(number=2).due_at
    assert due is not None
    gid = carrier(contract, 2)

    change = carried_out(contract, MoveDate(2, due + timedelta(days=4)))

    assert (change.state, list(change.steps.values_list("kind", flat=True))) == (ChangeState.DONE, ["reschedule"])
    assert dates(shop, contract)[gid].startswith(f"{due + timedelta(days=4):%Y-%m-%d}")
    assert contract.deliveries.get(number=2).due_at == due + timedelta(days=4)


def test_a_skipped_paid_delivery_comes_last_and_the_renewal_moves(shop: Shop) -> None:
    contract = subscribe(shop)
    renewal = shown_contract(shop, contract)["nextBillingDate"]

    change = carried_out(contract, SkipDelivery(2))

    assert change.state == ChangeState.DONE, change.words
    after = [contract.deliveries.get(number=number).due_at for number in (1, 3, 2)]
    assert after == sorted(after, key=str)
    assert shown_contract(shop, contract)["nextBillingDate"] > renewal


def test_a_future_delivery_is_skipped_and_taken_up_again(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop))
    number = contract.deliveries.filter(state=DeliveryState.UNBILLED).order_by("number")[0].number

    skipped = carried_out(contract, SkipDelivery(number))
    state = contract.deliveries.get(number=number).state
    taken_up = carried_out(contract, UnskipDelivery(number))

    assert (skipped.state, taken_up.state, state) == (ChangeState.DONE, ChangeState.DONE, DeliveryState.SKIPPED)
    assert contract.deliveries.get(number=number).state == DeliveryState.UNBILLED


def test_a_pause_that_holds_stops_everything_and_resuming_brings_it_back(shop: Shop) -> None:
    contract = subscribe(shop)
    before = dates(shop, contract)

    paused = carried_out(contract, Pause(PausePolicy.HOLD))
    held, far = statuses(shop, contract), dates(shop, contract)
    status = shown_contract(shop, contract)["status"]
    resumed = carried_out(contract, Resume())

    assert (paused.state, resumed.state, status) == (ChangeState.DONE, ChangeState.DONE, "PAUSED")
    assert "OPEN" not in held
    assert sum(far[gid] > before[gid] for gid in before) == held.count("SCHEDULED")
    assert shown_contract(shop, contract)["status"] == "ACTIVE"
    assert dates(shop, contract) == before
    assert "ON_HOLD" not in statuses(shop, contract)


def test_cancelling_refunds_what_is_prepaid_and_unshipped(shop: Shop) -> None:
    contract = subscribe(shop)

    change = carried_out(contract, Cancel(remaining=RemainingPolicy.REFUND_REMAINING))

    assert change.state == ChangeState.DONE, change.words
    assert shown_contract(shop, contract)["status"] == "CANCELLED"
    left = shown_order(shop, order_of(contract))["fulfillmentOrders"]["nodes"]
    assert sum(line["remainingQuantity"] for one in left for line in one["lineItems"]["nodes"]) == 0
    assert set(contract.deliveries.values_list("state", flat=True)) == {DeliveryState.REMOVED}


def test_what_is_refunded_after_a_cancellation_has_its_share_of_the_shipping(shop: Shop) -> None:
    contract = subscribe(shop, shipping="9.00")

    carried_out(contract, Cancel(remaining=RemainingPolicy.REFUND_REMAINING))

    assert refunds(shop, order_of(contract)) == [("39.00", "SUCCESS")]


def test_a_lower_quantity_is_refunded_for_what_is_paid_and_holds_from_the_next_charge_on(shop: Shop) -> None:
    contract = subscribe(shop, line={"quantity": 2})
    line = contract.lines.get()

    change = carried_out(contract, ChangeQuantity(line.gid, 1))

    assert change.state == ChangeState.DONE, change.words
    assert [one["quantity"] for one in shown_contract(shop, contract)["lines"]["nodes"]] == [1]
    left = shown_order(shop, order_of(contract))["fulfillmentOrders"]["nodes"]
    assert sum(line["remainingQuantity"] for one in left for line in one["lineItems"]["nodes"]) == 3


def test_the_difference_to_a_lower_price_is_refunded_once_and_by_us(shop: Shop) -> None:
    contract = subscribe(shop)
    line = contract.lines.get()
    lower = ChangePrice(line.gid, Money(Decimal("8.00"), contract.currency), refund_paid=True)
    shown = preview_change(contract, ChangeWish(lower, Actor.MERCHANT, "ada")).plan

    change = carried_out(contract, lower)

    assert "a person" not in " ".join(step.words for step in shown.steps)
    assert change.state == ChangeState.DONE, change.words
    assert refunds(shop, order_of(contract)) == [("6.00", "SUCCESS")]
    assert statuses(shop, contract).count("CLOSED") == 0
