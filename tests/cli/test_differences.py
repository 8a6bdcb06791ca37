"""`backhaul changes`."""

import pytest

from backhaul.models import OrderDifference, SalesOrder, Store
from tests.cli.command_line import CommandLine
from tests.support.rows import conflict_row


@pytest.fixture
def conflict(order: SalesOrder) -> OrderDifference:
    """A postal code that was changed after a shipment was posted."""
    return conflict_row(order)


def test_changes_are_listed_without_personal_data(
    backhaul: CommandLine, order: SalesOrder, conflict: OrderDifference
) -> None:
    conflict_row(order, "tags", after="rush", state="applied")

    listed = backhaul("changes", "list", "--state", "conflict")
    of_order = backhaul("changes", "list", "--order", "#1001", "--json").json["items"]

    assert "shipping address: postal code" in listed.out
    assert "•••" in listed.out
    assert "1020" not in listed.out
    assert sorted(one["after"] for one in of_order) == ["rush", "•••"]


def test_no_change_is_said_in_words(backhaul: CommandLine, store: Store) -> None:
    assert backhaul("changes", "list").out == "Nothing was changed.\n"


def test_a_change_is_shown_with_its_personal_data_only_when_asked_for(
    backhaul: CommandLine, order: SalesOrder, conflict: OrderDifference
) -> None:
    conflict_row(order, "tags", after=None, state="applied")

    hidden = backhaul("changes", "show", conflict.pk).out
    shown = backhaul("changes", "show", conflict.pk, "--personal").out

    assert "1020" not in hidden
    assert "was       1010" in shown
    assert "became    1020" in shown
    assert "is now    (not there)" in shown
    assert "a webhook told of it: orders/edited" in shown
    assert "Shipment S-1 went to the earlier address." in shown
    assert "Noticed together with it:" in shown


def test_a_conflict_is_marked_as_resolved(backhaul: CommandLine, conflict: OrderDifference) -> None:
    done = backhaul("changes", "resolve", conflict.pk, "--note", "The carrier knows.", "--by", "ada")
    again = backhaul("changes", "resolve", conflict.pk, "--note", "Once more")

    conflict.refresh_from_db()
    assert done.out == f"Resolved: shipping address: postal code of #1001 ({conflict.pk}).\n"
    assert (conflict.state, conflict.resolved_by, conflict.resolution) == ("resolved", "ada", "The carrier knows.")
    assert again.code == 1
    assert "cannot become resolved" in again.err
