"""A fulfillment of ours that someone cancels in Shopify is a person's question, never sent again by itself."""

from backhaul.flows.choose import TaskChoice, choose_for_task
from backhaul.flows.read_order import read_order
from backhaul.flows.undo_shipment import undo_shipment
from backhaul.models import SalesOrder, Task
from tests.support.shop import Shop, run_pending, state_of

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}
CANCEL = "mutation Undo($id: ID!) { fulfillmentCancel(id: $id) { userErrors { message } } }"


def sent_and_cancelled(shop: Shop) -> SalesOrder:
    order = shop.order(lines=[APPLES])
    shop.ship(order, "S-1", apple=2)
    run_pending()
    shop.sandbox.graphql(CANCEL, id=shop.fulfillments(order)[0]["id"])
    read_order(shop.store, order.gid)
    run_pending()
    return order


def test_it_is_asked_about_once_and_nothing_is_sent(shop: Shop) -> None:
    order = sent_and_cancelled(shop)

    read_order(shop.store, order.gid)
    run_pending()

    assert state_of(Task.objects.get(kind="review_cancelled"))[0] == "needs_attention"
    assert shop.fulfilled(order) == {}


def test_it_is_sent_again_when_a_person_says_so(shop: Shop) -> None:
    order = sent_and_cancelled(shop)
    review = Task.objects.get(kind="review_cancelled")

    choose_for_task(review.pk, TaskChoice(resend=True))
    run_pending()

    assert state_of(review) == ("succeeded", "sent")
    assert shop.fulfilled(order) == {"apple": 2}


def test_it_may_be_left_as_it_is(shop: Shop) -> None:
    order = sent_and_cancelled(shop)
    review = Task.objects.get(kind="review_cancelled")

    choose_for_task(review.pk, TaskChoice(leave_short=True))
    run_pending()

    assert state_of(review)[0] == "succeeded"
    assert shop.fulfilled(order) == {}


def test_undoing_the_posting_answers_the_question(shop: Shop) -> None:
    order = sent_and_cancelled(shop)
    review = Task.objects.get(kind="review_cancelled")
    posted = order.shipments.get()

    undo = undo_shipment(posted)
    run_pending()

    assert state_of(review)[0] == "cancelled"
    assert state_of(undo.task)[0] == "succeeded"


def test_an_undo_of_ours_is_no_question(shop: Shop) -> None:
    order = shop.order(lines=[APPLES])
    posted = shop.ship(order, "S-1", apple=2)
    run_pending()

    undo_shipment(posted.shipment)
    run_pending()
    read_order(shop.store, order.gid)

    assert not Task.objects.filter(kind="review_cancelled").exists()
