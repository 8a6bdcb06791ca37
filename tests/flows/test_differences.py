"""What is written down when an order has changed, and what becomes of conflicts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backhaul.core.errors import BadReference, NotFound, StateConflict
from backhaul.core.learned import BY_TASK, Learned, LearnedBy
from backhaul.core.outstanding import LineRequest
from backhaul.core.remote import RemoteOrder
from backhaul.core.tasks import TaskState
from backhaul.flows.differences import record_deletion, resolve_conflict
from backhaul.flows.mirror import apply_snapshot
from backhaul.flows.post_credit_memo import CreditRequest, post_credit_memo
from backhaul.flows.post_invoice import post_invoice
from backhaul.flows.post_shipment import Posted, ShipmentRequest, post_shipment
from backhaul.flows.undo_shipment import undo_shipment
from backhaul.models import Notice, OrderDifference, PaymentLine, SalesOrder, Store, WebhookDelivery
from tests.core.builders import MUG, fulfillment_order
from tests.core.edit_builders import HOME, edited, line
from tests.support.invoices import invoice_line, invoice_request
from tests.support.payment_rows import line_row
from tests.support.rows import store_row

START = datetime(2026, 11, 1, tzinfo=UTC)
LEFT = f"lines/{MUG}/current_quantity"
MOVED = edited(shipping_address=replace(HOME, address1="New Street 2", zip="1020"))


class Reader:
    """Reads one order time and again, each time a minute later."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.minutes = 0

    def reads(self, remote: RemoteOrder, *, learned: Learned = BY_TASK) -> SalesOrder:
        """Apply it as read now."""
        self.minutes += 1
        at = START + timedelta(minutes=self.minutes)
        left = {one.gid: one.current_quantity for one in remote.lines}
        whole = replace(remote, fulfillment_orders=(fulfillment_order(1, left),), updated_at=at)
        return apply_snapshot(self.store, whole, read_started_at=at, learned=learned)


@pytest.fixture
def shopify(db: None) -> Reader:
    """Shopify's order as we read it: three mugs, still to be shipped."""
    return Reader(store_row())


def ship(order: SalesOrder, units: int = 3, *, number: str = "S-1") -> Posted:
    return post_shipment(order, ShipmentRequest(number, [LineRequest(units, sku="mug")]))


def invoice(order: SalesOrder, units: int = 3, amount: str = "30.00") -> PaymentLine:
    """Post an invoice that was captured whole."""
    request = invoice_request("R-1", [invoice_line("mug", units, amount)], total=amount)
    row = line_row(post_invoice(order, request).invoice, amount)
    PaymentLine.objects.filter(pk=row.pk).update(captured=row.amount)
    return row


def found(order: SalesOrder) -> dict[str, str]:
    """The state of the newest difference of each path."""
    rows = OrderDifference.objects.filter(order=order).order_by("noticed_at")
    return {row.path: row.state for row in rows}


def test_the_first_reading_records_nothing(shopify: Reader) -> None:
    order = shopify.reads(edited())

    assert found(order) == {}
    assert order.facts["shipping_address/zip"] == "1010"


def test_a_change_is_recorded_with_its_time_and_cause(shopify: Reader) -> None:
    order = shopify.reads(edited())
    delivery = WebhookDelivery.objects.create(
        store=order.store, topic="orders/edited", event_id="e", received_at=START, body=b"{}"
    )

    shopify.reads(edited(note="Ring"), learned=Learned(LearnedBy.WEBHOOK, "orders/edited", delivery.pk))

    row = OrderDifference.objects.get(order=order)
    assert (row.path, row.before, row.after, row.state) == ("note", "", "Ring", "applied")
    assert (row.learned_by, row.topic, row.delivery) == ("webhook", "orders/edited", delivery)
    assert row.changed_at == START + timedelta(minutes=2)


def test_a_delivery_that_is_gone_does_not_keep_its_change_from_being_recorded(shopify: Reader) -> None:
    order = shopify.reads(edited())

    shopify.reads(edited(note="Ring"), learned=Learned(LearnedBy.WEBHOOK, "orders/edited", "whd_gone"))

    row = OrderDifference.objects.get(order=order)
    assert (row.topic, row.delivery) == ("orders/edited", None)


def test_the_same_change_read_again_is_recorded_once(shopify: Reader) -> None:
    order = shopify.reads(edited())
    shopify.reads(edited(note="Ring"))

    shopify.reads(edited(note="Ring"))

    assert OrderDifference.objects.filter(order=order).count() == 1


def test_a_reading_that_began_earlier_records_nothing(shopify: Reader) -> None:
    order = shopify.reads(edited())
    shopify.reads(edited(note="Ring"))

    apply_snapshot(order.store, replace(edited(note="Old"), updated_at=START), read_started_at=START)

    assert OrderDifference.objects.filter(order=order).count() == 1


def test_there_and_back_again_are_two_differences(shopify: Reader) -> None:
    order = shopify.reads(edited())

    shopify.reads(edited(note="Ring"))
    shopify.reads(edited())

    rows = OrderDifference.objects.filter(order=order).order_by("noticed_at")
    assert [(row.before, row.after) for row in rows] == [("", "Ring"), ("Ring", "")]


def test_orders_with_equal_gids_in_two_stores_have_their_own_differences(shopify: Reader) -> None:
    other = Reader(store_row("other"))
    order, twin = shopify.reads(edited()), other.reads(edited())

    shopify.reads(edited(note="Ring"))

    assert found(order) == {"note": "applied"}
    assert found(twin) == {}


def test_an_edit_before_anything_is_posted_is_taken_over(shopify: Reader) -> None:
    order = shopify.reads(edited())

    shopify.reads(edited(line(left=1), worth="10"))

    assert found(order) == {LEFT: "applied", "money/current_total": "applied"}
    assert order.lines.get().current_quantity == 1
    assert not Notice.objects.exists()


def test_an_edit_that_contradicts_a_shipment_is_a_conflict_and_the_mirror_follows_all_the_same(shopify: Reader) -> None:
    order = shopify.reads(edited())
    ship(order, 2)

    shopify.reads(edited(line(left=1)))

    row = OrderDifference.objects.get(order=order)
    assert (row.path, row.state) == (LEFT, "conflict")
    assert row.words.startswith("Shipment S-1 took 2 units of “mug”, and the order has 1 left.")
    assert order.lines.get().current_quantity == 1


def test_the_merchant_is_told_once_per_conflict_without_personal_data(shopify: Reader) -> None:
    order = shopify.reads(edited())
    ship(order)

    shopify.reads(MOVED)
    shopify.reads(MOVED)

    notice = Notice.objects.get(order=order)
    assert notice.kind == "order_conflict"
    assert notice.words.startswith("Order #1001 was changed in Shopify. Shipment S-1 was posted before")
    assert notice.words.count("S-1") == 1
    assert "New Street" not in notice.words


def test_an_undo_settles_what_contradicted_the_shipment(shopify: Reader) -> None:
    order = shopify.reads(edited())
    posted = ship(order, 2)
    shopify.reads(edited(line(left=1)))

    undo_shipment(posted.shipment)

    row = OrderDifference.objects.get(order=order)
    assert (row.state, row.resolved_by, row.resolution) == ("resolved", "", "Shipment S-1 was undone.")


def test_an_undo_of_one_shipment_leaves_what_contradicts_another(shopify: Reader) -> None:
    order = shopify.reads(edited())
    posted = ship(order, 1)
    ship(order, 2, number="S-2")
    shopify.reads(edited(line(left=1)))

    undo_shipment(posted.shipment)

    row = OrderDifference.objects.get(order=order)
    assert row.state == "conflict"
    assert row.words.startswith("Shipment S-2 took 2 units")


def test_an_undo_that_was_called_off_counts_as_none(shopify: Reader) -> None:
    order = shopify.reads(edited())
    undone = undo_shipment(ship(order, 2).shipment)
    undone.task.state, undone.task.outcome = TaskState.CANCELLED, "cancelled"
    undone.task.save()

    shopify.reads(edited(line(left=1)))

    assert found(order) == {LEFT: "conflict"}


def test_a_credit_memo_settles_what_was_invoiced_too_much(shopify: Reader) -> None:
    order = shopify.reads(edited())
    charged = invoice(order)
    shopify.reads(edited(line(left=2), worth="20"))
    before = found(order)

    post_credit_memo(charged.invoice, CreditRequest("CM-1", "10.00", "EUR"))

    assert before == {LEFT: "conflict", "money/current_total": "conflict"}
    assert found(order) == {LEFT: "resolved", "money/current_total": "resolved"}
    assert {row.resolution for row in order.differences.all()} == {"Credit memo CM-1 was posted."}


def test_a_credit_memo_of_too_little_settles_nothing(shopify: Reader) -> None:
    order = shopify.reads(edited())
    charged = invoice(order)
    shopify.reads(edited(line(left=2), worth="20"))

    post_credit_memo(charged.invoice, CreditRequest("CM-1", "9.00", "EUR"))

    assert set(found(order).values()) == {"conflict"}


def test_an_order_that_is_changed_back_settles_its_conflict(shopify: Reader) -> None:
    order = shopify.reads(edited())
    ship(order)
    shopify.reads(MOVED)

    shopify.reads(edited())

    assert {row.state for row in order.differences.filter(after="1020")} == {"resolved"}
    assert {row.state for row in order.differences.filter(after="1010")} == {"applied"}


def test_the_address_at_posting_counts_not_the_one_before_it(shopify: Reader) -> None:
    shopify.reads(edited())
    order = shopify.reads(MOVED)
    ship(order)

    shopify.reads(edited())

    assert set(order.differences.filter(after="1010").values_list("state", flat=True)) == {"conflict"}


def test_a_field_that_changes_again_has_one_open_conflict(shopify: Reader) -> None:
    order = shopify.reads(edited())
    ship(order)
    shopify.reads(edited(line(left=2)))

    shopify.reads(edited(line(left=1)))

    rows = order.differences.order_by("noticed_at")
    assert [row.state for row in rows] == ["resolved", "conflict"]
    assert rows[0].resolution == "The same field was changed once more."


def test_a_smaller_contradiction_keeps_its_conflict_with_words_that_are_true_now(shopify: Reader) -> None:
    order = shopify.reads(edited())
    ship(order)
    shopify.reads(edited(line(left=1)))

    shopify.reads(edited(line(left=2)))

    rows = order.differences.order_by("noticed_at")
    assert [row.state for row in rows] == ["conflict", "applied"]
    assert "the order has 2 left" in rows[0].words


def test_a_deleted_order_with_a_shipment_is_a_conflict_once(shopify: Reader) -> None:
    order = shopify.reads(edited())
    ship(order)
    order.refresh_from_db()

    record_deletion(order, learned=Learned(LearnedBy.WEBHOOK, "orders/delete"))
    record_deletion(order, learned=Learned(LearnedBy.WEBHOOK, "orders/delete"))

    row = order.differences.get()
    assert (row.path, row.before, row.after, row.state) == ("deleted", None, "yes", "conflict")


def test_an_order_that_shopify_shows_again_was_not_deleted(shopify: Reader) -> None:
    order = shopify.reads(edited())
    ship(order)
    order.refresh_from_db()
    record_deletion(order, learned=Learned(LearnedBy.WEBHOOK, "orders/delete"))

    shopify.reads(edited())

    rows = order.differences.order_by("noticed_at")
    assert [(row.after, row.state) for row in rows] == [("yes", "resolved"), (None, "applied")]


def test_a_conflict_is_marked_as_resolved_with_what_belongs_to_it(shopify: Reader) -> None:
    order = shopify.reads(edited())
    ship(order)
    shopify.reads(edited(line(left=2), shipping_address=MOVED.shipping_address))
    street = order.differences.get(path="shipping_address/address1")

    settled = resolve_conflict(street.pk, note=" The carrier knows. ", by="ada")

    assert {row.path for row in settled} == {"shipping_address/address1", "shipping_address/zip"}
    street.refresh_from_db()
    assert (street.state, street.resolved_by, street.resolution) == ("resolved", "ada", "The carrier knows.")
    assert found(order)[LEFT] == "conflict"


def test_what_a_person_has_resolved_stays_so_when_it_is_read_again(shopify: Reader) -> None:
    order = shopify.reads(edited())
    ship(order)
    shopify.reads(edited(line(left=2)))
    resolve_conflict(order.differences.get().pk, note="Lost in the warehouse", by="ada")

    shopify.reads(edited(line(left=2), note="Ring"))

    assert found(order) == {LEFT: "resolved", "note": "applied"}


def test_a_conflict_is_resolved_once_and_with_a_note(shopify: Reader) -> None:
    order = shopify.reads(edited())
    ship(order)
    shopify.reads(edited(line(left=2)))
    row = order.differences.get()

    with pytest.raises(BadReference):
        resolve_conflict(row.pk, note="  ", by="ada")
    with pytest.raises(NotFound):
        resolve_conflict("dif_none", note="x", by="ada")
    resolve_conflict(row.pk, note="x", by="ada")
    with pytest.raises(StateConflict):
        resolve_conflict(row.pk, note="y", by="bob")

    row.refresh_from_db()
    assert (row.resolved_by, row.resolution) == ("ada", "x")
