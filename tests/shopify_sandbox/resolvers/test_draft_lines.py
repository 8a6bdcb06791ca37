"""The lines and discounts of drafts: staged, priced, refused."""

from __future__ import annotations

from typing import Any

import pytest

from shopify_sandbox.offers import DiscountCode
from shopify_sandbox.options import Profile
from tests.shopify_sandbox.resolvers.contract_story import Json, Story, codes
from tests.shopify_sandbox.resolvers.shop import Shop

LINE_ADDED = "lineAdded { id quantity title lineDiscountedPrice { amount } }"
REMOVED = "lineRemoved { id } discountsUpdated { id entitledLines { lines(first: 5) { nodes { id } } } }"
ALL = {"all": True}


def draft_of(story: Story) -> tuple[Json, Json]:
    """A draft of a contract of two units at 10.00 with delivery for 5.00, and its line."""
    draft = story.draft(story.bought())
    line: Json = draft["lines"]["nodes"][0]
    return draft, line


def totals(payload: Json) -> list[str]:
    """What the lines of a payload's draft cost after discounts."""
    return [each["lineDiscountedPrice"]["amount"] for each in payload["draft"]["lines"]["nodes"]]


def test_a_line_is_added_and_shown_as_added() -> None:
    story = Story()
    draft, _ = draft_of(story)
    given = {"productVariantId": story.variant(), "quantity": 3, "currentPrice": "4.00"}

    payload = story.staged("LineAdd", draft, given, payload=LINE_ADDED)

    added = payload["lineAdded"]
    assert (added["title"], added["quantity"], added["lineDiscountedPrice"]["amount"]) == ("Coffee", 3, "12.0")
    assert payload["draft"]["linesAdded"]["nodes"] == [{"id": added["id"]}]
    assert totals(payload) == ["20.0", "12.0"]


def test_a_line_gets_another_variant_quantity_and_price() -> None:
    story = Story()
    draft, line = draft_of(story)
    given = {"productVariantId": story.variant("Cocoa"), "quantity": 1, "currentPrice": "8.25"}

    story.staged("LineUpdate", draft, given, lineId=line["id"])
    contract = story.committed(draft)["contract"]

    changed = contract["lines"]["nodes"][0]
    assert (changed["id"], changed["title"], changed["quantity"]) == (line["id"], "Cocoa", 1)
    assert changed["currentPrice"]["amount"] == "8.25"


def test_another_variant_alone_keeps_price_and_quantity() -> None:
    story = Story()
    draft, line = draft_of(story)

    payload = story.staged("LineUpdate", draft, {"productVariantId": story.variant("Cocoa")}, lineId=line["id"])

    changed = payload["draft"]["lines"]["nodes"][0]
    assert (changed["title"], changed["quantity"], changed["currentPrice"]["amount"]) == ("Cocoa", 2, "10.0")


def test_a_line_is_removed_once() -> None:
    story = Story()
    draft, line = draft_of(story)

    removed = story.staged("LineRemove", draft, lineId=line["id"], payload=REMOVED)
    again = story.staged("LineRemove", draft, lineId=line["id"], payload=REMOVED)

    assert removed["lineRemoved"] == {"id": line["id"]}
    assert removed["draft"]["linesRemoved"]["nodes"] == [{"id": line["id"]}]
    assert codes(again) == [("lineId", "ALREADY_REMOVED")]
    assert codes(story.committed(draft)) == [("draftId", "INVALID_LINES")]


LINE_REFUSALS: list[tuple[dict[str, Any], str, str]] = [
    ({"quantity": 0}, "input.quantity", "GREATER_THAN"),
    ({"currentPrice": "-0.01"}, "input.currentPrice", "GREATER_THAN_OR_EQUAL_TO"),
    ({"productVariantId": "gid://shopify/ProductVariant/1"}, "input.productVariantId", "INVALID"),
    ({"sellingPlanId": "gid://shopify/SellingPlan/1"}, "input.sellingPlanId", "INVALID"),
]


@pytest.mark.parametrize(("given", "field", "code"), LINE_REFUSALS)
def test_a_line_that_can_not_be_is_neither_added_nor_changed(given: dict[str, Any], field: str, code: str) -> None:
    story = Story()
    draft, line = draft_of(story)
    whole = {"productVariantId": story.variant(), "quantity": 1, "currentPrice": "4.00", **given}

    added = story.staged("LineAdd", draft, whole)
    changed = story.staged("LineUpdate", draft, given, lineId=line["id"])

    assert codes(added) == codes(changed) == [(field, code)]
    assert story.staged("Update", draft, {})["draft"] == draft


def test_an_unknown_line_is_refused() -> None:
    story = Story()
    draft, _ = draft_of(story)

    refused = story.staged("LineUpdate", draft, {"quantity": 2}, lineId="gid://shopify/SubscriptionLine/none")

    assert codes(refused) == [("lineId", "INVALID")]


def priced(*discounts: dict[str, Any]) -> dict[str, Any]:
    """A pricing policy that begins at 10.00."""
    return {"pricingPolicy": {"basePrice": "10.00", "cycleDiscounts": list(discounts)}}


def test_a_pricing_policy_tells_the_prices_to_come() -> None:
    story = Story()
    draft, line = draft_of(story)
    change = {"afterCycle": 3, "adjustmentType": "PERCENTAGE", "adjustmentValue": {"percentage": 20}}

    payload = story.staged("LineUpdate", draft, priced({**change, "computedPrice": "8.00"}), lineId=line["id"])

    assert payload["draft"]["lines"]["nodes"][0]["pricingPolicy"] == {
        "basePrice": {"amount": "10.0"},
        "cycleDiscounts": [
            {
                "afterCycle": 3,
                "adjustmentType": "PERCENTAGE",
                "adjustmentValue": {"percentage": 20.0},
                "computedPrice": {"amount": "8.0"},
            }
        ],
    }


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("PRICE", {"percentage": 20}, "INVALID_ADJUSTMENT_TYPE"),
        ("PERCENTAGE", {"fixedValue": "2.00"}, "INVALID_ADJUSTMENT_TYPE"),
        ("PERCENTAGE", {}, "INVALID_ADJUSTMENT_VALUE"),
    ],
)
def test_a_change_of_price_must_be_of_its_own_type(kind: str, value: dict[str, Any], code: str) -> None:
    story = Story()
    draft, line = draft_of(story)
    change = {"afterCycle": 1, "adjustmentType": kind, "adjustmentValue": value, "computedPrice": "8.00"}

    refused = story.staged("LineUpdate", draft, priced(change), lineId=line["id"])

    assert [each for _, each in codes(refused)] == [code]


def test_one_cycle_has_one_change_of_price() -> None:
    story = Story()
    draft, line = draft_of(story)
    change = {"afterCycle": 1, "adjustmentType": "PRICE", "adjustmentValue": {"fixedValue": "8"}, "computedPrice": "8"}

    refused = story.staged("LineUpdate", draft, priced(change, change), lineId=line["id"])

    assert codes(refused) == [("input.pricingPolicy.cycleDiscounts", "CYCLE_DISCOUNTS_UNIQUE_AFTER_CYCLE")]


def test_discounts_are_taken_off_one_after_the_other() -> None:
    story = Story()
    draft, line = draft_of(story)
    half = {"title": "Half", "value": {"percentage": 50}, "entitledLines": ALL, "recurringCycleLimit": 2}
    each_item = {"fixedAmount": {"amount": 1.5, "appliesOnEachItem": True}}

    first = story.staged("DiscountAdd", draft, half)
    second = story.staged("DiscountAdd", draft, {"value": each_item, "entitledLines": {"lines": {"add": [line["id"]]}}})
    contract = story.committed(draft)["contract"]

    assert (totals(first), totals(second)) == (["10.0"], ["7.0"])
    kept = contract["discounts"]["nodes"]
    assert [(each["title"], each["type"], each["targetType"]) for each in kept] == [
        ("Half", "MANUAL", "LINE_ITEM"),
        (None, "MANUAL", "LINE_ITEM"),
    ]
    assert (kept[0]["recurringCycleLimit"], kept[0]["usageCount"], kept[0]["entitledLines"]["all"]) == (2, 0, True)
    assert kept[1]["entitledLines"]["lines"]["nodes"] == [{"id": line["id"]}]
    allocated = contract["lines"]["nodes"][0]["discountAllocations"]
    assert [each["amount"]["amount"] for each in allocated] == ["10.0", "3.0"]


def test_an_amount_for_the_whole_subscription_is_spread_to_the_cent_and_never_more_than_the_price() -> None:
    story = Story()
    draft, _ = draft_of(story)
    story.staged("LineAdd", draft, {"productVariantId": story.variant(), "quantity": 1, "currentPrice": "10.00"})
    once = {"value": {"fixedAmount": {"amount": 10.01}}, "entitledLines": ALL}
    huge = {"value": {"fixedAmount": {"amount": 500}}, "entitledLines": ALL}

    spread = story.staged("DiscountAdd", draft, once)
    free = story.staged("DiscountAdd", draft, huge)

    assert totals(spread) == ["13.33", "6.66"]
    assert totals(free) == ["0.0", "0.0"]


def test_a_discount_is_changed_and_removed() -> None:
    story = Story()
    draft, _ = draft_of(story)
    payload = story.staged("DiscountAdd", draft, {"value": {"percentage": 10}, "entitledLines": ALL})
    gid = payload["draft"]["discounts"]["nodes"][0]["id"]
    story.committed(draft)
    second = story.draft(story.contract(draft["originalContract"]["id"]))

    changed = story.staged("DiscountUpdate", second, {"value": {"percentage": 30}}, discountId=gid)
    removed = story.staged("DiscountRemove", second, discountId=gid, payload="discountRemoved { __typename }")
    again = story.staged("DiscountRemove", second, discountId=gid)

    assert (totals(changed), len(changed["draft"]["discountsUpdated"]["nodes"])) == (["14.0"], 1)
    assert (totals(removed), len(removed["draft"]["discountsRemoved"]["nodes"])) == (["20.0"], 1)
    assert codes(again) == [("discountId", "ALREADY_REMOVED")]


def test_a_removed_line_is_taken_out_of_its_discounts() -> None:
    story = Story()
    draft, line = draft_of(story)
    added = story.staged(
        "LineAdd",
        draft,
        {"productVariantId": story.variant(), "quantity": 1, "currentPrice": "10.00"},
        payload=LINE_ADDED,
    )["lineAdded"]
    both, one = {"add": [line["id"], added["id"]]}, {"add": [added["id"]]}
    for lines in (both, one):
        story.staged("DiscountAdd", draft, {"value": {"percentage": 10}, "entitledLines": {"lines": lines}})

    payload = story.staged("LineRemove", draft, lineId=added["id"], payload=REMOVED)

    assert [each["entitledLines"]["lines"]["nodes"] for each in payload["discountsUpdated"]] == [
        [{"id": line["id"]}],
        [],
    ]
    assert len(payload["draft"]["discounts"]["nodes"]) == 1


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"entitledLines": ALL}, "input.value", "PRESENCE"),
        ({"value": {"percentage": 101}, "entitledLines": ALL}, "input.value.percentage", "NOT_IN_RANGE"),
        ({"value": {"fixedAmount": {"amount": 0}}}, "input.value.fixedAmount.amount", "GREATER_THAN"),
        ({"value": {"percentage": 5}}, "input.entitledLines", "NO_ENTITLED_LINES"),
        (
            {"value": {"percentage": 5}, "entitledLines": ALL, "recurringCycleLimit": 0},
            "input.recurringCycleLimit",
            "GREATER_THAN",
        ),
        (
            {"value": {"percentage": 5}, "entitledLines": {"lines": {"add": ["gid://shopify/SubscriptionLine/x"]}}},
            "input.entitledLines.lines.add",
            "INVALID",
        ),
    ],
)
def test_a_discount_that_can_not_be_is_not_added(given: dict[str, Any], field: str, code: str) -> None:
    story = Story()
    draft, _ = draft_of(story)

    refused = story.staged("DiscountAdd", draft, given)

    assert (refused["draft"], codes(refused)) == (None, [(field, code)])


def test_shipping_can_be_free_for_some_cycles() -> None:
    story = Story()
    draft, _ = draft_of(story)

    added = story.staged("FreeShippingDiscountAdd", draft, {"title": "Free", "recurringCycleLimit": 1})
    free = added["draft"]["discounts"]["nodes"][0]
    changed = story.staged("FreeShippingDiscountUpdate", draft, {"recurringCycleLimit": 3}, discountId=free["id"])
    wrong = story.staged("DiscountUpdate", draft, {"title": "Less"}, discountId=free["id"])

    assert (free["targetType"], free["value"]) == ("SHIPPING_LINE", {"percentage": 100})
    assert changed["draft"]["discounts"]["nodes"][0]["recurringCycleLimit"] == 3
    assert codes(wrong) == [("discountId", "INVALID")]


def test_a_known_code_becomes_a_discount_and_an_unknown_one_is_rejected() -> None:
    profile = Profile(discount_codes=(DiscountCode("TEN", percentage=10, cycles=3),))
    story = Story(Shop(world=type(Shop().world)(profile, Shop().world.clock)))
    draft, _ = draft_of(story)
    payload = "appliedDiscount { redeemCode rejectionReason }"

    known = story.staged("DiscountCodeApply", draft, redeemCode="ten", payload=payload)
    unknown = story.staged("DiscountCodeApply", draft, redeemCode="NONE", payload=payload)
    contract = story.committed(draft)["contract"]

    assert known["appliedDiscount"] == {"redeemCode": "ten", "rejectionReason": None}
    assert unknown["appliedDiscount"] == {"redeemCode": "NONE", "rejectionReason": "NOT_FOUND"}
    kept = contract["discounts"]["nodes"]
    assert [(each["title"], each["type"], each["recurringCycleLimit"]) for each in kept] == [
        ("TEN", "CODE_DISCOUNT", 3)
    ]
    assert contract["lines"]["nodes"][0]["lineDiscountedPrice"]["amount"] == "18.0"
