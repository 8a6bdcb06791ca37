"""What was set aside of single billing cycles comes back when the change that did so is held up or called off."""

from datetime import timedelta

import pytest

from backhaul.core.draft_edits import DeliverTo, SetLine, SetNote
from backhaul.core.wanted_changes import GivenAddress
from backhaul.flows import contract_steps
from backhaul.flows.read_contract import read_contract
from backhaul.flows.steer_tasks import cancel_task
from backhaul.flows.store_life import uninstall_by_hand
from backhaul.models import ChangeStep, Contract
from tests.flows.test_cycle_edits import LATER, cycle, give_own_content, quantities
from tests.support.change_steps import carry_out, edit_step, ending, task_of
from tests.support.shop import Shop, run_pending, wake_all
from tests.support.subscriptions import subscribe

NOTE = SetNote(note="Ring twice")
ELSEWHERE = DeliverTo(GivenAddress(address1="Other Street 9"))


@pytest.fixture
def contract(shop: Shop) -> Contract:
    """A subscription of which one delivery ahead has four units instead of what the others have."""
    subscribed = subscribe(shop)
    give_own_content(shop, subscribed, LATER, SetLine(subscribed.lines.get().gid, quantity=4))
    return subscribed


def let_options_wait(shop: Shop) -> None:
    url = f"{shop.sandbox.url}/sandbox/delivery-options"
    shop.sandbox.client.post(url, json={"delay": "PT30S"}).raise_for_status()


def held_up(shop: Shop, contract: Contract) -> ChangeStep:
    """A step that has set the cycle's edits aside, and is refused at its commit time and again."""
    shop.sandbox.faults({"operation": "subscriptionDraftCommit", "nth": 1, "kind": "throttled"})
    step = edit_step(contract, NOTE)
    assert carry_out(step)[0] == "waiting"
    assert quantities(cycle(shop, contract, LATER)) == []
    return step


def test_nothing_is_set_aside_while_delivery_options_are_worked_out(shop: Shop, contract: Contract) -> None:
    let_options_wait(shop)
    step = edit_step(contract, ELSEWHERE)
    waiting = carry_out(step)
    meanwhile = quantities(cycle(shop, contract, LATER))

    shop.sandbox.advance("PT31S")
    wake_all()
    run_pending()

    assert (waiting, meanwhile) == (("waiting", "waiting_until"), [4])
    assert ending(step) == ("succeeded", "changed")
    assert quantities(cycle(shop, contract, LATER)) == [4]


def test_options_that_never_come_are_a_persons(shop: Shop, contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    let_options_wait(shop)
    step = edit_step(contract, ELSEWHERE)
    waiting = carry_out(step)

    monkeypatch.setattr(contract_steps, "LONGEST_WAIT", timedelta(0))
    wake_all()
    run_pending()

    assert waiting[0] == "waiting"
    assert ending(step) == ("needs_attention", "needs_attention")
    assert "lasted too long" in task_of(step).outcome_detail


def test_a_step_that_is_called_off_as_it_waits_applies_them_again(shop: Shop, contract: Contract) -> None:
    step = held_up(shop, contract)

    cancel_task(task_of(step).pk, reason="The customer stays.")
    run_pending()

    assert ending(step) == ("cancelled", "stopped")
    assert quantities(cycle(shop, contract, LATER)) == [4]
    assert read_contract(shop.store, contract.gid).note != "Ring twice"


def test_a_step_that_is_called_off_goes_on_until_they_are_applied_again(shop: Shop, contract: Contract) -> None:
    step = held_up(shop, contract)
    shop.sandbox.faults({"operation": "subscriptionBillingCycleContractEdit", "nth": 1, "kind": "throttled"})

    cancel_task(task_of(step).pk, reason="The customer stays.")
    run_pending()
    meanwhile = ending(step)
    wake_all()
    run_pending()

    assert meanwhile[0] == "waiting"
    assert ending(step) == ("cancelled", "stopped")
    assert quantities(cycle(shop, contract, LATER)) == [4]


def test_a_step_of_a_store_that_is_uninstalled_stays_with_a_person(shop: Shop, contract: Contract) -> None:
    step = held_up(shop, contract)

    uninstall_by_hand(shop.store)
    run_pending()

    assert ending(step) == ("needs_attention", "needs_attention")
