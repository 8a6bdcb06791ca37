"""Discounts in an edit: what they take off, which taxes follow, and how they are taken back."""

from __future__ import annotations

from typing import Any

from tests.shopify_sandbox.resolvers.edit_story import EditStory, cad


def taxed(**bought: Any) -> EditStory:
    """Four units at 10.00 with 10 % tax on top, paid."""
    lines = [{"sku": "BEANS", "price": "10", "quantity": 4, "tax_rate": "0.1"}]
    return EditStory(**{"lines": lines, "payment": "paid", **bought})


def test_a_percentage_is_taken_off_the_line_and_its_tax() -> None:
    story = taxed()
    story.begin()

    payload = story.staged(
        "AddLineItemDiscount", lineItemId=story.edited_line(), discount={"percentValue": 25, "description": "Sorry"}
    )
    order = story.committed()

    line = payload["calculatedLineItem"]
    assert payload["addedDiscountStagedChange"]["description"] == "Sorry"
    assert (line["hasStagedLineItemDiscount"], line["discountedUnitPriceSet"]) == (True, "7.5")
    assert line["calculatedDiscountAllocations"][0]["allocatedAmountSet"] == "10.0"
    assert payload["calculatedOrder"]["totalPriceSet"] == order["currentTotalPriceSet"] == "33.0"
    assert order["currentTotalTaxSet"] == "3.0"
    assert (order["totalDiscountsSet"], order["lineItems"]["nodes"][0]["totalDiscountSet"]) == ("10.0", "10.0")
    assert order["totalOutstandingSet"] == "-11.0"


def test_a_fixed_discount_is_taken_off_each_unit_that_is_left() -> None:
    story = taxed()
    story.begin()
    story.staged("SetQuantity", lineItemId=story.edited_line(), quantity=3)
    story.staged("AddLineItemDiscount", lineItemId=story.edited_line(), discount={"fixedValue": cad("2.00")})

    order = story.committed()

    assert order["currentSubtotalPriceSet"] == "24.0"
    assert order["refunds"][0]["refundLineItems"]["nodes"][0]["subtotalSet"] == "10.0"
    assert order["currentTotalPriceSet"] == "26.4"


def test_a_discount_is_never_more_than_the_price() -> None:
    story = taxed()
    story.begin()

    payload = story.staged("AddLineItemDiscount", lineItemId=story.edited_line(), discount={"fixedValue": cad("12.00")})

    assert payload["calculatedOrder"]["totalPriceSet"] == "0.0"


def test_a_staged_discount_is_changed_and_taken_back() -> None:
    story = taxed()
    story.begin()
    added = story.staged("AddLineItemDiscount", lineItemId=story.edited_line(), discount={"percentValue": 50})
    gid = added["calculatedLineItem"]["calculatedDiscountAllocations"][0]["discountApplication"]["id"]

    changed = story.staged("UpdateDiscount", discountApplicationId=gid, discount={"percentValue": 10})
    gone = story.staged("RemoveLineItemDiscount", discountApplicationId=gid)

    assert changed["calculatedOrder"]["subtotalPriceSet"] == "36.0"
    assert gone["calculatedOrder"]["subtotalPriceSet"] == "40.0"
    assert gone["calculatedOrder"]["stagedChanges"]["nodes"] == []


def test_the_discount_of_an_earlier_edit_is_taken_back() -> None:
    story = taxed()
    story.begin()
    story.staged("AddLineItemDiscount", lineItemId=story.edited_line(), discount={"percentValue": 50})
    story.committed()
    line = story.begin()["lineItems"]["nodes"][0]
    gid = line["calculatedDiscountAllocations"][0]["discountApplication"]["id"]

    payload = story.staged("RemoveDiscount", discountApplicationId=gid)
    order = story.committed()

    (change,) = payload["calculatedOrder"]["stagedChanges"]["nodes"]
    assert change["__typename"] == "OrderStagedChangeRemoveDiscount"
    assert order["currentTotalPriceSet"] == payload["calculatedOrder"]["totalPriceSet"] == "44.0"
    assert order["totalDiscountsSet"] == "0.0"


def test_a_code_is_taken_back_from_the_units_that_are_left() -> None:
    story = EditStory()
    code = {"itemPercentageDiscountCode": {"code": "TEN", "percentage": 10}}
    price = {"shopMoney": cad("10.00")}
    made = story.shop.order(lineItems=[{"title": "Beans", "quantity": 2, "priceSet": price}], discountCode=code)
    story.order = made["id"]
    allocation = story.begin()["lineItems"]["nodes"][0]["calculatedDiscountAllocations"][0]

    payload = story.staged("RemoveDiscount", discountApplicationId=allocation["discountApplication"]["id"])
    order = story.committed()

    assert allocation["discountApplication"]["__typename"] == "CalculatedDiscountCodeApplication"
    assert payload["calculatedOrder"]["cartDiscountAmountSet"] == "0.0"
    assert (order["currentTotalPriceSet"], order["originalTotalPriceSet"]) == ("20.0", "18.0")


def test_a_new_line_is_taxed_like_the_others_and_can_be_discounted() -> None:
    story = taxed()
    story.begin()
    added = story.staged("AddCustomItem", title="Mug", quantity=2, price=cad("5.00"))
    free = story.staged("AddCustomItem", title="Card", quantity=1, price=cad("1.00"), taxable=False)
    line = added["calculatedLineItem"]["id"]
    payload = story.staged("AddLineItemDiscount", lineItemId=line, discount={"percentValue": 50})

    order = story.committed()

    assert [each["title"] for each in free["calculatedOrder"]["addedLineItems"]["nodes"]] == ["Mug", "Card"]
    assert len(payload["calculatedOrder"]["addedDiscountApplications"]["nodes"]) == 1
    assert [each["taxLines"] for each in order["lineItems"]["nodes"][1:]] == [
        [{"title": "Tax", "priceSet": "0.5"}],
        [],
    ]
    assert order["currentTotalPriceSet"] == "50.5"


def test_a_discount_needs_one_value_that_can_be() -> None:
    story = taxed()
    story.begin()
    line = story.edited_line()

    for wrong in ({}, {"percentValue": 5, "fixedValue": cad("1.00")}, {"percentValue": 101}):
        assert story.refused("AddLineItemDiscount", lineItemId=line, discount=wrong)["field"][0] == "discount"


def test_a_removed_line_gets_no_discount() -> None:
    story = taxed()
    story.begin()
    story.staged("SetQuantity", lineItemId=story.edited_line(), quantity=0)

    error = story.refused("AddLineItemDiscount", lineItemId=story.edited_line(), discount={"percentValue": 5})

    assert error["field"] == ["lineItemId"]
