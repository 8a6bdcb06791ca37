"""The deliveries of a contract are written as its orders and cycles show them, and keep their ids."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from backhaul.core.contracts import ContractStatus, Ownership
from backhaul.core.deliveries import DeliveryState
from backhaul.flows.clock import now
from backhaul.flows.deliveries import future_of, keep_deliveries, layouts_of
from backhaul.flows.read_order import read_order
from backhaul.models import BillingAttempt, BillingCycle, Contract, ContractLine, ContractOrder, Delivery, SalesOrder
from tests.support.shop import Shop, fulfil_elsewhere, run_pending

CONTRACT = "gid://shopify/SubscriptionContract/7"
PLAN = {"name": "Three months", "deliveries": 3, "every": "P30D"}
LINES = [{"sku": "coffee", "price": "10.00", "quantity": 1, "selling_plan": PLAN}]


@pytest.fixture
def order(shop: Shop) -> SalesOrder:
    return bought(shop)


@pytest.fixture
def contract(shop: Shop, order: SalesOrder) -> Contract:
    """The contract of the order, with two cycles of a quarter each, the first one billed."""
    row = Contract.objects.create(
        store=shop.store,
        gid=CONTRACT,
        shopify_id=7,
        revision=1,
        status=ContractStatus.ACTIVE,
        ownership=Ownership.OURS,
        currency="EUR",
        billing={"interval": "MONTH", "count": 3},
        delivery={"interval": "MONTH", "count": 1},
        is_prepaid=True,
        delivery_price=Decimal(0),
        shopify_created_at=now() - timedelta(days=3),
        shopify_updated_at=now(),
        read_started_at=now(),
    )
    ContractLine.objects.create(
        contract=row,
        gid="gid://shopify/SubscriptionLine/a",
        position=0,
        title="Coffee",
        quantity=1,
        current_price=Decimal(10),
    )
    for index, status in ((1, "BILLED"), (2, "UNBILLED")):
        start = now() + timedelta(days=90 * (index - 1))
        BillingCycle.objects.create(
            contract=row,
            index=index,
            starts_at=start,
            ends_at=start + timedelta(days=90),
            expected_at=start,
            status=status,
        )
    ContractOrder.objects.create(contract=row, order_gid=order.gid, order=order, is_origin=True)
    return row


def bought(shop: Shop) -> SalesOrder:
    order = shop.order(lines=LINES)
    order.lines.update(contract_gid=CONTRACT)
    return order


def keep(contract: Contract) -> None:
    with transaction.atomic():
        keep_deliveries(Contract.objects.select_for_update(no_key=True).get(pk=contract.pk))


def states(contract: Contract) -> list[tuple[int, str]]:
    return list(contract.deliveries.values_list("number", "state"))


def read(shop: Shop, order: SalesOrder) -> None:
    read_order(shop.store, order.gid)
    order.lines.update(contract_gid=CONTRACT)


def test_paid_deliveries_come_from_fulfillment_orders_and_future_ones_from_cycles(
    contract: Contract, order: SalesOrder
) -> None:
    keep(contract)

    assert states(contract) == [
        *((number, DeliveryState.BILLED_UNSHIPPED) for number in (1, 2, 3)),
        *((number, DeliveryState.UNBILLED) for number in (4, 5, 6)),
    ]
    paid = contract.deliveries.get(number=2)
    assert (paid.order, paid.lines.get().order_line) == (order, order.lines.get())
    assert [line.contract_line_gid for line in contract.deliveries.get(number=5).lines.all()] == [
        "gid://shopify/SubscriptionLine/a"
    ]
    assert layouts_of(contract)[order.gid].is_known
    assert [one.number for one in future_of(contract)] == [4, 5, 6]


def test_keeping_them_again_writes_nothing(contract: Contract) -> None:
    keep(contract)

    with CaptureQueriesContext(connection) as queries:
        keep(contract)

    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []
    assert len(queries) <= 24


def test_a_delivery_that_is_sent_is_shipped_and_keeps_its_id(shop: Shop, contract: Contract, order: SalesOrder) -> None:
    keep(contract)
    first = contract.deliveries.get(number=1)
    open_one = order.fulfillment_orders.filter(status="OPEN").first()
    assert open_one is not None

    fulfil_elsewhere(shop, order, at=open_one.gid, coffee=1)
    read(shop, order)
    keep(contract)

    after = Delivery.objects.get(pk=first.pk)
    assert after.state == DeliveryState.SHIPPED
    assert after.ended_at is not None
    assert after.lines.get().remaining == 0


def test_a_delivery_that_is_posted_is_handed_over_until_it_is_seen_shipped(
    shop: Shop, contract: Contract, order: SalesOrder
) -> None:
    shop.ship(order, "S1", coffee=1)
    keep(contract)
    posted = states(contract)[0]

    run_pending()
    keep(contract)
    unseen = states(contract)[0]
    read(shop, order)
    keep(contract)

    assert posted == unseen == (1, DeliveryState.BILLED_HANDED_OVER)
    assert states(contract)[:2] == [(1, DeliveryState.SHIPPED), (2, DeliveryState.BILLED_UNSHIPPED)]


@pytest.mark.parametrize("attempt", ["pending", "action_required"])
def test_the_next_cycle_is_locked_while_its_payment_may_still_succeed(contract: Contract, attempt: str) -> None:
    BillingAttempt.objects.create(
        contract=contract, gid="a", idempotency_key="k", state=attempt, shopify_created_at=now()
    )

    keep(contract)

    assert contract.deliveries.get(number=4).state == DeliveryState.LOCKED


def test_an_order_whose_layout_is_not_understood_says_why(contract: Contract, order: SalesOrder) -> None:
    keep(contract)
    order.fulfillment_orders.filter(status="SCHEDULED").delete()

    keep(contract)

    (link,) = contract.orders.all()
    assert link.layout_unknown == "2 of 3 of “coffee” are in no fulfillment order that we see."
    assert states(contract)[0] == (1, DeliveryState.UNKNOWN)
    assert not layouts_of(contract)[order.gid].is_known


def test_what_a_cancelled_contract_would_have_delivered_is_forgotten(contract: Contract) -> None:
    keep(contract)
    Contract.objects.filter(pk=contract.pk).update(status=ContractStatus.CANCELLED)

    keep(contract)

    assert [number for number, _ in states(contract)] == [1, 2, 3]
