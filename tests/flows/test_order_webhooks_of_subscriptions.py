"""The four order webhooks of a subscription app, each from the signed body to what follows of it."""

from datetime import UTC, datetime

from backhaul.core.contracts import Ownership
from backhaul.core.deliveries import DeliveryState
from backhaul.core.inbox import DeliveryState as InboxState
from backhaul.core.subscription_policies import ContractPolicy
from backhaul.flows.subscription_policies import SubscriptionChoices, set_subscription_policies
from backhaul.models import Contract, Delivery, Notice, OrderDifference, SalesOrder
from tests.support.documented_bodies import deliver, order_body, refund_body
from tests.support.shop import Shop
from tests.support.subscriptions import ANNA, each_time, offer, shown_contract

LATER = datetime(2100, 1, 1, tzinfo=UTC).isoformat()
"""What a body says of when its order changed: a hint that something is new."""


def bought(shop: Shop, plan: str) -> int:
    """A customer subscribes; nobody has told us yet. The order's number."""
    line = {"sku": "coffee", "price": "10.00", "selling_plan": {"id": plan}}
    placed = shop.sandbox.checkout(lines=[line], payment="paid", email="anna@example.com")
    return int(str(placed["order"]).rpartition("/")[2])


def told_of(shop: Shop, plan: str) -> tuple[int, Contract]:
    """The same, and we were told by orders/create."""
    number = bought(shop, plan)
    deliver(shop, "orders/create", order_body(number, updated_at=LATER))
    return number, Contract.objects.get(store=shop.store)


def test_a_new_order_is_found_to_be_a_subscription_of_ours_and_its_deliveries_are_laid_out(shop: Shop) -> None:
    number = bought(shop, offer(shop))

    delivery = deliver(shop, "orders/create", order_body(number, updated_at=LATER))

    contract = Contract.objects.get(store=shop.store)
    states = Delivery.objects.filter(contract=contract).exclude(order=None).values_list("state", flat=True)
    assert delivery.state == InboxState.DONE
    assert (contract.ownership, contract.is_prepaid) == (Ownership.OURS, True)
    assert list(states) == [DeliveryState.BILLED_UNSHIPPED] * 3


def test_a_new_order_without_a_plan_is_no_subscription(shop: Shop) -> None:
    placed = shop.sandbox.checkout(lines=[{"sku": "mug", "price": "10.00"}], payment="paid")

    deliver(shop, "orders/create", order_body(int(str(placed["order"]).rpartition("/")[2]), updated_at=LATER))

    assert SalesOrder.objects.count() == 1
    assert not Contract.objects.exists()


def test_an_address_that_is_changed_on_the_order_is_noticed_and_leaves_the_contract_as_it_is(shop: Shop) -> None:
    number, contract = told_of(shop, offer(shop))
    shop.sandbox.control("contracts", order=f"gid://shopify/Order/{number}", do="address", address=ANNA)

    deliver(shop, "orders/updated", order_body(number, updated_at=LATER))

    paths = set(OrderDifference.objects.values_list("path", flat=True))
    assert "shipping_address/city" in paths
    assert shown_contract(shop, contract)["deliveryMethod"]["address"]["city"] != ANNA["city"]


def test_a_delivery_that_is_opened_early_is_due_now(shop: Shop) -> None:
    number, contract = told_of(shop, offer(shop))
    second = Delivery.objects.get(contract=contract, number=2)
    order = f"gid://shopify/Order/{number}"
    shop.sandbox.control("contracts", order=order, do="open", fulfillment_order=second.fulfillment_order_gid)

    deliver(shop, "orders/updated", order_body(number, updated_at=LATER))

    work = SalesOrder.objects.get().fulfillment_orders.get(gid=second.fulfillment_order_gid)
    assert work.status == "OPEN"


def test_the_merchant_hears_that_the_contract_of_a_cancelled_order_is_still_active(shop: Shop) -> None:
    number, contract = told_of(shop, each_time(shop))
    shop.sandbox.control("contracts", order=f"gid://shopify/Order/{number}", do="cancel", reason="CUSTOMER")

    deliver(shop, "orders/cancelled", order_body(number, updated_at=LATER, cancel_reason="customer"))

    notice = Notice.objects.get(kind="order_cancelled")
    assert f"subscription {contract} is still ACTIVE, with its next charge on" in notice.words
    assert [option["name"] for option in notice.options] == ["cancel_contract", "keep_contract"]
    assert shown_contract(shop, contract)["status"] == "ACTIVE"


def test_a_refund_of_everything_cancels_the_contract_where_that_is_the_merchants_intention(shop: Shop) -> None:
    set_subscription_policies(shop.store, SubscriptionChoices(fully_refunded=ContractPolicy.CANCEL_CONTRACT))
    number, contract = told_of(shop, each_time(shop))
    shop.sandbox.control("payments", order=f"gid://shopify/Order/{number}", do="refund")

    deliver(shop, "refunds/create", refund_body(890088186047892319, number))

    assert shown_contract(shop, contract)["status"] == "CANCELLED"
    assert "By your policy it is cancelled, too." in Notice.objects.get(kind="refunded_elsewhere").words


def test_a_refund_of_everything_leaves_the_contract_where_nothing_was_decided(shop: Shop) -> None:
    number, contract = told_of(shop, each_time(shop))
    shop.sandbox.control("payments", order=f"gid://shopify/Order/{number}", do="refund")

    deliver(shop, "refunds/create", refund_body(890088186047892319, number))

    assert shown_contract(shop, contract)["status"] == "ACTIVE"
    assert Notice.objects.filter(kind="refunded_elsewhere").exists()
