"""Two shops whose orders have the same ids, side by side: nothing of the one is taken for something of the other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backhaul.models import OrderDifference, ShipmentFulfillment
from tests.support.payments import invoice, lines
from tests.support.sandbox import running_sandbox
from tests.support.shop import Shop, connected, fulfil_elsewhere, run_pending, state_of

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 5}
CARD = {"payment": [{"kind": "authorised", "gateway": "manual"}], "currency": "EUR"}


@pytest.fixture
def twin(shop: Shop, tmp_path: Path) -> Iterator[Shop]:
    """Another shop, whose ids begin at the same numbers."""
    with running_sandbox(tmp_path) as sandbox:
        yield connected(sandbox, "twin")


def test_both_send_fulfillments_that_have_the_same_id(shop: Shop, twin: Shop) -> None:
    orders = [one.order(lines=[APPLES]) for one in (shop, twin)]

    posted = [one.ship(order, "S-1", tracking="1Z", apple=2) for one, order in zip((shop, twin), orders, strict=True)]
    run_pending()

    assert orders[0].gid == orders[1].gid
    assert [state_of(one.task) for one in posted] == [("succeeded", "sent")] * 2
    sent = ShipmentFulfillment.objects.values_list("fulfillment_gid", flat=True)
    assert len(set(sent)) == 1
    assert [shop.fulfilled(orders[0]), twin.fulfilled(orders[1])] == [{"apple": 2}] * 2


def test_both_capture_authorisations_that_have_the_same_id(shop: Shop, twin: Shop) -> None:
    orders = [one.order(lines=[{**APPLES, "quantity": 1}], **CARD) for one in (shop, twin)]

    posted = [invoice(order, "10.00", number="I-1", final=True) for order in orders]
    run_pending()

    assert [lines(one) for one in posted] == [[("authorised", "10", "10", "captured")]] * 2


def test_what_happens_in_one_shop_says_nothing_of_the_other(shop: Shop, twin: Shop) -> None:
    orders = [one.order(lines=[APPLES]) for one in (shop, twin)]
    fulfil_elsewhere(twin, orders[1], tracking="1Z", apple=5)

    posted = shop.ship(orders[0], "S-1", tracking="1Z", apple=5)
    run_pending()

    assert state_of(posted.task) == ("succeeded", "sent")
    assert not orders[1].fulfillments.exists()
    assert not OrderDifference.objects.filter(order__store=twin.store).exists()
