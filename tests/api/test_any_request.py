"""Whatever is sent, the API answers as its own document says, and never with a defect."""

import uuid
from collections.abc import Callable
from typing import Any, cast

import pytest
import schemathesis
from django.http import HttpResponse
from django.test.client import ClientHandler
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from backhaul.flows.post_credit_memo import CreditRequest, post_credit_memo
from backhaul.flows.post_invoice import post_invoice
from backhaul.models import Notice, PostedShipment, SalesOrder, Store
from tests.api.client import TOKEN, Caller, body_of, order_path, shipment
from tests.support.invoices import invoice_request
from tests.support.payment_rows import line_row, paid_row
from tests.support.rows import LONG_AGO


def no_defect(_context: object, response: schemathesis.Response, case: schemathesis.Case[Any]) -> None:
    """502 and 503 are about Shopify, which nobody plays here; 500 is about us."""
    assert response.status_code != 500, f"{case.operation.label}: {response.text[:500]}"


CHECKS = [
    no_defect,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]


handler = ClientHandler(enforce_csrf_checks=True)


def application(environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], object]) -> list[bytes]:
    """The product as Django's test client serves it: inside the transaction of the test."""
    response = cast(HttpResponse, handler(environ))
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return list(response)


bounded = schemathesis.Config.from_dict({"phases": {"coverage": {"unexpected-methods": []}}, "seed": 1})
document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=bounded)


@pytest.fixture
def names(api: Caller, store: Store, order: SalesOrder) -> dict[str, str]:
    """What the addresses can name: one thing of each kind that is really there."""
    posted = body_of(api.post(order_path("1001", "/shipments"), shipment()), 201)
    invoiced = post_invoice(order, invoice_request())
    line = line_row(invoiced.invoice)
    paid_row(invoiced.invoice, gid="gid://shopify/OrderTransaction/2")
    given_back = post_credit_memo(invoiced.invoice, CreditRequest("CM-1", "1.00", "EUR"))
    notice = Notice.objects.create(
        store=store, kind="payment_expires", subject_id=line.pk, unique_key="1", words="Soon", created_at=LONG_AGO
    )
    return {
        "slug": store.slug,
        "order": order.pk,
        "shipment": posted["id"],
        "task": posted["task"]["id"],
        "invoice": line.invoice_id,
        "line": line.pk,
        "notice": notice.pk,
        "memo": given_back.memo.pk,
        "fulfillment_order": str(order.shopify_id),
    }


# An access is tried at Shopify, which no transaction may be held across.
TRIES_ACCESS = "/api/v1/stores/{slug}/access"


@document.exclude(path=TRIES_ACCESS).parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
def test_every_operation_answers_as_documented(case: schemathesis.Case[Any], names: dict[str, str]) -> None:
    _send(case)

    real = {name: names[name] for name in case.path_parameters or {} if name in names}
    if real:
        case.path_parameters = {**(case.path_parameters or {}), **real}
        _send(case)

    assert Store.objects.filter(slug="shop").exists()
    assert PostedShipment.objects.exists()


@pytest.mark.django_db(transaction=True)
@document.include(path=TRIES_ACCESS).parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
def test_an_access_that_cannot_be_tried_is_answered_as_documented(case: schemathesis.Case[Any], store: Store) -> None:
    case.path_parameters = {"slug": store.slug}

    _send(case)

    assert Store.objects.filter(slug="shop").exists()


def _send(case: schemathesis.Case[Any]) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": uuid.uuid4().hex}
    case.call_and_validate(headers=headers, checks=CHECKS)
