"""What was changed in orders, over REST."""

import pytest

from backhaul.models import OrderDifference, SalesOrder, Store
from tests.api.client import Caller, body_of, expect_problem
from tests.support.rows import conflict_row, order_row, store_row


@pytest.fixture
def conflict(order: SalesOrder) -> OrderDifference:
    """A postal code that was changed after a shipment was posted."""
    return conflict_row(order)


def test_differences_are_listed_by_filter_without_personal_data(
    api: Caller, order: SalesOrder, conflict: OrderDifference
) -> None:
    conflict_row(order, "tags", after="rush", state="applied")
    conflict_row(order_row(store_row("other")), "tags", after="slow", state="applied")

    conflicts = body_of(api.get("/order-differences", state="conflict"))["items"]
    of_store = body_of(api.get("/order-differences", store="shop"))["items"]
    of_order = body_of(api.get("/order-differences", order=order.pk, limit="1"))

    assert [(one["path"], one["before"], one["after"]) for one in conflicts] == [("shipping_address/zip", "•••", "•••")]
    assert conflicts[0]["field"] == "shipping address: postal code"
    assert conflicts[0]["learned"] == "a webhook told of it: orders/edited"
    assert sorted(one["after"] for one in of_store) == ["rush", "•••"]
    assert of_order["next_cursor"] is not None
    expect_problem(api.get("/order-differences", store="nowhere"), 404, "unknown-store")


def test_a_difference_is_shown_with_what_it_is_now_and_what_was_noticed_with_it(
    api: Caller, order: SalesOrder, conflict: OrderDifference
) -> None:
    conflict_row(order, "tags", after="rush", state="applied")
    order.facts = {"tags": "rush, gift"}
    order.save()

    shown = body_of(api.get(f"/order-differences/{conflict.pk}"))

    assert shown["difference"]["words"] == "Shipment S-1 went to the earlier address."
    assert [(one["after"], one["now"]) for one in shown["together"]] == [("rush", "rush, gift")]
    expect_problem(api.get("/order-differences/dif_none"), 404, "not-found")


def test_a_conflict_is_marked_as_resolved_once(api: Caller, conflict: OrderDifference) -> None:
    address = f"/order-differences/{conflict.pk}/resolve"

    settled = body_of(api.post(address, {"note": "The carrier knows.", "by": "ada"}))["items"]
    again = api.post(address, {"note": "Once more"})

    assert [(one["state"], one["resolved_by"], one["resolution"]) for one in settled] == [
        ("resolved", "ada", "The carrier knows.")
    ]
    expect_problem(again, 409, "state-conflict")


def test_a_note_is_needed(api: Caller, store: Store, conflict: OrderDifference) -> None:
    address = f"/order-differences/{conflict.pk}/resolve"

    expect_problem(api.post(address, {"note": " "}), 400, "bad-reference")
    expect_problem(api.post(address, {}), 400, "invalid-request-body")
