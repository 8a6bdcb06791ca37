"""What was being charged when the app was uninstalled is followed to its end when it is back, without a person."""

from backhaul.core.bills import BillState
from backhaul.core.tasks import TaskState
from backhaul.flows.store_life import uninstall_by_hand
from backhaul.flows.stores import replace_access
from tests.support.billing import attempts_in, bill_all, bill_of, subscriber, switched_on, until_due
from tests.support.payments import Calendar
from tests.support.sandbox import TOKEN
from tests.support.shop import Shop, let_lost_replies_be_old, run_pending


def come_back(shop: Shop, calendar: Calendar) -> None:
    """The app is installed again some days later."""
    calendar.advance(days=4)
    replace_access(shop.store, token=TOKEN)
    let_lost_replies_be_old()
    run_pending()


def test_a_payment_that_was_under_way_is_seen_to_have_succeeded(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop))
    until_due(calendar, contract)
    shop.sandbox.control("billing", delay="P3D")
    bill_all(shop)
    uninstall_by_hand(shop.store)
    run_pending()
    left = bill_of(contract).task.state

    come_back(shop, calendar)

    assert left == TaskState.NEEDS_ATTENTION
    assert bill_of(contract).state == BillState.CHARGED
    assert len(attempts_in(shop, contract)) == 1


def test_a_charge_whose_reply_was_lost_is_read_back_and_not_made_again(shop: Shop, calendar: Calendar) -> None:
    contract = subscriber(switched_on(shop))
    until_due(calendar, contract)
    shop.sandbox.faults({"operation": "subscriptionBillingAttemptCreate", "kind": "500_after", "nth": 1})
    bill_all(shop)
    uninstall_by_hand(shop.store)
    run_pending()

    come_back(shop, calendar)

    assert bill_of(contract).state == BillState.CHARGED
    assert len(attempts_in(shop, contract)) == 1
