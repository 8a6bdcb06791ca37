"""What a customer changes of a subscription: shown in the customer's words, begun, carried out, refused."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from backhaul.core.cancel_reasons import CancelReason
from backhaul.core.change_errors import ChangeRefusedToCustomer, PlanOutdated
from backhaul.core.change_steps import StepKind
from backhaul.core.contract_changes import ChangeState
from backhaul.core.deliveries import DeliveryState
from backhaul.core.portal_policy import CustomerChange, PortalPolicies
from backhaul.core.subscription_calendar import day_of
from backhaul.core.subscription_policies import LastOrderPolicy, RemainingPolicy
from backhaul.core.wanted_changes import (
    Actor,
    Cancel,
    ChangeAddress,
    GivenAddress,
    MoveDate,
    Pause,
    Resume,
    SkipDelivery,
    WantedChange,
)
from backhaul.flows.customer_changes import BY_CUSTOMER, CustomerPreview, confirm_for_customer, preview_for_customer
from backhaul.flows.plan_change import preview_change
from backhaul.flows.want_change import ChangeWish
from backhaul.models import Change, Contract, Notice, PostedCreditMemo
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import each_time, edit_elsewhere, order_of, shown_contract, shown_order, subscribe

ALL = PortalPolicies(is_open=True, allowed=frozenset(CustomerChange), notice_days=0)
REFUND = Cancel(remaining=RemainingPolicy.REFUND_REMAINING)


def preview(contract: Contract, wanted: WantedChange, portal: PortalPolicies = ALL) -> CustomerPreview:
    return preview_for_customer(again(contract), wanted, portal=portal)


def again(contract: Contract) -> Contract:
    """The contract as a new request finds it."""
    return Contract.objects.select_related("store").get(pk=contract.pk)


def carried_out(contract: Contract, wanted: WantedChange) -> Change:
    """The change as it was shown to the customer, confirmed and carried out."""
    shown = preview(contract, wanted)
    assert shown.refused is None
    change = confirm_for_customer(again(contract), wanted, fingerprint=shown.fingerprint, portal=ALL)
    run_pending()
    change.refresh_from_db()
    return change


def text(shown: CustomerPreview) -> str:
    return " ".join(str(one) for one in (*shown.steps, *shown.stays))


def first_unpaid(contract: Contract) -> tuple[int, datetime]:
    found = contract.deliveries.filter(state=DeliveryState.UNBILLED).order_by("number")[0]
    assert found.due_at is not None
    return found.number, found.due_at


def test_a_preview_writes_nothing_and_names_days_not_numbers(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop))
    number, due = first_unpaid(contract)

    shown = preview(contract, SkipDelivery(number))

    day = day_of(due, shop.store.timezone)
    assert text(shown) == f"The delivery of {day} is skipped: nothing is charged on that day."
    assert shown.fingerprint
    assert not Change.objects.exists()


def test_a_customer_moves_a_paid_delivery(shop: Shop) -> None:
    contract = subscribe(shop)
    due = contract.deliveries.get(number=2).due_at
    assert due is not None

    change = carried_out(contract, MoveDate(2, due + timedelta(days=4)))

    assert (change.state, change.actor, change.requested_by) == (ChangeState.DONE, Actor.CUSTOMER, BY_CUSTOMER)
    assert contract.deliveries.get(number=2).due_at == due + timedelta(days=4)


def test_a_customer_gives_another_address_for_both_sides(shop: Shop) -> None:
    contract = subscribe(shop)
    moved = ChangeAddress(GivenAddress("Ada", "Byron", "", "3 Mill Lane", "", "Moncton", "E1C 1A1", "NB", "CA", ""))

    shown = preview(contract, moved)
    change = carried_out(contract, moved)

    assert text(shown).count("3 Mill Lane, E1C 1A1 Moncton") == 2
    assert change.state == ChangeState.DONE
    assert shown_contract(shop, contract)["deliveryMethod"]["address"]["city"] == "Moncton"
    assert shown_order(shop, order_of(contract))["shippingAddress"]["city"] == "Moncton"


def test_a_customer_pauses_and_resumes(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop))

    carried_out(contract, Pause())
    paused = shown_contract(shop, contract)["status"]
    carried_out(contract, Resume())

    assert (paused, shown_contract(shop, contract)["status"]) == ("PAUSED", "ACTIVE")


def test_a_refund_that_is_chosen_is_shown_with_its_amount_and_paid_as_shown(shop: Shop) -> None:
    contract = subscribe(shop)

    shown = preview(contract, REFUND)
    change = carried_out(contract, REFUND)

    memo = PostedCreditMemo.objects.get()
    refund = next(one for one in shown.steps if "amount" in dict(one.values))
    amount = dict(refund.values)["amount"]
    assert change.state == ChangeState.DONE
    assert (amount.amount, amount.currency) == (memo.total, memo.currency)  # type: ignore[union-attr]
    assert shown_contract(shop, contract)["status"] == "CANCELLED"
    assert set(contract.deliveries.values_list("state", flat=True)) == {DeliveryState.REMOVED}


def test_a_last_order_that_is_cancelled_shows_what_was_paid_for_it(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop))
    wanted = Cancel(last_order=LastOrderPolicy.CANCEL_ORDER)

    shown = preview(contract, wanted)
    carried_out(contract, wanted)

    back = next(one for one in shown.steps if "amount" in dict(one.values))
    order = shown_order(shop, order_of(contract))
    assert order["cancelledAt"]
    given = order["totalRefundedSet"]["presentmentMoney"]["amount"]
    assert float(given) == float(dict(back.values)["amount"].amount)  # type: ignore[union-attr]


def test_what_is_paid_is_shipped_where_the_customer_chooses_that(shop: Shop) -> None:
    contract = subscribe(shop)

    shown = preview(contract, Cancel(remaining=RemainingPolicy.SHIP_REMAINING))
    change = carried_out(contract, Cancel(remaining=RemainingPolicy.SHIP_REMAINING))

    assert len(shown.steps) == 1
    assert text(shown).count("paid for and still come") == len(shown.stays)
    assert list(change.steps.values_list("kind", flat=True)) == [StepKind.SET_STATUS]


def test_the_merchant_is_told_of_a_cancellation_and_the_customer_gets_a_receipt(shop: Shop) -> None:
    contract = subscribe(shop)

    carried_out(contract, Cancel(reason=CancelReason.TOO_MUCH, note="The cellar is full."))

    told = {one.recipient: one.words for one in Notice.objects.filter(kind="contract_cancelled")}
    assert "cancelled by the customer" in told["merchant"]
    assert "has more than enough" in told["merchant"]
    assert "you will not be charged again" in told["customer"]


def test_a_choice_that_the_shop_keeps_to_itself_is_refused(shop: Shop) -> None:
    contract = subscribe(shop)
    keeping = replace(ALL, allowed=ALL.allowed - {CustomerChange.CHOOSE_REMAINING})

    shown = preview(contract, REFUND, keeping)

    assert (str(shown.refused), shown.fingerprint) == ("The shop decides about this: please write to it.", "")
    with pytest.raises(ChangeRefusedToCustomer):
        confirm_for_customer(again(contract), REFUND, fingerprint=preview(contract, REFUND).fingerprint, portal=keeping)
    assert preview(contract, Cancel(), keeping).refused is None


def test_what_the_shop_has_withdrawn_since_the_preview_is_not_begun(shop: Shop) -> None:
    """A date for which a charge is left out is a skip, though what is asked for is a date."""
    contract = subscribe(shop, each_time(shop))
    number, due = first_unpaid(contract)
    beyond = MoveDate(number, due + timedelta(days=9))
    shown = preview(contract, beyond)
    no_skips = replace(ALL, allowed=ALL.allowed - {CustomerChange.SKIP})

    with pytest.raises(ChangeRefusedToCustomer):
        confirm_for_customer(again(contract), beyond, fingerprint=shown.fingerprint, portal=no_skips)

    assert shown.fingerprint
    assert not Change.objects.exists()


def test_what_has_changed_since_the_preview_begins_nothing(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop))
    shown = preview(contract, Pause())
    edit_elsewhere(shop, contract.gid, note="Leave it at the door")

    with pytest.raises(PlanOutdated):
        confirm_for_customer(again(contract), Pause(), fingerprint=shown.fingerprint, portal=ALL)

    assert not Change.objects.exists()


def test_a_delivery_that_has_left_meanwhile_is_refused_though_the_mirror_does_not_know_yet(shop: Shop) -> None:
    contract = subscribe(shop)
    gid = contract.deliveries.get(number=1).fulfillment_order_gid
    later = contract.deliveries.get(number=2).due_at
    assert later is not None
    shop.sandbox.control("contracts", order=order_of(contract).gid, do="fulfil", fulfillment_order=gid)

    shown = preview(contract, MoveDate(1, later))

    assert shown.refused is not None
    assert not shown.fingerprint


def test_a_preview_of_a_customer_is_not_one_of_the_shop(shop: Shop) -> None:
    """Whoever confirms has seen the words for them: fingerprints of the two are not the same."""
    contract = subscribe(shop, each_time(shop))

    ours = preview_change(contract, ChangeWish(Pause(), Actor.MERCHANT, "ada")).plan.fingerprint

    assert preview(contract, Pause()).fingerprint != ours
