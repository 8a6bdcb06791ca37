"""Rows of subscription contracts as the mirror would hold them, for tests that need no Shopify."""

from datetime import datetime, timedelta
from decimal import Decimal

from backhaul.core.contracts import ContractStatus, Ownership
from backhaul.core.deliveries import DeliveryState
from backhaul.models import (
    BillingAttempt,
    BillingCycle,
    Contract,
    ContractLine,
    ContractOrder,
    Delivery,
    DeliveryLine,
    SalesOrder,
    Store,
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
