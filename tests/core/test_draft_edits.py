"""Draft edits and the JSON form that a step keeps them in."""

import json
from decimal import Decimal

import pytest

from backhaul.core.draft_edits import (
    AddDiscount,
    AddLine,
    DeliverTo,
    DraftEdit,
    RemoveDiscount,
    RemoveLine,
    SetLine,
    SetNote,
    SetPaymentMethod,
    SetShipping,
    edits_as_json,
    edits_from_json,
)
from backhaul.core.errors import BadReference
from backhaul.core.money import Money
from backhaul.core.wanted_changes import GivenAddress

EUR_5 = Money(Decimal("5.00"), "EUR")


@pytest.mark.parametrize(
    "edit",
    [
        DeliverTo(GivenAddress(city="Köln", address2=""), option_code="express"),
        SetShipping(option_code="express", option_title="Express", price=EUR_5),
        SetLine("gid://shopify/SubscriptionLine/1", quantity=2, price=EUR_5, variant_gid="gid://shopify/V/1"),
        RemoveLine("gid://shopify/SubscriptionLine/1"),
        AddLine("gid://shopify/V/1", 3, EUR_5, "gid://shopify/SellingPlan/1", "Monthly", (("gift", "yes"),)),
        AddDiscount("Sorry", percentage=10, line_gids=("gid://shopify/SubscriptionLine/1",), limit=2),
        AddDiscount("Sorry", amount=EUR_5, on_each_item=True),
        RemoveDiscount("gid://shopify/SubscriptionManualDiscount/1"),
        SetPaymentMethod("gid://shopify/CustomerPaymentMethod/1"),
        SetNote(note="", attributes=(("ring", "twice"), ("empty", ""))),
    ],
)
def test_an_edit_comes_back_from_its_stored_form_as_it_was(edit: DraftEdit) -> None:
    stored = json.loads(json.dumps(edits_as_json([edit])))

    assert edits_from_json(stored) == (edit,)


def test_what_an_edit_leaves_as_it_is_is_told_from_what_it_empties() -> None:
    kept, emptied = SetNote(), SetNote(note="", attributes=())

    stored = json.loads(json.dumps(edits_as_json([kept, emptied])))

    assert edits_from_json(stored) == (kept, emptied)


@pytest.mark.parametrize(
    "stored",
    [
        {"edit": "something_new"},
        {"edit": "set_line"},
        {"edit": "deliver_to", "address": {"planet": "Mars"}},
        {"edit": "set_note", "attributes": [["key"]]},
        {"edit": "set_line", "line_gid": "gid://shopify/SubscriptionLine/1", "quantity": "2"},
    ],
)
def test_a_stored_edit_of_another_form_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(BadReference):
        edits_from_json([stored])
