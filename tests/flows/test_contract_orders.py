"""Orders and contracts find each other, whichever is read first, and deliveries follow what is posted."""

from backhaul.core.learned import BY_TASK
from backhaul.flows.read_contract import read_contract
from backhaul.flows.read_order import read_order
from backhaul.flows.undo_shipment import undo_shipment
from backhaul.models import Contract, ContractOrder, Delivery, SalesOrder, StoreCredential
from tests.support.inbox import let_webhooks_arrive
from tests.support.sandbox import reads
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import buy, offer, subscribe

COFFEE = {"sku": "coffee", "price": "10.00"}


def states(contract: Contract) -> list[str]:
    """Those of the paid deliveries, by number."""
    return list(contract.deliveries.exclude(order=None).order_by("number").values_list("state", flat=True))


def test_a_contract_that_is_read_first_has_its_orders_read(shop: Shop) -> None:
    placed = shop.sandbox.checkout(payment="paid", lines=[{**COFFEE, "selling_plan": {"id": offer(shop)}}])
    gid = shop.sandbox.graphql(
        "query($id: ID!) { order(id: $id) { lineItems(first: 1) { nodes { contract { id } } } } }", id=placed["order"]
    )["order"]["lineItems"]["nodes"][0]["contract"]["id"]

    read_contract(shop.store, gid, learned=BY_TASK)
    before = ContractOrder.objects.get()
    run_pending()

    contract = Contract.objects.get()
    assert (before.order_gid, before.order) == (placed["order"], None)
    assert contract.orders.get().order == SalesOrder.objects.get()
    assert states(contract) == ["billed_unshipped"] * 3


def test_an_order_without_any_subscription_asks_once_and_wants_nothing(shop: Shop) -> None:
    order = shop.order(lines=[COFFEE])

    read_order(shop.store, order.gid)
    run_pending()

    assert reads(shop.sandbox, "OrderContracts") == 1
    assert not Contract.objects.exists()


def test_a_store_whose_app_may_not_read_subscriptions_is_never_asked_for_them(shop: Shop) -> None:
    StoreCredential.objects.update(granted_scopes=["read_orders", "write_orders"])

    buy(shop)
    run_pending()

    assert reads(shop.sandbox, "OrderContracts") == 0
    assert not Contract.objects.exists()


def test_an_order_that_was_mirrored_before_its_contract_was_known_is_asked_for_its_lines_again(shop: Shop) -> None:
    scopes = StoreCredential.objects.get().granted_scopes
    StoreCredential.objects.update(granted_scopes=["read_orders", "write_orders"])
    order = buy(shop)
    run_pending()
    StoreCredential.objects.update(granted_scopes=scopes)

    (line,) = shop.sandbox.graphql(
        "query($id: ID!) { order(id: $id) { lineItems(first: 1) { nodes { contract { id } } } } }", id=order.gid
    )["order"]["lineItems"]["nodes"]
    read_contract(shop.store, line["contract"]["id"])
    run_pending()

    assert order.lines.get().contract_gid == line["contract"]["id"]
    assert states(Contract.objects.get()) == ["billed_unshipped"] * 3


def test_one_order_may_belong_to_two_contracts_each_with_deliveries_of_its_own_lines(shop: Shop) -> None:
    plans = {"coffee": offer(shop, billing=3), "tea": offer(shop, billing=1)}
    lines = [{"sku": sku, "price": "10.00", "selling_plan": {"id": plan}} for sku, plan in plans.items()]

    order = shop.order(lines=[*lines, {"sku": "mug", "price": "5.00"}])
    run_pending()

    found = {one.lines.get().sku: one for one in Contract.objects.all()}
    assert set(found) == {"coffee", "tea"}
    assert all(one.orders.get().order == order for one in found.values())
    assert [len(states(found[sku])) for sku in ("coffee", "tea")] == [3, 1]


def test_a_posted_shipment_hands_its_delivery_over_and_an_undo_takes_it_back(shop: Shop) -> None:
    contract = subscribe(shop)
    order = contract.orders.get().order
    assert order is not None

    posted = shop.ship(order, "S-1", coffee=1)
    at_once = states(contract)
    undo_shipment(posted.shipment)
    run_pending()

    assert at_once == ["billed_handed_over", "billed_unshipped", "billed_unshipped"]
    assert states(contract) == ["billed_unshipped"] * 3


def test_a_shipment_that_was_sent_ships_its_delivery(hooked: Shop) -> None:
    contract = subscribe(hooked)
    order = contract.orders.get().order
    assert order is not None

    hooked.ship(order, "S-1", coffee=1)
    run_pending()
    let_webhooks_arrive(hooked)

    assert states(contract) == ["shipped", "billed_unshipped", "billed_unshipped"]
    assert Delivery.objects.get(number=1).ended_at is not None
