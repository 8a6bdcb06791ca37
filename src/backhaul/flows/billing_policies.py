"""What a merchant has decided about charging subscriptions, per store and per selling plan; off until switched on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog
from django.db import transaction

from backhaul.core.billing_errors import BillingNotAllowed
from backhaul.core.billing_policy import (
    BillingPolicy,
    EndOfDunning,
    LackingStock,
    SeveralDue,
    check_hour,
    check_overdue_days,
    check_pay_days,
    check_retry_days,
)
from backhaul.core.scopes import held
from backhaul.flows.clock import now
from backhaul.flows.selling_plans import find_plan, plan_gid_of
from backhaul.flows.store_pauses import require_installed
from backhaul.models import BillingPolicies, Contract, Store, StoreCredential

log = structlog.get_logger()
CHARGE_SCOPE = "write_own_subscription_contracts"


@dataclass(frozen=True)
class BillingChoices:
    """Policies to set; None leaves one as it is."""

    hour: int | None = None
    retry_days: Sequence[int] | None = None
    pay_days: Sequence[int] | None = None
    at_end: EndOfDunning | None = None
    stock: LackingStock | None = None
    overdue_days: int | None = None
    several_due: SeveralDue | None = None
    asks_for_card: bool | None = None


class PolicyBook:
    """The billing policies of one store, read once."""

    def __init__(self, store: Store) -> None:
        self._rows = {row.selling_plan_gid: row for row in store.billing_policies.all()}

    @property
    def store_policy(self) -> BillingPolicy:
        """What holds where no plan says otherwise."""
        own = self._rows.get("")
        return _over(BillingPolicy(), own) if own else BillingPolicy()

    def of_plans(self, plan_gids: Sequence[str]) -> BillingPolicy:
        """What holds for a contract with lines of these plans: the first plan's that has any, over the store's.

        A plan can be switched off; switched on, it is charged only while the store is.
        """
        general = self.store_policy
        found = next((self._rows[gid] for gid in plan_gids if gid and gid in self._rows), None)
        if found is None:
            return general
        special = _over(general, found)
        since = max(filter(None, (general.since, found.switched_on_at)), default=None)
        return replace(special, is_on=general.is_on and special.is_on, since=since)


def billing_policy_of(contract: Contract) -> BillingPolicy:
    """The policy that holds for a contract."""
    return PolicyBook(contract.store).of_plans(list(contract.lines.values_list("selling_plan_gid", flat=True)))


def switch_billing(store: Store, *, on: bool, plan: str = "") -> BillingPolicy:
    """Charge the store's due cycles from now on, or no more; with a plan, those of its subscriptions.

    What was due before is never charged by itself. Raises BillingNotAllowed, BadReference, UnknownPlan,
    StoreUninstalled.
    """
    require_installed(store)
    if on:
        _require_scope(store)
    with transaction.atomic():
        row = _row(store, plan)
        if on and not row.is_on:
            row.switched_on_at = now()
        row.is_on = on
        row.save()
    log.info("store.billing_switched", store=store.slug, plan=row.selling_plan_gid, on=on)
    return PolicyBook(store).store_policy


def set_billing(store: Store, choices: BillingChoices, *, plan: str = "") -> None:
    """Change how the store's subscriptions, or those of a plan, are charged; what is under way follows the new policy.

    Raises BadBillingPolicy, BadReference, UnknownPlan, StoreUninstalled.
    """
    require_installed(store)
    changes = _checked(choices)
    with transaction.atomic():
        row = _row(store, plan)
        for name, value in changes.items():
            setattr(row, name, value)
        row.save()
    log.info("store.billing_policies_changed", store=store.slug, plan=row.selling_plan_gid, **changes)


def drop_billing_of_plan(store: Store, plan: str) -> bool:
    """Have a selling plan follow the store's policies again; False when it did already. Raises BadReference."""
    require_installed(store)
    plan_gid = plan_gid_of(plan)
    return bool(store.billing_policies.filter(selling_plan_gid=plan_gid).delete()[0])


def may_charge(store: Store) -> bool:
    """Whether the app has the scope to charge; where its scopes are not known yet, Shopify will say."""
    credential = StoreCredential.objects.filter(store=store).first()
    granted = credential.granted_scopes if credential else []
    return not granted or CHARGE_SCOPE in held(granted)


def _require_scope(store: Store) -> None:
    if not may_charge(store):
        raise BillingNotAllowed(CHARGE_SCOPE)


def _row(store: Store, plan: str) -> BillingPolicies:
    plan_gid = find_plan(store, plan) if plan else ""
    rows = BillingPolicies.objects.select_for_update(no_key=True)
    return rows.get_or_create(store=store, selling_plan_gid=plan_gid)[0]


def _checked(choices: BillingChoices) -> dict[str, object]:
    changes: dict[str, object] = {name: value for name, value in vars(choices).items() if value is not None}
    if choices.hour is not None:
        check_hour(choices.hour)
    if choices.retry_days is not None:
        changes["retry_days"] = check_retry_days(choices.retry_days)
    if choices.pay_days is not None:
        changes["pay_days"] = check_pay_days(choices.pay_days)
    if choices.overdue_days is not None:
        check_overdue_days(choices.overdue_days)
    return changes


def _over(general: BillingPolicy, row: BillingPolicies) -> BillingPolicy:
    """The policy with what the row says instead."""
    return BillingPolicy(
        is_on=general.is_on if row.is_on is None else row.is_on,
        hour=general.hour if row.hour is None else row.hour,
        retry_days=general.retry_days if row.retry_days is None else tuple(row.retry_days),
        pay_days=general.pay_days if row.pay_days is None else tuple(row.pay_days),
        at_end=EndOfDunning(row.at_end) if row.at_end else general.at_end,
        stock=LackingStock(row.stock) if row.stock else general.stock,
        overdue_days=general.overdue_days if row.overdue_days is None else row.overdue_days,
        several_due=SeveralDue(row.several_due) if row.several_due else general.several_due,
        asks_for_card=general.asks_for_card if row.asks_for_card is None else row.asks_for_card,
        since=row.switched_on_at or general.since,
    )
