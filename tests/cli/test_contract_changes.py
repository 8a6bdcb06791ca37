"""`backhaul contracts change` and `backhaul contract-changes`."""

from collections.abc import Iterator

import pytest

from backhaul.core.contracts import Ownership
from backhaul.models import Change, Store
from backhaul.shopify.transport import close_transports
from tests.cli.command_line import CommandLine
from tests.conftest import OwnDatabase
from tests.support.contract_rows import change_row, contract_row
from tests.support.sandbox import Sandbox
from tests.support.shop import Shop, connected
from tests.support.subscriptions import subscribe


@pytest.fixture
def shop(own_database: OwnDatabase, sandbox: Sandbox) -> Iterator[Shop]:
    yield connected(sandbox)
    close_transports()


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


def test_a_change_is_shown_first_and_begun_with_the_fingerprint_that_was_shown(
    backhaul: CommandLine, shop: Shop
) -> None:
    contract = subscribe(shop)
    asked = (
        "contracts",
        "change",
        contract.pk,
        "address",
        "--set",
        "address.city=Moncton",
        "--set",
        "address.zip=E1C 1A1",
    )

    shown = backhaul(*asked, "--set", "address.province_code=NB")
    fingerprint = shown.out.split("--confirm ")[1].strip()
    outdated = backhaul(*asked, "--set", "address.province_code=NB", "--confirm", "0" * 64)
    assert not Change.objects.exists()
    begun = backhaul(
        *asked, "--set", "address.province_code=NB", "--confirm", fingerprint, "--by", "ada", "--json"
    ).json
    again = backhaul(*asked, "--set", "address.province_code=NB", "--confirm", fingerprint)

    assert "[contract] Change the shipping address" in shown.out
    assert "[order] Change the shipping address of order" in shown.out
    assert (outdated.code, f"--confirm {fingerprint}" in outdated.err) == (1, True)
    assert (begun["state"], begun["requested_by"], len(begun["steps"])) == ("under_way", "ada", 2)
    assert "Moncton" not in str(begun["wanted"])
    assert again.code == 1


def test_a_part_of_an_address_by_itself_is_shown_how_it_is_written(backhaul: CommandLine, change: Change) -> None:
    result = backhaul("contracts", "change", change.contract_id, "address", "--set", "city=Moncton")

    assert (result.code, "Write it address.city." in result.err) == (2, True)


def test_what_is_no_change_is_wrong_use(backhaul: CommandLine, change: Change) -> None:
    reference = change.contract_id

    assert backhaul("contracts", "change", reference, "nonsense").code == 2
    assert backhaul("contracts", "change", reference, "note", "--set", "note").code == 2
    assert backhaul("contracts", "change", reference, "quantity", "--set", "quantity=many").code == 2
    assert (
        backhaul("contracts", "change", reference, "address", "--set", "address=x", "--set", "address.city=y").code == 2
    )
