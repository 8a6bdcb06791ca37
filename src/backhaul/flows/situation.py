"""Gathers what a change to a subscription is planned on: its contract, its orders and our own postings."""

from collections.abc import Mapping
from dataclasses import dataclass

from backhaul.core.budget import Priority
from backhaul.core.change_steps import OrderSide, Situation, StepKind
from backhaul.core.contract_changes import ChangeState
from backhaul.core.contracts import Ownership, RemoteContract
from backhaul.core.minimum_term import billings_made
from backhaul.core.remote import RemoteOrder
from backhaul.core.shopify_errors import NotFoundInShopify
from backhaul.core.tasks import TaskState
from backhaul.core.wanted_changes import MoveDate, WantedChange
from backhaul.core.wanted_json import wanted_json
from backhaul.flows.billing_policies import billing_policy_of
from backhaul.flows.clock import now
from backhaul.flows.contract_facts import plan_terms_of
from backhaul.flows.deliveries import cycles_of, future_of, keep_deliveries, layouts_of
from backhaul.flows.money_alone import money_alone_of
from backhaul.flows.read_contract import read_contract
from backhaul.flows.read_order import read_order
from backhaul.flows.removed_lines import removed_lines
from backhaul.flows.stock import begun_by_us, posted_unsent, withheld_of
from backhaul.flows.subscription_policies import policies_of
from backhaul.models import Contract, SalesOrder


@dataclass(frozen=True)
class Readings:
    """The contract and its orders that are neither cancelled nor deleted, as just read, by gid."""

    contract: RemoteContract
    orders: Mapping[str, RemoteOrder]


def read_both(contract: Contract, wanted: WantedChange, *, priority: Priority = Priority.EFFECT) -> Readings:
    """Read the contract and those of its orders that the change may concern; the mirror has them then. No lock is held.

    Raises ShopifyError.
    """
    ahead_to = wanted.to if isinstance(wanted, MoveDate) else None
    remote = read_contract(contract.store, contract.gid, priority=priority, ahead_to=ahead_to)
    orders = {}
    for gid in _open_orders(contract):
        try:
            orders[gid] = read_order(contract.store, gid, priority=priority)
        except NotFoundInShopify:
            continue
    return Readings(remote, orders)


def situation_of(contract: Contract, readings: Readings, *, wanted: WantedChange) -> Situation:
    """What was read, with our deliveries, postings and policies as they are in the caller's transaction.

    The caller holds the rows of the orders and of the contract, so that nothing is posted meanwhile.
    """
    keep_deliveries(contract)
    layouts = layouts_of(contract)
    rows = {row.gid: row for row in SalesOrder.objects.filter(contracts__contract=contract)}
    sides = (
        OrderSide(
            remote=remote,
            layout=layouts[gid],
            is_prepaid=contract.is_prepaid,
            posted=posted_unsent(rows[gid]),
            withheld=withheld_of(rows[gid]),
            begun=begun_by_us(rows[gid]),
            money_alone=money_alone_of(rows[gid]),
        )
        for gid, remote in sorted(readings.orders.items())
        if gid in layouts and gid in rows
    )
    return Situation(
        contract=readings.contract,
        ownership=Ownership(contract.ownership),
        orders=tuple(sides),
        future=future_of(contract),
        policies=policies_of(contract),
        now=now(),
        timezone=contract.store.timezone,
        terms=plan_terms_of(contract),
        billed_cycles=billings_made(cycles_of(contract)),
        removed=removed_lines(contract),
        done_before=_done_before(contract, wanted),
        overdue_days=billing_policy_of(contract).overdue_days,
    )


def lock_all(contract: Contract) -> Contract:
    """Lock the rows of the contract's orders, then its own, in the order in which everybody takes them."""
    orders = SalesOrder.objects.filter(contracts__contract=contract).order_by("pk")
    list(SalesOrder.objects.select_for_update(no_key=True).filter(pk__in=orders.values("pk")).order_by("pk"))
    return Contract.objects.select_for_update(no_key=True, of=("self",)).select_related("store").get(pk=contract.pk)


def _open_orders(contract: Contract) -> list[str]:
    """Orders that are not read yet, and those that are neither cancelled, closed nor deleted."""
    links = contract.orders.select_related("order")
    return [
        link.order_gid
        for link in links
        if link.order is None or (link.order.cancelled_at is None and link.order.deleted_at is None)
    ]


def _done_before(contract: Contract, wanted: WantedChange) -> frozenset[StepKind]:
    """What the contract's last changes have done that wanted the same, as far as what they rested on has changed."""
    done: set[StepKind] = set()
    for change in contract.changes.order_by("-created_at"):
        if change.state != ChangeState.SUPERSEDED or change.wanted != wanted_json(wanted):
            break
        steps = change.steps.filter(task__state=TaskState.SUCCEEDED)
        done |= {StepKind(kind) for kind in steps.values_list("kind", flat=True)}
    return frozenset(done)
