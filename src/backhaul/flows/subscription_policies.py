"""What a merchant has decided beforehand about subscriptions, per store and per selling plan."""

from dataclasses import dataclass

import structlog

from backhaul.core.subscription_policies import (
    ContractPolicy,
    LastOrderPolicy,
    PausePolicy,
    RemainingPolicy,
    SubscriptionPolicies,
)
from backhaul.flows.selling_plans import find_plan, plan_gid_of
from backhaul.flows.store_pauses import require_installed
from backhaul.models import Contract, PlanPolicies, Store

log = structlog.get_logger()


@dataclass(frozen=True)
class SubscriptionChoices:
    """Policies to set; None leaves one as it is."""

    order_cancelled: ContractPolicy | None = None
    fully_refunded: ContractPolicy | None = None
    prepaid_cancelled: RemainingPolicy | None = None
    last_order: LastOrderPolicy | None = None
    paused_contract: PausePolicy | None = None


def set_subscription_policies(store: Store, choices: SubscriptionChoices, *, plan: str = "") -> None:
    """Change them for the store, or for one selling plan (its gid or number); later cancellations follow the new ones.

    Raises BadReference, UnknownPlan, StoreUninstalled.
    """
    require_installed(store)
    changes = {name: value for name, value in vars(choices).items() if value is not None}
    if plan:
        plan_gid = find_plan(store, plan)
        PlanPolicies.objects.update_or_create(store=store, selling_plan_gid=plan_gid, defaults=changes)
    elif changes:
        Store.objects.filter(pk=store.pk).update(**changes)
    log.info("store.subscription_policies_changed", store=store.slug, plan=plan, **changes)


def drop_plan_policies(store: Store, plan: str) -> bool:
    """Have a selling plan follow the store's policies again; False when it did already. Raises BadReference."""
    require_installed(store)
    plan_gid = plan_gid_of(plan)
    return bool(PlanPolicies.objects.filter(store=store, selling_plan_gid=plan_gid).delete()[0])


def policies_of(contract: Contract) -> SubscriptionPolicies:
    """The policies that hold for a contract: those of its first line's plan that has any, else the store's."""
    store = contract.store
    plan_gids = list(contract.lines.values_list("selling_plan_gid", flat=True))
    known = {row.selling_plan_gid: row for row in store.plan_policies.filter(selling_plan_gid__in=plan_gids)}
    own = next((known[gid] for gid in plan_gids if gid in known), None)
    return SubscriptionPolicies(
        order_cancelled=ContractPolicy((own and own.order_cancelled) or store.order_cancelled),
        fully_refunded=ContractPolicy((own and own.fully_refunded) or store.fully_refunded),
        prepaid_cancelled=RemainingPolicy((own and own.prepaid_cancelled) or store.prepaid_cancelled),
        last_order=LastOrderPolicy((own and own.last_order) or store.last_order),
        paused=PausePolicy((own and own.paused_contract) or store.paused_contract),
    )
