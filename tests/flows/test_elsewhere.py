"""What other people do in Shopify meanwhile."""

from backhaul.flows.choose import TaskChoice, choose_for_task
from tests.support.shop import Shop, fulfil_elsewhere, run_pending, state_of

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}
CANCEL_ORDER = """mutation Cancel($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true) {
 job { id } orderCancelUserErrors { message } } }"""


def test_the_same_parcel_fulfilled_by_someone_else_is_adopted(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    posted = shop.ship(order, "S-1", tracking="1Z999", apple=2)

    fulfil_elsewhere(shop, order, tracking="1Z999", apple=2)
    run_pending()

    assert state_of(posted.task) == ("succeeded", "adopted")
    assert shop.fulfilled(order) == {"apple": 2}


def test_another_parcel_fulfilled_by_someone_else_does_not_stop_ours(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    posted = shop.ship(order, "S-1", tracking="1Z999", apple=2)

    fulfil_elsewhere(shop, order, tracking="OTHER", apple=2)
    run_pending()

    assert state_of(posted.task) == ("succeeded", "sent")
    assert shop.fulfilled(order) == {"apple": 4}


def test_more_than_shopify_has_left_needs_a_person(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    posted = shop.ship(order, "S-1", tracking="1Z999", apple=4)

    fulfil_elsewhere(shop, order, tracking="OTHER", apple=3)
    run_pending()
    asked = state_of(posted.task)
    choose_for_task(posted.task.pk, TaskChoice(leave_short=True))
    run_pending()

    assert asked == ("needs_attention", "needs_attention")
    assert state_of(posted.task) == ("succeeded", "sent_in_part")
    assert shop.fulfilled(order) == {"apple": 5}


def test_an_order_cancelled_meanwhile_needs_a_person_and_nothing_is_sent(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    posted = shop.ship(order, "S-1", apple=2)

    shop.sandbox.graphql(CANCEL_ORDER, id=order.gid)
    shop.sandbox.advance("PT5M")
    run_pending()

    assert state_of(posted.task) == ("needs_attention", "needs_attention")
    assert shop.fulfilled(order) == {}
