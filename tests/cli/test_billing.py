"""`backhaul billing`."""

import pytest

from backhaul.models import Bill, Contract, Store
from tests.cli.command_line import CommandLine
from tests.support.contract_rows import bill_row, contract_row


@pytest.fixture
def contract(store: Store) -> Contract:
    return contract_row(store)


@pytest.fixture
def bill(contract: Contract) -> Bill:
    return bill_row(contract)


def test_billing_is_switched_on_shown_and_switched_off(backhaul: CommandLine, store: Store) -> None:
    assert "billing is off" in backhaul("billing", "show").out

    switched = backhaul("billing", "on", "--json").json
    changed = backhaul("billing", "policy", "--hour", "6", "--retry-days", "2,5", "--at-end", "pause").out

    assert switched["policy"]["is_on"]
    assert "at 6:00 (UTC)" in changed
    assert "again after 2, 5 days" in changed
    assert "billing is off" in backhaul("billing", "off").out


def test_a_plan_has_policies_of_its_own_until_it_drops_them(backhaul: CommandLine, store: Store) -> None:
    backhaul("billing", "on")
    own = backhaul("billing", "policy", "--plan", "7", "--stock", "skip", "--json").json["plans"]
    dropped = backhaul("billing", "policy", "--plan", "7", "--drop", "--json").json["plans"]

    assert [(one["plan"], one["stock"]) for one in own] == [("gid://shopify/SellingPlan/7", "skip")]
    assert dropped == []


@pytest.mark.parametrize(
    "wrong",
    [("--hour", "24"), ("--retry-days", "7,3"), ("--retry-days", "x"), ("--pay-days", "32"), ("--overdue-days", "0")],
)
def test_a_policy_that_cannot_be_is_refused(backhaul: CommandLine, store: Store, wrong: tuple[str, str]) -> None:
    refused = backhaul("billing", "policy", *wrong)

    assert refused.code == 2
    assert "Hint" in refused.err


def test_bills_are_listed_and_shown_with_their_tries(backhaul: CommandLine, bill: Bill) -> None:
    listed = backhaul("billing", "list", "--state", "open", "--contract", "5001")
    shown = backhaul("billing", "bill", bill.pk)

    assert "declined; it will be tried again" in listed.out
    assert "CARD_DECLINED" in shown.out
    assert backhaul("billing", "list", "--state", "charged").out == "No bill.\n"


def test_what_was_charged_is_shown_in_the_customers_currency(backhaul: CommandLine, bill: Bill) -> None:
    Bill.objects.update(
        state="charged", settled_at=bill.due_at, order_gid="gid://shopify/Order/9", amount="1600.0000", currency="JPY"
    )

    assert "charged 1600 JPY, order gid://shopify/Order/9" in backhaul("billing", "bill", bill.pk).out
    assert backhaul("billing", "list", "--json").json["items"][0]["amount"] == "1600"


def test_a_bill_is_left_and_its_task_runs_with_that(backhaul: CommandLine, bill: Bill) -> None:
    left = backhaul("billing", "leave", bill.pk, "--by", "boss")

    bill.refresh_from_db()
    bill.task.refresh_from_db()
    assert "  Asked for by boss: leave it uncharged. A worker sees to it.\n" in left.out
    assert "it will be tried again" not in left.out
    assert (bill.wish, bill.task.state) == ("leave", "pending")


def test_a_cycle_is_charged_by_hand(backhaul: CommandLine, contract: Contract) -> None:
    off = backhaul("billing", "charge", "5001", "2")
    backhaul("billing", "on")
    wanted = backhaul("billing", "charge", "5001", "2", "--json").json["bill"]

    assert off.code == 1
    assert "Switch it on first" in off.err
    assert (wanted["cycle"], wanted["wish"], wanted["task_state"]) == (2, "charge", "pending")


def test_a_cycle_that_is_charged_by_hand_is_said_to_be_seen_to(backhaul: CommandLine, contract: Contract) -> None:
    backhaul("billing", "on")

    said = backhaul("billing", "charge", "5001", "2", "--by", "boss").out.splitlines()

    assert said[-2].endswith("due 2026-01-31T09:00:00Z")
    assert said[-1] == "  Asked for by boss: charge it now. A worker sees to it."


def test_another_card_is_asked_for_by_a_change(backhaul: CommandLine, bill: Bill) -> None:
    assert backhaul("billing", "ask-for-card", bill.pk).out.startswith("tsk_")


def test_what_is_due_says_what_comes_of_it(backhaul: CommandLine, contract: Contract) -> None:
    off = backhaul("billing", "due").out
    backhaul("billing", "on")

    assert "billing is off" in off
    assert "before billing was switched on" in backhaul("billing", "due").out
