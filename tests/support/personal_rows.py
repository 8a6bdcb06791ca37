"""An order of a named customer, with something personal in every table that can hold it."""

from decimal import Decimal

from django.db import transaction

from backhaul.core.outstanding import LineRequest
from backhaul.flows.change_tracking import change_tracking
from backhaul.flows.post_credit_memo import CreditRequest, post_credit_memo
from backhaul.flows.post_invoice import post_invoice
from backhaul.flows.post_shipment import ShipmentRequest, TrackingRequest, post_shipment
from backhaul.flows.task_list import TaskOrder, write_task
from backhaul.flows.undo_shipment import undo_shipment
from backhaul.models import (
    Backfill,
    BudgetBucket,
    BudgetReservation,
    CreditMemoRefund,
    GatewayMapping,
    IdempotentRequest,
    Intent,
    InvoiceTask,
    MissedChange,
    Notice,
    OrderDifference,
    OrderRefund,
    OrderRefundLine,
    OrderReturn,
    OrderSnapshot,
    OrderTransaction,
    SalesOrder,
    ShipmentFulfillment,
    ShipmentFulfillmentLine,
    Store,
    Task,
    WebhookSecret,
    WebhookSubscription,
)
from tests.support.inbox import delivery_row
from tests.support.invoices import invoice_request
from tests.support.payment_rows import capture_row, line_row
from tests.support.rows import LONG_AGO, carrier_row, fulfillment_row, order_row

CUSTOMER = "gid://shopify/Customer/9000"
ANNA = {
    "first_name": "Anna",
    "last_name": "Karenina",
    "email": "anna@example.net",
    "phone": "+32470123456",
    "address1": "Nevsky 7",
    "zip": "19116",
    "city": "Petersburg",
}
TELLTALE = ("Anna", "Karenina", "anna@example.net", "32470123456", "Nevsky", "19116", "for her birthday")
ADDRESS = {"first_name": "Anna", "last_name": "Karenina", "address1": "Nevsky 7", "zip": "19116", "city": "Petersburg"}
FACTS = {
    "email": ANNA["email"],
    "phone": ANNA["phone"],
    "note": "for her birthday",
    "shipping_address/name": "Anna Karenina",
    "shipping_address/address1": ANNA["address1"],
    "shipping_address/zip": ANNA["zip"],
    "shipping_address/country_code": "RU",
    "attributes/Card": "for her birthday, from 19116",
    "tags": "Anna Karenina, vip",
    "lines/gid://shopify/LineItem/100100/quantity": "5",
    "lines/gid://shopify/LineItem/100100/title": "Cake that says Anna Karenina",
    "money/current_total": "12.50 EUR",
}


def personal_order(store: Store, number: int = 1001) -> SalesOrder:
    """Anna's order, posted, invoiced, paid, refunded in part, changed, and told about in every way there is."""
    order = order_row(store, number)
    SalesOrder.objects.filter(pk=order.pk).update(
        facts=FACTS, customer_gid=CUSTOMER, tags=["vip", "Anna Karenina"], snapshot_sha256="1" * 64
    )
    order.refresh_from_db()
    order.lines.update(title="Cake that says Anna Karenina")
    _what_was_read(order)
    _what_was_posted(order)
    _what_was_told(order)
    return order


def _what_was_read(order: SalesOrder) -> None:
    fulfillment = fulfillment_row(order)
    fulfillment.tracking = [{"company": "UPS", "number": "1Z", "url": "https://ups.example/1Z?zip=19116"}]
    fulfillment.save()
    OrderSnapshot.objects.create(
        order=order, sha256="1" * 64, body={"shippingAddress": ADDRESS}, first_read_at=LONG_AGO, last_read_at=LONG_AGO
    )
    refund = OrderRefund.objects.create(
        order=order, gid=f"{order.gid}/refund", note="Anna was not at home", shopify_updated_at=LONG_AGO
    )
    line = order.lines.all()[0]
    OrderRefundLine.objects.create(refund=refund, order_line=line, position=0, quantity=1, restock_type="RETURN")
    OrderReturn.objects.create(
        order=order, gid=f"{order.gid}/return", name="#R1", status="OPEN", total_quantity=1, shopify_created_at=LONG_AGO
    )
    OrderTransaction.objects.create(
        order=order,
        gid=f"{order.gid}/sale",
        kind="SALE",
        status="SUCCESS",
        amount=Decimal(12),
        currency="EUR",
        shopify_created_at=LONG_AGO,
    )
    for path, before in (("shipping_address/address1", "Old Street 1"), ("lines/x/title", "Cake for Anna")):
        OrderDifference.objects.create(
            order=order,
            path=path,
            before=before,
            after="Nevsky 7",
            learned_by="webhook",
            state="applied",
            words="Anna Karenina moved",
            changed_at=LONG_AGO,
            noticed_at=LONG_AGO,
        )
    MissedChange.objects.create(
        order=order, found_by="reconcile", changed_at=LONG_AGO, found_at=LONG_AGO, words="note: for her birthday"
    )


def _what_was_posted(order: SalesOrder) -> None:
    number = order.pk[-8:]
    carrier_row(order.store, f"UPS{number}")
    tracking = [TrackingRequest("1Z", f"UPS{number}", "https://ups.example/1Z?zip=19116")]
    posted = post_shipment(order, ShipmentRequest(f"S-{number}", [LineRequest(2, sku="apple")], tracking))
    invoice = post_invoice(order, invoice_request(f"I-{number}")).invoice
    capture_row(line_row(invoice, "2.50"), "1.00")
    memo = post_credit_memo(invoice, CreditRequest(f"C-{number}", "0.40", "EUR", "Anna Karenina complained")).memo
    change_tracking(posted.shipment, [TrackingRequest("2Z", f"UPS{number}", "https://ups.example/2Z?zip=19116")])
    sent = ShipmentFulfillment.objects.create(
        store=order.store,
        shipment=posted.shipment,
        fulfillment_gid=f"{order.gid}/sent",
        kind="adopted",
        created_at=LONG_AGO,
    )
    ShipmentFulfillmentLine.objects.create(fulfillment=sent, order_line=order.lines.all()[0], quantity=1)
    undone = undo_shipment(posted.shipment, reason="Karenina was away")
    InvoiceTask.objects.create(invoice=invoice, task=undone.task, created_at=LONG_AGO)
    task = posted.task
    task.refresh_from_db()
    task.outcome_detail = "Waits for Anna Karenina"
    task.save()
    Task.objects.get(pk=invoice.task_id).depends_on.add(task)
    evidence = {"reply": '{"email": "anna@exa', "said": "Nevsky 7"}
    task.tries.create(fencing=1, worker="w", started_at=LONG_AGO, message="to Anna", hint="Nevsky 7", evidence=evidence)
    intent = Intent.objects.create(
        store=order.store,
        task=task,
        subject_gid=order.gid,
        fencing=1,
        step="create",
        operation="fulfillmentCreate",
        variables={"trackingInfo": {"url": "https://ups.example/1Z?zip=19116"}, "id": order.gid},
        evidence={**evidence, "lines": {"a": "b"}},
        state="done",
        created_at=LONG_AGO,
        send_before=LONG_AGO,
        readable_after=LONG_AGO,
        settled_at=LONG_AGO,
    )
    CreditMemoRefund.objects.create(
        memo=memo,
        transaction_gid=f"{order.gid}/given",
        receipt_gid=f"{order.gid}/sale",
        amount=Decimal("0.40"),
        status="SUCCESS",
        intent=intent,
        created_at=LONG_AGO,
    )


def _what_was_told(order: SalesOrder) -> None:
    store, number = order.store, order.shopify_id
    body = {"id": number, "updated_at": "2026-01-01T00:00:00Z", "customer": {"id": 9000, **ANNA}}
    known = delivery_row(store, "orders/updated", body)
    known.order, known.result, known.state = order, "Anna wants it read", "done"
    known.save()
    late = delivery_row(store, "customers/update", {"id": 9000, **ANNA})
    late.state = "ignored"
    late.save()
    Notice.objects.create(
        store=store,
        order=order,
        kind="order_conflict",
        subject_id=order.pk,
        unique_key=f"n{order.pk}",
        words="Anna Karenina moved to Nevsky 7.",
        created_at=LONG_AGO,
    )
    IdempotentRequest.objects.create(
        key=f"k{order.pk}",
        body_hash="0",
        status=200,
        answer={"id": order.pk, "to": "Anna Karenina"},
        created_at=LONG_AGO,
    )


def store_wide_rows(store: Store) -> None:
    """What a store has beside its orders."""
    WebhookSecret.objects.create(store=store, secret_encrypted="x", fingerprint=f"{store.slug}", added_at=LONG_AGO)
    WebhookSubscription.objects.create(store=store, gid="gid://1", topic="a", address="https://x", seen_at=LONG_AGO)
    GatewayMapping.objects.create(store=store, gateway="manual", payment_method="BANK")
    BudgetBucket.objects.create(store=store, maximum=10, level=10, restore_rate=1, level_at=LONG_AGO)
    BudgetReservation.objects.create(store=store, points=1, expires_at=LONG_AGO)
    with transaction.atomic():
        task = write_task(TaskOrder("backfill_orders", f"backfill_orders:{store.pk}", store))
    Backfill.objects.create(store=store, task=task, started_at=LONG_AGO)
    Notice.objects.create(
        store=store, kind="scopes_lost", subject_id="x", unique_key=f"s{store.pk}", words="Lost.", created_at=LONG_AGO
    )
    IdempotentRequest.objects.create(
        key=f"k{store.pk}", body_hash="0", status=200, answer={"id": store.pk}, created_at=LONG_AGO
    )
