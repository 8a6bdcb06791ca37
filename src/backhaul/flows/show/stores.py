"""What is shown of a store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist

from backhaul.core.scopes import SCOPES, held, missing_required
from backhaul.flows.show.tags import TagPolicyView, tag_policy_view
from backhaul.flows.store_access import warnings_about
from backhaul.models import PlanPolicies, Store


@dataclass(frozen=True)
class LocationView:
    """One of our location codes and the Shopify location it means."""

    code: str
    location: str
    name: str


@dataclass(frozen=True)
class CarrierView:
    """One of our carrier codes and the company that Shopify knows it as."""

    code: str
    company: str
    url_template: str


@dataclass(frozen=True)
class GatewayView:
    """One of Shopify's payment gateways, what the back office calls it, and how many days its authorisations live."""

    gateway: str
    payment_method: str
    authorisation_days: int | None


@dataclass(frozen=True)
class PoliciesView:
    """What the store does where there is a choice."""

    other_location: str
    scheduled: str
    notify_customer: bool
    partial_capture: str
    expiry_notice_hours: Sequence[int]
    mail_customers: bool
    customer_language: str


@dataclass(frozen=True)
class SubscriptionPoliciesView:
    """What is done about subscriptions; of a selling plan, an empty one is the store's."""

    plan: str
    plan_name: str
    order_cancelled: str
    fully_refunded: str
    prepaid_cancelled: str
    last_order: str
    paused_contract: str


@dataclass(frozen=True)
class ScopeView:
    """A scope of use: whether the store has granted it, what it is for, and what is lost without it."""

    scope: str
    is_granted: bool
    is_required: bool
    needed_for: str
    without: str


@dataclass(frozen=True)
class StoreView:
    """A connected store, without its secrets. `missing_scopes` are those that Backhaul needs and was not given.

    `paused_by` is `person` or `access`. `warnings` is what somebody should see to.
    """

    id: str
    slug: str
    name: str
    shop_domain: str
    currency: str
    timezone: str
    state: str
    pause_reason: str
    paused_by: str
    uninstalled_at: datetime | None
    is_sandbox: bool
    access: str
    token_expires_at: datetime | None
    missing_scopes: Sequence[str]
    scopes: Sequence[ScopeView]
    warnings: Sequence[str]
    policies: PoliciesView
    subscription_policies: SubscriptionPoliciesView
    plan_policies: Sequence[SubscriptionPoliciesView]
    tag_policy: TagPolicyView
    locations: Sequence[LocationView]
    carriers: Sequence[CarrierView]
    gateways: Sequence[GatewayView]


def store_list() -> list[StoreView]:
    """Every connected store, by its slug."""
    rows = Store.objects.select_related("credential").prefetch_related(
        "locations", "carriers", "gateways", "plan_policies"
    )
    return [store_view(store) for store in rows]


def store_view(store: Store) -> StoreView:
    """The store as it is now in the database."""
    try:
        credential = store.credential
    except ObjectDoesNotExist:
        access, expires_at, scopes = "", None, []
    else:
        access, expires_at, scopes = credential.kind, credential.token_expires_at, credential.granted_scopes
    return StoreView(
        id=store.pk,
        slug=store.slug,
        name=store.name,
        shop_domain=store.shop_domain,
        currency=store.currency,
        timezone=store.timezone,
        state=store.state,
        pause_reason=store.pause_reason,
        paused_by=store.paused_by,
        uninstalled_at=store.uninstalled_at,
        is_sandbox=store.is_sandbox,
        access=access,
        token_expires_at=expires_at,
        missing_scopes=missing_required(scopes),
        scopes=_scopes(scopes),
        warnings=warnings_about(store),
        policies=_policies(store),
        subscription_policies=_subscription_policies(store),
        plan_policies=[_plan_policies(row) for row in store.plan_policies.all()],
        tag_policy=tag_policy_view(store),
        locations=[LocationView(row.code, row.location_gid, row.name) for row in store.locations.all()],
        carriers=[CarrierView(row.code, row.company, row.url_template) for row in store.carriers.all()],
        gateways=[GatewayView(row.gateway, row.payment_method, row.authorisation_days) for row in store.gateways.all()],
    )


def _scopes(granted: Sequence[str]) -> list[ScopeView]:
    known = held(granted)
    return [
        ScopeView(scope.handle, scope.handle in known, scope.is_required, scope.needed_for, scope.without)
        for scope in SCOPES
    ]


def _policies(store: Store) -> PoliciesView:
    return PoliciesView(
        other_location=store.other_location,
        scheduled=store.scheduled,
        notify_customer=store.notify_customer,
        partial_capture=store.partial_capture,
        expiry_notice_hours=store.expiry_notice_hours,
        mail_customers=store.mail_customers,
        customer_language=store.customer_language,
    )


def _subscription_policies(store: Store) -> SubscriptionPoliciesView:
    return SubscriptionPoliciesView(plan="", plan_name="", **_choices(store))


def _plan_policies(row: PlanPolicies) -> SubscriptionPoliciesView:
    return SubscriptionPoliciesView(plan=row.selling_plan_gid, plan_name=row.name, **_choices(row))


def _choices(row: Store | PlanPolicies) -> dict[str, str]:
    return {
        "order_cancelled": row.order_cancelled,
        "fully_refunded": row.fully_refunded,
        "prepaid_cancelled": row.prepaid_cancelled,
        "last_order": row.last_order,
        "paused_contract": row.paused_contract,
    }
