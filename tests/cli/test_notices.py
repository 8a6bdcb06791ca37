"""`backhaul notices decide`, and what is shown of what was decided."""

import pytest

from backhaul.models import Notice, Store
from tests.cli.command_line import CommandLine
from tests.support.contract_rows import contract_row, question


@pytest.fixture
def notice(store: Store) -> Notice:
    """A question whether the contract of a cancelled order is to be cancelled."""
    return question(contract_row(store))


def test_a_notice_shows_what_can_be_decided_and_what_follows(backhaul: CommandLine, notice: Notice) -> None:
    shown = backhaul("notices", "show", notice.pk).out

    assert "To decide" in shown
    assert "cancel_contract: Cancel the subscription. No further charge is made." in shown


def test_a_list_says_whom_each_notice_is_for(backhaul: CommandLine, notice: Notice) -> None:
    to_staff = backhaul("notices", "list").out
    Notice.objects.update(recipient="customer")

    assert " staff " in to_staff
    assert " customer " in backhaul("notices", "list").out
    assert "for the customer; not mailed" in backhaul("notices", "show", notice.pk).out


def test_a_notice_is_decided_once(backhaul: CommandLine, notice: Notice) -> None:
    decided = backhaul("notices", "decide", notice.pk, "keep_contract", "--by", "ada")
    again = backhaul("notices", "decide", notice.pk, "cancel_contract")
    unknown = backhaul("notices", "decide", notice.pk, "burn")

    assert "decided by ada: keep_contract. It goes on, and is charged as before." in decided.out
    assert "To decide" not in decided.out
    assert (again.code, "decided before: keep_contract" in again.err) == (1, True)
    assert (unknown.code, "cannot be chosen" in unknown.err) == (2, True)


def test_what_has_no_effect_any_more_says_so_and_is_not_decided(backhaul: CommandLine, notice: Notice) -> None:
    Notice.objects.update(result="Nothing is left to decide: the subscription has ended.")

    shown = backhaul("notices", "show", notice.pk).out
    decided = backhaul("notices", "decide", notice.pk, "cancel_contract")

    assert "Nothing is left to decide: the subscription has ended." in shown
    assert "To decide" not in shown
    assert decided.code == 1
