"""Every edit of a subscription's draft in one change, and what Shopify shows when each was made once."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from backhaul.core.budget import Priority
from backhaul.core.draft_edits import AddDiscount, AddLine, RemoveDiscount, RemoveLine, SetLine, SetNote
from backhaul.core.money import Money
from backhaul.flows.read_contract import read_contract
from backhaul.models import SalesOrder, Task
from backhaul.shopify.client import connect
from tests.crash.changing import CONTRACT, NOTE, contract_of
from tests.crash.scenarios import Scenario, Sight
from tests.crash.witness import Witness
from tests.support.change_steps import edit_step, task_of
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import offer, tea

EDITS_OF_A_DRAFT = (
    "subscriptionDraftUpdate",
    "subscriptionDraftLineUpdate",
    "subscriptionDraftLineRemove",
    "subscriptionDraftLineAdd",
    "subscriptionDraftDiscountAdd",
    "subscriptionDraftDiscountRemove",
)
CALLS = ("subscriptionContractUpdate", *EDITS_OF_A_DRAFT, "subscriptionDraftCommit")
"""What the change sends, in this order."""
_OPEN = """mutation Open($id: ID!) { subscriptionContractUpdate(contractId: $id) {
 draft { id } userErrors { message } } }"""
_DISCOUNT = """mutation Discount($id: ID!, $input: SubscriptionManualDiscountInput!) {
 subscriptionDraftDiscountAdd(draftId: $id, input: $input) { userErrors { message } } }"""
_COMMIT = "mutation Commit($id: ID!) { subscriptionDraftCommit(draftId: $id) { userErrors { message } } }"


def _place(shop: Shop) -> SalesOrder:
    """A subscription to coffee and milk, with a discount that somebody has given before."""
    plan = {"id": offer(shop)}
    lines = [{"sku": sku, "price": "10.00", "selling_plan": plan} for sku in ("coffee", "milk")]
    order = shop.order(lines=lines)
    run_pending()
    contract = contract_of(order)
    draft = shop.sandbox.graphql(_OPEN, id=contract.gid)["subscriptionContractUpdate"]["draft"]["id"]
    discount: dict[str, Any] = {
        "title": "Old",
        "value": {"percentage": 5},
        "entitledLines": {"all": True},
    }
    for answer in (shop.sandbox.graphql(_DISCOUNT, id=draft, input=discount), shop.sandbox.graphql(_COMMIT, id=draft)):
        assert all(payload["userErrors"] == [] for payload in answer.values()), answer
    read_contract(shop.store, contract.gid)
    return order


def _owe(shop: Shop, order: SalesOrder) -> Task:
    contract = contract_of(order)
    coffee, milk = contract.lines.order_by("sku")
    old = read_contract(shop.store, contract.gid).discounts[0]
    edits = (
        SetNote(note=NOTE),
        SetLine(coffee.gid, quantity=3),
        RemoveLine(milk.gid),
        AddLine(tea(shop), 2, Money(Decimal("8.00"), contract.currency)),
        AddDiscount("Loyal", percentage=10),
        RemoveDiscount(old.gid),
    )
    return task_of(edit_step(contract, *edits))


def _shown(_: Witness, order: SalesOrder) -> Sequence[Sight]:
    content = connect(order.store, priority=Priority.EFFECT).read_content(contract_of(order).gid).content
    lines = ",".join(sorted(f"{line.quantity} at {line.price.text}" for line in content.lines))
    return [(content.note or "", lines, ",".join(str(one.title) for one in content.discounts))]


EVERY_EDIT = Scenario(
    mutation="subscriptionDraftCommit",
    effects={"subscriptionDraftCommit": 1},
    place=_place,
    owe=_owe,
    view=replace(CONTRACT, shown=_shown),
    shown=[(NOTE, "2 at 8.00,3 at 10.00", "Loyal")],
    outcome="changed",
    name="every edit",
    begins_with=CALLS[0],
)
