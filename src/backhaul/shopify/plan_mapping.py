"""Turns the policies of contracts and selling plans into core's rhythms and terms."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from backhaul.core.contracts import Anchor, PlanTerms, Rhythm
from backhaul.shopify.money_mapping import money_of
from backhaul.shopify.operations.queries.enums import SellingPlanInterval
from backhaul.shopify.operations.queries.fragments import AnchorFields, SellingPlanFields


class _Policy(Protocol):
    @property
    def interval(self) -> SellingPlanInterval: ...
    @property
    def interval_count(self) -> int: ...
    @property
    def anchors(self) -> Sequence[AnchorFields]: ...


class _BillingPolicy(_Policy, Protocol):
    @property
    def min_cycles(self) -> int | None: ...
    @property
    def max_cycles(self) -> int | None: ...


def billing_rhythm(policy: _BillingPolicy) -> Rhythm:
    """How often is billed, and how many times at least and at most."""
    return Rhythm(policy.interval.value, policy.interval_count, _anchors(policy), policy.min_cycles, policy.max_cycles)


def delivery_rhythm(policy: _Policy) -> Rhythm:
    """How often is delivered."""
    return Rhythm(policy.interval.value, policy.interval_count, _anchors(policy))


def plan_of(plan: SellingPlanFields) -> PlanTerms:
    """A selling plan's terms; one that is billed or delivered at fixed dates has no rhythm for that."""
    billing, delivery = plan.billing_policy, plan.delivery_policy
    terms = PlanTerms(
        gid=plan.id,
        name=plan.name,
        billing=billing_rhythm(billing) if billing.typename__ == "SellingPlanRecurringBillingPolicy" else None,
        pricing=_pricing(plan),
    )
    if delivery.typename__ != "SellingPlanRecurringDeliveryPolicy":
        return terms
    return replace(
        terms,
        delivery=delivery_rhythm(delivery),
        cutoff=delivery.cutoff,
        pre_anchor=delivery.pre_anchor_behavior.value,
    )


def _anchors(policy: _Policy) -> tuple[Anchor, ...]:
    return tuple(Anchor(one.type_.value, one.day, one.month, one.cutoff_day) for one in policy.anchors)


def _pricing(plan: SellingPlanFields) -> tuple[Mapping[str, object], ...]:
    """What is taken off, of each policy: `value` as text, `after_cycle` where it begins later."""
    found: list[Mapping[str, object]] = []
    for policy in plan.pricing_policies:
        value = policy.adjustment_value
        text = (
            str(money_of(value.amount, value.currency_code.value))
            if value.typename__ == "MoneyV2"
            else f"{value.percentage:g}"
        )
        later = policy.after_cycle if policy.typename__ == "SellingPlanRecurringPricingPolicy" else None
        found.append({"adjustment": policy.adjustment_type.value, "value": text, "after_cycle": later})
    return tuple(found)
