"""Posting and looking at invoices over REST, alone and together with a shipment."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backhaul.models import PostedInvoice, PostedShipment, SalesOrder, Task
from tests.api.client import Caller, body_of, expect_problem, order_path, shipment

INVOICES = order_path("1001", "/invoices")
POSTINGS = order_path("1001", "/postings")


def invoice(number: str = "I-1", **fields: Any) -> dict[str, Any]:
    """An invoice of two apples and shipping, with these fields changed."""
    lines = [{"sku": "apple", "quantity": 2, "amount": "5.00"}]
    amounts = {"currency": "EUR", "total": "6.50", "tax_included": True, "shipping": "1.50"}
    return {"external_number": number, **amounts, "lines": lines, **fields}


def small(number: str) -> dict[str, Any]:
    """An invoice of one apple."""
    return invoice(number, lines=[{"sku": "apple", "quantity": 1, "amount": "1"}], total="1", shipping=None)


def test_a_posted_invoice_answers_201_with_its_id_and_its_task(api: Caller, order: SalesOrder) -> None:
    answer = body_of(api.post(INVOICES, invoice(posted_at="2026-01-01T00:00:00Z")), 201)

    posted = PostedInvoice.objects.get()
    assert answer["id"] == posted.pk
    assert (answer["task"]["id"], answer["task"]["state"]) == (posted.task_id, "pending")
    assert answer["task"]["document_id"] == posted.pk
    assert (answer["total"], answer["shipping"], answer["tax"], answer["final"]) == ("6.50", "1.50", None, False)
    assert answer["lines"][0] | {"line": "", "line_item_id": ""} == {
        "line": "",
        "line_item_id": "",
        "sku": "apple",
        "quantity": 2,
        "amount": "5.00",
    }
    assert answer["posted_at"] == "2026-01-01T00:00:00Z"


def test_the_same_invoice_under_another_key_answers_200_with_the_first(api: Caller, order: SalesOrder) -> None:
    first = body_of(api.post(INVOICES, invoice()), 201)

    second = body_of(api.post(INVOICES, invoice(total="6.5")), 200)

    assert second["id"] == first["id"]
    assert PostedInvoice.objects.count() == 1


def test_the_same_number_with_other_content_is_a_conflict(api: Caller, order: SalesOrder) -> None:
    api.post(INVOICES, invoice())

    expect_problem(api.post(INVOICES, invoice(final=True)), 409, "external-number-taken")


def test_an_invoice_needs_an_idempotency_key(api: Caller, order: SalesOrder) -> None:
    answer = api.send("POST", INVOICES, json.dumps(invoice()))

    expect_problem(answer, 400, "idempotency-key-required")


LINE = {"sku": "apple", "quantity": 2, "amount": "5.00"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"total": "6.51"}, "total-is-not-the-sum"),
        ({"total": 6.5}, "bad-money"),
        ({"total": "-6.50"}, "bad-money"),
        ({"total": "6.500"}, "bad-money"),
        ({"total": None}, "bad-money"),
        ({"shipping": "1,50"}, "bad-money"),
        ({"currency": "USD"}, "other-currency"),
        ({"currency": "euro"}, "bad-money"),
        ({"currency": None}, "invalid-request-body"),
        ({"tax": "1.00"}, "tax-unclear"),
        ({"tax_included": False}, "tax-unclear"),
        ({"tax_included": "yes"}, "invalid-request-body"),
        ({"lines": []}, "nothing-to-post"),
        ({"lines": [{**LINE, "quantity": 6}]}, "more-than-left-to-invoice"),
        ({"lines": [{**LINE, "quantity": 0}]}, "bad-quantity"),
        ({"lines": [{**LINE, "amount": 5}]}, "bad-money"),
        ({"lines": [{**LINE, "sku": "pear"}]}, "unknown-line"),
        ({"lines": [{"sku": "apple", "quantity": 2}]}, "invalid-request-body"),
        ({"lines": [{**LINE, "price": "2.50"}]}, "invalid-request-body"),
        ({"lines": [{**LINE, "amount": "12.51"}], "total": "14.01"}, "invoice-above-order"),
        ({"external_number": "a\nb"}, "bad-reference"),
        ({"final": "no"}, "invalid-request-body"),
        ({"posted_at": "yesterday"}, "bad-reference"),
    ],
)
def test_what_cannot_be_invoiced_is_refused_and_nothing_is_written(
    api: Caller, order: SalesOrder, changed: dict[str, object], code: str
) -> None:
    answer = api.post(INVOICES, {**invoice(), **changed})

    assert expect_problem(answer, 400, code)["hint"] is not None
    assert not PostedInvoice.objects.exists()
    assert not Task.objects.exists()


def test_net_amounts_come_with_their_tax(api: Caller, order: SalesOrder) -> None:
    answer = body_of(api.post(INVOICES, invoice(tax_included=False, tax="1.10", total="7.60")), 201)

    assert (answer["tax_included"], answer["tax"], answer["total"]) == (False, "1.10", "7.60")


def test_invoices_are_read_one_by_one_by_order_and_all(api: Caller, order: SalesOrder) -> None:
    posted = body_of(api.post(INVOICES, small("I-1")), 201)
    second = body_of(api.post(INVOICES, small("I-2")), 201)

    assert body_of(api.get(f"/invoices/{posted['id']}")) == posted
    assert body_of(api.get(INVOICES))["items"] == [second, posted]
    assert body_of(api.get("/invoices", external_number="I-1", order="1001"))["items"] == [posted]
    page = body_of(api.get("/invoices", limit="1"))
    assert page["items"] == [second]
    assert body_of(api.get("/invoices", limit="1", cursor=page["next_cursor"]))["items"] == [posted]


def test_an_invoice_that_is_not_there_is_not_found(api: Caller, order: SalesOrder) -> None:
    expect_problem(api.get("/invoices/inv_1"), 404, "not-found")


def test_an_order_tells_what_is_left_to_invoice(api: Caller, order: SalesOrder) -> None:
    api.post(INVOICES, invoice())

    found = body_of(api.get(order_path("1001")))

    assert (found["lines"][0]["invoiced"], found["lines"][0]["left_to_invoice"]) == (2, 3)
    assert found["left_to_invoice"] == "6.00"
    assert [one["external_number"] for one in found["invoices"]] == ["I-1"]


def test_after_a_final_invoice_an_order_has_nothing_left_to_invoice(api: Caller, order: SalesOrder) -> None:
    api.post(INVOICES, invoice(final=True))

    found = body_of(api.get(order_path("1001")))

    assert (found["lines"][0]["left_to_invoice"], found["left_to_invoice"]) == (0, "0.00")


def test_a_shipment_and_its_invoice_are_posted_at_once(api: Caller, order: SalesOrder) -> None:
    answer = body_of(api.post(POSTINGS, {"shipment": shipment(), "invoice": invoice()}), 201)

    assert answer["shipment"]["id"] == PostedShipment.objects.get().pk
    assert answer["invoice"]["id"] == PostedInvoice.objects.get().pk
    assert answer["shipment"]["task"]["kind"] == "send_fulfillment"
    assert answer["invoice"]["task"]["kind"] == "retrieve_payments"


def test_both_posted_again_answer_200(api: Caller, order: SalesOrder) -> None:
    first = body_of(api.post(POSTINGS, {"shipment": shipment(), "invoice": invoice()}), 201)

    second = body_of(api.post(POSTINGS, {"shipment": shipment(), "invoice": invoice()}), 200)

    assert second == first


def test_an_invoice_beside_a_shipment_that_was_posted_before_answers_201(api: Caller, order: SalesOrder) -> None:
    api.post(order_path("1001", "/shipments"), shipment())

    answer = api.post(POSTINGS, {"shipment": shipment(), "invoice": invoice()})

    assert answer.status_code == 201
    assert PostedShipment.objects.count() == PostedInvoice.objects.count() == 1


@pytest.mark.parametrize(
    ("posting", "code"),
    [
        ({"shipment": shipment(), "invoice": invoice(total="1.00")}, "total-is-not-the-sum"),
        ({"shipment": shipment(location="Moon"), "invoice": invoice()}, "unknown-location"),
        ({"shipment": shipment()}, "invalid-request-body"),
        ({"invoice": invoice()}, "invalid-request-body"),
    ],
)
def test_when_one_of_both_is_refused_neither_is_written(
    api: Caller, order: SalesOrder, posting: dict[str, object], code: str
) -> None:
    expect_problem(api.post(POSTINGS, posting), 400, code)

    assert not PostedShipment.objects.exists()
    assert not PostedInvoice.objects.exists()
    assert not Task.objects.exists()


def test_looking_at_many_invoices_asks_no_more_questions(api: Caller, order: SalesOrder) -> None:
    def questions(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert api.get(path).status_code == 200
        return len(asked)

    paths = (INVOICES, order_path("1001"), "/invoices", "/tasks")
    api.post(INVOICES, small("I-1"))
    for_one = [questions(path) for path in paths]
    api.post(INVOICES, small("I-2"))
    api.post(INVOICES, small("I-3"))

    assert [questions(path) for path in paths] == for_one
