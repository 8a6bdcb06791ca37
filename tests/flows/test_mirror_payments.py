"""What was read of an order's payments reaches the mirror, in whichever sequence readings arrive."""

from django.db import connection

from backhaul.core.budget import Priority
from backhaul.flows.mirror import apply_snapshot
from backhaul.flows.read_order import read_payments
from backhaul.models import Intent, SalesOrder
from backhaul.shopify.client import connect
from tests.support.payments import MULTI, act, paid_by
from tests.support.shop import Shop


def test_a_reading_of_the_order_that_began_before_one_of_its_payments_leaves_the_financial_status(shop: Shop) -> None:
    order = paid_by(shop, MULTI)
    before = connect(shop.store, priority=Priority.REFRESH).read_order(order.gid)
    (authorisation,) = act(shop, order)
    act(shop, order, "capture", transaction=authorisation.gid, amount="100.00")
    read_payments(shop.store, order.gid)

    apply_snapshot(shop.store, before.order, read_started_at=before.read_started_at)

    stored = SalesOrder.objects.get(pk=order.pk)
    assert stored.read_started_at == before.read_started_at
    assert stored.financial_status == "PAID"


def test_the_calls_of_an_order_are_found_without_looking_through_those_of_the_whole_store(shop: Shop) -> None:
    of_order = Intent.objects.filter(store=shop.store, subject_gid="gid://shopify/Order/1").order_by()

    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        plan = of_order.explain()
        cursor.execute("RESET enable_seqscan")

    assert "intent_by_subject" in plan
