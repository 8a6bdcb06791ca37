"""Giving back units of an order over REST."""

from typing import Any

import pytest

from backhaul.models import PostedCreditMemo, SalesOrder, Store, Task
from tests.api.client import Caller, body_of, expect_problem, order_path, shipment
from tests.support.payment_rows import invoice_row, paid_row
from tests.support.rows import order_row
from tests.support.unit_credits import sale_row


@pytest.fixture
def order(store: Store) -> SalesOrder:
    """An order of five apples that has brought 100 euros."""
    order = order_row(store)
    sale_row(order)
    return order


def memo(number: str = "CM-1", **fields: Any) -> dict[str, Any]:
    """A credit memo over two apples for 20.00 EUR together, with these fields changed."""
    lines = [{"sku": "apple", "quantity": 2, "amount": "20.00"}]
    return {"external_number": number, "lines": lines, "reason": "Moved away", **fields}


def post(api: Caller, order: SalesOrder, **fields: Any) -> Any:
    return api.post(order_path(order.name, "/credit-memos"), memo(**fields))


def test_a_posted_credit_memo_answers_201_with_its_units_and_its_task(api: Caller, order: SalesOrder) -> None:
    answer = body_of(post(api, order, shipping="2.50"), 201)

    line = order.lines.get()
    assert (answer["total"], answer["shipping"], answer["currency"], answer["reason"]) == (
        "22.50",
        "2.50",
        "EUR",
        "Moved away",
    )
    assert answer["lines"] == [
        {
            "line": line.pk,
            "line_item_id": line.gid,
            "sku": "apple",
            "title": "Apple",
            "quantity": 2,
            "amount": "20.00",
            "restock": "cancel",
        }
    ]
    assert (answer["invoice_id"], answer["invoice_number"], answer["booked_only"]) == (None, "", False)
    assert (answer["task"]["kind"], answer["task"]["document_id"]) == ("give_back_units", answer["id"])


def test_the_same_credit_memo_under_another_key_answers_200_with_the_first(api: Caller, order: SalesOrder) -> None:
    first = body_of(post(api, order), 201)

    second = body_of(post(api, order), 200)

    assert second["id"] == first["id"]
    assert PostedCreditMemo.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"lines": []}, 400, "nothing-to-post"),
        ({"lines": [{"sku": "apple", "quantity": 6, "amount": "1.00"}]}, 400, "more-than-can-be-given-back"),
        ({"lines": [{"sku": "pear", "quantity": 1}]}, 400, "unknown-line"),
        ({"lines": [{"sku": "apple", "quantity": 1, "amount": 5}]}, 400, "bad-money"),
        ({"restock": "return"}, 400, "more-than-can-be-given-back"),
        ({"restock": "keep"}, 400, "invalid-request-body"),
        ({"currency": "USD"}, 400, "credit-not-in-order-currency"),
        ({"total": "19.00"}, 400, "credit-is-not-the-sum"),
        ({"shipping": "80.01"}, 400, "more-than-order-received"),
        ({"external_number": " "}, 400, "bad-reference"),
        ({"amount": "1.00"}, 400, "invalid-request-body"),
    ],
)
def test_what_cannot_be_given_back_is_a_problem_and_writes_nothing(
    api: Caller, order: SalesOrder, fields: dict[str, Any], status: int, code: str
) -> None:
    expect_problem(post(api, order, **fields), status, code)

    assert not PostedCreditMemo.objects.exists()
    assert not Task.objects.exists()


def test_the_same_number_with_other_content_is_a_conflict(api: Caller, order: SalesOrder) -> None:
    post(api, order)

    expect_problem(post(api, order, reason="Another one"), 409, "external-number-taken")


def test_a_shipment_of_units_that_are_being_given_back_names_the_credit_memo(api: Caller, order: SalesOrder) -> None:
    post(api, order)

    answer = api.post(order_path(order.name, "/shipments"), shipment(lines=[{"sku": "apple", "quantity": 4}]))

    problem = expect_problem(answer, 400, "more-than-outstanding")
    assert "2 are being given back by credit memo CM-1" in problem["detail"]


def test_the_credit_memos_of_an_order_say_what_is_left_to_give_back(api: Caller, order: SalesOrder) -> None:
    paid_row(invoice_row(order))
    over_invoice = {"external_number": "CM-0", "total": "10.00", "currency": "EUR"}
    body_of(api.post(f"/invoices/{order.invoices.get().pk}/credit-memos", over_invoice), 201)
    body_of(post(api, order), 201)

    listed = body_of(api.get(order_path(order.name, "/credit-memos")))

    assert [one["external_number"] for one in listed["items"]] == ["CM-1", "CM-0"]
    assert (listed["received"], listed["left_to_give_back"], listed["currency"]) == ("100.00", "70.00", "EUR")


def test_what_was_given_back_already_is_noted(api: Caller, order: SalesOrder) -> None:
    answer = body_of(post(api, order, booked_only=True), 201)

    assert (answer["booked_only"], answer["task"]["kind"]) == (True, "book_credit")


def test_whose_figure_is_given_back_is_decided_for_its_task(api: Caller, order: SalesOrder) -> None:
    task = body_of(post(api, order), 201)["task"]["id"]

    chosen = api.post(f"/tasks/{task}/choose", {"refund_amount": "shopifys"})
    other = api.post(f"/tasks/{task}/choose", {"leave_short": True})

    body_of(chosen, 200)
    assert Task.objects.get(pk=task).choices == {"refund_amount": "shopifys"}
    expect_problem(other, 400, "bad-input")
