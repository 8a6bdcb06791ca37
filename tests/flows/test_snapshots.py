"""Every state that an order was read in is kept once."""

from backhaul.core.budget import Priority
from backhaul.flows.read_order import read_order
from backhaul.flows.snapshots import sha256_of
from backhaul.models import OrderSnapshot
from backhaul.shopify.client import connect
from tests.flows.test_mirror import LINES, note
from tests.support.shop import Shop


def test_the_first_reading_keeps_what_shopify_answered(shop: Shop) -> None:
    order = shop.order(lines=LINES)

    (snapshot,) = OrderSnapshot.objects.filter(order=order)
    assert snapshot.sha256 == order.snapshot_sha256 == sha256_of(snapshot.body)
    assert snapshot.body["Order"][0]["order"]["name"] == order.name
    assert snapshot.first_read_at == snapshot.last_read_at == order.read_started_at


def test_the_same_content_seen_again_moves_its_date_and_adds_no_row(shop: Shop) -> None:
    order = shop.order(lines=LINES)

    read_order(shop.store, order.gid)

    (snapshot,) = OrderSnapshot.objects.filter(order=order)
    assert snapshot.last_read_at > snapshot.first_read_at


def test_each_change_adds_a_row_and_an_earlier_state_is_found_again(shop: Shop) -> None:
    order = shop.order(lines=LINES)

    note(shop, order, "ring twice")
    read_order(shop.store, order.gid)

    order.refresh_from_db()
    newest, first = OrderSnapshot.objects.filter(order=order)
    assert newest.sha256 == order.snapshot_sha256 != first.sha256
    assert newest.body["Order"][0]["order"]["note"] == "ring twice"


def test_time_that_passes_makes_no_new_content(shop: Shop) -> None:
    order = shop.order(lines=LINES)
    shop.sandbox.advance("P1D")

    again = connect(shop.store, priority=Priority.REFRESH).read_order(order.gid).order

    assert sha256_of(again.raw) == order.snapshot_sha256


def test_the_sequence_of_keys_makes_no_other_content() -> None:
    assert sha256_of({"a": 1, "b": {"c": 2, "d": 3}}) == sha256_of({"b": {"d": 3, "c": 2}, "a": 1})
    assert sha256_of(None) == ""
