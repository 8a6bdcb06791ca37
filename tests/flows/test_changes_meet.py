"""A change meets another one, a shipment or a renewal: one of both, or planned anew and shown; never both."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from backhaul.core.change_errors import ChangeUnderWay, PlanOutdated
from backhaul.core.change_steps import StepKind
from backhaul.core.contract_changes import ChangeState
from backhaul.core.errors import BackhaulError, MoreThanOutstanding
from backhaul.core.subscription_policies import RemainingPolicy
from backhaul.core.wanted_changes import Actor, Cancel, ChangeNote, MoveDate, SkipDelivery
from backhaul.flows.clock import now
from backhaul.flows.decide_notice import decide_notice
from backhaul.flows.finish_change import CHANGE_NOT_DONE, PLAN_ANEW
from backhaul.flows.plan_change import confirm_change, preview_change
from backhaul.flows.want_change import ChangeWish
from backhaul.models import Change, Contract, Delivery, Notice
from tests.flows.test_renewals import bill
from tests.support.credits import refunds
from tests.support.payments import Calendar
from tests.support.shop import Shop, fulfil_elsewhere, run_pending
from tests.support.subscriptions import each_time, order_of, shown_contract, subscribe

REFUND = ChangeWish(Cancel(remaining=RemainingPolicy.REFUND_REMAINING), Actor.CUSTOMER, "Anna")
NOTE = ChangeWish(ChangeNote("Ring twice"), Actor.MERCHANT, "ada")
OTHER_NOTE = ChangeWish(ChangeNote("Never ring"), Actor.MERCHANT, "bob")


def in_thread(do: Callable[[], object], start: Barrier) -> object:
    """What it returns, or the refusal, begun together with the others; its connection is closed."""
    try:
        start.wait()
        return do()
    except BackhaulError as refusal:
        return refusal
    finally:
        connection.close()


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What came of each of them, all begun together."""
    start = Barrier(len(deeds))
    with ThreadPoolExecutor(len(deeds)) as pool:
        return [one.result() for one in [pool.submit(in_thread, deed, start) for deed in deeds]]


def previewed(contract: Contract, wish: ChangeWish) -> str:
    return preview_change(contract, wish).plan.fingerprint


def begun(contract: Contract, wish: ChangeWish) -> Change:
    return confirm_change(contract, wish, fingerprint=previewed(contract, wish))


def first_unbilled(contract: Contract) -> Delivery:
    return contract.deliveries.filter(state="unbilled").order_by("number")[0]


def planned_anew(contract: Contract) -> Change:
    """What the merchant is asked is answered by planning the rest anew, and that is carried out."""
    notice = Notice.objects.get(kind=CHANGE_NOT_DONE)
    decide_notice(notice.pk, PLAN_ANEW, by="ada")
    run_pending()
    return Change.objects.get(contract=contract, replaces__isnull=False)


# Two people


def test_of_two_people_who_confirm_at_once_one_begins_and_the_other_is_told_of_that(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop))
    mine, theirs = previewed(contract, NOTE), previewed(contract, OTHER_NOTE)

    ends = at_once(
        lambda: confirm_change(contract, NOTE, fingerprint=mine),
        lambda: confirm_change(contract, OTHER_NOTE, fingerprint=theirs),
    )

    (change,) = [one for one in ends if isinstance(one, Change)]
    (refusal,) = [one for one in ends if isinstance(one, ChangeUnderWay)]
    assert refusal.data["change"] == change.pk
    assert Change.objects.count() == 1
    run_pending()
    assert shown_contract(shop, contract)["note"] == change.wanted["note"]


def test_whoever_confirms_after_the_others_change_is_done_is_shown_a_new_preview(shop: Shop) -> None:
    contract = subscribe(shop, each_time(shop))
    mine, theirs = previewed(contract, NOTE), previewed(contract, OTHER_NOTE)
    confirm_change(contract, NOTE, fingerprint=mine)
    run_pending()

    with pytest.raises(PlanOutdated) as caught:
        confirm_change(contract, OTHER_NOTE, fingerprint=theirs)

    assert caught.value.data["preview"]
    assert shown_contract(shop, contract)["note"] == "Ring twice"


# Between preview and confirmation


def test_a_renewal_that_is_billed_after_the_preview_is_shown_before_anything_is_done(
    hooked: Shop, calendar: Calendar
) -> None:
    contract = subscribe(hooked, each_time(hooked))
    delivery = first_unbilled(contract)
    wish = ChangeWish(SkipDelivery(delivery.number), Actor.MERCHANT, "ada")
    cycle = contract.cycles.get(index=delivery.cycle_index or 0)
    calendar.advance(days=(cycle.expected_at - now()).days)
    fingerprint = previewed(contract, wish)
    bill(hooked, contract, cycle.index, key="renewal")
    calendar.advance(minutes=10)

    with pytest.raises(PlanOutdated) as caught:
        confirm_change(contract, wish, fingerprint=fingerprint)

    assert "skip_cycle" not in str(caught.value.data["preview"])
    assert not Change.objects.exists()


def test_a_shipment_that_is_posted_after_the_preview_is_shown_before_anything_is_refunded(shop: Shop) -> None:
    contract = subscribe(shop)
    fingerprint = previewed(contract, REFUND)
    shop.ship(order_of(contract), "S-1", coffee=1)

    with pytest.raises(PlanOutdated):
        confirm_change(contract, REFUND, fingerprint=fingerprint)

    run_pending()
    assert refunds(shop, order_of(contract)) == []
    assert shop.fulfilled(order_of(contract)) == {"coffee": 1}


# Between confirmation and step


def test_a_renewal_that_is_billed_before_its_step_is_not_skipped_and_the_rest_is_planned_anew(
    hooked: Shop, calendar: Calendar
) -> None:
    contract = subscribe(hooked, each_time(hooked))
    delivery = first_unbilled(contract)
    cycle = contract.cycles.get(index=delivery.cycle_index or 0)
    calendar.advance(days=(cycle.expected_at - now()).days)
    to = cycle.expected_at + timedelta(days=9)
    change = begun(contract, ChangeWish(MoveDate(delivery.number, to), Actor.MERCHANT, "ada"))
    bill(hooked, contract, cycle.index, key="renewal")
    calendar.advance(minutes=10)
    run_pending()
    change.refresh_from_db()
    state = change.state

    anew = preview_change(contract, ChangeWish(MoveDate(delivery.number, to), Actor.MERCHANT, "ada")).plan

    assert state == ChangeState.SUPERSEDED
    assert Notice.objects.get(kind=CHANGE_NOT_DONE).options
    assert not contract.cycles.filter(skipped=True).exists()
    assert {step.kind for step in anew.steps} <= {StepKind.HOLD, StepKind.RESCHEDULE}


def test_what_was_shipped_before_its_step_is_not_refunded_and_the_rest_is(shop: Shop) -> None:
    contract = subscribe(shop)
    order = order_of(contract)
    change = begun(contract, REFUND)
    fulfil_elsewhere(shop, order, coffee=1)
    run_pending()
    change.refresh_from_db()
    state, before = change.state, refunds(shop, order)

    anew = planned_anew(contract)

    assert (state, before) == (ChangeState.SUPERSEDED, [])
    assert anew.state == ChangeState.DONE, anew.words
    assert refunds(shop, order) == [("20.00", "SUCCESS")]
    assert shop.fulfilled(order) == {"coffee": 1}


# A shipment that is not sent yet, while the rest is refunded


def test_what_is_posted_and_not_sent_is_shipped_and_the_rest_refunded(shop: Shop) -> None:
    contract = subscribe(shop)
    order = order_of(contract)
    shop.ship(order, "S-1", coffee=1)

    change = begun(contract, REFUND)
    run_pending()

    change.refresh_from_db()
    assert change.state in (ChangeState.DONE, ChangeState.DONE_IN_PART), change.words
    assert refunds(shop, order) == [("20.00", "SUCCESS")]
    assert shop.fulfilled(order) == {"coffee": 1}


def test_what_is_about_to_be_refunded_cannot_be_posted_as_shipped(shop: Shop) -> None:
    contract = subscribe(shop)
    order = order_of(contract)
    change = begun(contract, REFUND)

    with pytest.raises(MoreThanOutstanding, match=change.pk):
        shop.ship(order, "S-1", coffee=1)

    run_pending()
    assert refunds(shop, order) == [("30.00", "SUCCESS")]
    assert shop.fulfilled(order) == {}


@pytest.mark.parametrize("turn", range(2))
def test_a_shipment_and_the_refund_of_the_rest_at_once_never_both_take_a_unit(shop: Shop, turn: int) -> None:
    contract = subscribe(shop)
    order = order_of(contract)
    fingerprint = previewed(contract, REFUND)
    deeds: list[Callable[[], object]] = [
        lambda: confirm_change(contract, REFUND, fingerprint=fingerprint),
        lambda: shop.ship(order, "S-1", coffee=1),
    ]

    ends = at_once(*(deeds if turn else reversed(deeds)))
    run_pending()

    refusals = [one for one in ends if isinstance(one, BackhaulError)]
    shipped, refunded = shop.fulfilled(order), refunds(shop, order)
    assert [type(one) for one in refusals] in ([PlanOutdated], [MoreThanOutstanding])
    assert (shipped, refunded) in (({"coffee": 1}, []), ({}, [("30.00", "SUCCESS")]))
