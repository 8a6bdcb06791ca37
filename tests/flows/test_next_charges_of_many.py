"""The next charges of a list of subscriptions are said by the bills behind what is billed, and by one query for all."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from backhaul.core.bills import BillState
from backhaul.flows.next_charge import NextCharge, next_charge_of, with_next_charges
from backhaul.models import Contract, Store
from tests.support.contract_rows import MONTH, bill_row, contract_row
from tests.support.rows import LONG_AGO


def test_bills_of_what_is_billed_are_not_read(
    store: Store, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    at = LONG_AGO + 2 * MONTH
    contract = contract_row(store)
    bill_row(contract, 1, state="charged", settled_at=LONG_AGO)
    bill_row(contract, 2, next_try_at=at)

    with django_assert_num_queries(3):
        (row,) = with_next_charges(Contract.objects.all())
        read, charge = [bill.cycle_index for bill in row.bills.all()], next_charge_of(row)

    assert (read, charge) == ([2], NextCharge(at, BillState.RETRYING.words))


def test_a_charge_that_is_not_mirrored_yet_is_not_the_next_one(store: Store) -> None:
    contract = contract_row(store)
    bill_row(contract, 2, state="charged", settled_at=LONG_AGO)
    at = LONG_AGO + 2 * MONTH
    contract.cycles.create(index=3, starts_at=at, ends_at=at + MONTH, expected_at=at, status="UNBILLED")

    (row,) = with_next_charges(Contract.objects.all())

    assert next_charge_of(row) == NextCharge(at)
