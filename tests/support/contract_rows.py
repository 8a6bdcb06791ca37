"""Rows of subscription contracts as the mirror would hold them, for tests that need no Shopify."""

from datetime import datetime, timedelta
from decimal import Decimal

from backhaul.core.cancellation import CANCEL_CONTRACT, KEEP_CONTRACT
from backhaul.core.change_steps import Side, StepKind
from backhaul.core.contracts import ContractStatus, Ownership
from backhaul.core.deliveries import DeliveryState
from backhaul.core.drift import DriftKind
from backhaul.core.notices import Option
from backhaul.core.wanted_changes import Actor, ChangeKind
from backhaul.flows.notices import Telling, tell
from backhaul.models import (
    Bill,
    BillingAttempt,
    BillingCycle,
    BillingPolicies,
    Change,
    ChangeStep,
    Contract,
    ContractLine,
    ContractOrder,
    Delivery,
    DeliveryLine,
    Drift,
    Notice,
    SalesOrder,
    Store,
    Task,
)
from tests.support.rows import LONG_AGO

MONTHLY = {"interval": "MONTH", "count": 1, "anchors": [], "min_cycles": None, "max_cycles": None}
MONTH = timedelta(days=30)
PLAN_GID = "gid://shopify/SellingPlan/5"


def contract_row(
    store: Store,
    number: int = 5001,
    *,
    status: str = ContractStatus.ACTIVE,
    ownership: str = Ownership.OURS,
    next_billing_at: datetime | None = LONG_AGO + MONTH,
    **fields: object,
) -> Contract:
    """A monthly contract of one line: a unit of apples for 10.00 each time; the first cycle billed, the next not."""
    contract = Contract.objects.create(
        store=store,
        gid=f"gid://shopify/SubscriptionContract/{number}",
        shopify_id=number,
        revision=number * 10,
        status=status,
        ownership=ownership,
        currency="EUR",
        billing=MONTHLY,
        delivery=MONTHLY,
        next_billing_at=next_billing_at,
        shopify_created_at=LONG_AGO,
        shopify_updated_at=LONG_AGO,
        read_started_at=LONG_AGO,
        **({"delivery_price": Decimal(0)} | fields),
    )
    ContractLine.objects.create(
        contract=contract,
        gid=f"gid://shopify/SubscriptionLine/{number}",
        position=0,
        sku="apple",
        title="Apple",
        quantity=1,
        current_price=Decimal(10),
        selling_plan_gid=PLAN_GID,
    )
    for index in (1, 2):
        cycle_row(contract, index, status="BILLED" if index == 1 else "UNBILLED")
    return contract


def cycle_row(contract: Contract, index: int, *, status: str = "UNBILLED", **fields: object) -> BillingCycle:
    """The cycle of that index, thirty days after the one before."""
    starts_at = LONG_AGO + (index - 1) * MONTH
    return BillingCycle.objects.create(
        contract=contract,
        index=index,
        starts_at=starts_at,
        ends_at=starts_at + MONTH,
        expected_at=starts_at,
        status=status,
        **fields,
    )


def attempt_row(contract: Contract, number: int = 1, *, state: str = "succeeded", **fields: object) -> BillingAttempt:
    """A billing attempt that has ended well, unless told."""
    return BillingAttempt.objects.create(
        contract=contract,
        gid=f"gid://shopify/SubscriptionBillingAttempt/{contract.shopify_id * 10 + number}",
        idempotency_key=f"cycle-{number}",
        state=state,
        shopify_created_at=LONG_AGO,
        **fields,
    )


def order_of_contract(contract: Contract, order: SalesOrder, *, is_origin: bool = True) -> ContractOrder:
    """That this order was brought about by the contract."""
    return ContractOrder.objects.create(contract=contract, order_gid=order.gid, order=order, is_origin=is_origin)


def due_row(
    contract: Contract, due_at: datetime, *, state: str = DeliveryState.UNBILLED, order: SalesOrder | None = None
) -> Delivery:
    """One more delivery of the contract on that date: two units of its line, or of the order's first line."""
    number = contract.deliveries.count() + 1
    row = Delivery.objects.create(contract=contract, number=number, state=state, due_at=due_at, order=order)
    line = order.lines.all()[0] if order else None
    gid = "" if line else contract.lines.all()[0].gid
    DeliveryLine.objects.create(delivery=row, order_line=line, contract_line_gid=gid, quantity=2, remaining=2)
    return row


def delivery_of(contract: Contract, order: SalesOrder, number: int = 1, *, quantity: int = 1) -> Delivery:
    """A paid delivery of units of the order's first line, not yet shipped, by the order's fulfillment order."""
    delivery = Delivery.objects.create(
        contract=contract,
        number=number,
        state=DeliveryState.BILLED_UNSHIPPED,
        due_at=LONG_AGO,
        order=order,
        fulfillment_order_gid=f"gid://shopify/FulfillmentOrder/{order.shopify_id}",
    )
    DeliveryLine.objects.create(
        delivery=delivery, order_line=order.lines.all()[0], quantity=quantity, remaining=quantity
    )
    return delivery


def drift_row(
    contract: Contract,
    kind: str = DriftKind.ADDRESS_DIFFERS,
    *,
    order: SalesOrder | None = None,
    settled_at: datetime | None = None,
) -> Drift:
    """A drift of the contract that was found long ago, and is open unless told."""
    return Drift.objects.create(
        store=contract.store,
        contract=contract,
        order=order,
        kind=kind,
        subject_key=f"{kind}:{contract.gid}",
        words="The address of the order is not that of the subscription.",
        remedy="Find out which one is right.",
        found_at=LONG_AGO,
        seen_at=LONG_AGO,
        settled_at=settled_at,
        settled_because="They are the same now." if settled_at else "",
    )


def question(contract: Contract, key: str = "order_cancelled:1") -> Notice:
    """A notice that asks whether the contract is to be cancelled."""
    options = (
        Option(CANCEL_CONTRACT, "Cancel the subscription", "No further charge is made."),
        Option(KEEP_CONTRACT, "Keep the subscription", "It goes on, and is charged as before."),
    )
    telling = Telling("order_cancelled", contract.gid, key, "Order #1 was cancelled.", options=options)
    tell(contract.store, None, telling, contract=contract)
    return Notice.objects.get(unique_key=key)


def change_row(contract: Contract) -> Change:
    """A change under way whose only step is to be made in another app."""
    change = Change.objects.create(
        contract=contract,
        kind=ChangeKind.NOTE,
        wanted={"kind": "note", "note": "Ring twice"},
        actor=Actor.MERCHANT,
        requested_by="ada",
        fingerprint="f" * 64,
        created_at=LONG_AGO,
    )
    ChangeStep.objects.create(
        change=change,
        position=0,
        key="edit",
        side=Side.APP,
        kind=StepKind.EDIT_CONTRACT,
        subject_gid=contract.gid,
        words="Change the note in the other app.",
    )
    return change


def bill_row(contract: Contract, index: int = 2, **fields: object) -> Bill:
    """A bill of the contract's cycle whose first try has failed, with its task and the store's policies."""
    BillingPolicies.objects.get_or_create(store=contract.store, defaults={"is_on": True, "switched_on_at": LONG_AGO})
    task = Task.objects.create(
        store=contract.store,
        kind="charge_cycle",
        unique_key=f"charge_cycle:{contract.pk}:{index}",
        serial_key=f"contract:{contract.store_id}:{contract.gid}",
        state="waiting",
        wait_reason="next_charge",
        wake_at=LONG_AGO + MONTH,
        created_at=LONG_AGO,
    )
    values = {"state": "retrying", "words": "The bank has declined.", "error_code": "CARD_DECLINED"} | fields
    due_at = LONG_AGO + MONTH
    bill = Bill.objects.create(
        contract=contract, cycle_index=index, due_at=due_at, task=task, created_at=due_at, **values
    )
    bill.charges.create(
        number=1,
        idempotency_key=f"{contract.pk}:{index}:1",
        state="failed",
        error_code="CARD_DECLINED",
        origin_at=due_at,
        prepared_at=due_at,
    )
    return bill
