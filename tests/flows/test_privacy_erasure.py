"""A customer's personal data is deleted wherever it is kept, and nobody else's."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from backhaul.core.erasing import is_personal_path
from backhaul.core.remote import RemoteOrder, RemoteOrderLine
from backhaul.core.remote_customer import RemoteAddress
from backhaul.flows.clock import now, real_now
from backhaul.flows.mirror import apply_snapshot
from backhaul.jobs.runner import run_task
from backhaul.models import (
    IdempotentRequest,
    Intent,
    OrderDifference,
    OrderSnapshot,
    PostedCreditMemo,
    PostedInvoice,
    PostedShipment,
    PrivacyRequest,
    SalesOrder,
    Store,
    WebhookDelivery,
)
from tests.support.inbox import delivery_row, processed
from tests.support.personal_contracts import personal_contract
from tests.support.personal_rows import ANNA, CUSTOMER, TELLTALE, personal_order
from tests.support.rows import LONG_AGO, order_row, store_row
from tests.support.whole_database import everything, rows_of

pytestmark = pytest.mark.django_db
PAYLOAD = {"customer": {"id": 9000, "email": ANNA["email"], "phone": ANNA["phone"]}, "orders_to_redact": [1001]}


def asked(store: Store, payload: object = PAYLOAD) -> PrivacyRequest:
    """The request that came of such a webhook, after its task has run."""
    delivery = processed(delivery_row(store, "customers/redact", payload))
    request = PrivacyRequest.objects.get(event_id=delivery.event_id, store=store)
    assert request.task_id is not None
    run_task(request.task_id)
    request.refresh_from_db()
    return request


def test_nothing_personal_is_left_anywhere() -> None:
    personal_contract(personal_order(store_row()))
    before = everything()

    request = asked(Store.objects.get())

    after = everything()
    assert [word for word in TELLTALE if word not in before] == []
    assert [word for word in TELLTALE if word.casefold() in after.casefold()] == []
    assert request.state == "done"


def test_the_other_store_keeps_every_value_of_every_row() -> None:
    shop, other = store_row(), store_row("other")
    personal_contract(personal_order(shop))
    personal_contract(personal_order(other))
    kept = rows_of(other)
    answer = IdempotentRequest.objects.get(answer__id=SalesOrder.objects.get(store=other).pk).answer

    asked(shop)

    assert rows_of(other) == kept
    assert IdempotentRequest.objects.get(answer__id=SalesOrder.objects.get(store=other).pk).answer == answer
    assert SalesOrder.objects.get(store=shop).facts.get("email") is None


def test_other_customers_of_the_store_are_not_touched() -> None:
    store = store_row()
    personal_order(store)
    bystander = order_row(store, 2002)
    SalesOrder.objects.filter(pk=bystander.pk).update(
        facts={"email": "bob@b.c"}, customer_gid="gid://shopify/Customer/1"
    )
    body = {"id": 2002, "order_number": 1001, "email": "bob@b.c"}
    delivery = delivery_row(store, "orders/updated", body)

    asked(store)

    bystander.refresh_from_db()
    delivery.refresh_from_db()
    assert (bystander.facts, bystander.redacted_at) == ({"email": "bob@b.c"}, None)
    assert json.loads(bytes(delivery.body)) == body


def test_amounts_quantities_and_documents_stay_and_the_record_says_so() -> None:
    order = personal_order(store_row())

    request = asked(order.store)

    order.refresh_from_db()
    shipment = PostedShipment.objects.get()
    assert shipment.lines.get().quantity == 2
    assert shipment.tracking[0]["number"] == "1Z"
    assert (PostedInvoice.objects.get().total, PostedCreditMemo.objects.get().total) == (Decimal("2.5"), Decimal("0.4"))
    assert order.facts["money/current_total"] == "12.50 EUR"
    assert "3 posted documents" in request.result
    assert request.counts["orders"] == 1
    assert OrderSnapshot.objects.count() == 0
    assert Intent.objects.get(operation="fulfillmentCreate").evidence == {"lines": {"a": "b"}}


def test_the_orders_of_the_customer_are_found_by_the_customer_too() -> None:
    order = personal_order(store_row())

    request = asked(order.store, {"customer": {"id": 9000}, "orders_to_redact": []})

    order.refresh_from_db()
    assert order.redacted_at is not None
    assert (order.customer_gid, request.customer_gid) == ("", CUSTOMER)


def test_webhooks_keep_the_ids_by_which_they_can_be_looked_at_again() -> None:
    order = personal_order(store_row())

    asked(order.store)

    body = json.loads(bytes(WebhookDelivery.objects.get(topic="orders/updated").body))
    assert body == {"id": 1001, "updated_at": "2026-01-01T00:00:00Z", "customer": {"id": 9000}}


def test_a_second_delivery_of_the_request_and_a_second_run_change_nothing() -> None:
    order = personal_order(store_row())
    request = asked(order.store)
    done = everything()

    again = processed(delivery_row(order.store, "customers/redact", PAYLOAD, name="twice", event_id=request.event_id))

    assert request.pk in again.result
    assert PrivacyRequest.objects.count() == 1
    assert PrivacyRequest.objects.get().result == request.result
    assert request.task is not None
    assert request.task.state == "succeeded"
    assert done.count("redact_customer") == everything().count("redact_customer")


def test_a_customer_without_orders_here_is_recorded_as_such() -> None:
    store = store_row()

    request = asked(store, {"customer": {"id": 5}, "orders_to_redact": [77]})

    assert request.state == "done"
    assert "No order of this customer" in request.result


def test_a_reading_that_began_before_does_not_bring_the_data_back() -> None:
    order = personal_order(store_row())
    began = real_now()
    asked(order.store)

    apply_snapshot(order.store, _as_shopify_shows(order), read_started_at=began)

    assert [word for word in TELLTALE if word in everything()] == []


def test_a_later_reading_is_kept_without_the_customer_whatever_shopify_shows() -> None:
    order = personal_order(store_row())
    asked(order.store)

    for seconds in (1, 2):
        apply_snapshot(order.store, _as_shopify_shows(order), read_started_at=real_now() + timedelta(seconds=seconds))

    order.refresh_from_db()
    assert [word for word in TELLTALE if word in everything()] == []
    assert order.snapshot_sha256 == ""
    found = OrderDifference.objects.exclude(before=None, after=None)
    assert [difference.path for difference in found if is_personal_path(difference.path)] == []


@pytest.mark.parametrize(
    "state",
    [
        {"state": "paused", "pause_reason": "holidays", "paused_by": "person"},
        {"state": "uninstalled", "uninstalled_at": LONG_AGO},
    ],
)
def test_a_request_is_carried_out_whatever_the_stores_state(state: dict[str, object]) -> None:
    order = personal_order(store_row())
    Store.objects.update(**state)

    assert asked(order.store).state == "done"


def test_a_body_that_was_deleted_by_age_stays_deleted() -> None:
    order = personal_order(store_row())
    WebhookDelivery.objects.filter(order=order).update(body=b"")

    asked(order.store)

    assert bytes(WebhookDelivery.objects.get(order=order).body) == b""


def test_a_posted_statement_still_refuses_every_other_change() -> None:
    order = personal_order(store_row())
    asked(order.store)

    changes: list[dict[str, object]] = [{"external_number": "X"}, {"tracking": []}]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            PostedShipment.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        PostedShipment.objects.all()._raw_delete(using="default")


def test_a_body_about_another_shop_is_not_followed() -> None:
    order = personal_order(store_row())

    delivery = processed(delivery_row(order.store, "customers/redact", {**PAYLOAD, "shop_domain": "x.myshopify.com"}))

    assert "another shop" in delivery.result
    assert not PrivacyRequest.objects.exists()


def test_a_body_without_ids_is_unreadable() -> None:
    store = store_row()

    delivery = processed(delivery_row(store, "customers/redact", {"customer": {"id": "anna"}}))

    assert (delivery.state, PrivacyRequest.objects.exists()) == ("unreadable", False)


def _as_shopify_shows(order: SalesOrder) -> RemoteOrder:
    """The order as Shopify would show it, had it not deleted anything yet."""
    return RemoteOrder(
        gid=order.gid,
        name=order.name,
        created_at=order.shopify_created_at,
        updated_at=now(),
        currency="EUR",
        presentment_currency="EUR",
        lines=(_line(order),),
        tags=frozenset({"vip", "Anna Karenina"}),
        note="for her birthday",
        email=ANNA["email"],
        phone=ANNA["phone"],
        attributes=(("Card", "for her birthday"),),
        shipping_address=RemoteAddress(name="Anna Karenina", address1=ANNA["address1"], zip=ANNA["zip"]),
        raw={"email": ANNA["email"]},
    )


def _line(order: SalesOrder) -> RemoteOrderLine:
    line = order.lines.get()
    return RemoteOrderLine(
        gid=line.gid, title="Cake that says Anna Karenina", quantity=5, current_quantity=5, requires_shipping=True
    )
