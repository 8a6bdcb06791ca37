"""`backhaul contract-changes`."""

import pytest

from backhaul.core.contracts import Ownership
from backhaul.models import Change, Store
from tests.cli.command_line import CommandLine
from tests.support.contract_rows import change_row, contract_row


@pytest.fixture
def change(store: Store) -> Change:
    """A change whose only step is to be made in another app."""
    return change_row(contract_row(store, ownership=Ownership.ANOTHER_APP))


def test_changes_are_listed_by_state(backhaul: CommandLine, change: Change) -> None:
    listed = backhaul("contract-changes", "list", "--state", "under_way", "--contract", change.contract_id)

    assert change.pk in listed.out
    assert "5001" in listed.out
    assert backhaul("contract-changes", "list", "--state", "done").out == "No change.\n"


def test_a_change_is_shown_with_its_steps_and_without_what_was_asked_for(backhaul: CommandLine, change: Change) -> None:
    shown = backhaul("contract-changes", "show", change.pk)

    assert f"{change.pk}: note of subscription 5001, under_way." in shown.out
    assert "1. [app] Change the note in the other app. open." in shown.out
    assert "Ring twice" not in shown.out
    assert backhaul("contract-changes", "show", "chg_none").code == 1


def test_a_step_in_another_app_is_ticked_off(backhaul: CommandLine, change: Change) -> None:
    step = change.steps.get()

    ticked = backhaul("contract-changes", "tick", step.pk, "--by", "ada", "--json").json

    assert [(one["state"], one["ticked_by"]) for one in ticked["steps"]] == [("done", "ada")]
    assert backhaul("contract-changes", "tick", "stp_none").code == 1
