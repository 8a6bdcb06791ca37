"""What a selling plan means for a purchase: how often is billed and delivered, and what a unit costs in which cycle.

How pricing policies of a prepaid plan are to be read is assumed: each is about the price of one unit in one delivery.
"""

from __future__ import annotations

from decimal import Decimal

from shopify_sandbox.state.contracts import Adjustment, CycleDiscount, PricingPolicy
from shopify_sandbox.state.given import Given, decimal, mapping, mappings
from shopify_sandbox.state.money import Currencies, MoneyBag
from shopify_sandbox.state.rhythms import Anchor, AnchorType, Interval, PlanTerms, Rhythm
from shopify_sandbox.state.selling_plan_groups import SellingPlan, SellingPlanGroup
from shopify_sandbox.state.selling_plan_policies import Policy
from shopify_sandbox.world import World

_RECURRING = ("SellingPlanRecurringBillingPolicy", "SellingPlanRecurringDeliveryPolicy")


def terms_of(plan: SellingPlan) -> PlanTerms | None:
    """The plan's rhythms as they are now; None for one that is no subscription, as its policies are fixed ones."""
    billing, delivery = plan.billing_policy, plan.delivery_policy
    if (billing["__typename"], delivery["__typename"]) != _RECURRING:
        return None
    return PlanTerms(
        plan_gid=plan.gid,
        name=plan.name,
        billing=_rhythm(billing),
        delivery=_rhythm(delivery),
        cutoff=_number(delivery.get("cutoff")),
        pre_anchor=str(delivery["preAnchorBehavior"]),
    )


def group_of(world: World, plan: SellingPlan) -> SellingPlanGroup | None:
    """The group that offers the plan; None for one that was deleted."""
    return next((group for group in world.all(SellingPlanGroup) if plan in group.plans), None)


def prices(plan: SellingPlan, price: MoneyBag, currencies: Currencies) -> tuple[MoneyBag, PricingPolicy | None]:
    """What a unit of that price costs with the plan in the first cycle, and how its price changes with the cycles."""
    steps = sorted(plan.pricing_policies, key=_after_cycle)
    if not steps:
        return price, None
    adjusted = [(step, _adjusted(step, price, currencies)) for step in steps]
    discounts = tuple(
        CycleDiscount(_after_cycle(step), _adjustment(step, currencies), bag.presentment) for step, bag in adjusted
    )
    first = [bag for step, bag in adjusted if _after_cycle(step) == 0]
    return (first[-1] if first else price), PricingPolicy(price.presentment, discounts)


def _rhythm(policy: Policy) -> Rhythm:
    return Rhythm(
        Interval(str(policy["interval"])),
        int(str(policy["intervalCount"])),
        tuple(_anchor(each) for each in mappings(policy.get("anchors"))),
        _number(policy.get("minCycles")),
        _number(policy.get("maxCycles")),
    )


def _anchor(given: Given) -> Anchor:
    return Anchor(
        AnchorType(str(given["type"])),
        int(str(given["day"])),
        _number(given.get("month")),
        _number(given.get("cutoffDay")),
    )


def _number(value: object) -> int | None:
    return None if value is None else int(str(value))


def _after_cycle(policy: Policy) -> int:
    """A fixed policy holds from the first cycle on (schema)."""
    return _number(policy.get("afterCycle")) or 0


def _adjusted(policy: Policy, price: MoneyBag, currencies: Currencies) -> MoneyBag:
    value = mapping(policy["adjustmentValue"])
    if policy["adjustmentType"] == "PERCENTAGE":
        return price.times(1 - decimal(value["percentage"]) / 100).at_least_zero()
    amount = currencies.bag(decimal(value["amount"]))
    return amount if policy["adjustmentType"] == "PRICE" else (price - amount).at_least_zero()


def _adjustment(policy: Policy, currencies: Currencies) -> Adjustment:
    kind, value = str(policy["adjustmentType"]), mapping(policy["adjustmentValue"])
    if kind == "PERCENTAGE":
        return Adjustment(kind, percentage=float(str(value["percentage"])))
    return Adjustment(kind, amount=currencies.bag(Decimal(str(value["amount"]))).presentment)
