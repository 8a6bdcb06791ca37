"""A subscription of a named customer, with something personal in every table that can hold it."""

from decimal import Decimal

from backhaul.core.change_steps import Side, StepKind
from backhaul.core.contract_changes import ChangeState
from backhaul.core.restock import Restock
from backhaul.core.wanted_changes import Actor, ChangeKind
from backhaul.models import (
    Change,
    ChangeStep,
    Contract,
    ContractDifference,
    Drift,
    Notice,
    OrderTag,
    PlanPolicies,
    PostedCreditMemoLine,
    SalesOrder,
)
from tests.support.contract_rows import attempt_row, bill_row, contract_row, delivery_of, order_of_contract
from tests.support.personal_rows import ADDRESS, CUSTOMER
from tests.support.rows import LONG_AGO

PLAN = "gid://shopify/SellingPlan/1"


def personal_contract(order: SalesOrder) -> Contract:
    """The contract that Anna's order was bought with: paid, failed once, changed twice, and told about."""
    texts = {f"delivery/address/{name}": value for name, value in ADDRESS.items()}
    contract = contract_row(
        order.store,
        int(order.shopify_id) + 4000,
        customer_gid=CUSTOMER,
        payment_method_words="Visa •••• 4242 of Anna Karenina",
        content={**texts, "note": "for her birthday", "delivery/price": "0.00 EUR"},
        snapshot_sha256="2" * 64,
    )
    contract.lines.update(title="Cake that says Anna Karenina")
    order_of_contract(contract, order)
    delivery_of(contract, order)
    attempt_row(
        contract, state="failed", error_message="Declined for Anna", next_action_url="https://pay.example/Karenina"
    )
    bill_row(contract)
    PlanPolicies.objects.get_or_create(store=order.store, selling_plan_gid=PLAN)
    _what_was_found(contract, order)
    _what_was_changed(contract)
    return contract


def credited_unit(order: SalesOrder) -> None:
    """A unit of the order's first line, on its posted credit memo."""
    PostedCreditMemoLine.objects.create(
        memo=order.credit_memos.all()[0],
        order_line=order.lines.all()[0],
        quantity=1,
        amount=Decimal("0.40"),
        restock=Restock.NO_RESTOCK,
    )


def drift_row(contract: Contract) -> Drift:
    """That contract and order do not go to the same address."""
    return Drift.objects.create(
        store=contract.store,
        contract=contract,
        kind="address",
        subject_key=f"address:{contract.pk}",
        words="The contract goes to Nevsky 7, the order does not.",
        remedy="Write Anna.",
        found_at=LONG_AGO,
        seen_at=LONG_AGO,
    )


def _what_was_found(contract: Contract, order: SalesOrder) -> None:
    ContractDifference.objects.create(
        contract=contract,
        path="delivery/address/address1",
        before="Old Street 1",
        after="Nevsky 7",
        revision=contract.revision,
        learned_by="webhook",
        noticed_at=LONG_AGO,
    )
    OrderTag.objects.create(
        order=order,
        contract=contract,
        template="subscription",
        tag="subscription",
        folded="subscription",
        state="wanted",
    )
    drift_row(contract)
    Notice.objects.create(
        store=order.store,
        contract=contract,
        kind="contract_cancelled",
        subject_id=contract.pk,
        unique_key=f"c{contract.pk}",
        words="Anna Karenina has cancelled.",
        created_at=LONG_AGO,
    )


def _what_was_changed(contract: Contract) -> None:
    """An address change, and one that took its place; both are over."""
    first = address_change(contract, ChangeState.SUPERSEDED, None)
    address_change(contract, ChangeState.DONE, first)


def address_change(contract: Contract, state: ChangeState = ChangeState.DONE, replaces: Change | None = None) -> Change:
    """A change of the address that is over; in another app."""
    change = Change.objects.create(
        contract=contract,
        kind=ChangeKind.ADDRESS,
        wanted={"address": {"last_name": "Karenina", "address1": "Nevsky 7"}},
        actor=Actor.MERCHANT,
        fingerprint="0",
        state=state,
        words="Moved to Nevsky 7.",
        replaces=replaces,
        created_at=LONG_AGO,
        settled_at=LONG_AGO,
    )
    ChangeStep.objects.create(
        change=change,
        position=0,
        key="address",
        side=Side.APP,
        kind=StepKind.EDIT_CONTRACT,
        subject_gid=contract.gid,
        params={"address": {"address1": "Nevsky 7", "zip": "19116"}},
        words="Have it go to Anna Karenina, Nevsky 7.",
    )
    return change
