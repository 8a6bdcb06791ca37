"""Which unpaid deliveries a customer is shown as coming: not those whose day is past, unless they are still charged."""

from datetime import date, datetime, timedelta

import pytest

from backhaul.core.contracts import AttemptState, ContractStatus
from backhaul.core.deliveries import DeliveryState
from backhaul.flows.clock import now
from backhaul.flows.portal_policies import portal_of
from backhaul.flows.show.customer_contracts import CustomerContractPage, customer_contract_page
from backhaul.models import BillingCycle, Contract, Delivery
from tests.support.contract_rows import attempt_row, bill_row, cycle_row
from tests.support.portal import Customer

PASSED = 13
COMING = 3


def delivery_at(contract: Contract, index: int, at: datetime) -> Delivery:
    """The unpaid delivery of that cycle, which is charged then."""
    if not BillingCycle.objects.filter(contract=contract, index=index).update(expected_at=at):
        cycle_row(contract, index)
        BillingCycle.objects.filter(contract=contract, index=index).update(expected_at=at)
    return Delivery.objects.create(
        contract=contract, number=index, state=DeliveryState.UNBILLED, due_at=at, cycle_index=index
    )


@pytest.fixture
def contract(ada: Customer) -> Contract:
    """A subscription with more unpaid deliveries behind than are shown, and some to come."""
    months = [*range(-PASSED, 0), *range(1, COMING + 1)]
    for index, month in enumerate(months, start=2):
        delivery_at(ada.contract, index, now() + timedelta(days=30 * month))
    return ada.contract


def shown(contract: Contract, status: str) -> CustomerContractPage:
    """The page of the subscription while it has that status."""
    Contract.objects.filter(pk=contract.pk).update(status=status)
    row = Contract.objects.get(pk=contract.pk)
    return customer_contract_page(row, portal_of(row.store))


def days_ahead(contract: Contract) -> list[date]:
    return [one.due_at.date() for one in contract.deliveries.order_by("number") if one.due_at and one.due_at > now()]


def test_days_that_went_by_in_a_long_pause_hide_none_that_come(contract: Contract) -> None:
    page = shown(contract, ContractStatus.PAUSED)

    assert [one.day for one in page.unpaid] == days_ahead(contract)


def test_active_again_its_next_delivery_is_no_past_day(contract: Contract) -> None:
    page = shown(contract, ContractStatus.ACTIVE)

    assert page.contract.next_delivery == days_ahead(contract)[0]
    assert [one.day for one in page.unpaid][-COMING:] == days_ahead(contract)


def test_one_whose_payment_has_failed_is_shown_while_it_is_tried_again(contract: Contract) -> None:
    late = PASSED + 1
    for index in range(2, late):
        bill_row(contract, index, state="left", settled_at=now())
    bill_row(contract, late, next_try_at=now() + timedelta(days=2))

    page = shown(contract, ContractStatus.ACTIVE)

    assert [one.number for one in page.unpaid] == [late, late + 1, late + 2, late + 3]


def test_one_whose_payment_is_being_taken_is_shown(contract: Contract) -> None:
    Delivery.objects.filter(contract=contract, number=2).update(state=DeliveryState.LOCKED)
    attempt_row(contract, state=AttemptState.PENDING)

    page = shown(contract, ContractStatus.PAUSED)

    assert [one.number for one in page.unpaid] == [2, PASSED + 2, PASSED + 3, PASSED + 4]
