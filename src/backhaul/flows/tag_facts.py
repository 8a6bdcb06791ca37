"""Gathers what the tags of orders are made of: their subscriptions, plans and deliveries, many orders at a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from backhaul.core.contracts import Ownership
from backhaul.core.subscription_calendar import deliveries_per_cycle
from backhaul.core.tags import Bought, TaggedContracts
from backhaul.flows.deliveries import rhythm_of
from backhaul.models import Contract, ContractLine, ContractOrder, Delivery, SalesOrderLine, Store


@dataclass(frozen=True)
class BoughtBy:
    """What the subscription of ours with that id has bought with an order."""

    contract_id: str
    bought: Bought


AT_ONCE = 250


def subscription_orders(store: Store, *, after: str) -> list[str]:
    """The ids of the next orders of subscriptions, in their order; () when none follows."""
    links = ContractOrder.objects.filter(contract__store=store, order__gt=after).order_by("order_id")
    return [str(pk) for pk in links.values_list("order_id", flat=True).distinct()[:AT_ONCE]]


def bought_with(store: Store, order_ids: Sequence[str]) -> Mapping[str, list[BoughtBy]]:
    """By order, what the subscriptions that the store tags orders of have bought with it; in a fixed number of reads.

    An order of no such subscription is left out.
    """
    links = ContractOrder.objects.filter(order__in=order_ids, contract__store=store, contract__deleted_at=None)
    if store.tagged_contracts == TaggedContracts.OURS:
        links = links.filter(contract__ownership=Ownership.OURS)
    found = list(links.select_related("contract").defer("contract__content", "contract__plan").order_by("pk"))
    if not found:
        return {}
    plans, numbers = _plans(order_ids, {link.contract for link in found}), _numbers(order_ids)
    result: dict[str, list[BoughtBy]] = defaultdict(list)
    for link in found:
        contract, order_id = link.contract, str(link.order_id)
        bought = Bought(
            plans=plans.get((order_id, contract.gid)) or plans.get(("", contract.gid), ()),
            numbers=numbers.get((order_id, contract.pk), ()),
            total=_total(contract),
            is_prepaid=contract.is_prepaid,
            is_first=link.is_origin if contract.origin_order_gid else None,
        )
        result[order_id].append(BoughtBy(contract.pk, bought))
    return result


def _plans(order_ids: Sequence[str], contracts: Iterable[Contract]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Plan names by order and contract gid as the order's lines have them; with "" for the order, the contract's."""
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    lines = SalesOrderLine.objects.filter(order__in=order_ids).exclude(contract_gid="").order_by("position")
    for order_id, gid, name in lines.values_list("order_id", "contract_gid", "selling_plan_name"):
        found[order_id, gid][name] = None
    own = ContractLine.objects.filter(contract__in=contracts).order_by("position")
    for gid, name in own.values_list("contract__gid", "selling_plan_name"):
        found["", gid][name] = None
    return {key: tuple(name for name in names if name) for key, names in found.items()}


def _numbers(order_ids: Sequence[str]) -> Mapping[tuple[str, str], tuple[int, ...]]:
    found: dict[tuple[str, str], tuple[int, ...]] = defaultdict(tuple)
    rows = Delivery.objects.filter(order__in=order_ids).order_by("number")
    for order_id, contract_id, number in rows.values_list("order_id", "contract_id", "number"):
        found[str(order_id), contract_id] += (number,)
    return found


def _total(contract: Contract) -> int | None:
    """A contract that is not limited to a number of charges renews until somebody ends it."""
    billing = rhythm_of(contract.billing)
    if billing.max_cycles is None:
        return None
    return billing.max_cycles * deliveries_per_cycle(billing, rhythm_of(contract.delivery))
