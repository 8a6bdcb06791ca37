"""A customer cancels a prepaid subscription elsewhere; the merchant decides with one click what becomes of the rest."""

from backhaul.core.cancellation import REFUND_REMAINING
from backhaul.core.contract_changes import ChangeState
from backhaul.core.deliveries import DeliveryState
from backhaul.flows.decide_notice import decide_notice
from backhaul.flows.read_contract import import_contract
from backhaul.flows.read_order import import_order
from backhaul.models import Change, Contract, Delivery, Notice, PostedCreditMemo
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import order_of, shown_order, subscribe


def cancelled_after_the_first(shop: Shop) -> Contract:
    """Three boxes are paid, the first has left, and the customer has cancelled in Shopify."""
    contract = subscribe(shop)
    shop.ship(order_of(contract), "S-1", coffee=1)
    run_pending()
    import_order(shop.store, order_of(contract).gid)
    shop.sandbox.control("contracts", contract=contract.gid, do="cancel", actor="CUSTOMER")
    import_contract(shop.store, contract.gid)
    return Contract.objects.get(pk=contract.pk)


def states_of(contract: Contract) -> list[str]:
    return list(Delivery.objects.filter(contract=contract).order_by("number").values_list("state", flat=True))


def decide(contract: Contract, option: str) -> None:
    notice = Notice.objects.get(contract=contract, kind="contract_cancelled", recipient="merchant")
    decide_notice(notice.pk, option, by="ada")
    run_pending()


def test_what_remains_is_refunded_and_can_no_longer_be_shipped(shop: Shop) -> None:
    contract = cancelled_after_the_first(shop)

    decide(contract, REFUND_REMAINING)

    change = Change.objects.get(contract=contract)
    assert (change.state, change.words) == (ChangeState.DONE, "Everything is done.")
    assert PostedCreditMemo.objects.get().total == 20
    assert shown_order(shop, order_of(contract))["totalRefundedSet"]["presentmentMoney"]["amount"] == "20.0"
    assert states_of(contract) == [DeliveryState.SHIPPED, DeliveryState.REMOVED, DeliveryState.REMOVED]


def test_what_remains_goes_on_shipping_where_nothing_is_decided(shop: Shop) -> None:
    contract = cancelled_after_the_first(shop)

    run_pending()

    assert not Change.objects.exists()
    assert states_of(contract) == [
        DeliveryState.SHIPPED,
        DeliveryState.BILLED_UNSHIPPED,
        DeliveryState.BILLED_UNSHIPPED,
    ]
