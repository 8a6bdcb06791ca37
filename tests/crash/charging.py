"""The charge of a billing cycle that is due now, and what Shopify shows when it was made once."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import transaction

from backhaul.core.budget import Priority
from backhaul.flows.billing_policies import BillingChoices, set_billing, switch_billing
from backhaul.flows.bills import DueCycle, open_bill
from backhaul.flows.clock import now
from backhaul.flows.read_contract import read_contract
from backhaul.models import BillingPolicies, Charge, Contract, SalesOrder, Task
from backhaul.shopify.client import connect
from tests.crash.changing import contract_of
from tests.crash.scenarios import Scenario, Sight, View
from tests.crash.witness import Witness
from tests.support.rows import LONG_AGO
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import buy, each_time

_TODAY = """mutation Today($id: ID!, $date: DateTime!) { subscriptionBillingCycleScheduleEdit(
 billingCycleInput: {contractId: $id, selector: {index: 1}}, input: {billingDate: $date, reason: DEV_INITIATED}) {
 userErrors { message } } }"""


def _place(shop: Shop) -> SalesOrder:
    """A subscription whose first cycle is to be billed at this moment; billing has long been on, from midnight."""
    switch_billing(shop.store, on=True)
    set_billing(shop.store, BillingChoices(hour=0))
    BillingPolicies.objects.update(switched_on_at=LONG_AGO)
    order = buy(shop, each_time(shop))
    run_pending()
    contract = contract_of(order)
    answer = shop.sandbox.graphql(_TODAY, id=contract.gid, date=now().isoformat())
    assert answer["subscriptionBillingCycleScheduleEdit"]["userErrors"] == []
    read_contract(shop.store, contract.gid)
    return order


def _owe(_: Shop, order: SalesOrder) -> Task:
    contract = contract_of(order)
    with transaction.atomic():
        locked = Contract.objects.select_for_update(no_key=True).get(pk=contract.pk)
        return open_bill(DueCycle(locked, 1, locked.cycles.get(index=1).expected_at)).task


def _shown(_: Witness, order: SalesOrder) -> Sequence[Sight]:
    """The state of the cycle and of each attempt at it, and whether it has made an order."""
    billing = connect(order.store, priority=Priority.EFFECT).read_billing(contract_of(order).gid, 1)
    assert billing is not None
    return [(billing.cycle.status, one.state, "order" if one.order_gid else "") for one in billing.attempts]


def _theirs(_: Witness, order: SalesOrder) -> Mapping[str, str]:
    billing = connect(order.store, priority=Priority.EFFECT).read_billing(contract_of(order).gid, 1)
    return {one.gid: one.state for one in billing.attempts} if billing else {}


def _ours(order: SalesOrder) -> Mapping[str, str]:
    charges = Charge.objects.filter(bill__contract=contract_of(order))
    return {one.attempt_gid: one.state for one in charges}


def _carried_out(witness: Witness, order: SalesOrder) -> Counter[str]:
    return witness.carried_out({contract_of(order).gid})


CHARGING = (
    Scenario(
        mutation="subscriptionBillingAttemptCreate",
        effects={"subscriptionBillingAttemptCreate": 1, "subscriptionContractSetNextBillingDate": 1},
        place=_place,
        owe=_owe,
        view=View(shown=_shown, theirs=_theirs, ours=_ours, mutations=_carried_out),
        shown=[("BILLED", "succeeded", "order")],
        outcome="charged",
    ),
)
