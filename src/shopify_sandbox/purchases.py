"""What the selling plan of a checkout's line leads to: prices, dates of delivery, and the contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from shopify_sandbox.checkout_body import CheckoutBody, CheckoutLine
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.plan_body import MadeUpPlan, ShopPlan
from shopify_sandbox.state import anchors, contract_checkout, payment_methods, plan_terms, prepaid
from shopify_sandbox.state.contracts import Contract, PricingPolicy
from shopify_sandbox.state.money import Currencies, MoneyBag
from shopify_sandbox.state.orders import LineItem, Order
from shopify_sandbox.state.products import Variant
from shopify_sandbox.state.rhythms import Interval, PlanTerms, Rhythm
from shopify_sandbox.state.selling_plan_groups import SellingPlan
from shopify_sandbox.state.selling_plans import SellingPlanChoice
from shopify_sandbox.world import World


@dataclass(frozen=True)
class PlanBought:
    """A line's plan at the moment of the purchase; without terms it makes no contract."""

    choice: SellingPlanChoice
    dates: Sequence[datetime | None]
    price: MoneyBag
    terms: PlanTerms | None = None
    next_billing: datetime | None = None
    pricing: PricingPolicy | None = None


def check(world: World, line: CheckoutLine, variant: Variant | None, *, has_customer: bool) -> None:
    """Raises BadControlRequest when the shop doesn't offer the line's plan, or not to this customer."""
    plan = line.plan
    if plan is None or (isinstance(plan, MadeUpPlan) and not plan.contract):
        return
    if not has_customer:
        raise BadControlRequest("a subscription needs a customer: an e-mail address or a name")
    if isinstance(plan, ShopPlan):
        _check_offer(world, plan, variant)


def _check_offer(world: World, wanted: ShopPlan, variant: Variant | None) -> None:
    plan = world.find(SellingPlan, wanted.gid)
    group = plan_terms.group_of(world, plan) if plan else None
    if plan is None or group is None:
        raise BadControlRequest(f"there is no selling plan {wanted.gid}")
    if plan_terms.terms_of(plan) is None:
        raise BadControlRequest(f"{wanted.gid} is no subscription: only plans with recurring policies can be bought")
    if variant is not None and not group.applies_to(variant):
        raise BadControlRequest(f"{wanted.gid} is not offered for {variant.gid}")


def bought(world: World, line: CheckoutLine, price: MoneyBag, currencies: Currencies) -> PlanBought | None:
    """What a checked line's plan says now of a unit that costs so much without it."""
    if isinstance(line.plan, MadeUpPlan):
        return _made_up(world, line.plan, price)
    plan = world.find(SellingPlan, line.plan.gid) if line.plan else None
    terms = plan_terms.terms_of(plan) if plan else None
    if plan is None or terms is None:
        return None
    now = world.now()
    schedule = anchors.checkout_schedule(terms, now, ZoneInfo(world.profile.timezone))
    reduced, pricing = plan_terms.prices(plan, price, currencies)
    return PlanBought(
        choice=SellingPlanChoice(plan.id, plan.name, len(schedule.deliveries)),
        dates=prepaid.from_now(schedule.deliveries, now),
        price=reduced,
        terms=terms,
        next_billing=schedule.next_billing,
        pricing=pricing,
    )


def _made_up(world: World, plan: MadeUpPlan, price: MoneyBag) -> PlanBought:
    choice = SellingPlanChoice(world.new_id(SellingPlan), plan.name, plan.deliveries)
    now = world.now()
    first = plan.first_at or now
    dates = [first + plan.every * number for number in range(plan.deliveries + 1)]
    due = prepaid.from_now(dates[: plan.deliveries], now)
    if not plan.contract:
        return PlanBought(choice, due, price)
    terms = PlanTerms(
        plan_gid=None,
        name=plan.name,
        billing=Rhythm(Interval.DAY, plan.days * plan.deliveries),
        delivery=Rhythm(Interval.DAY, plan.days),
    )
    return PlanBought(choice, due, price, terms, next_billing=dates[-1])


def make_contracts(
    world: World, order: Order, wanted: CheckoutBody, plans: Sequence[tuple[LineItem, PlanBought]]
) -> list[Contract]:
    """One contract for the lines with the same rhythm and the same next payment, charged as the customer paid."""
    groups: dict[object, list[tuple[LineItem, PlanBought]]] = {}
    for line, plan in plans:
        if plan.terms is not None:
            key = (plan.terms.billing, plan.terms.delivery, plan.next_billing)
            groups.setdefault(key, []).append((line, plan))
    return [_contract(world, order, wanted, group) for group in groups.values()]


def _contract(
    world: World, order: Order, wanted: CheckoutBody, group: Sequence[tuple[LineItem, PlanBought]]
) -> Contract:
    plan = group[0][1]
    assert plan.terms is not None
    assert order.customer is not None
    purchase = contract_checkout.Purchase(
        next_billing_date=plan.next_billing,
        app_id=wanted.contract_app,
        payment_method=payment_methods.for_purchase(world, order.customer, wanted.instrument),
        pricing=tuple((line.id, each.pricing) for line, each in group if each.pricing is not None),
    )
    return contract_checkout.from_checkout(world, order, [line for line, _ in group], plan.terms, purchase)
