"""Giving money back over REST."""

from typing import Any

import pytest

from backhaul.models import PostedCreditMemo, PostedInvoice, Store, Task
from tests.api.client import Caller, body_of, expect_problem
from tests.support.credits import refund_row
from tests.support.payment_rows import invoice_row, paid_row
from tests.support.rows import order_row


@pytest.fixture
def invoice(store: Store) -> PostedInvoice:
    """An invoice that was paid with 100 euros."""
    invoice = invoice_row(order_row(store))
    paid_row(invoice)
    return invoice


def memo(number: str = "CM-1", **fields: Any) -> dict[str, Any]:
    """A credit memo over 12.50 EUR, with these fields changed."""
    return {"external_number": number, "total": "12.50", "currency": "EUR", "reason": "Broken mug", **fields}


def post(api: Caller, invoice: PostedInvoice, **fields: Any) -> Any:
    return api.post(f"/invoices/{invoice.pk}/credit-memos", memo(**fields))


def test_a_posted_credit_memo_answers_201_with_its_id_and_its_task(api: Caller, invoice: PostedInvoice) -> None:
    answer = body_of(post(api, invoice), 201)

    posted = PostedCreditMemo.objects.get()
    assert answer["id"] == posted.pk
    assert (answer["task"]["id"], answer["task"]["kind"], answer["task"]["state"]) == (
        posted.task_id,
        "give_back",
        "pending",
    )
    assert answer["task"]["document_id"] == posted.pk
    assert (answer["total"], answer["currency"], answer["reason"]) == ("12.50", "EUR", "Broken mug")
    assert (answer["given_back"], answer["pending"], answer["refunds"]) == ("0.00", "0.00", [])
    assert (answer["invoice_id"], answer["invoice_number"], answer["order_name"]) == (invoice.pk, "I-1", "#1001")


def test_the_same_credit_memo_under_another_key_answers_200_with_the_first(api: Caller, invoice: PostedInvoice) -> None:
    first = body_of(post(api, invoice), 201)

    second = body_of(post(api, invoice, total="12.5"), 200)

    assert second["id"] == first["id"]
    assert PostedCreditMemo.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"total": "100.01"}, 400, "more-than-received"),
        ({"total": "0"}, 400, "bad-money"),
        ({"total": "-1"}, 400, "bad-money"),
        ({"total": "1.005"}, 400, "bad-money"),
        ({"total": 12.5}, 400, "bad-money"),
        ({"currency": "USD"}, 400, "credit-in-other-currency"),
        ({"currency": "euros"}, 400, "bad-money"),
        ({"external_number": " "}, 400, "bad-reference"),
        ({"reason": "a\nb"}, 400, "bad-reference"),
        ({"lines": []}, 400, "invalid-request-body"),
    ],
)
def test_what_cannot_be_given_back_is_a_problem_and_writes_nothing(
    api: Caller, invoice: PostedInvoice, fields: dict[str, Any], status: int, code: str
) -> None:
    before = Task.objects.count()

    expect_problem(post(api, invoice, **fields), status, code)

    assert not PostedCreditMemo.objects.exists()
    assert Task.objects.count() == before


def test_the_same_number_with_other_content_is_a_conflict(api: Caller, invoice: PostedInvoice) -> None:
    post(api, invoice)

    expect_problem(post(api, invoice, total="12.51"), 409, "external-number-taken")


def test_an_unknown_invoice_or_credit_memo_is_not_found(api: Caller, invoice: PostedInvoice) -> None:
    expect_problem(api.post("/invoices/inv_1/credit-memos", memo()), 404, "not-found")
    expect_problem(api.get("/invoices/inv_1/credit-memos"), 404, "not-found")
    expect_problem(api.get("/credit-memos/crm_1"), 404, "not-found")


def test_a_credit_memo_shows_its_refunds_and_how_much_was_given_back(api: Caller, invoice: PostedInvoice) -> None:
    posted = body_of(post(api, invoice, total="60"), 201)
    row = PostedCreditMemo.objects.get()
    refund_row(row, "30.00", of="gid://shopify/OrderTransaction/1")
    refund_row(row, "20.00", of="gid://shopify/OrderTransaction/1", status="PENDING")
    refund_row(row, "10.00", of="gid://shopify/OrderTransaction/1", status="FAILURE")

    found = body_of(api.get(f"/credit-memos/{posted['id']}"))

    assert (found["given_back"], found["pending"]) == ("30.00", "20.00")
    assert [(one["amount"], one["status"]) for one in found["refunds"]] == [
        ("30.00", "SUCCESS"),
        ("20.00", "PENDING"),
        ("10.00", "FAILURE"),
    ]


def test_the_credit_memos_of_an_invoice_say_what_is_left_to_give_back(api: Caller, invoice: PostedInvoice) -> None:
    first, second = body_of(post(api, invoice), 201), body_of(post(api, invoice, number="CM-2"), 201)

    listed = body_of(api.get(f"/invoices/{invoice.pk}/credit-memos"))
    shown = body_of(api.get(f"/invoices/{invoice.pk}"))

    assert [one["id"] for one in listed["items"]] == [second["id"], first["id"]]
    assert (listed["received"], listed["left_to_give_back"], listed["currency"]) == ("100.00", "75.00", "EUR")
    assert [one["external_number"] for one in shown["credit_memos"]] == ["CM-2", "CM-1"]
