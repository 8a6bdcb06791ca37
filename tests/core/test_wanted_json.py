"""Wanted changes as JSON: what is read is what was written, and what cannot be read is said."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from backhaul.core.change_errors import BadChange
from backhaul.core.errors import BadMoney
from backhaul.core.money import Money
from backhaul.core.subscription_policies import LastOrderPolicy, PausePolicy, RemainingPolicy
from backhaul.core.wanted_changes import (
    Cancel,
    ChangeAddress,
    ChangeDiscount,
    ChangeNote,
    ChangePaymentMethod,
    ChangePrice,
    ChangeQuantity,
    ChangeShipping,
    GivenAddress,
    MoveDate,
    Pause,
    Resume,
    SkipDelivery,
    SwapVariant,
    UnskipDelivery,
    WantedChange,
)
from backhaul.core.wanted_json import read_wanted, wanted_json

PRICE = Money(Decimal("12.50"), "EUR")


@pytest.mark.parametrize(
    "wanted",
    [
        ChangeAddress(GivenAddress(city="Halifax", address2="")),
        ChangeShipping("express", "Express", PRICE),
        ChangeQuantity("gid://shopify/SubscriptionLine/a", 0),
        SwapVariant("gid://shopify/SubscriptionLine/a", "gid://shopify/ProductVariant/1", PRICE),
        SwapVariant("gid://shopify/SubscriptionLine/a", "gid://shopify/ProductVariant/1"),
        ChangePrice("gid://shopify/SubscriptionLine/a", PRICE, refund_paid=True),
        ChangeDiscount(title="Loyal", percentage=10),
        ChangeDiscount(title="Loyal", amount=PRICE),
        ChangeDiscount("gid://shopify/SubscriptionManualDiscount/a"),
        MoveDate(3, datetime(2026, 12, 15, 9, tzinfo=UTC)),
        SkipDelivery(2),
        UnskipDelivery(2),
        ChangePaymentMethod(),
        ChangePaymentMethod("gid://shopify/CustomerPaymentMethod/a"),
        ChangeNote("Ring twice", (("gift", "yes"),)),
        ChangeNote(attributes=(("gift", ""),)),
        Pause(),
        Pause(PausePolicy.HOLD),
        Resume(),
        Cancel(),
        Cancel(RemainingPolicy.REFUND_REMAINING, LastOrderPolicy.SHIP_ORDER),
    ],
)
def test_a_change_is_read_as_it_was_written(wanted: WantedChange) -> None:
    assert read_wanted(wanted_json(wanted), currency="EUR") == wanted


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "nonsense"},
        {"kind": ["address"]},
        {"kind": "address"},
        {"kind": "address", "address": {}},
        {"kind": "address", "address": {"planet": "Mars"}},
        {"kind": "address", "address": {"city": 7}},
        {"kind": "address", "address": {"city": "x" * 256}},
        {"kind": "quantity", "line": "a", "quantity": -1},
        {"kind": "quantity", "line": "a", "quantity": True},
        {"kind": "quantity", "line": "a", "quantity": 1.5},
        {"kind": "quantity", "line": "a", "quantity": "1" * 5000},
        {"kind": "quantity", "quantity": 1},
        {"kind": "quantity", "line": "a", "quantity": 1, "price": "2.00"},
        {"kind": "price", "line": "a"},
        {"kind": "price", "line": "a", "price": "1.00", "refund_paid": "yes"},
        {"kind": "price", "line": "a", "price": 1},
        {"kind": "discount", "title": "a"},
        {"kind": "discount", "title": "a", "percentage": 101},
        {"kind": "discount", "title": "a", "percentage": 5, "amount": "1.00"},
        {"kind": "discount", "discount": "a", "percentage": 5},
        {"kind": "shipping"},
        {"kind": "date", "delivery": 1, "to": "tomorrow"},
        {"kind": "date", "delivery": 1, "to": "2026-12-15T09:00:00"},
        {"kind": "date", "delivery": 0, "to": "2026-12-15T09:00:00Z"},
        {"kind": "skip"},
        {"kind": "note"},
        {"kind": "note", "attributes": ["a"]},
        {"kind": "pause", "policy": "sometimes"},
        {"kind": "cancel", "remaining": "eat"},
        {"kind": "resume", "now": "yes"},
        {"kind": "note", "note": "a\x00b"},
    ],
)
def test_a_change_that_cannot_be_read_is_refused_with_what_is_wrong(body: dict[str, object]) -> None:
    with pytest.raises(BadChange) as caught:
        read_wanted(body, currency="EUR")

    assert caught.value.message


@pytest.mark.parametrize("price", ["-1.00", "1.005", "1e3", "a lot"])
def test_a_price_that_is_no_amount_in_the_contracts_currency_is_refused(price: str) -> None:
    with pytest.raises(BadMoney):
        read_wanted({"kind": "price", "line": "a", "price": price}, currency="EUR")


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "address", "address": {"address1": "•••", "city": "Halifax"}},
        {"kind": "note", "note": "Ring at •••"},
        {"kind": "note", "attributes": {"gift": "•••"}},
    ],
)
def test_what_was_hidden_or_erased_is_never_written(body: dict[str, object]) -> None:
    with pytest.raises(BadChange, match="stands for what is hidden or was deleted"):
        read_wanted(body, currency="EUR")
