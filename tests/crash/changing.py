"""Each mutation that changes a subscription or its orders, with the step of a change that leads to it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from backhaul.core.budget import Priority
from backhaul.core.change_steps import StepKind
from backhaul.core.contract_readback import DRAFT_OPERATIONS
from backhaul.core.draft_edits import SetLine, SetNote, edits_as_json
from backhaul.flows.order_steps import hold_handle
from backhaul.flows.read_order import read_order
from backhaul.models import Contract, Intent, SalesOrder, Task
from backhaul.shopify.client import connect
from tests.crash.scenarios import Scenario, Sight, View
from tests.crash.witness import Witness
from tests.support.change_steps import contract_step, edit_step, order_step
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import buy, offer

NOTE = "Ring twice"
STREET = "Other Street 9"
DELIVERIES = "OPEN,SCHEDULED,SCHEDULED"
_HOLD = """mutation Hold($id: ID!, $hold: FulfillmentOrderHoldInput!) {
 fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) { userErrors { message } } }"""
_PAUSE = (
    "mutation Pause($id: ID!) { subscriptionContractPause(subscriptionContractId: $id) { userErrors { message } } }"
)
_SKIP = """mutation Skip($id: ID!) { subscriptionBillingCycleSkip(
 billingCycleInput: {contractId: $id, selector: {index: 2}}) { userErrors { message } } }"""
_OWN = """mutation Own($id: ID!) { subscriptionBillingCycleContractEdit(
 billingCycleInput: {contractId: $id, selector: {index: 3}}) { draft { id } userErrors { message } } }"""
_OWN_NOTE = """mutation Note($id: ID!) { subscriptionDraftUpdate(draftId: $id, input: {deliveryPrice: "9.00"}) {
 userErrors { message } } }"""
_OWN_COMMIT = """mutation Commit($id: ID!) { subscriptionBillingCycleContractDraftCommit(draftId: $id) {
 userErrors { message } } }"""


def contract_of(order: SalesOrder) -> Contract:
    """The subscription that the order began."""
    return Contract.objects.get(store=order.store_id, orders__order=order)


def _place(shop: Shop) -> SalesOrder:
    order = buy(shop, offer(shop))
    run_pending()
    return order


def _placed_and(document: str, shop: Shop) -> SalesOrder:
    """Somebody has done this to the subscription before."""
    order = _place(shop)
    shop.sandbox.graphql(document, id=contract_of(order).gid)
    return order


def _placed_and_held(shop: Shop) -> SalesOrder:
    """We hold the first delivery."""
    order = _place(shop)
    hold = {"reason": "OTHER", "handle": hold_handle("chg_before")}
    shop.sandbox.graphql(_HOLD, id=_delivery(order, "OPEN"), hold=hold)
    return order


def _placed_with_own_cycle(shop: Shop) -> SalesOrder:
    """One billing cycle has a delivery price of its own."""
    order = _place(shop)
    edited = shop.sandbox.graphql(_OWN, id=contract_of(order).gid)["subscriptionBillingCycleContractEdit"]
    for document in (_OWN_NOTE, _OWN_COMMIT):
        shop.sandbox.graphql(document, id=edited["draft"]["id"])
    return order


def _delivery(order: SalesOrder, status: str) -> str:
    remote = read_order(order.store, order.gid)
    found = [one for one in remote.fulfillment_orders if one.status == status]
    return min(found, key=lambda one: str(one.fulfill_at)).gid


def _task(step: Any) -> Task:
    task: Task = step.task
    return task


def _update(_: Shop, order: SalesOrder) -> Task:
    address = {"address1": STREET}
    return _task(order_step(contract_of(order), order, StepKind.UPDATE_ORDER, note=NOTE, address=address))


def _reschedule(_: Shop, order: SalesOrder) -> Task:
    remote = read_order(order.store, order.gid)
    one = remote.fulfillment_order(_delivery(order, "SCHEDULED"))
    assert one is not None
    assert one.fulfill_at is not None
    date = (one.fulfill_at + timedelta(days=5)).isoformat()
    return _task(order_step(contract_of(order), order, StepKind.RESCHEDULE, fulfillment_order=one.gid, date=date))


def _hold(_: Shop, order: SalesOrder) -> Task:
    gid = _delivery(order, "OPEN")
    return _task(order_step(contract_of(order), order, StepKind.HOLD, fulfillment_order=gid, reason="Paused"))


def _release(_: Shop, order: SalesOrder) -> Task:
    gid = _delivery(order, "ON_HOLD")
    return _task(order_step(contract_of(order), order, StepKind.RELEASE, fulfillment_order=gid))


def _cancel_order(_: Shop, order: SalesOrder) -> Task:
    return _task(order_step(contract_of(order), order, StepKind.CANCEL_ORDER, reason="CUSTOMER", refund=True))


def _edit(_: Shop, order: SalesOrder) -> Task:
    return _task(edit_step(contract_of(order), SetNote(note=NOTE)))


def _step(kind: StepKind, params: Mapping[str, object], _: Shop, order: SalesOrder) -> Task:
    return _task(contract_step(contract_of(order), kind, **params))


def _move_billing(_: Shop, order: SalesOrder) -> Task:
    contract = contract_of(order)
    assert contract.next_billing_at is not None
    date = (contract.next_billing_at + timedelta(days=3)).isoformat()
    return _task(contract_step(contract, StepKind.SET_NEXT_BILLING, date=date))


def _schedule(_: Shop, order: SalesOrder) -> Task:
    contract = contract_of(order)
    date = (contract.cycles.get(index=2).expected_at - timedelta(days=3)).isoformat()
    return _task(contract_step(contract, StepKind.SCHEDULE_CYCLE, cycle_index=2, date=date))


def _edit_cycle(_: Shop, order: SalesOrder) -> Task:
    contract = contract_of(order)
    edits = edits_as_json([SetLine(contract.lines.get().gid, quantity=4)])
    return _task(contract_step(contract, StepKind.EDIT_CYCLE, cycle_index=3, edits=edits))


def _nothing(_: Witness, __: SalesOrder) -> Mapping[str, str]:
    return {}


def _none_of_ours(_: SalesOrder) -> Mapping[str, str]:
    """What these calls bring about has no row of ours beside the mirror."""
    return {}


def _order_shown(_: Witness, order: SalesOrder) -> Sequence[Sight]:
    """Whether it is cancelled, what it says, and its deliveries still to be shipped."""
    remote = read_order(order.store, order.gid)
    address = remote.shipping_address
    states = [one.status for one in remote.fulfillment_orders if one.status != "CLOSED"]
    is_moved = address is not None and address.address1 == STREET
    return [
        (
            "cancelled" if remote.cancelled_at else remote.note or "",
            ",".join(sorted(states)),
            STREET if is_moved else "",
        )
    ]


def _contract_shown(_: Witness, order: SalesOrder) -> Sequence[Sight]:
    """Its status and note, and what its cycles have of their own."""
    contract = contract_of(order)
    shopify = connect(order.store, priority=Priority.EFFECT)
    seen = shopify.read_content(contract.gid)
    second, third = (shopify.read_cycle(contract.gid, index) for index in (2, 3))
    assert second is not None
    assert third is not None
    own = third.edited
    content = f"{[line.quantity for line in own.lines]} {own.delivery_price.text}" if own else ""
    moved = "moved" if second.expected_at != second.ends_at else ""
    return [(seen.status, f"{seen.content.note} {'skipped' if second.skipped else moved}".strip(), content)]


def _contract_changes(witness: Witness, order: SalesOrder) -> Counter[str]:
    """What was carried out of this contract, drafts that nobody has committed left out: they change nothing."""
    gid = contract_of(order).gid
    calls = Intent.objects.filter(store=order.store_id, subject_gid=gid).values_list("variables", flat=True)
    drafts = {call["draftId"] for call in calls if "draftId" in call}
    done = witness.carried_out({gid, *drafts})
    return Counter({name: count for name, count in done.items() if name not in DRAFT_OPERATIONS})


ORDER = View(shown=_order_shown, theirs=_nothing, ours=_none_of_ours)
CONTRACT = View(shown=_contract_shown, theirs=_nothing, ours=_none_of_ours, mutations=_contract_changes)


def _on_order(
    mutation: str,
    owe: Callable[[Shop, SalesOrder], Task],
    shown: Sight,
    *,
    place: Callable[[Shop], SalesOrder] = _place,
) -> Scenario:
    return Scenario(mutation, {mutation: 1}, place, owe, ORDER, [shown], outcome="changed")


def _on_contract(
    mutation: str,
    owe: Callable[[Shop, SalesOrder], Task],
    shown: Sight,
    *,
    place: Callable[[Shop], SalesOrder] = _place,
    effects: Mapping[str, int] | None = None,
    begins_with: str = "",
) -> Scenario:
    done = effects or {mutation: 1}
    return Scenario(mutation, done, place, owe, CONTRACT, [shown], outcome="changed", begins_with=begins_with)


CHANGING_ORDERS = (
    _on_order("orderUpdate", _update, (NOTE, DELIVERIES, STREET)),
    _on_order("fulfillmentOrderReschedule", _reschedule, ("", DELIVERIES, "")),
    _on_order("fulfillmentOrderHold", _hold, ("", "ON_HOLD,SCHEDULED,SCHEDULED", "")),
    _on_order("fulfillmentOrderReleaseHold", _release, ("", DELIVERIES, ""), place=_placed_and_held),
    _on_order("orderCancel", _cancel_order, ("cancelled", "", "")),
)

EDIT = _on_contract("subscriptionDraftCommit", _edit, ("ACTIVE", NOTE, ""), begins_with="subscriptionContractUpdate")
EDIT_BESIDE_A_CYCLE = _on_contract(
    "subscriptionBillingCycleEditDelete",
    _edit,
    ("ACTIVE", NOTE, "[1] 9.00"),
    place=_placed_with_own_cycle,
    effects={
        "subscriptionBillingCycleEditDelete": 1,
        "subscriptionDraftCommit": 1,
        "subscriptionBillingCycleContractDraftCommit": 1,
    },
)
EDIT_OF_A_CYCLE = _on_contract(
    "subscriptionBillingCycleContractDraftCommit",
    _edit_cycle,
    ("ACTIVE", "", "[4] 0.00"),
    begins_with="subscriptionBillingCycleContractEdit",
)
CHANGING_CONTRACTS = (
    EDIT,
    EDIT_BESIDE_A_CYCLE,
    EDIT_OF_A_CYCLE,
    _on_contract(
        "subscriptionContractPause", partial(_step, StepKind.SET_STATUS, {"status": "PAUSED"}), ("PAUSED", "", "")
    ),
    _on_contract(
        "subscriptionContractActivate",
        partial(_step, StepKind.SET_STATUS, {"status": "ACTIVE"}),
        ("ACTIVE", "", ""),
        place=partial(_placed_and, _PAUSE),
    ),
    _on_contract(
        "subscriptionContractCancel",
        partial(_step, StepKind.SET_STATUS, {"status": "CANCELLED"}),
        ("CANCELLED", "", ""),
    ),
)
CHANGING_BILLING = (
    _on_contract("subscriptionContractSetNextBillingDate", _move_billing, ("ACTIVE", "", "")),
    _on_contract(
        "subscriptionBillingCycleSkip",
        partial(_step, StepKind.SKIP_CYCLE, {"cycle_index": 2}),
        ("ACTIVE", "skipped", ""),
    ),
    _on_contract(
        "subscriptionBillingCycleUnskip",
        partial(_step, StepKind.UNSKIP_CYCLE, {"cycle_index": 2}),
        ("ACTIVE", "", ""),
        place=partial(_placed_and, _SKIP),
    ),
    _on_contract("subscriptionBillingCycleScheduleEdit", _schedule, ("ACTIVE", "moved", "")),
)
