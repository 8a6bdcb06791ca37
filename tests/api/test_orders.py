"""Orders over REST: both moneys, what is left of each line, refunds and returns, what became of them."""

from backhaul.models import SalesOrder
from tests.api.client import Caller, body_of
from tests.support.order_rows import TOTALS_WORDS, with_refund_and_return
from tests.support.rows import LONG_AGO


def test_totals_are_shown_in_both_moneys_with_what_does_not_add_up(api: Caller, order: SalesOrder) -> None:
    with_refund_and_return(order)

    shown = body_of(api.get("/orders/1001"))

    assert shown["totals"]["total"] == {"shop": "12.50", "presentment": "9.38"}
    assert (shown["order"]["totals_words"], shown["taxes_included"]) == (TOTALS_WORDS, False)


def test_refunds_and_returns_are_shown_with_their_units(api: Caller, order: SalesOrder) -> None:
    with_refund_and_return(order)
    line = order.lines.get()

    shown = body_of(api.get("/orders/1001"))

    (refund,), (found,) = shown["refunds"], shown["returns"]
    amount = {"shop": "2.50", "presentment": "1.88"}
    assert (refund["total"], refund["transactions"]) == (amount, ["gid://shopify/OrderTransaction/9"])
    assert refund["lines"] == [
        {
            "line": line.pk,
            "sku": "apple",
            "quantity": 1,
            "restock_type": "NO_RESTOCK",
            "subtotal": amount,
            "tax": None,
        }
    ]
    assert (found["status"], found["quantity"], found["units"]) == (
        "PONDERED",
        2,
        [{"line_item_id": line.gid, "quantity": 1}],
    )


def test_a_line_tells_what_was_ordered_and_what_is_left_of_it(api: Caller, order: SalesOrder) -> None:
    order.lines.update(current_quantity=3, refundable_quantity=2, unit_price="2.5", presentment_unit_price="1.88")

    (line,) = body_of(api.get("/orders/1001"))["lines"]

    assert (line["quantity"], line["current_quantity"], line["refundable"]) == (5, 3, 2)
    assert line["price"] == {"shop": "2.50", "presentment": "1.88"}
    assert line["discounted_total"] is None


def test_a_cancelled_and_deleted_order_says_so_in_lists_too(api: Caller, order: SalesOrder) -> None:
    SalesOrder.objects.update(cancelled_at=LONG_AGO, cancel_reason="FRAUD", deleted_at=LONG_AGO)

    (shown,) = body_of(api.get("/orders"))["items"]

    assert (shown["cancelled_at"], shown["cancel_reason"]) == ("2026-01-01T00:00:00Z", "FRAUD")
    assert shown["deleted_at"] == "2026-01-01T00:00:00Z"


def test_nothing_personal_is_shown(api: Caller, order: SalesOrder) -> None:
    with_refund_and_return(order)

    answer = api.get("/orders/1001")

    assert b"ada@example.com" not in answer.content
    assert b"Halifax" not in answer.content
