"""Which cycles are still to be charged: what stayed unbilled before a billed one is passed."""

from dataclasses import replace
from datetime import timedelta

from backhaul.core.contracts import CycleStatus, RemoteCycle
from backhaul.core.minimum_term import first_day_to_cancel
from backhaul.core.next_charge import charge_in, chargeable, left_behind, next_charge, next_to_bill, open_cycles
from tests.core.change_world import monthly
from tests.core.contract_builders import MONTHLY, NOW, cycles, month


def with_gap(*unbilled: int, number: int = 5, billed: int = 3) -> tuple[RemoteCycle, ...]:
    """Monthly cycles from month 0 on, of which these stayed unbilled."""
    found = cycles(MONTHLY, number=number, billed=billed)
    return tuple(replace(one, status=CycleStatus.UNBILLED) if one.index in unbilled else one for one in found)


def test_a_cycle_that_stayed_unbilled_before_a_billed_one_is_not_the_next() -> None:
    found = monthly(cycles=with_gap(2))

    following = next_to_bill(found)

    assert following is not None
    assert following.index == 4
    assert next_charge(found) == charge_in(found.cycles, noted=None) == month(3)


def test_an_overdue_cycle_that_is_not_passed_is_the_next() -> None:
    found = monthly(cycles=with_gap(billed=1))

    assert next_charge(found) == month(1)
    assert [one.index for one in left_behind(found, now=month(2))] == [2, 3]


def test_a_cycle_that_is_passed_is_not_left_behind() -> None:
    assert left_behind(monthly(cycles=with_gap(2)), now=month(2) + timedelta(days=1)) == []


def test_where_all_that_is_left_is_passed_nothing_is_charged_next() -> None:
    assert charge_in(with_gap(2, number=3), noted=NOW) is None


def test_skipped_cycles_are_not_open() -> None:
    skipped = tuple(replace(one, skipped=one.index == 4) for one in with_gap(2))

    assert [one.index for one in open_cycles(skipped)] == [5]


def test_a_passed_cycle_brings_nobody_nearer_to_the_least_number_of_billings() -> None:
    found = monthly(cycles=with_gap(2))

    assert first_day_to_cancel(2, found, "UTC") == month(4).date()


def test_a_charge_may_bill_each_open_cycle_whose_day_has_come() -> None:
    found = with_gap(billed=1)

    assert [one.index for one in chargeable(found, at=month(2) - timedelta(hours=20))] == [2, 3]
    assert [one.index for one in chargeable(found, at=month(0))] == [2]
