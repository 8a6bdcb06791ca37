"""While a payment has failed, the next try at it is shown as the next charge, to the merchant and to the customer."""

import pytest

from backhaul.core.bills import BillState
from backhaul.flows.next_charge import next_charge_of
from backhaul.flows.portal_policies import portal_of
from backhaul.flows.show.contracts import contract_view
from backhaul.flows.show.customer_contracts import customer_contract
from backhaul.models import Contract
from tests.support.billing import bill_all, bill_of, next_cycle, subscriber, switched_on, until_due
from tests.support.payments import Calendar
from tests.support.shop import Shop


@pytest.fixture
def contract(shop: Shop, calendar: Calendar) -> Contract:
    """A subscription whose cycle is due."""
    contract = subscriber(switched_on(shop, retry_days=[3], asks_for_card=False))
    until_due(calendar, contract)
    return contract


def decline(shop: Shop, code: str, *, times: int = 1) -> None:
    shop.sandbox.control("billing", next={"outcome": "failure", "error_code": code, "times": times})
    bill_all(shop)


def test_a_declined_payment_shows_the_day_of_the_next_try(shop: Shop, contract: Contract) -> None:
    decline(shop, "CARD_DECLINED")
    row = Contract.objects.get(pk=contract.pk)
    at = bill_of(contract).next_try_at

    shown, customers = contract_view(row), customer_contract(row, portal_of(row.store))

    assert at is not None
    assert (shown.next_billing_at, shown.next_billing_says) == (at, "declined; it will be tried again")
    assert customers.charge is not None
    assert (customers.charge.day, str(customers.charge.stands)) == (at.date(), "The last payment has failed.")


def test_a_card_that_is_gone_has_no_date_and_says_so(shop: Shop, contract: Contract) -> None:
    decline(shop, "EXPIRED_CARD")
    row = Contract.objects.get(pk=contract.pk)

    assert next_charge_of(row).at is None
    assert "another way to pay" in contract_view(row).next_billing_says


def test_behind_a_cycle_that_was_given_up_the_next_one_is_shown(
    shop: Shop, calendar: Calendar, contract: Contract
) -> None:
    decline(shop, "CARD_DECLINED", times=2)
    calendar.advance(days=4)
    bill_all(shop)
    given_up = bill_of(contract)

    assert given_up.state == BillState.FAILED
    following = contract.cycles.get(index=next_cycle(contract).index + 1)
    assert next_charge_of(Contract.objects.get(pk=contract.pk)).at == following.expected_at
