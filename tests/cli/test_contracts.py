"""`backhaul contracts`."""

import pytest

from backhaul.models import Contract, SalesOrder, Store
from tests.cli.command_line import CommandLine
from tests.support.contract_rows import contract_row
from tests.support.personal_contracts import personal_contract


@pytest.fixture
def contract(order: SalesOrder) -> Contract:
    """Anna's contract, which has brought about the order."""
    return personal_contract(order)


def test_contracts_are_listed_by_status_and_order(backhaul: CommandLine, contract: Contract) -> None:
    paused = contract_row(contract.store, 7001, status="PAUSED")

    listed = backhaul("contracts", "list", "--status", "paused")
    of_order = backhaul("contracts", "list", "--order", "#1001", "--json").json["items"]

    assert paused.pk in listed.out
    assert contract.pk not in listed.out
    assert [one["id"] for one in of_order] == [contract.pk]


def test_no_contract_is_said_in_words(backhaul: CommandLine, store: Store) -> None:
    assert backhaul("contracts", "list").out == "No contract.\n"


def test_a_contract_is_shown_with_its_personal_data_only_when_asked_for(
    backhaul: CommandLine, contract: Contract
) -> None:
    hidden = backhaul("contracts", "show", contract.pk).out
    shown = backhaul("contracts", "show", str(contract.shopify_id), "--personal").out

    assert "Nevsky" not in hidden
    assert "address: address1: Nevsky 7" in shown
    for words in ("ACTIVE, ours", "Deliveries:", "1/1 apple", "Cycles:", "UNBILLED", "Billing attempts:", "Changed:"):
        assert words in hidden
