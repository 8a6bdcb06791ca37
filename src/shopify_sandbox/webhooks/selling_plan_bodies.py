"""The REST form of selling plan groups, as Shopify's documentation of webhooks shows it.

The sample has neither anchors nor pricing policies nor products: what is said of these is assumed.
"""

from __future__ import annotations

from shopify_sandbox.state.given import Given, mapping, mappings
from shopify_sandbox.state.selling_plan_groups import SellingPlan, SellingPlanGroup
from shopify_sandbox.state.selling_plan_policies import Policy
from shopify_sandbox.webhooks.rest_values import Body
from shopify_sandbox.world import World


def selling_plan_group_body(world: World, topic: str, group: SellingPlanGroup) -> Body:
    """A selling plan group with its plans and what it applies to; of a deleted one the id alone."""
    named: Body = {"admin_graphql_api_id": group.gid, "id": group.id}
    return named if topic == "selling_plan_groups/delete" else {**named, **_about(world, group)}


def _about(world: World, group: SellingPlanGroup) -> Body:
    return {
        "name": group.name,
        "merchant_code": group.merchant_code,
        "admin_graphql_api_app": f"gid://shopify/App/{world.profile.app_id}",
        "app_id": group.app_id,
        "description": group.description,
        "options": group.options,
        "position": group.position,
        "summary": group.summary,
        "selling_plans": [_plan(plan) for plan in group.plans],
        "product_variants": [{"admin_graphql_api_id": variant.gid} for variant in group.variants],
        "products": [{"admin_graphql_api_id": product.gid} for product in group.products],
    }


def _plan(plan: SellingPlan) -> Body:
    return {
        "name": plan.name,
        "options": plan.options,
        "position": plan.position,
        "description": plan.description,
        "billing_policy": {
            **_rhythm(plan.billing_policy),
            "min_cycles": plan.billing_policy.get("minCycles"),
            "max_cycles": plan.billing_policy.get("maxCycles"),
        },
        "delivery_policy": {
            **_rhythm(plan.delivery_policy),
            "anchors": [_anchor(each) for each in mappings(plan.delivery_policy.get("anchors"))],
            "cutoff": plan.delivery_policy.get("cutoff"),
            "pre_anchor_behavior": _lower(plan.delivery_policy.get("preAnchorBehavior")),
        },
        "pricing_policies": [_pricing(each) for each in plan.pricing_policies],
    }


def _rhythm(policy: Policy) -> Body:
    return {"interval": _lower(policy.get("interval")), "interval_count": policy.get("intervalCount")}


def _anchor(given: Given) -> Body:
    return {
        "type": _lower(given.get("type")),
        "day": given.get("day"),
        "month": given.get("month"),
        "cutoff_day": given.get("cutoffDay"),
    }


def _pricing(policy: Policy) -> Body:
    value = mapping(policy["adjustmentValue"])
    number = value.get("percentage") if "percentage" in value else value.get("amount")
    return {
        "after_cycle": policy.get("afterCycle"),
        "adjustment_type": _lower(policy.get("adjustmentType")),
        "adjustment_value": None if number is None else str(number),
    }


def _lower(value: object) -> str | None:
    return None if value is None else str(value).lower()
