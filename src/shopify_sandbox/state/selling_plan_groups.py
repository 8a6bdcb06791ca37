"""Selling plan groups: plans with their policies, and the products they apply to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from shopify_sandbox.state import selling_plan_checks
from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.errors import Refused, UserError, refused
from shopify_sandbox.state.given import Given, mappings, optional_text, texts
from shopify_sandbox.state.products import Product, Variant
from shopify_sandbox.state.selling_plan_policies import (
    Policy,
    billing_policy,
    delivery_policy,
    merged_policy,
    percentages,
    pricing_policies,
)
from shopify_sandbox.world import World

MOST_PLANS = 31


@dataclass(eq=False, kw_only=True)
class SellingPlan(Entity):
    """How something is sold: when it is billed, delivered, and for how much less."""

    typename: ClassVar[str] = "SellingPlan"
    name: str
    created_at: datetime
    billing_policy: Policy
    delivery_policy: Policy
    options: list[str] = field(default_factory=list)
    description: str | None = None
    position: int | None = None
    category: str | None = None
    reserve: str = "ON_FULFILLMENT"
    pricing_policies: list[Policy] = field(default_factory=list)


@dataclass(eq=False, kw_only=True)
class SellingPlanGroup(Entity):
    """Plans offered together for some products and variants."""

    typename: ClassVar[str] = "SellingPlanGroup"
    name: str
    merchant_code: str
    created_at: datetime
    updated_at: datetime
    app_id: str | None = None
    description: str | None = None
    options: list[str] = field(default_factory=list)
    position: int | None = None
    plans: list[SellingPlan] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)
    variants: list[Variant] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """What Shopify's admin shows: plans and their range of discounts (recorded, with the two spaces for none)."""
        count = len(self.plans)
        frequencies = f"{count} delivery {'frequency' if count == 1 else 'frequencies'}"
        rates = [rate for plan in self.plans for rate in percentages(plan.pricing_policies)]
        shown = (
            "" if not rates else f"{min(rates):g}%" if min(rates) == max(rates) else f"{min(rates):g}-{max(rates):g}%"
        )
        return f"{frequencies}, {shown} discount"

    def applies_to(self, thing: Product | Variant) -> bool:
        """Whether a product is in it, or a variant is, itself or through its product."""
        if isinstance(thing, Variant):
            return thing in self.variants or thing.product in self.products
        return thing in self.products or any(variant.product is thing for variant in self.variants)


def create(world: World, given: Given, *, products: Sequence[Product], variants: Sequence[Variant]) -> SellingPlanGroup:
    """A new group. Raises Refused with SellingPlanGroupUserErrorCode."""
    selling_plan_checks.check_group(given)
    wanted = mappings(given.get("sellingPlansToCreate"))
    if len(wanted) > MOST_PLANS:
        raise _too_many_plans()
    name = optional_text(given.get("name"))
    if name is None:
        raise Refused(UserError(("input", "name"), "Name can't be blank", "BLANK"))
    now = world.now()
    group = SellingPlanGroup(
        id=world.new_id(SellingPlanGroup),
        name=name,
        merchant_code=optional_text(given.get("merchantCode")) or name,
        created_at=now,
        updated_at=now,
        app_id=optional_text(given.get("appId")),
        products=list(products),
        variants=list(variants),
    )
    _set_data(group, given)
    group.plans = [_plan(world, each) for each in wanted]
    world.add(group)
    world.emit("selling_plan_groups/create", group)
    return group


def update(world: World, group: SellingPlanGroup, given: Given) -> list[str]:
    """Change the group and its plans; returns the ids of deleted plans. Raises Refused, nothing changed then."""
    selling_plan_checks.check_group(given)
    gone = set(texts(given.get("sellingPlansToDelete")))
    kept = [plan for plan in group.plans if plan.gid not in gone]
    wanted = mappings(given.get("sellingPlansToCreate"))
    if gone and not kept and not wanted:
        message = "Selling plans to delete can't result in a selling plan group with no selling plan."
        raise refused(message, "input", "sellingPlansToDelete", code="SELLING_PLAN_COUNT_LOWER_BOUND")
    if len(kept) + len(wanted) > MOST_PLANS:
        raise _too_many_plans()
    changes = [(_plan_to_change(group, each, number), each) for number, each in _numbered(given)]
    deleted = [plan.gid for plan in group.plans if plan.gid in gone]
    _set_data(group, given)
    for plan, change in changes:
        _change_plan(world, plan, change)
    group.plans = [*kept, *(_plan(world, each) for each in wanted)]
    group.updated_at = world.now()
    world.emit("selling_plan_groups/update", group)
    return deleted


def delete(world: World, group: SellingPlanGroup) -> None:
    """Forget the group with its plans; lines bought with them keep their plan's name."""
    for plan in group.plans:
        world.remove(plan)
    world.remove(group)
    world.emit("selling_plan_groups/delete", group)


def _numbered(given: Given) -> list[tuple[int, Given]]:
    return list(enumerate(mappings(given.get("sellingPlansToUpdate"))))


def _plan_to_change(group: SellingPlanGroup, given: Given, number: int) -> SellingPlan:
    path = ("input", "sellingPlansToUpdate", str(number))
    plan = next((each for each in group.plans if each.gid == given.get("id")), None)
    if plan is None:
        raise refused("Selling plan does not exist.", *path, "id", code="PLAN_DOES_NOT_EXIST")
    delivery = given.get("deliveryPolicy")
    if delivery and delivery_policy(delivery, plan.created_at)["__typename"] != plan.delivery_policy["__typename"]:
        message = "Only one of fixed or recurring delivery policy is allowed"
        raise refused(message, *path, code="ONLY_ONE_OF_FIXED_OR_RECURRING_DELIVERY")
    return plan


def _set_data(group: SellingPlanGroup, given: Given) -> None:
    for key, name in (("name", "name"), ("merchantCode", "merchant_code"), ("description", "description")):
        if optional_text(given.get(key)) is not None:
            setattr(group, name, str(given[key]))
    if given.get("options") is not None:
        group.options = texts(given["options"])
    if given.get("position") is not None:
        group.position = int(str(given["position"]))


def _plan(world: World, given: Given) -> SellingPlan:
    now = world.now()
    plan = SellingPlan(
        id=world.new_id(SellingPlan),
        name="",
        created_at=now,
        billing_policy=billing_policy(given.get("billingPolicy"), now),
        delivery_policy=delivery_policy(given.get("deliveryPolicy"), now),
    )
    _change_plan(world, plan, given)
    return world.add(plan)


def _change_plan(world: World, plan: SellingPlan, given: Given) -> None:
    """Change what is given; pricing policies are replaced always, by none when none are given (recorded)."""
    for key in ("name", "description", "category"):
        if optional_text(given.get(key)) is not None:
            setattr(plan, key, str(given[key]))
    if given.get("options") is not None:
        plan.options = texts(given["options"])
    if given.get("position") is not None:
        plan.position = int(str(given["position"]))
    if given.get("billingPolicy"):
        changed = merged_policy(plan.billing_policy, given["billingPolicy"])
        plan.billing_policy = billing_policy(changed, plan.created_at)
    if given.get("deliveryPolicy"):
        changed = merged_policy(plan.delivery_policy, given["deliveryPolicy"])
        plan.delivery_policy = delivery_policy(changed, plan.created_at)
    plan.pricing_policies = pricing_policies(
        mappings(given.get("pricingPolicies")), plan.created_at, currency=world.profile.currency
    )


def _too_many_plans() -> Refused:
    message = f"Selling plan groups can't have more than {MOST_PLANS} selling plans."
    return refused(message, "input", code="SELLING_PLAN_COUNT_UPPER_BOUND")
