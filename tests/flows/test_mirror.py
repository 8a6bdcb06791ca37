"""What was read of an order reaches the mirror: newer only, whole, and nothing is rewritten that has not changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from backhaul.core.budget import Priority
from backhaul.core.remote import RemoteOrder
from backhaul.core.remote_customer import RemoteCustomer
from backhaul.flows.clock import real_now
from backhaul.flows.mirror import apply_snapshot
from backhaul.flows.read_order import read_order
from backhaul.models import OrderSnapshot, SalesOrder, Store
from backhaul.shopify.client import connect
from tests.support.shop import Shop, connected, fulfil_elsewhere

UPDATE = """mutation Note($input: OrderInput!) { orderUpdate(input: $input) { userErrors { message } } }"""
LINES = [{"sku": "mug", "price": "10.00", "quantity": 3}, {"sku": "cup", "price": "4.00", "quantity": 2}]


def reading_of(shop: Shop, order: SalesOrder) -> RemoteOrder:
    return connect(shop.store, priority=Priority.REFRESH).read_order(order.gid).order


def note(shop: Shop, order: SalesOrder, text: str) -> None:
    """Somebody writes a note on the order in Shopify."""
    shop.sandbox.graphql(UPDATE, input={"id": order.gid, "note": text})


def row_ids(order: SalesOrder) -> dict[str, list[Any]]:
    """The ids of all rows below an order."""
    return {
        "lines": list(order.lines.values_list("pk", flat=True)),
        "work": sorted(order.fulfillment_orders.values_list("pk", "lines__pk")),
        "fulfillments": sorted(order.fulfillments.values_list("pk", "lines__pk")),
    }


@contextmanager
def written_tables() -> Iterator[set[str]]:
    """The tables that are written during a block."""
    found: set[str] = set()
    with CaptureQueriesContext(connection) as queries:
        yield found
    statements = [query["sql"].split('"') for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELE"))]
    found |= {parts[1] for parts in statements}


def test_a_reading_that_finds_nothing_new_takes_few_statements_and_rewrites_nothing(shop: Shop) -> None:
    order = shop.order(lines=LINES)
    fulfil_elsewhere(shop, order, tracking="1Z", mug=1)
    read_order(shop.store, order.gid)
    remote = reading_of(shop, order)

    with CaptureQueriesContext(connection) as queries, written_tables() as tables:
        apply_snapshot(shop.store, remote, read_started_at=real_now())

    assert len(queries) <= 12, [query["sql"][:80] for query in queries]
    assert tables == {"backhaul_salesorder", "backhaul_ordersnapshot"}


def test_a_change_of_the_head_leaves_every_row_below_it_alone(shop: Shop) -> None:
    order = shop.order(lines=LINES)
    fulfil_elsewhere(shop, order, mug=1)
    read_order(shop.store, order.gid)
    before = row_ids(order)
    note(shop, order, "ring twice")

    with written_tables() as tables:
        read_order(shop.store, order.gid)

    assert row_ids(order) == before
    assert not tables & {"backhaul_salesorderline", "backhaul_fulfillmentorder", "backhaul_fulfillment"}


def test_a_fulfillment_changes_its_own_rows_and_keeps_the_ids_of_others(shop: Shop) -> None:
    order = shop.order(lines=LINES)
    before = row_ids(order)

    fulfil_elsewhere(shop, order, tracking="1Z", mug=1)
    read_order(shop.store, order.gid)

    assert row_ids(order)["lines"] == before["lines"]
    assert row_ids(order)["work"] == before["work"]
    (fulfillment,) = order.fulfillments.all()
    assert [entry["number"] for entry in fulfillment.tracking] == ["1Z"]
    assert [line.quantity for line in fulfillment.lines.all()] == [1]
    assert sorted(order.fulfillment_orders.values_list("lines__remaining_quantity", flat=True)) == [2, 2]


def test_the_head_keeps_every_total_in_both_moneys(shop: Shop) -> None:
    order = shop.order(lines=LINES, shipping="5.00", presentment_currency="USD", rate="0.75")

    assert order.money["total"] == ["43.00", "32.25"]
    assert order.money["shipping"] == ["5.00", "3.75"]
    assert (order.totals_words, order.taxes_included, order.return_status) == ("", False, "NO_RETURN")
    mug = order.lines.get(sku="mug")
    assert (str(mug.unit_price), str(mug.presentment_unit_price)) == ("10.0000", "7.5000")
    assert (str(mug.discounted_total), str(mug.presentment_discounted_total)) == ("30.0000", "22.5000")
    assert mug.refundable_quantity == 3


def test_fulfillment_orders_keep_when_shopify_changed_them(shop: Shop) -> None:
    order = shop.order(lines=LINES)

    (work,) = order.fulfillment_orders.all()
    assert work.shopify_updated_at == reading_of(shop, order).fulfillment_orders[0].updated_at


def test_a_reading_that_began_earlier_changes_nothing(shop: Shop) -> None:
    order = shop.order(lines=LINES)
    earlier = replace(reading_of(shop, order), note="old", name="#old", raw={"old": True})

    apply_snapshot(shop.store, earlier, read_started_at=order.read_started_at)

    order.refresh_from_db()
    assert order.name != "#old"
    assert OrderSnapshot.objects.filter(order=order).count() == 1


def test_a_reading_of_an_earlier_state_changes_nothing_although_it_began_later(shop: Shop) -> None:
    order = shop.order(lines=LINES)
    remote = reading_of(shop, order)
    stale = replace(remote, updated_at=remote.updated_at - timedelta(seconds=1), name="#old", raw={"old": True})

    apply_snapshot(shop.store, stale, read_started_at=real_now())

    order.refresh_from_db()
    assert order.name == remote.name


def test_an_order_that_is_shown_again_is_not_deleted_any_more(shop: Shop) -> None:
    order = shop.order(lines=LINES)
    SalesOrder.objects.filter(pk=order.pk).update(deleted_at=real_now())

    read_order(shop.store, order.gid)

    order.refresh_from_db()
    assert order.deleted_at is None


def test_what_shopify_hides_stays_as_it_was_known(shop: Shop) -> None:
    order = shop.order(lines=LINES)
    remote = reading_of(shop, order)
    known = replace(
        remote,
        customer=RemoteCustomer("gid://shopify/Customer/7"),
        lines=tuple(replace(line, variant_gid="gid://shopify/ProductVariant/7") for line in remote.lines),
        raw=None,
    )
    apply_snapshot(shop.store, known, read_started_at=real_now())
    hidden = frozenset({"customer", "lines/variant_gid", "financial_status"})
    bare = tuple(replace(line, variant_gid=None) for line in remote.lines)

    apply_snapshot(
        shop.store,
        replace(remote, customer=None, lines=bare, hidden=hidden, financial_status=None, payments=None, raw=None),
        read_started_at=real_now(),
    )

    order.refresh_from_db()
    assert order.customer_gid == "gid://shopify/Customer/7"
    assert order.financial_status == "PAID"
    assert {line.variant_gid for line in order.lines.all()} == {"gid://shopify/ProductVariant/7"}


def test_a_customer_and_product_that_are_gone_are_gone(shop: Shop) -> None:
    order = shop.order(lines=LINES)
    remote = reading_of(shop, order)
    known = replace(remote, customer=RemoteCustomer("gid://shopify/Customer/7"), raw=None)
    apply_snapshot(shop.store, known, read_started_at=real_now())

    apply_snapshot(shop.store, replace(remote, customer=None, raw=None), read_started_at=real_now())

    order.refresh_from_db()
    assert order.customer_gid == ""


def test_fulfillments_that_were_not_shown_stay(shop: Shop) -> None:
    order = shop.order(lines=LINES)
    fulfil_elsewhere(shop, order, mug=1)
    read_order(shop.store, order.gid)
    cut = replace(reading_of(shop, order), fulfillments=(), hidden=frozenset({"fulfillments"}), raw=None)

    apply_snapshot(shop.store, cut, read_started_at=real_now())

    assert order.fulfillments.count() == 1


def test_work_and_fulfillments_that_shopify_no_longer_has_are_gone(shop: Shop) -> None:
    order = shop.order(lines=LINES)
    fulfil_elsewhere(shop, order, mug=1)
    read_order(shop.store, order.gid)
    bare = replace(reading_of(shop, order), fulfillments=(), fulfillment_orders=(), raw=None)

    apply_snapshot(shop.store, bare, read_started_at=real_now())

    assert (order.fulfillments.count(), order.fulfillment_orders.count()) == (0, 0)


def test_a_line_that_shopify_no_longer_shows_stays_and_has_nothing_left(shop: Shop) -> None:
    order = shop.order(lines=LINES)
    remote = reading_of(shop, order)

    apply_snapshot(shop.store, replace(remote, lines=remote.lines[:1], raw=None), read_started_at=real_now())

    gone = order.lines.get(sku="cup")
    assert (gone.quantity, gone.current_quantity, gone.shippable_quantity) == (2, 0, 0)


def test_two_stores_with_equal_orders_keep_them_apart(shop: Shop) -> None:
    order = shop.order(lines=LINES)
    other = connected(shop.sandbox, "other")

    read_order(other.store, order.gid)
    note(shop, order, "ring twice")
    read_order(shop.store, order.gid)

    mirrored = SalesOrder.objects.filter(gid=order.gid)
    assert {one.store_id for one in mirrored} == set(Store.objects.values_list("pk", flat=True))
    assert len({one.snapshot_sha256 for one in mirrored}) == 2
