"""What follows from userErrors, told from their shape."""

import pytest

from backhaul.core.decisions import Done, Person, Replan
from backhaul.core.rejections import classify, classify_missing
from backhaul.core.shopify_errors import UserError

FULFILLMENT = ("fulfillment",)
QUANTITY = ("fulfillment", "lineItemsByFulfillmentOrder", "0", "fulfillmentOrderLineItems", "0", "quantity")
REPORTED_PROGRESS = "CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS"


@pytest.mark.parametrize(
    ("operation", "error", "expected"),
    [
        ("fulfillmentCreate", UserError(FULFILLMENT, "Order 7 has an unfulfillable status= closed."), Replan),
        ("fulfillmentCreate", UserError(FULFILLMENT, "Order 7 has an unfulfillable status = scheduled"), Replan),
        ("fulfillmentCreate", UserError(FULFILLMENT, "Invalid line item quantity requested."), Replan),
        ("fulfillmentCreate", UserError(FULFILLMENT, "Fulfillment order does not exist."), Replan),
        ("fulfillmentCreate", UserError(FULFILLMENT, "All must be assigned to a single location."), Replan),
        ("fulfillmentCreate", UserError(FULFILLMENT, "All must belong to the same order."), Person),
        ("fulfillmentCreate", UserError(QUANTITY, "Quantity must be greater than 0"), Person),
        ("fulfillmentCreate", UserError(("fulfillment", "trackingInfo", "url"), "is invalid"), Person),
        ("fulfillmentCreate", UserError((), "Something entirely new."), Person),
        ("fulfillmentCancel", UserError(("id",), "Fulfillment not found."), Person),
        ("fulfillmentCancel", UserError(("id",), "The fulfillment has already been cancelled."), Done),
        ("fulfillmentTrackingInfoUpdate", UserError(("fulfillmentId",), "Fulfillment does not exist."), Person),
        ("fulfillmentOrderOpen", UserError((), "Expected status to be valid but it was open."), Done),
        ("fulfillmentOrderOpen", UserError((), "Expected status to be valid but it was closed."), Replan),
        ("fulfillmentOrderMove", UserError(("id",), "Cannot move.", REPORTED_PROGRESS), Person),
        ("fulfillmentOrderMove", UserError(("id",), "Location not found."), Person),
        ("fulfillmentOrderMove", UserError((), "Cannot move submitted order that is at a 3PL."), Person),
        ("fulfillmentOrderReleaseHold", UserError(("id",), "Gone.", "FULFILLMENT_ORDER_NOT_FOUND"), Replan),
        ("fulfillmentOrderReleaseHold", UserError(("id",), "No.", "INVALID_ACCESS"), Person),
        ("tagsAdd", UserError(("id",), "Order does not exist"), Person),
        ("neverHeardOf", UserError(("id",), "No."), Person),
    ],
)
def test_an_error_is_classified_by_its_shape(operation: str, error: UserError, expected: type) -> None:
    answer = classify(operation, [error])

    assert isinstance(answer, expected)


def test_an_unknown_error_shows_a_person_what_shopify_said() -> None:
    answer = classify("fulfillmentCreate", [UserError((), "The moon is full.")])

    assert isinstance(answer, Person)
    assert "The moon is full." in answer.words


def test_of_several_errors_the_gravest_decides() -> None:
    gone = UserError(FULFILLMENT, "Fulfillment order does not exist.")

    answer = classify("fulfillmentCreate", [gone, UserError((), "The moon is full.")])

    assert isinstance(answer, Person)


def test_a_refusal_without_any_error_is_for_a_person() -> None:
    assert isinstance(classify("tagsAdd", []), Person)


@pytest.mark.parametrize(("operation", "expected"), [("fulfillmentOrderMove", Replan), ("fulfillmentCancel", Person)])
def test_what_no_longer_exists_is_planned_anew_if_it_is_a_fulfillment_order(operation: str, expected: type) -> None:
    assert isinstance(classify_missing(operation), expected)
