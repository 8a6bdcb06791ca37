"""Credit memos over units of an order, carried out: what is given back, and when a person is asked."""

import pytest

from backhaul.core.unit_credit import RefundAmount
from backhaul.flows.choose import TaskChoice, choose_for_task
from backhaul.flows.steer_tasks import retry_task
from backhaul.models import CreditMemoRefund, Intent, SalesOrder, Task
from tests.support.credits import act_on, refunds, transactions
from tests.support.shop import Shop, fulfil_elsewhere, let_lost_replies_be_old, run_pending, state_of, wake_all
from tests.support.unit_credits import APPLE, give_units, prepaid, still_to_ship

PARTLY_BY_GIFT_CARD = [{"kind": "gift_card", "amount": "40.00"}, {"kind": "paid", "amount": "80.00"}]


def test_what_remains_of_a_prepaid_order_is_given_back_and_not_shipped_any_more(shop: Shop) -> None:
    order = prepaid(shop)
    shop.ship(order, "S-1", box=1)
    run_pending()

    posted = give_units(order, units={"box": 3})
    run_pending()

    assert state_of(posted.task) == ("succeeded", "refunded")
    assert posted.task.outcome_detail == "90.00 CAD was given back for 3 units."
    assert refunds(shop, order) == [("90.00", "SUCCESS")]
    assert still_to_ship(shop, order) == {}
    assert shop.fulfilled(order) == {"box": 1}


@pytest.mark.parametrize("payment", ["paid", PARTLY_BY_GIFT_CARD])
def test_money_comes_from_every_payment_that_the_order_was_paid_with(shop: Shop, payment: object) -> None:
    order = prepaid(shop, payment=payment)

    posted = give_units(order, units={"box": 4})
    run_pending()

    assert state_of(posted.task) == ("succeeded", "refunded")
    assert sum(float(amount) for amount, _ in refunds(shop, order)) == 120
    assert {row.transaction_gid for row in CreditMemoRefund.objects.all()} == shown_gids(shop, order)
    assert [intent.operation for intent in Intent.objects.all()] == ["refundCreate"]


def test_the_figure_has_tax_and_shipping_and_is_shopifys_to_the_cent(shop: Shop) -> None:
    order = prepaid(shop, tax_rate="0.13", shipping="9.99")

    posted = give_units(order, units={"box": 3}, shipping="share")
    run_pending()

    assert state_of(posted.task) == ("succeeded", "refunded")
    assert f"{posted.memo.total:.2f}" == "110.16"  # 90.00 + 11.70 tax; 7.49 of 9.99 shipping + 0.97 tax
    assert refunds(shop, order) == [("110.16", "SUCCESS")]


def test_prices_that_contain_their_tax_are_not_taxed_again(shop: Shop) -> None:
    order = prepaid(shop, tax_rate="0.19", taxes_included=True, shipping="10.00")

    posted = give_units(order, units={"box": 1}, shipping="share")
    run_pending()

    assert state_of(posted.task) == ("succeeded", "refunded")
    assert refunds(shop, order) == [("32.50", "SUCCESS")]


@pytest.mark.parametrize(("currency", "refunded"), [("JPY", "3000"), ("KWD", "30.000")])
def test_the_figure_is_in_the_customers_currency_with_its_decimals(shop: Shop, currency: str, refunded: str) -> None:
    price = "3000" if currency == "JPY" else "30"
    order = shop.order(lines=[{**APPLE, "price": price}], presentment_currency=currency, rate="1")

    posted = give_units(order, units={"apple": 1})
    run_pending()

    assert state_of(posted.task) == ("succeeded", "refunded")
    assert refunds(shop, order) == [(refunded, "SUCCESS")]


def test_the_rest_of_what_we_have_begun_to_ship_can_be_given_back(shop: Shop) -> None:
    order = shop.order(lines=[APPLE])
    shop.ship(order, "S-1", apple=2)
    run_pending()

    posted = give_units(order, units={"apple": 4})
    run_pending()

    assert state_of(posted.task) == ("succeeded", "refunded")
    assert refunds(shop, order) == [("40.00", "SUCCESS")]
    assert still_to_ship(shop, order) == {}


def test_money_alone_leaves_what_is_still_to_be_shipped(shop: Shop) -> None:
    order = prepaid(shop)

    posted = give_units(order, units={"box": 1}, restock="no_restock")
    run_pending()

    assert state_of(posted.task) == ("succeeded", "refunded")
    assert still_to_ship(shop, order) == {"box": 4}


def test_goods_that_came_back_are_given_back_and_the_rest_still_ships(shop: Shop) -> None:
    order = shop.order(lines=[APPLE])
    shop.ship(order, "S-1", apple=2)
    run_pending()

    posted = give_units(order, units={"apple": 2}, restock="return")
    run_pending()

    assert state_of(posted.task) == ("succeeded", "refunded")
    assert refunds(shop, order) == [("20.00", "SUCCESS")]
    assert still_to_ship(shop, order) == {"apple": 4}


def test_an_amount_that_was_given_is_given_back_though_shopify_would_compute_another(shop: Shop) -> None:
    order = prepaid(shop)

    posted = give_units(order, units={"box": 3}, total="75.00", reason="Restocking fee of 15.00")
    run_pending()

    assert state_of(posted.task) == ("succeeded", "refunded")
    assert refunds(shop, order) == [("75.00", "SUCCESS")]
    assert still_to_ship(shop, order) == {"box": 1}


@pytest.mark.parametrize(("choice", "refunded"), [(RefundAmount.OURS, "90.00"), (RefundAmount.SHOPIFYS, "67.50")])
def test_two_figures_that_differ_are_shown_to_a_person_who_decides(
    shop: Shop, choice: RefundAmount, refunded: str
) -> None:
    order = prepaid(shop)
    posted = give_units(order, units={"box": 3})
    act_on(shop, order, "refund", amount="52.50")
    run_pending()
    asked = (*state_of(posted.task), posted.task.outcome_detail)

    choose_for_task(posted.task.pk, TaskChoice(refund_amount=choice))
    run_pending()

    assert asked[0] == "needs_attention"
    assert "90.00 CAD" in asked[2]
    assert "67.50 CAD" in asked[2]
    if choice is RefundAmount.SHOPIFYS:
        assert state_of(posted.task) == ("succeeded", "refunded")
        assert refunds(shop, order) == [("52.50", "SUCCESS"), (refunded, "SUCCESS")]
    else:
        assert state_of(posted.task)[0] == "needs_attention"
        assert "67.50 CAD is left of what was received" in posted.task.outcome_detail
        assert refunds(shop, order) == [("52.50", "SUCCESS")]


def test_a_pending_refund_is_polled_until_it_has_ended(shop: Shop) -> None:
    order = prepaid(shop)
    act_on(shop, None, next_refund={"answer": "pending"})
    posted = give_units(order, units={"box": 2})
    run_pending()
    first = (*state_of(posted.task), posted.task.wait_reason)

    act_on(shop, order, "settle")
    wake_all()
    run_pending()

    assert first == ("waiting", "waiting_until", "payment_pending")
    assert state_of(posted.task) == ("succeeded", "refunded")
    assert refunds(shop, order) == [("60.00", "SUCCESS")]


@pytest.mark.parametrize("late", [False, True])
def test_a_refund_that_fails_is_a_persons_and_is_tried_again_without_the_units(shop: Shop, late: bool) -> None:
    order = prepaid(shop)
    act_on(shop, None, next_refund={"answer": "pending" if late else "failure", "error_code": "CARD_DECLINED"})
    posted = give_units(order, units={"box": 2})
    run_pending()
    if late:
        act_on(shop, order, "fail", error_code="CARD_DECLINED")
        wake_all()
        run_pending()
    asked = (*state_of(posted.task), posted.task.outcome_detail)

    retry_task(posted.task.pk)
    run_pending()

    assert asked[0] == "needs_attention"
    assert "Giving back 60.00 CAD has failed: the card was declined" in asked[2]
    assert state_of(posted.task) == ("succeeded", "refunded")
    assert refunds(shop, order) == [("60.00", "FAILURE"), ("60.00", "SUCCESS")]
    assert still_to_ship(shop, order) == {"box": 2}


@pytest.mark.parametrize(("fault", "settled"), [("500_after", "done"), ("500_before", "absent")])
def test_a_lost_reply_is_one_refund_under_one_key(shop: Shop, fault: str, settled: str) -> None:
    order = prepaid(shop, payment=PARTLY_BY_GIFT_CARD)
    shop.sandbox.faults({"operation": "refundCreate", "nth": 1, "kind": fault})
    posted = give_units(order, units={"box": 3})
    run_pending()
    waiting = state_of(posted.task)[0]

    let_lost_replies_be_old()
    wake_all()
    run_pending()

    assert waiting == "waiting"
    assert state_of(posted.task) == ("succeeded", "refunded")
    assert sum(float(amount) for amount, _ in refunds(shop, order)) == 90
    assert still_to_ship(shop, order) == {"box": 1}
    assert Intent.objects.filter(task=posted.task).earliest("created_at").state == settled
    assert len(set(Intent.objects.values_list("idempotency_key", flat=True))) == 1
    assert {row.transaction_gid for row in CreditMemoRefund.objects.all()} == shown_gids(shop, order)


def test_what_somebody_else_has_begun_to_ship_meanwhile_is_not_given_back(shop: Shop) -> None:
    order = shop.order(lines=[APPLE])
    posted = give_units(order, units={"apple": 5})
    fulfil_elsewhere(shop, order, apple=3)

    run_pending()

    assert state_of(posted.task)[0] == "needs_attention"
    assert "5 of 5 units can no longer be given back" in posted.task.outcome_detail
    assert "3 in the hands of a warehouse" in posted.task.outcome_detail
    assert refunds(shop, order) == []


def test_units_that_a_person_has_refunded_meanwhile_are_not_given_back_twice(shop: Shop) -> None:
    order = shop.order(lines=[APPLE])
    posted = give_units(order, units={"apple": 5})
    act_on(shop, order, "refund", lines=[{"line": order.lines.get().gid, "quantity": 2}], restock_type="CANCEL")

    run_pending()

    assert state_of(posted.task)[0] == "needs_attention"
    assert "1 of 5 units can no longer be given back" in posted.task.outcome_detail
    assert refunds(shop, order) == [("20.00", "SUCCESS")]


def test_a_credit_memo_of_units_is_carried_out_once_however_often_it_runs(shop: Shop) -> None:
    order = prepaid(shop)
    posted = give_units(order, units={"box": 2})
    run_pending()
    Task.objects.filter(pk=posted.task.pk).update(state="pending", settled_at=None)

    run_pending()

    assert state_of(posted.task) == ("succeeded", "refunded")
    assert refunds(shop, order) == [("60.00", "SUCCESS")]


def test_what_was_given_back_in_shopify_is_noted_and_nothing_is_sent(shop: Shop) -> None:
    order = prepaid(shop)
    act_on(shop, order, "refund", amount="30.00")

    posted = give_units(order, units={"box": 1}, total="30.00", booked_only=True)
    run_pending()

    assert state_of(posted.task) == ("succeeded", "booked")
    assert refunds(shop, order) == [("30.00", "SUCCESS")]
    assert not Intent.objects.exists()


def test_a_note_of_what_shopify_does_not_show_is_a_persons(shop: Shop) -> None:
    order = prepaid(shop)
    act_on(shop, order, "refund", amount="30.00")
    give_units(order, "CM-1", units={"box": 1}, total="30.00", booked_only=True)

    posted = give_units(order, "CM-2", units={"box": 1}, total="10.00", booked_only=True)
    run_pending()

    assert state_of(posted.task)[0] == "needs_attention"
    assert "Shopify shows 0.00 CAD given back by somebody else" in posted.task.outcome_detail


def shown_gids(shop: Shop, order: SalesOrder) -> set[str]:
    return {one.gid for one in transactions(shop, order, "REFUND")}


@pytest.mark.parametrize("fault", ["", "500_after"])
def test_money_for_no_units_is_given_back_of_every_payment_once(shop: Shop, fault: str) -> None:
    order = prepaid(shop, payment=PARTLY_BY_GIFT_CARD)
    if fault:
        shop.sandbox.faults({"operation": "refundCreate", "nth": 1, "kind": fault})

    posted = give_units(order, units={}, total="100.00", reason="A lower price for what was paid")
    run_pending()
    let_lost_replies_be_old()
    wake_all()
    run_pending()

    assert state_of(posted.task) == ("succeeded", "refunded")
    assert posted.task.outcome_detail.startswith("100.00 CAD was given back.")
    assert sum(float(amount) for amount, _ in refunds(shop, order)) == 100
    assert still_to_ship(shop, order) == {"box": 4}
