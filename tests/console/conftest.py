"""Fixtures of the console: a member of staff, and something of everything to look at."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import User
from django.test import Client

from backhaul.core.outstanding import LineRequest
from backhaul.flows.backfill import start_backfill
from backhaul.flows.post_credit_memo import CreditRequest, post_credit_memo
from backhaul.flows.post_invoice import post_invoice
from backhaul.flows.post_shipment import ShipmentRequest, TrackingRequest, post_shipment
from backhaul.models import (
    Change,
    Contract,
    Drift,
    Intent,
    MissedChange,
    Notice,
    OrderDifference,
    PaymentLine,
    PostedInvoice,
    PostedShipment,
    PrivacyRequest,
    SalesOrder,
    Store,
    Task,
    WebhookDelivery,
)
from tests.support.contract_rows import bill_row, change_row, contract_row, drift_row, order_of_contract
from tests.support.inbox import delivery_row
from tests.support.invoices import invoice_request
from tests.support.payment_rows import capture_row, line_row
from tests.support.rows import LONG_AGO, carrier_row, conflict_row, fulfillment_row, order_row, store_row
from tests.support.telling_rows import telling_rows


@dataclass(frozen=True)
class Things:
    """One of each kind."""

    store: Store
    order: SalesOrder
    shipment: PostedShipment
    invoice: PostedInvoice
    task: Task
    intent: Intent
    line: PaymentLine
    notice: Notice
    delivery: WebhookDelivery
    conflict: OrderDifference
    contract: Contract
    change: Change
    drift: Drift


@pytest.fixture
def things(db: None) -> Things:
    """A store with an order of five apples, two of them posted, one invoiced, and a call that was made for them.

    The invoice has a payment line, of which a part was captured elsewhere, and a notice was given of it. Some of what
    was captured is given back. A contract has a change under way, with a step for another app, and a drift.
    """
    store = store_row()
    order = order_row(store)
    fulfillment_row(order)
    request = ShipmentRequest("S-1", [LineRequest(2, sku="apple")], [TrackingRequest("1Z", "UPS")])
    posted = post_shipment(order, request)
    invoiced = post_invoice(order, invoice_request())
    carrier_row(store)
    posted.task.tries.create(fencing=1, worker="w", started_at=LONG_AGO, message="No answer", evidence={"reply": "x"})
    intent = _unsure(posted.task)
    line = line_row(invoiced.invoice, "2.50")
    capture_row(line, "1.00")
    post_credit_memo(invoiced.invoice, CreditRequest("CM-1", "0.40", "EUR", "Bruised"))
    notice = Notice.objects.create(
        store=store,
        order=order,
        kind="payment_expires",
        subject_id=line.pk,
        unique_key="1",
        words="It expires.",
        created_at=LONG_AGO,
    )
    body = {"id": 1001, "name": "#1001", "email": "ada@example.com"}
    delivery = delivery_row(store, "orders/updated", body, order=order, state="done", result="The order is read.")
    PrivacyRequest.objects.create(
        store=store, topic="customers/data_request", event_id="1", received_at=LONG_AGO, due_at=LONG_AGO
    )
    conflict = conflict_row(order)
    MissedChange.objects.create(
        order=order, found_by="reconcile", changed_at=LONG_AGO, found_at=LONG_AGO, words="The order had changed."
    )
    start_backfill(store)
    telling_rows(notice)
    contract = contract_row(store, 7700)
    order_of_contract(contract, order)
    bill_row(contract)
    return Things(
        store=store,
        order=order,
        shipment=posted.shipment,
        invoice=invoiced.invoice,
        task=posted.task,
        intent=intent,
        line=line,
        notice=notice,
        delivery=delivery,
        conflict=conflict,
        contract=contract,
        change=change_row(contract),
        drift=drift_row(contract, order=order),
    )


def _unsure(task: Task) -> Intent:
    """A call for the task, of which nobody can tell which of two fulfillments it has made."""
    assert task.order is not None
    return Intent.objects.create(
        store=task.store,
        task=task,
        subject_gid=task.order.gid,
        fencing=1,
        step="create",
        operation="fulfillmentCreate",
        variables={},
        state="unsure",
        created_at=LONG_AGO,
        send_before=LONG_AGO,
        readable_after=LONG_AGO,
        evidence={"candidates": ["gid://shopify/Fulfillment/1", "gid://shopify/Fulfillment/2"]},
    )


@pytest.fixture
def staff(db: None) -> Client:
    """Someone who may do everything."""
    client = Client()
    client.force_login(User.objects.create_superuser("boss"))
    return client


@pytest.fixture
def onlooker(db: None) -> Client:
    """A member of staff who may do nothing."""
    client = Client()
    client.force_login(User.objects.create_user("onlooker", is_staff=True))
    return client
