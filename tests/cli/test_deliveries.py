"""`backhaul deliveries`."""

from datetime import UTC, datetime

import pytest

from backhaul.models import Contract, Store
from tests.cli.command_line import CommandLine
from tests.support.contract_rows import contract_row, due_row

NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)
SPAN = ("--from", "2026-02-01", "--to", "2026-02-28")


@pytest.fixture
def contract(store: Store) -> Contract:
    return contract_row(store)


def test_deliveries_are_listed_by_day(backhaul: CommandLine, contract: Contract) -> None:
    due_row(contract, NOON)

    listed = backhaul("deliveries", "list", *SPAN)

    assert "2026-02-03" in listed.out
    assert "not paid yet" in listed.out
    assert "2 apple" in listed.out
    assert backhaul("deliveries", "list", *SPAN, "--state", "done").out == "No delivery falls on these days.\n"


def test_days_are_counted(backhaul: CommandLine, contract: Contract) -> None:
    due_row(contract, NOON)
    due_row(contract, NOON, state="shipped")

    shown = backhaul("deliveries", "days", *SPAN, "--contract", "5001", "--json").json

    assert [(day["day"], day["counts"]) for day in shown["days"]] == [("2026-02-03", {"unpaid": 1, "done": 1})]
    assert "2026-02-03" in backhaul("deliveries", "days", *SPAN).out


def test_a_day_that_is_none_is_wrong_use(backhaul: CommandLine, contract: Contract) -> None:
    assert backhaul("deliveries", "list", "--from", "tomorrow").code == 2
    assert backhaul("deliveries", "days", "--from", "2026-02-02", "--to", "2026-02-01").code == 2
