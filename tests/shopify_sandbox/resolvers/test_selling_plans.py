"""Selling plan groups."""

from __future__ import annotations

from typing import Any

from tests.shopify_sandbox.resolvers.shop import Shop

CREATE = """mutation($input: SellingPlanGroupInput!, $resources: SellingPlanGroupResourceInput) {
  sellingPlanGroupCreate(input: $input, resources: $resources) {
    sellingPlanGroup { id summary sellingPlans(first: 40) { nodes { id name deliveryPolicy { __typename
      ... on SellingPlanRecurringDeliveryPolicy { interval intervalCount } } } } }
    userErrors { field message code } } }"""
UPDATE = """mutation($id: ID!, $input: SellingPlanGroupInput!) { sellingPlanGroupUpdate(id: $id, input: $input) {
  deletedSellingPlanIds sellingPlanGroup { sellingPlans(first: 5) { nodes { id } } } userErrors { code } } }"""


def a_plan(**given: object) -> dict[str, object]:
    """A monthly plan at ten per cent less."""
    return {
        "name": "Monthly",
        "options": ["Monthly"],
        "billingPolicy": {"recurring": {"interval": "MONTH", "intervalCount": 3}},
        "deliveryPolicy": {"recurring": {"interval": "MONTH", "intervalCount": 1}},
        "pricingPolicies": [{"fixed": {"adjustmentType": "PERCENTAGE", "adjustmentValue": {"percentage": 10}}}],
        **given,
    }


def create(shop: Shop, *plans: dict[str, object], **given: object) -> dict[str, Any]:
    """sellingPlanGroupCreate's payload."""
    wanted = {"name": "Coffee club", "options": ["Frequency"], "sellingPlansToCreate": list(plans)}
    payload: dict[str, Any] = shop.send(CREATE, {"input": wanted, **given})["sellingPlanGroupCreate"]
    return payload


def test_a_group_tells_its_plans_and_their_discounts() -> None:
    shop = Shop()

    group = create(shop, a_plan(), a_plan(name="Plain", pricingPolicies=[]))["sellingPlanGroup"]

    assert group["summary"] == "2 delivery frequencies, 10% discount"
    policy = {"__typename": "SellingPlanRecurringDeliveryPolicy", "interval": "MONTH", "intervalCount": 1}
    assert [plan["deliveryPolicy"] for plan in group["sellingPlans"]["nodes"]] == [policy, policy]


def test_anchors_of_billing_and_delivery_must_be_equal() -> None:
    shop = Shop()
    anchors = [{"type": "MONTHDAY", "day": 15}]

    payload = create(
        shop, a_plan(billingPolicy={"recurring": {"interval": "MONTH", "intervalCount": 3, "anchors": anchors}})
    )

    assert payload["sellingPlanGroup"] is None
    code = "SELLING_PLAN_BILLING_AND_DELIVERY_POLICY_ANCHORS_MUST_BE_EQUAL"
    assert [error["code"] for error in payload["userErrors"]] == [code]


def test_the_last_plan_can_only_be_replaced() -> None:
    shop = Shop()
    group = create(shop, a_plan())["sellingPlanGroup"]
    plan = group["sellingPlans"]["nodes"][0]["id"]

    refused = shop.send(UPDATE, {"id": group["id"], "input": {"sellingPlansToDelete": [plan]}})
    replaced = shop.send(
        UPDATE, {"id": group["id"], "input": {"sellingPlansToDelete": [plan], "sellingPlansToCreate": [a_plan()]}}
    )

    assert refused["sellingPlanGroupUpdate"]["userErrors"] == [{"code": "SELLING_PLAN_COUNT_LOWER_BOUND"}]
    payload = replaced["sellingPlanGroupUpdate"]
    assert payload["deletedSellingPlanIds"] == [plan]
    assert len(payload["sellingPlanGroup"]["sellingPlans"]["nodes"]) == 1


def test_thirty_two_plans_are_one_too_many() -> None:
    shop = Shop()

    most, more = create(shop, *[a_plan()] * 31), create(shop, *[a_plan()] * 32)

    assert len(most["sellingPlanGroup"]["sellingPlans"]["nodes"]) == 31
    assert [error["code"] for error in more["userErrors"]] == ["SELLING_PLAN_COUNT_UPPER_BOUND"]


def test_a_group_of_a_product_is_listed_with_its_variant_but_not_counted_there() -> None:
    shop = Shop()
    document = (
        'mutation { productCreate(product: {title: "Beans"}) { product { id variants(first: 1) { nodes { id } } } } }'
    )
    product = shop.send(document)["productCreate"]["product"]
    group = create(shop, a_plan(), resources={"productIds": [product["id"]]})["sellingPlanGroup"]
    read = """query($id: ID!) { productVariant(id: $id) { sellingPlanGroups(first: 5) { nodes { id } }
      sellingPlanGroupsCount { count } } }"""

    variant = shop.send(read, {"id": product["variants"]["nodes"][0]["id"]})["productVariant"]

    assert variant["sellingPlanGroups"]["nodes"] == [{"id": group["id"]}]
    assert variant["sellingPlanGroupsCount"]["count"] == 0
