"""Edits of single billing cycles that stand in the way of an edit of the whole contract."""

from datetime import timedelta
from decimal import Decimal

import pytest

from backhaul.core.budget import Priority
from backhaul.core.change_steps import StepKind
from backhaul.core.contract_content import CycleReading
from backhaul.core.draft_edits import (
    AddDiscount,
    AddLine,
    DeliverTo,
    DraftEdit,
    RemoveLine,
    SetLine,
    SetNote,
    edits_as_json,
)
from backhaul.core.money import Money
from backhaul.core.wanted_changes import GivenAddress
from backhaul.flows.read_contract import read_contract
from backhaul.models import Contract, Intent
from backhaul.shopify.client import connect
from tests.support.change_steps import carry_out, contract_step, edit_step, ending, task_of
from tests.support.shop import Shop, let_lost_replies_be_old, run_pending, wake_all
from tests.support.subscriptions import subscribe, tea

NOTE = SetNote(note="Ring twice")
LATER = 4
"""A cycle further ahead than the next one."""


def give_own_content(shop: Shop, contract: Contract, index: int, *edits: DraftEdit) -> None:
    """What the merchant has decided for this cycle alone."""
    params = {"cycle_index": index, "edits": edits_as_json(edits)}
    assert carry_out(contract_step(contract, StepKind.EDIT_CYCLE, **params)) == ("succeeded", "changed")
    contract.changes.all().update(state="done", settled_at=contract.shopify_created_at)


def cycle(shop: Shop, contract: Contract, index: int) -> CycleReading:
    """The cycle as Shopify shows it."""
    found = connect(shop.store, priority=Priority.EFFECT).read_cycle(contract.gid, index)
    assert found is not None
    return found


def quantities(reading: CycleReading) -> list[int]:
    """Of the lines that it has of its own."""
    return [line.quantity for line in reading.edited.lines] if reading.edited else []


@pytest.mark.parametrize("index", [2, LATER, 11])
def test_they_are_set_aside_and_applied_again(shop: Shop, index: int) -> None:
    contract = subscribe(shop)
    line = contract.lines.get().gid
    give_own_content(shop, contract, index, SetLine(line, quantity=4))

    ended = carry_out(edit_step(contract, NOTE))

    own = cycle(shop, contract, index)
    assert ended == ("succeeded", "changed")
    assert read_contract(shop.store, contract.gid).note == "Ring twice"
    assert quantities(own) == [4]
    assert own.edited is not None
    assert own.edited.note == "Ring twice"


def test_all_that_a_cycle_can_have_of_its_own_comes_back(shop: Shop) -> None:
    contract = subscribe(shop)
    price = Money(Decimal("7.00"), contract.currency)
    edits: list[DraftEdit] = [
        SetLine(contract.lines.get().gid, quantity=2, price=price),
        AddLine(tea(shop), 5, price, attributes=(("Gift", "yes"),)),
        AddDiscount("Once", percentage=50),
        DeliverTo(GivenAddress(address1="Summer House 1")),
        SetNote(attributes=(("Card", "Merry"),)),
    ]
    give_own_content(shop, contract, LATER, *edits)
    before = cycle(shop, contract, LATER).edited

    ended = carry_out(edit_step(contract, SetNote(note="Ring twice")))

    after = cycle(shop, contract, LATER).edited
    assert ended == ("succeeded", "changed")
    assert before is not None
    assert after is not None
    assert [(one.quantity, one.price, one.attributes) for one in after.lines] == [
        (one.quantity, one.price, one.attributes) for one in before.lines
    ]
    assert [one.as_edit for one in after.discounts] == [one.as_edit for one in before.discounts]
    assert (after.address, after.delivery_price, after.attributes) == (
        before.address,
        before.delivery_price,
        before.attributes,
    )


def test_a_moved_and_a_skipped_cycle_are_so_again(shop: Shop) -> None:
    contract = subscribe(shop)
    line = contract.lines.get().gid
    moved, skipped = 2, 3
    for index in (moved, skipped):
        give_own_content(shop, contract, index, SetLine(line, quantity=4))
    date = cycle(shop, contract, moved).starts_at + timedelta(hours=6)
    carry_out(contract_step(contract, StepKind.SCHEDULE_CYCLE, cycle_index=moved, date=date.isoformat()))
    contract.changes.all().update(state="done", settled_at=contract.shopify_created_at)
    carry_out(contract_step(contract, StepKind.SKIP_CYCLE, cycle_index=skipped))
    contract.changes.all().update(state="done", settled_at=contract.shopify_created_at)

    ended = carry_out(edit_step(contract, NOTE))

    assert ended == ("succeeded", "changed")
    assert cycle(shop, contract, moved).expected_at == date
    assert cycle(shop, contract, skipped).skipped
    assert [quantities(cycle(shop, contract, index)) for index in (moved, skipped)] == [[4], [4]]


def test_an_edit_of_a_line_that_the_change_removes_is_told_as_lost(shop: Shop) -> None:
    contract = subscribe(shop)
    price = Money(Decimal("7.00"), contract.currency)
    line = contract.lines.get().gid
    carry_out(edit_step(contract, AddLine(tea(shop), 1, price)))
    contract.changes.all().update(state="done", settled_at=contract.shopify_created_at)
    give_own_content(shop, contract, LATER, SetLine(line, quantity=4), NOTE)

    step = edit_step(contract, RemoveLine(line))
    ended = carry_out(step)

    own = cycle(shop, contract, LATER).edited
    assert ended == ("needs_attention", "needs_attention")
    assert "of lines that are gone" in task_of(step).outcome_detail
    assert [one.gid for one in read_contract(shop.store, contract.gid).lines] != [line]
    assert own is not None
    assert own.note == "Ring twice"


def test_they_come_back_when_the_change_itself_is_refused(shop: Shop) -> None:
    contract = subscribe(shop)
    give_own_content(shop, contract, LATER, SetLine(contract.lines.get().gid, quantity=4))

    ended = carry_out(edit_step(contract, RemoveLine(contract.lines.get().gid)))

    assert ended == ("needs_attention", "needs_attention")
    assert quantities(cycle(shop, contract, LATER)) == [4]


@pytest.mark.parametrize(
    "operation",
    [
        "subscriptionBillingCycleEditDelete",
        "subscriptionDraftCommit",
        "subscriptionBillingCycleContractEdit",
        "subscriptionBillingCycleContractDraftCommit",
    ],
)
@pytest.mark.parametrize("fault", ["500_after", "500_before"])
def test_nothing_is_lost_with_a_reply(shop: Shop, operation: str, fault: str) -> None:
    contract = subscribe(shop)
    give_own_content(shop, contract, LATER, SetLine(contract.lines.get().gid, quantity=4))
    shop.sandbox.faults({"operation": operation, "nth": 1, "kind": fault})
    step = edit_step(contract, NOTE)
    waiting = carry_out(step)

    let_lost_replies_be_old()
    wake_all()
    run_pending()

    assert waiting == ("waiting", "waiting_until")
    assert ending(step) == ("succeeded", "changed")
    assert read_contract(shop.store, contract.gid).note == "Ring twice"
    assert quantities(cycle(shop, contract, LATER)) == [4]
    assert not Intent.objects.filter(state__in=Intent.UNSETTLED).exists()


def test_a_task_that_is_called_off_gives_them_back_first(shop: Shop) -> None:
    contract = subscribe(shop)
    give_own_content(shop, contract, LATER, SetLine(contract.lines.get().gid, quantity=4))
    shop.sandbox.faults({"operation": "subscriptionBillingCycleEditDelete", "nth": 1, "kind": "500_after"})
    step = edit_step(contract, NOTE)
    carry_out(step)
    task = task_of(step)
    task.cancel_requested = True
    task.save(update_fields=["cancel_requested"])

    let_lost_replies_be_old()
    wake_all()
    run_pending()

    assert quantities(cycle(shop, contract, LATER)) == [4]
