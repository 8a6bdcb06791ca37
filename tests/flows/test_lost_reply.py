"""A reply that is lost after Shopify did what it was asked for."""

import pytest

from backhaul.models import Intent
from tests.support.shop import Shop, let_lost_replies_be_old, run_pending, state_of, wake_all

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}


@pytest.mark.parametrize(("fault", "settled"), [("500_after", "done"), ("500_before", "absent")])
def test_it_is_read_back_and_never_sent_twice(shop: Shop, fault: str, settled: str) -> None:
    order = shop.order(lines=[APPLES])
    shop.sandbox.faults({"operation": "fulfillmentCreate", "nth": 1, "kind": fault})
    posted = shop.ship(order, "S-1", apple=2)
    run_pending()
    waiting = state_of(posted.task)[0]

    let_lost_replies_be_old()
    wake_all()
    run_pending()

    assert waiting == "waiting"
    assert state_of(posted.task) == ("succeeded", "sent")
    assert shop.fulfilled(order) == {"apple": 2}
    assert Intent.objects.filter(task=posted.task).earliest("created_at").state == settled
