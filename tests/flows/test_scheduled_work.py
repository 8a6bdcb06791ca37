"""Scheduled fulfillment orders are shipped early, or put off, from the warehouse's side."""

from datetime import datetime, timedelta

import pytest

from backhaul.core.errors import BackhaulError, NotFound
from backhaul.core.scheduled_work import DateIsPast, NotScheduled, OtherWishUnderWay
from backhaul.flows.clock import now
from backhaul.flows.scheduled_work import find_fulfillment_order, open_early, put_off
from backhaul.models import FulfillmentOrder, SalesOrder, Task
from tests.support.sandbox import Sandbox
from tests.support.shop import Shop, run_pending, state_of

BOX = {
    "sku": "box",
    "title": "Box",
    "price": "30.00",
    "quantity": 1,
    "selling_plan": {"name": "Monthly", "deliveries": 3, "every": "P30D"},
}


def _prepaid(shop: Shop) -> SalesOrder:
    order = shop.order(lines=[BOX])
    run_pending()
    return order


def _scheduled(order: SalesOrder) -> FulfillmentOrder:
    """The one that is due last."""
    return order.fulfillment_orders.filter(status="SCHEDULED").order_by("-fulfill_at")[0]


def _later(days: int = 100) -> datetime:
    return (now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)


def _calls(sandbox: Sandbox, name: str) -> int:
    return sum(1 for one in sandbox.log() if one["operation"] == name)


def test_a_fulfillment_order_is_opened_before_its_date(shop: Shop) -> None:
    row = _scheduled(_prepaid(shop))

    wished = open_early(row)
    run_pending()

    row.refresh_from_db()
    assert state_of(wished.task) == ("succeeded", "opened")
    assert row.status == "OPEN"


def test_a_fulfillment_order_gets_another_date(shop: Shop) -> None:
    row, date = _scheduled(_prepaid(shop)), _later()

    wished = put_off(row, date)
    run_pending()

    row.refresh_from_db()
    assert state_of(wished.task) == ("succeeded", "rescheduled")
    assert (row.status, row.fulfill_at) == ("SCHEDULED", date)


def test_one_that_was_opened_meanwhile_is_found_open(shop: Shop) -> None:
    order = _prepaid(shop)
    row = _scheduled(order)
    first = open_early(row)
    run_pending()
    FulfillmentOrder.objects.filter(pk=row.pk).update(status="SCHEDULED")

    second = open_early(row)
    run_pending()

    assert second.task.pk != first.task.pk
    assert state_of(second.task) == ("succeeded", "already_so")
    assert _calls(shop.sandbox, "FulfillmentOrderOpen") == 1


def test_one_that_was_opened_meanwhile_cannot_be_put_off(shop: Shop) -> None:
    row = _scheduled(_prepaid(shop))
    opened = open_early(row)
    run_pending()
    FulfillmentOrder.objects.filter(pk=row.pk).update(status="SCHEDULED")

    moved = put_off(row, _later())
    run_pending()

    assert state_of(opened.task) == ("succeeded", "opened")
    assert state_of(moved.task) == ("needs_attention", "needs_attention")
    assert "is OPEN now" in moved.task.outcome_detail


def test_the_same_wish_is_one_task_and_another_one_has_to_wait(shop: Shop) -> None:
    row = _scheduled(_prepaid(shop))

    first, again = open_early(row), open_early(row)

    assert (first.is_new, again.is_new, again.task) == (True, False, first.task)
    with pytest.raises(OtherWishUnderWay):
        put_off(row, _later())
    run_pending()
    assert Task.objects.filter(kind="open_fulfillment_order").count() == 1


def test_what_is_open_is_neither_opened_nor_put_off(shop: Shop) -> None:
    row = shop.order(lines=[{"sku": "apple", "quantity": 1}]).fulfillment_orders.get()

    with pytest.raises(NotScheduled):
        open_early(row)
    with pytest.raises(NotScheduled):
        put_off(row, _later())
    assert not Task.objects.filter(order=row.order, choices__has_key="fulfillment_order").exists()


def test_a_date_that_is_past_is_refused(shop: Shop) -> None:
    with pytest.raises(DateIsPast):
        put_off(_scheduled(_prepaid(shop)), now() - timedelta(minutes=1))


def test_it_is_found_by_number_or_gid_within_its_store(shop: Shop) -> None:
    row = _scheduled(_prepaid(shop))

    assert find_fulfillment_order(row.gid) == row
    assert find_fulfillment_order(row.gid.rsplit("/", 1)[1], store_slug="shop") == row
    with pytest.raises(NotFound):
        find_fulfillment_order("1")
    with pytest.raises(BackhaulError):
        find_fulfillment_order("gid://shopify/Order/1")


def test_one_that_shopify_does_not_show_any_more_is_asked_about(shop: Shop) -> None:
    order = _prepaid(shop)
    row = _scheduled(order)
    gone = FulfillmentOrder.objects.create(
        order=order, gid="gid://shopify/FulfillmentOrder/999999", status="SCHEDULED", fulfill_at=row.fulfill_at
    )
    line = row.lines.get()
    gone.lines.create(gid="gid://x/1", order_line=line.order_line, total_quantity=1, remaining_quantity=1)

    task = open_early(gone).task
    run_pending()

    assert state_of(task) == ("needs_attention", "needs_attention")
    assert "does not show this fulfillment order" in task.outcome_detail
