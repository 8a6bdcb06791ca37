"""What a checkout makes of prices, taxes, currencies and payments."""

from __future__ import annotations

from typing import Any

import pytest

from shopify_sandbox import checkout
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.state.orders import Order
from shopify_sandbox.webhooks.payloads import body_for
from tests.shopify_sandbox.resolvers.payment_story import Story
from tests.shopify_sandbox.resolvers.shop import Shop

TOTALS = """query($id: ID!) { order(id: $id) { totalPrice totalTaxSet { presentmentMoney { amount } } taxesIncluded
  totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
  taxLines { rate priceSet { presentmentMoney { amount } } } lineItems(first: 9) { nodes { taxLines { title } } } } }"""


def totals(story: Story) -> dict[str, Any]:
    """The order's totals."""
    told: dict[str, Any] = story.shop.send(TOTALS, {"id": story.order})["order"]
    return told


@pytest.mark.parametrize(
    ("currency", "price", "text", "trimmed"),
    [("JPY", "1200", "1200", "1200.0"), ("CAD", "12.50", "12.50", "12.5"), ("KWD", "12.345", "12.345", "12.345")],
)
def test_amounts_have_the_decimals_of_their_currency(currency: str, price: str, text: str, trimmed: str) -> None:
    story = Story(lines=[{"sku": "A", "price": price}], currency=currency)

    told = totals(story)
    order = story.shop.world.find(Order, story.order)

    assert (told["totalPrice"], told["totalPriceSet"]["shopMoney"]["amount"]) == (text, trimmed)
    assert body_for(story.shop.world, "orders/updated", order)["total_price"] == text


@pytest.mark.parametrize(
    ("currency", "price", "asked", "holds"), [("JPY", "1200", "1201", "1200"), ("KWD", "1.234", "1.235", "1.234")]
)
def test_a_refusal_names_the_amount_in_the_decimals_of_its_currency(
    currency: str, price: str, asked: str, holds: str
) -> None:
    story = Story(lines=[{"sku": "A", "price": price}], currency=currency)

    assert story.refusal(asked) == f"Cannot capture more than the authorized {holds} for this payment."


def test_partial_captures_of_a_converted_authorisation_sum_up_in_both_currencies() -> None:
    story = Story(lines=[{"sku": "A", "price": "10.01"}], presentment_currency="JPY", rate="110.37")

    for amount in ("335", "335", "435"):
        assert story.capture(amount, currency="JPY")["userErrors"] == []

    received = story.read()["totalReceivedSet"]
    assert (received["shopMoney"]["amount"], received["presentmentMoney"]["amount"]) == ("10.01", "1105.0")
    assert story.status == "PAID"


def test_a_tax_rate_is_added_to_lines_and_shipping() -> None:
    story = Story(lines=[{"sku": "A", "price": "10", "quantity": 2}], shipping="5.00", tax_rate="0.13")

    told = totals(story)

    assert (told["totalPrice"], told["totalTaxSet"]["presentmentMoney"]["amount"]) == ("28.25", "3.25")


def test_an_included_tax_is_a_part_of_the_price() -> None:
    story = Story(lines=[{"sku": "A", "price": "11.90"}], tax_rate="0.19", taxes_included=True)

    told = totals(story)

    assert (told["totalPrice"], told["totalTaxSet"]["presentmentMoney"]["amount"]) == ("11.90", "1.9")
    assert told["taxesIncluded"] is True


def test_a_line_has_taxes_of_its_own() -> None:
    taxes = [{"title": "GST", "rate": "0.05", "price": "0.50"}, {"title": "PST", "rate": "0.07"}]
    lines = [{"sku": "A", "price": "10", "tax_lines": taxes}, {"sku": "B", "price": "10"}]
    story = Story(lines=lines, tax_rate="0.10")

    told = totals(story)

    assert [each["priceSet"]["presentmentMoney"]["amount"] for each in told["taxLines"]] == ["0.5", "0.7", "1.0"]
    assert told["totalPrice"] == "22.20"


def test_several_authorisations_share_an_order_and_the_last_takes_the_rest() -> None:
    payment = [
        {"kind": "gift_card", "amount": "5.00"},
        {"kind": "failed", "gateway": "bogus", "error_code": "CARD_DECLINED"},
        {"kind": "authorised", "amount": "10.00", "expires_in": "P1D"},
        {"kind": "authorised", "gateway": "shopify_payments"},
    ]
    story = Story(payment=payment)

    told = [(each["kind"], each["status"], each["errorCode"]) for each in story.read()["transactions"]]

    assert told == [
        ("SALE", "SUCCESS", None),
        ("SALE", "FAILURE", "CARD_DECLINED"),
        ("AUTHORIZATION", "SUCCESS", None),
        ("AUTHORIZATION", "SUCCESS", None),
    ]
    assert story.read()["totalCapturable"] == "15.00"


@pytest.mark.parametrize(
    "change",
    [
        {"currency": "XXY"},
        {"rate": 0},
        {"tax_rate": "-1"},
        {"taxes_included": "yes"},
        {"lines": [{"price": "1.001"}]},
        {"lines": [{"tax_rate": "0.1", "tax_lines": []}]},
        {"lines": [{"tax_lines": [{"price": "0.001"}]}]},
        {"shipping": "1", "currency": "JPY", "lines": [{"price": "1.5"}]},
        {"payment": "beer"},
        {"payment": [{"kind": "authorised", "amount": "1.001"}]},
        {"payment": [{"kind": "authorised", "amount": "NaN"}]},
        {"payment": [{"kind": "authorised", "settle_after": "PT1H"}]},
        {"payment": [{"kind": "pending", "settle_after": "later"}]},
        {"payment": [{"kind": "pending", "settles_as": "maybe"}]},
        {"payment": [{"kind": "failed", "error_code": "BAD_LUCK"}]},
        {"payment": [{"kind": "authorised", "multi_capturable": "very"}]},
        {"payment": [{"kind": "authorised", "expires_in": 7}]},
        {"payment": [{"kind": "authorised", "colour": "red"}]},
        {"payment": ["authorised", 5]},
        {"payment": 5},
    ],
)
def test_a_checkout_that_makes_no_sense_places_nothing(change: dict[str, object]) -> None:
    shop = Shop()
    before = shop.world.snapshot()

    with pytest.raises(BadControlRequest):
        checkout.place(shop.world, {"lines": [{"sku": "A"}], **change})

    assert shop.world.snapshot() == before
