"""The least number of billings: charges count, not cycles."""

from dataclasses import replace

from backhaul.core.contracts import CycleStatus
from backhaul.core.minimum_term import billings_made, missing_billings
from tests.core.change_world import monthly
from tests.core.contract_builders import MONTHLY, cycles


def test_cycles_that_were_skipped_do_not_count_as_billings() -> None:
    six = cycles(MONTHLY, number=8, billed=6)
    skipped = tuple(
        replace(one, status=CycleStatus.UNBILLED, skipped=True) if one.index in (2, 3, 4, 5) else one for one in six
    )
    bound = monthly(billing=replace(MONTHLY, min_cycles=6), cycles=skipped)

    made = billings_made(skipped)

    assert made == 2
    assert missing_billings(bound, billed=made) == 4


def test_a_cycle_that_failed_before_a_billed_one_does_not_count() -> None:
    failed = tuple(
        replace(one, status=CycleStatus.UNBILLED) if one.index == 2 else one
        for one in cycles(MONTHLY, number=4, billed=3)
    )

    assert billings_made(failed) == 2


def test_cycles_before_those_that_were_read_count_as_billed() -> None:
    assert billings_made(cycles(MONTHLY, number=6, billed=4)[3:]) == 4


def test_before_the_first_billing_none_is_made() -> None:
    assert billings_made(cycles(MONTHLY, number=3, billed=0)) == billings_made(()) == 0
