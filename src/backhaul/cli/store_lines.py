"""How commands print a store."""

from collections.abc import Sequence
from typing import Annotated

import typer

from backhaul.cli.frame import show
from backhaul.core.tags import TaggedContracts
from backhaul.flows.show.plain import plain
from backhaul.flows.show.stores import GatewayView, ScopeView, StoreView, SubscriptionPoliciesView
from backhaul.flows.show.tags import TagPolicyView

Slug = Annotated[str, typer.Argument(help="The store's short name.")]


def show_store(store: StoreView, *, as_json: bool) -> None:
    """Print a store with all that can be set and seen to."""
    policies = store.policies
    lines = [
        f"{store.slug}: {store.name} ({store.shop_domain}), {_state(store)}",
        f"  goods at another location: {policies.other_location}",
        f"  scheduled goods: {policies.scheduled}",
        f"  notify customers: {'yes' if policies.notify_customer else 'no'}",
        f"  one capture only, more to invoice: {policies.partial_capture}",
        f"  notices of expiry: {_hours(policies.expiry_notice_hours)}",
        f"  we write to customers: {f'yes, in {policies.customer_language}' if policies.mail_customers else 'no'}",
        *subscription_lines(store.subscription_policies),
        *(line for plan in store.plan_policies for line in subscription_lines(plan)),
        *_tag_lines(store.tag_policy),
        *(f"  location {row.code}: {row.name} {row.location}" for row in store.locations),
        *(f"  carrier {row.code}: {row.company} {row.url_template}".rstrip() for row in store.carriers),
        *(f"  gateway {row.gateway}: {row.payment_method}{_days(row)}" for row in store.gateways),
        *scope_lines(store.scopes),
        *(f"  mind: {warning}" for warning in store.warnings),
    ]
    show(plain(store), lines, as_json=as_json)


def subscription_lines(policies: SubscriptionPoliciesView) -> list[str]:
    """The subscription policies of a store, or those of a selling plan that differ."""
    of = f" of plan {policies.plan_name or policies.plan}" if policies.plan else ""
    named = (
        ("an order is cancelled", policies.order_cancelled),
        ("an order is refunded whole", policies.fully_refunded),
        ("a prepaid subscription is cancelled", policies.prepaid_cancelled),
        ("a subscription with an unshipped order is cancelled", policies.last_order),
        ("a subscription is paused", policies.paused_contract),
    )
    return [f"  when {what}{of}: {policy}" for what, policy in named if policy]


def _tag_lines(policy: TagPolicyView) -> list[str]:
    named = ", ".join(f"“{template}”" for template in policy.templates)
    whose = "our subscriptions" if policy.contracts == TaggedContracts.OURS else "all subscriptions"
    tagged = f"{named}, placed since {plain(policy.placed_from)}" if named else "nothing"
    return [f"  orders of {whose} are tagged: {tagged}"]


def _hours(hours: Sequence[int]) -> str:
    return f"{', '.join(map(str, hours))} hours before" if hours else "none"


def _days(gateway: GatewayView) -> str:
    days = gateway.authorisation_days
    return "" if days is None else f", authorisations live {days} days"


def scope_lines(scopes: Sequence[ScopeView]) -> list[str]:
    """The scopes that were not granted, those that are needed first, with what each costs."""
    return [
        f"  missing scope{'' if scope.is_required else ' (optional)'}: {scope.scope}, for {scope.needed_for}. "
        f"{scope.without}"
        for scope in scopes
        if not scope.is_granted
    ]


def _state(store: StoreView) -> str:
    if store.paused_by:
        by = "by hand" if store.paused_by == "person" else "as Shopify refuses us"
        return f"paused {by}: {store.pause_reason}"
    if store.uninstalled_at:
        return f"uninstalled since {plain(store.uninstalled_at)}: it can only be looked at"
    return store.state
