"""Ties orders to the subscription contracts that have brought them about, from whichever side that is learnt first."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from backhaul.core.contracts import AttemptState, RemoteContract
from backhaul.core.learned import BY_TASK, Learned
from backhaul.core.remote import RemoteOrder, RemoteOrderLine
from backhaul.core.scopes import READ_CONTRACTS, held
from backhaul.flows.aftermath import see_to_aftermath
from backhaul.flows.deliveries import keep_deliveries
from backhaul.flows.want_contract import want_contract
from backhaul.flows.want_refresh import want_refresh
from backhaul.flows.want_tags import follow_tags
from backhaul.models import Contract, ContractOrder, SalesOrder, SalesOrderLine, Store, StoreCredential


def want_orders(store: Store, remote: RemoteContract, learned: Learned) -> None:
    """Have the contract's orders read of which we do not know yet that they are its orders.

    In the caller's transaction, and before it locks the contract: orders are locked before contracts.
    """
    known = ContractOrder.objects.filter(contract__store=store, contract__gid=remote.gid)
    for gid in sorted(_orders_of(remote) - set(known.values_list("order_gid", flat=True))):
        if not SalesOrderLine.objects.filter(order__store=store, order__gid=gid, contract_gid=remote.gid).exists():
            want_refresh(store, gid, learned)


def link_orders(contract: Contract, remote: RemoteContract) -> None:
    """Note which orders the contract has brought about; the caller holds its row. Those known already stay."""
    known = set(contract.orders.values_list("order_gid", flat=True))
    for gid in sorted(_orders_of(remote) - known):
        order = SalesOrder.objects.filter(store=contract.store_id, gid=gid).first()
        _link(contract, gid, order)


def follow_order(order: SalesOrder, remote: RemoteOrder) -> None:
    """Bring the contracts of an order up to what was read of it; the caller holds the order's row.

    1. its lines keep which contract has bought them; 2. the contracts of the mirror get the order, and their deliveries
    follow; 3. the tags that it lacks are wanted; 4. contracts that the mirror lacks are wanted. Done again it changes
    nothing.
    """
    named = _keep_on_lines(order, remote.lines)
    of_order = Contract.objects.filter(store=order.store_id, orders__order_gid=order.gid).values_list("gid", flat=True)
    known = Contract.objects.filter(store=order.store_id, gid__in={*named, *of_order})
    found = list(known.select_for_update(no_key=True, of=("self",)).select_related("store").order_by("pk"))
    for contract in found:
        _link(contract, order.gid, order)
        contract.orders.filter(order_gid=order.gid, order=None).update(order=order)
        _follow(contract)
    if found:
        follow_tags(order)
    for gid in sorted(named - {contract.gid for contract in found}):
        want_contract(order.store, gid, BY_TASK)


def deliveries_follow(order: SalesOrder) -> None:
    """Bring the deliveries of an order's contracts up to what was posted of it; the caller holds the order's row."""
    of_order = Contract.objects.filter(orders__order=order).values_list("pk", flat=True)
    locked = Contract.objects.select_for_update(no_key=True, of=("self",)).select_related("store")
    for contract in locked.filter(pk__in=list(of_order)).order_by("pk"):
        keep_deliveries(contract)


def deliveries_follow_later(order: SalesOrder) -> None:
    """The same for what counts only when the present task has ended: the order is read again after it."""
    if ContractOrder.objects.filter(order=order).exists():
        with transaction.atomic():
            want_refresh(order.store, order.gid, BY_TASK)


def contracts_to_ask_for(store: Store, order_gid: str) -> frozenset[str] | None:
    """The order's lines of which it is known whether a contract has bought them; None where that cannot be asked.

    None of them is known when a contract names the order, and none of its lines the contract.
    """
    credential = StoreCredential.objects.filter(store=store).first()
    if credential is None or READ_CONTRACTS not in held(credential.granted_scopes):
        return None
    lines = SalesOrderLine.objects.filter(order__store=store, order__gid=order_gid)
    of_contract = ContractOrder.objects.filter(contract__store=store, order_gid=order_gid)
    if of_contract.exists() and not lines.exclude(contract_gid="").exists():
        return frozenset()
    return frozenset(lines.values_list("gid", flat=True))


def with_kept_contracts(store: Store, remote: RemoteOrder) -> RemoteOrder:
    """The order with the contracts on its lines that an earlier reading has found: they are asked for only once."""
    rows = SalesOrderLine.objects.filter(order__store=store, order__gid=remote.gid).exclude(selling_plan_name="")
    known = {row.gid: row for row in rows}
    if not known:
        return remote
    return replace(remote, lines=tuple(_with_kept(line, known.get(line.gid)) for line in remote.lines))


def _with_kept(line: RemoteOrderLine, row: SalesOrderLine | None) -> RemoteOrderLine:
    if row is None or line.contract_gid:
        return line
    return replace(
        line,
        contract_gid=row.contract_gid or None,
        selling_plan_gid=row.selling_plan_gid or None,
        selling_plan_name=row.selling_plan_name or None,
    )


def _orders_of(remote: RemoteContract) -> set[str]:
    billed = (one.order_gid for one in remote.attempts if one.state == AttemptState.SUCCEEDED)
    return {gid for gid in (*remote.order_gids, remote.origin_order_gid, *billed) if gid}


def _link(contract: Contract, order_gid: str, order: SalesOrder | None) -> None:
    ContractOrder.objects.get_or_create(
        contract=contract,
        order_gid=order_gid,
        defaults={"order": order, "is_origin": order_gid == contract.origin_order_gid},
    )


def _keep_on_lines(order: SalesOrder, lines: Iterable[RemoteOrderLine]) -> set[str]:
    """The contracts that lines name; what a reading does not name stays as it is known, since it never changes."""
    named = {line.gid: line for line in lines if line.contract_gid or line.selling_plan_name}
    rows = SalesOrderLine.objects.filter(order=order, gid__in=named) if named else ()
    for row in rows:
        line = named[row.gid]
        wanted = (line.contract_gid or "", line.selling_plan_gid or "", (line.selling_plan_name or "")[:255])
        if (row.contract_gid, row.selling_plan_gid, row.selling_plan_name) != wanted:
            row.contract_gid, row.selling_plan_gid, row.selling_plan_name = wanted
            row.save(update_fields=["contract_gid", "selling_plan_gid", "selling_plan_name"])
    return {line.contract_gid for line in named.values() if line.contract_gid}


def _follow(contract: Contract) -> None:
    keep_deliveries(contract)
    see_to_aftermath(contract)
