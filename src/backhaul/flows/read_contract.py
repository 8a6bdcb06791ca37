"""Reads a subscription contract from Shopify with nothing locked, and lets the mirror have what was seen."""

from dataclasses import replace
from datetime import datetime

from backhaul.core.budget import Priority
from backhaul.core.contract_changes import ChangeState
from backhaul.core.contracts import AttemptState, CycleStatus, PlanTerms, RemoteContract
from backhaul.core.gids import gid, number_of
from backhaul.core.learned import BY_TASK, Learned, LearnedBy
from backhaul.core.moments import parse_moment
from backhaul.core.shopify_errors import AccessDenied
from backhaul.core.wanted_changes import ChangeKind
from backhaul.flows.clock import now
from backhaul.flows.mirror_contract import PlanSeen, apply_contract
from backhaul.models import Contract, Store
from backhaul.shopify.client import Shopify, connect
from backhaul.shopify.contract_reading import KnownContract

NO_PLAN = "No line of the contract names a selling plan."
NOT_SHOWN = "Shopify does not show the selling plan {gid}: it is deleted, or another app's."
DENIED = "Reading selling plans is not allowed: {message}"
ENDED_ATTEMPTS = (AttemptState.FAILED, AttemptState.SUCCEEDED)


def read_contract(
    store: Store,
    contract_gid: str,
    *,
    priority: Priority = Priority.EFFECT,
    learned: Learned = BY_TASK,
    ahead_to: datetime | None = None,
) -> RemoteContract:
    """The contract as Shopify shows it now, all its pages; the mirror is brought up to date with it.

    With the first reading its selling plan is read as well, because the plan may be changed or deleted later. `learned`
    says what made us read, for the record of what has changed. `ahead_to`: its cycles are read until that date, too, as
    they are until the date to which a change under way moves a delivery.

    Raises ShopifyError; NotFoundInShopify when Shopify does not show it to us.
    """
    row = Contract.objects.filter(store=store, gid=contract_gid).first()
    shopify = connect(store, priority=priority)
    known = replace(_known(row), ahead_to=ahead_to or _moved_to(row))
    reading = shopify.read_contract(contract_gid, now=now(), known=known)
    plan = None if row is not None and (row.plan or row.plan_missing) else _plan(shopify, reading.contract)
    apply_contract(store, reading.contract, read_started_at=reading.read_started_at, learned=learned, plan=plan)
    return reading.contract


def import_contract(store: Store, reference: str) -> Contract:
    """Read one contract by gid or number into the mirror, because a person wants it. Raises ShopifyError,
    BadReference."""
    contract_gid = gid("SubscriptionContract", number_of(reference, "SubscriptionContract"))
    read_contract(store, contract_gid, priority=Priority.REFRESH, learned=Learned(LearnedBy.PERSON))
    return Contract.objects.select_related("store").get(store=store, gid=contract_gid)


def _known(row: Contract | None) -> KnownContract:
    if row is None:
        return KnownContract()
    billed = row.cycles.filter(status=CycleStatus.BILLED).order_by("-index").first()
    return KnownContract(
        billed_from=billed.starts_at if billed else None,
        order_gids=frozenset(row.orders.values_list("order_gid", flat=True)),
        ended_attempts=frozenset(row.attempts.filter(state__in=ENDED_ATTEMPTS).values_list("gid", flat=True)),
        open_attempts=frozenset(row.attempts.exclude(state__in=ENDED_ATTEMPTS).values_list("gid", flat=True)),
    )


def _moved_to(row: Contract | None) -> datetime | None:
    """The date to which the change under way moves a delivery, whose cycle has to be read for it, however far ahead."""
    change = row.changes.filter(state=ChangeState.UNDER_WAY, kind=ChangeKind.DATE).first() if row else None
    return parse_moment(change.wanted["to"]) if change is not None else None


def _plan(shopify: Shopify, contract: RemoteContract) -> PlanSeen:
    line = next((line for line in contract.lines if line.selling_plan_gid), None)
    if line is None or line.selling_plan_gid is None:
        return PlanSeen(None, NO_PLAN)
    try:
        terms: PlanTerms | None = shopify.read_plan(line.selling_plan_gid, line.variant_gid)
    except AccessDenied as error:
        return PlanSeen(None, DENIED.format(message=error.message))
    return PlanSeen(terms, "" if terms else NOT_SHOWN.format(gid=line.selling_plan_gid))
