"""POST /sandbox/payments: a person or a gateway acts on an order's payments."""

from __future__ import annotations

import pytest

from shopify_sandbox import payment_control
from shopify_sandbox.control_input import BadControlRequest
from tests.shopify_sandbox.resolvers.payment_story import Story
from tests.shopify_sandbox.resolvers.refund_story import RefundStory


def kinds(answer: dict[str, object]) -> list[tuple[object, object, object]]:
    """Kind, status and amount of the transactions that an answer tells."""
    told = answer["transactions"]
    assert isinstance(told, list)
    return [(each["kind"], each["status"], each["amount"]) for each in told]


def test_a_person_captures_a_part_and_then_the_rest() -> None:
    story = Story()

    story.act("capture", amount="12.50")
    answer = story.act("capture")

    assert kinds(answer)[1:] == [("CAPTURE", "SUCCESS", "12.50"), ("CAPTURE", "SUCCESS", "7.50")]
    assert answer["financial_status"] == "PAID"


def test_a_person_voids_and_the_customer_pays_again() -> None:
    story = Story()

    story.act("void")
    answer = story.act("authorise", gateway="shopify_payments", expires_in="P2D")

    assert kinds(answer) == [
        ("AUTHORIZATION", "SUCCESS", "20.00"),
        ("VOID", "SUCCESS", "20.00"),
        ("AUTHORIZATION", "SUCCESS", "20.00"),
    ]
    assert answer["financial_status"] == "AUTHORIZED"


def test_a_person_refunds_a_part_of_what_was_paid() -> None:
    story = Story(payment="paid")

    answer = story.act("refund", amount="5.00")

    assert kinds(answer) == [("SALE", "SUCCESS", "20.00"), ("REFUND", "SUCCESS", "5.00")]
    assert (answer["financial_status"], "refunds/create" in story.heard) == ("PARTIALLY_REFUNDED", True)


def test_what_is_left_can_be_paid_with_a_gift_card() -> None:
    story = Story(payment=[{"kind": "authorised", "amount": "15.00"}])

    answer = story.act("pay", kind="gift_card")

    assert kinds(answer)[1:] == [("SALE", "SUCCESS", "5.00")]


@pytest.mark.parametrize(("do", "status"), [("settle", "SUCCESS"), ("fail", "FAILURE")])
def test_a_pending_capture_is_ended_by_hand_and_the_clock_changes_nothing_then(do: str, status: str) -> None:
    story = Story()
    story.next(next_capture={"answer": "pending", "settle_after": "PT1H", "settles_as": "failure"})
    story.capture("20.00")

    story.act(do)
    story.wait(hours=2)

    assert story.transaction(1)["status"] == status


def test_an_authorisation_is_let_expire_at_once() -> None:
    story = Story()

    assert story.act("expire")["financial_status"] == "EXPIRED"


def test_how_the_next_captures_are_answered_is_used_up_in_order() -> None:
    story = Story()
    story.next(next_capture="failure")
    story.next(next_capture="pending")

    statuses = [story.capture("1.00")["transaction"]["status"] for _ in range(3)]

    assert statuses == ["FAILURE", "PENDING", "SUCCESS"]


def test_how_another_order_or_gateway_is_answered_does_not_concern_this_one() -> None:
    story = Story()
    story.next(next_capture={"answer": "failure", "gateway": "bogus"})

    assert story.capture("1.00")["transaction"]["status"] == "SUCCESS"
    assert payment_control.act(story.shop.world, {"forget": True}) == {"overrides": []}


@pytest.mark.parametrize(
    "body",
    [
        {"do": "dance"},
        {"do": "capture", "amount": "20.01"},
        {"do": "capture", "amount": "1.001"},
        {"do": "capture", "amount": "-1"},
        {"do": "capture", "amount": True},
        {"do": "capture", "transaction": "gid://shopify/OrderTransaction/1"},
        {"do": "capture", "currency": "USD"},
        {"do": "capture", "gateway": "bogus"},
        {"do": "capture", "final": True},
        {"do": "refund"},
        {"do": "settle"},
        {"do": "fail", "error_code": "BAD_LUCK"},
        {"do": "mark_as_paid", "amount": "1.00"},
        {"do": "pay"},
        {"do": "pay", "amount": "5.00", "expires_in": "soon", "kind": "authorised"},
        {"do": "pay", "kind": "none"},
        {"do": "capture", "order": "#1"},
        {"do": "capture", "colour": "red"},
        {"do": "capture", "next_capture": "maybe"},
        {"do": "refund", "next_refund": "pending"},
        {"next_capture": {"answer": "pending", "settle_after": 5}},
        {"next_capture": {"answer": "failure", "error_code": "BAD_LUCK"}},
        {"next_capture": {"answer": "pending", "settles_as": "pending"}},
        {"next_capture": {"answer": "failure", "order": "#1"}},
        {"forget": "yes"},
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(body: dict[str, object]) -> None:
    story = Story()
    before = story.read()

    with pytest.raises(BadControlRequest):
        payment_control.act(story.shop.world, {"order": story.order, **body})

    assert (story.read(), story.heard, story.shop.world.payment_overrides) == (before, [], [])


def test_there_is_nothing_to_do_without_an_order() -> None:
    with pytest.raises(BadControlRequest):
        payment_control.act(Story().shop.world, {"do": "capture"})


def test_a_person_refunds_units_with_what_they_are_worth() -> None:
    story = RefundStory(lines=[{"sku": "A", "price": "10", "quantity": 2}, {"sku": "B", "price": "5"}], payment="paid")

    one = story.act("refund", lines=[{"line": story.line(), "quantity": 1}], restock_type="CANCEL")
    rest = story.act("refund", lines="all")

    assert kinds(one)[1:] == [("REFUND", "SUCCESS", "10.00")]
    assert kinds(rest)[2:] == [("REFUND", "SUCCESS", "15.00")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"lines": []},
        {"lines": [{"line": "gid://shopify/LineItem/1"}]},
        {"lines": "all", "amount": "1.00"},
        {"lines": "all", "restock_type": "LATER"},
    ],
)
def test_a_refund_of_units_that_can_not_be_is_refused(wrong: dict[str, object]) -> None:
    story = Story(payment="paid")

    with pytest.raises(BadControlRequest):
        story.act("refund", **wrong)
