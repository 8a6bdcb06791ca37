"""An address that a change of ours puts on an order, of which a part is under way, is known to be ours."""

from backhaul.core.contract_changes import ChangeState
from backhaul.core.wanted_changes import ChangeAddress, GivenAddress
from backhaul.flows.read_order import read_order
from backhaul.models import Notice, OrderDifference
from tests.flows.test_changes_on_both_sides import carried_out
from tests.support.edits import update
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import ANNA, order_of, subscribe

MONCTON = GivenAddress(address1="3 Mill Lane", city="Moncton", zip="E1C 1A1", province_code="NB")


def states(shop: Shop) -> set[tuple[str, str]]:
    """Where an address was found changed, and what that is to us."""
    rows = OrderDifference.objects.filter(order__store=shop.store, path__startswith="shipping_address/")
    return {(row.path.rpartition("/")[2], row.state) for row in rows}


def test_our_own_address_contradicts_nothing_though_a_part_has_left(shop: Shop) -> None:
    contract = subscribe(shop)
    shop.ship(order_of(contract), "S-1", coffee=1)
    run_pending()

    change = carried_out(contract, ChangeAddress(MONCTON))

    assert change.state == ChangeState.DONE, change.words
    assert ("city", "applied") in states(shop)
    assert {state for _, state in states(shop)} == {"applied"}
    assert not Notice.objects.filter(kind="order_conflict").exists()


def test_the_next_address_is_somebody_elses(shop: Shop) -> None:
    contract = subscribe(shop)
    order = order_of(contract)
    shop.ship(order, "S-1", coffee=1)
    run_pending()
    carried_out(contract, ChangeAddress(MONCTON))

    update(shop, order, shippingAddress=ANNA)
    read_order(shop.store, order.gid)

    assert ("city", "conflict") in states(shop)
    assert Notice.objects.filter(kind="order_conflict").count() == 1
