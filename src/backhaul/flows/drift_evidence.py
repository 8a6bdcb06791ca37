"""Gathers what a contract is held against: what Shopify shows now, the mirror, our deliveries, and what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Q, QuerySet, Sum

from backhaul.core.budget import Priority
from backhaul.core.change_steps import StepKind
from backhaul.core.contract_changes import ChangeState
from backhaul.core.drift import Evidence, Mirrored, OrderEvidence, Version
from backhaul.core.layout import ENDED_DELIVERY
from backhaul.core.learned import Learned, LearnedBy
from backhaul.core.order_facts import LINES, field_of, line_of
from backhaul.core.remote import RemoteOrder
from backhaul.core.shopify_errors import AccessDenied, BrokenReply, NotFoundInShopify
from backhaul.core.tasks import ENDED
from backhaul.flows.billing_turn import is_being_billed
from backhaul.flows.clock import now, real_now
from backhaul.flows.contract_facts import contract_of
from backhaul.flows.deliveries import layouts_of
from backhaul.flows.held import held_of
from backhaul.flows.mirror_contract import note_contract_gone
from backhaul.flows.mirrored_order import with_work, work_of
from backhaul.flows.read_contract import read_contract
from backhaul.flows.read_order import read_order
from backhaul.flows.subscription_policies import policies_of
from backhaul.flows.want_change import PLAN_CHANGE
from backhaul.models import (
    Change,
    ChangeStep,
    Contract,
    ContractOrder,
    Notice,
    OrderDifference,
    OrderRefundLine,
    SalesOrder,
    Task,
)

_BY_COMPARISON = Learned(LearnedBy.COMPARISON)
_QUANTITY, _CURRENT = "quantity", "current_quantity"


@dataclass
class Seen:
    """What was read just now of a contract and its orders, and which version the mirror had of each before."""

    before: Mapping[str, Version]
    shown: dict[str, Version] = field(default_factory=dict)
    orders: dict[str, RemoteOrder] = field(default_factory=dict)

    def mirrored(self, gid: str, after: Version) -> Mirrored | None:
        """The versions of one of them; None where it was not known, or not read."""
        if gid not in self.before or gid not in self.shown:
            return None
        return Mirrored(self.before[gid], self.shown[gid], after)


def read_anew(contract: Contract, *, priority: Priority) -> Seen:
    """Read the contract, and those of its orders of which something is left to ship or not understood. No lock is held.

    What Shopify does not show is left as the mirror has it. Raises ShopifyError; AccessDenied where this app may not
    read contracts.
    """
    seen = Seen(_versions(contract))
    read_from = real_now()
    try:
        remote = read_contract(contract.store, contract.gid, priority=priority, learned=_BY_COMPARISON)
        seen.shown[contract.gid] = Version(remote.updated_at, remote.revision)
    except NotFoundInShopify:
        note_contract_gone(contract, read_from=read_from)
    for gid in _worth_reading(contract):
        try:
            order = read_order(contract.store, gid, priority=priority, learned=_BY_COMPARISON)
        except (NotFoundInShopify, AccessDenied, BrokenReply):
            continue
        seen.orders[gid], seen.shown[gid] = order, Version(order.updated_at)
    return seen


def evidence_of(contract: Contract, seen: Seen) -> Evidence:
    """What the contract is held against, by the mirror as it is now; the caller holds the contract's row."""
    return Evidence(
        contract=contract_of(contract),
        orders=tuple(_orders(contract, seen)),
        now=now(),
        timezone=contract.store.timezone,
        mirrored=seen.mirrored(contract.gid, _version(contract)),
        shows_address=contract.redacted_at is None,
        end_is_decided=_is_end_decided(contract),
        change_began=_change_began(contract),
        is_gone=contract.deleted_at is not None,
        is_being_billed=is_being_billed(contract),
    )


def _versions(contract: Contract) -> dict[str, Version]:
    orders = SalesOrder.objects.filter(contracts__contract=contract).values_list("gid", "shopify_updated_at")
    return {contract.gid: _version(contract), **{gid: Version(updated_at) for gid, updated_at in orders}}


def _version(contract: Contract) -> Version:
    return Version(contract.shopify_updated_at, int(contract.revision))


def _worth_reading(contract: Contract) -> list[str]:
    """Orders that are not mirrored, not understood, or not shipped to the end; the others change nothing any more."""
    unfinished = contract.deliveries.exclude(state__in=ENDED_DELIVERY).exclude(order=None).values("order")
    links = contract.orders.filter(Q(order=None) | ~Q(layout_unknown="") | Q(order__in=unfinished))
    return list(links.filter(order__deleted_at=None).order_by("order_gid").values_list("order_gid", flat=True))


def _orders(contract: Contract, seen: Seen) -> list[OrderEvidence]:
    rows = with_work(SalesOrder.objects.filter(contracts__contract=contract, deleted_at=None))
    known = {row.gid: row for row in rows}
    layouts = layouts_of(contract)
    found = []
    for link in contract.orders.select_related("order"):
        if link.order is not None and link.order.deleted_at is not None:
            continue
        row = known.get(link.order_gid)
        evidence = OrderEvidence(link.order_gid, None, layouts[link.order_gid].deliveries, link.layout_unknown)
        found.append(_of_order(link, row, evidence, seen) if row is not None else evidence)
    return found


def _of_order(link: ContractOrder, row: SalesOrder, evidence: OrderEvidence, seen: Seen) -> OrderEvidence:
    """The address is no part of what the mirror makes an order of: it comes from the reading."""
    read = seen.orders.get(row.gid)
    shows = read is not None and row.redacted_at is None
    remote = replace(
        work_of(row),
        shipping_address=read.shipping_address if read is not None and shows else None,
        hidden=read.hidden if read is not None else frozenset(),
    )
    return replace(
        evidence,
        remote=remote,
        edited_lines=_edited_lines(row),
        is_decided=row.cancelled_at is not None and _is_decided(link.contract, row),
        mirrored=seen.mirrored(row.gid, Version(row.shopify_updated_at)),
        held=held_of(link.contract, row),
    )


def _edited_lines(row: SalesOrder) -> frozenset[str]:
    """Lines whose quantity was edited: raised, or lowered by more than was refunded."""
    changed = OrderDifference.objects.filter(order=row, path__startswith=LINES).exclude(before=None)
    paths = {path for path in changed.values_list("path", flat=True) if field_of(path) in (_QUANTITY, _CURRENT)}
    if not paths:
        return frozenset()
    refunds = OrderRefundLine.objects.filter(refund__order=row).order_by()
    refunded = dict(refunds.values_list("order_line__gid").annotate(units=Sum("quantity")))
    lowered = {
        line.gid for line in row.lines.all() if line.quantity - line.current_quantity > refunded.get(line.gid, 0)
    }
    raised = {line_of(path) for path in paths if field_of(path) == _QUANTITY}
    seen_lowered = {line_of(path) for path in paths if field_of(path) == _CURRENT} & lowered
    return frozenset(gid for gid in raised | seen_lowered if gid)


def _is_decided(contract: Contract, order: SalesOrder) -> bool:
    """Whether the notice of the cancelled order was answered or asked nothing, or a change of ours has cancelled it."""
    notices = Notice.objects.filter(contract=contract, order=order, kind="order_cancelled")
    ours = ChangeStep.objects.filter(change__contract=contract, kind=StepKind.CANCEL_ORDER, order=order)
    return _is_answered(notices) or ours.exists()


def _is_end_decided(contract: Contract) -> bool:
    ours = ChangeStep.objects.filter(change__contract=contract, kind=StepKind.SET_STATUS, params__status="CANCELLED")
    notices = Notice.objects.filter(contract=contract, kind="contract_cancelled", recipient="merchant")
    return policies_of(contract).is_end_decided(
        is_prepaid=contract.is_prepaid, by_change=ours.exists(), is_answered=_is_answered(notices)
    )


def _is_answered(notices: QuerySet[Notice]) -> bool:
    return notices.filter(Q(options=[]) | Q(decided_at__isnull=False) | ~Q(result="")).exists()


def _change_began(contract: Contract) -> datetime | None:
    """When the change under way was begun, or a policy or a decision has asked for one that is not begun yet."""
    change = Change.objects.filter(contract=contract, state=ChangeState.UNDER_WAY).first()
    if change is not None:
        return change.created_at
    asked = Task.objects.filter(store=contract.store, kind=PLAN_CHANGE, choices__contract=contract.pk)
    return asked.exclude(state__in=ENDED).order_by("created_at").values_list("created_at", flat=True).first()
