"""Steps of a change that act on a contract, carried out in the sandbox."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from backhaul.core.change_steps import StepKind
from backhaul.core.draft_edits import (
    AddDiscount,
    AddLine,
    DeliverTo,
    DraftEdit,
    SetLine,
    SetNote,
    SetShipping,
    edits_as_json,
)
from backhaul.core.money import Money
from backhaul.core.wanted_changes import Actor, GivenAddress
from backhaul.flows.read_contract import read_contract
from backhaul.models import Contract, Intent
from tests.support.change_steps import carry_out, contract_step, edit_step, ending, task_of
from tests.support.shop import Shop, run_pending
from tests.support.subscriptions import edit_elsewhere, subscribe

NOTE = SetNote(note="Ring twice")


def price_of(contract: Contract, amount: str) -> Money:
    return Money(Decimal(amount), contract.currency)


def test_a_note_is_written_by_one_draft_and_read_back(shop: Shop) -> None:
    contract = subscribe(shop)

    ended = carry_out(edit_step(contract, NOTE))

    assert ended == ("succeeded", "changed")
    assert read_contract(shop.store, contract.gid).note == "Ring twice"
    sent = [intent.operation for intent in Intent.objects.order_by("created_at")]
    assert sent == ["subscriptionContractUpdate", "subscriptionDraftUpdate", "subscriptionDraftCommit"]


def test_several_edits_are_committed_at_once(shop: Shop) -> None:
    contract = subscribe(shop)
    line = contract.lines.get()
    edits: list[DraftEdit] = [
        SetLine(line.gid, quantity=3, price=price_of(contract, "8.50")),
        AddDiscount("Loyal", percentage=10),
        SetNote(attributes=(("Card", "Happy birthday"),)),
    ]

    ended = carry_out(edit_step(contract, *edits))

    seen = read_contract(shop.store, contract.gid)
    assert ended == ("succeeded", "changed")
    assert [(one.quantity, one.current_price.text) for one in seen.lines] == [(3, "8.50")]
    assert [(one.title, one.value) for one in seen.discounts] == [("Loyal", "10")]
    assert seen.attributes == (("Card", "Happy birthday"),)
    assert seen.revision > contract.revision


def test_an_address_given_in_part_keeps_the_rest_and_finds_a_way_of_shipping(shop: Shop) -> None:
    contract = subscribe(shop)
    before = read_contract(shop.store, contract.gid)
    assert before.method is not None
    assert before.method.address is not None

    ended = carry_out(edit_step(contract, DeliverTo(GivenAddress(address1="Other Street 9"))))

    after = read_contract(shop.store, contract.gid).method
    assert ended == ("succeeded", "changed")
    assert after is not None
    assert after.address is not None
    assert (after.address.address1, after.address.city) == ("Other Street 9", before.method.address.city)
    assert after.address.name == before.method.address.name


def test_an_address_to_which_nobody_ships_is_a_persons_decision_and_changes_nothing(shop: Shop) -> None:
    contract = subscribe(shop)
    before = read_contract(shop.store, contract.gid)

    step = edit_step(contract, DeliverTo(GivenAddress(country_code="JP", city="Kyoto", zip="1", province_code="")))
    ended = carry_out(step)

    assert ended == ("needs_attention", "needs_attention")
    assert "no way to ship" in task_of(step).outcome_detail
    assert read_contract(shop.store, contract.gid).revision == before.revision


def test_a_delivery_price_alone_leaves_the_way_of_shipping(shop: Shop) -> None:
    contract = subscribe(shop)
    before = read_contract(shop.store, contract.gid)

    ended = carry_out(edit_step(contract, SetShipping(price=price_of(contract, "3.21"))))

    after = read_contract(shop.store, contract.gid)
    assert ended == ("succeeded", "changed")
    assert (after.delivery_price.text, after.method) == ("3.21", before.method)


def test_a_contract_that_others_have_changed_elsewhere_in_between_is_read_again_and_then_edited(shop: Shop) -> None:
    contract = subscribe(shop)
    step = edit_step(contract, NOTE)
    edit_elsewhere(shop, contract.gid, deliveryPrice="4.00")

    ended = carry_out(step)

    seen = read_contract(shop.store, contract.gid)
    assert ended == ("succeeded", "changed")
    assert (seen.note, seen.delivery_price.text) == ("Ring twice", "4.00")


def test_a_step_is_superseded_when_the_very_thing_it_changes_was_changed_by_somebody(shop: Shop) -> None:
    contract = subscribe(shop)
    step = edit_step(contract, NOTE)
    edit_elsewhere(shop, contract.gid, note="Leave it at the door")

    ended = carry_out(step)

    assert ended == ("cancelled", "superseded")
    assert read_contract(shop.store, contract.gid).note == "Leave it at the door"


def test_a_step_whose_edits_somebody_has_made_meanwhile_is_done(shop: Shop) -> None:
    contract = subscribe(shop)
    step = edit_step(contract, NOTE)
    edit_elsewhere(shop, contract.gid, note="Ring twice")

    ended = carry_out(step)

    assert ended == ("succeeded", "already_so")
    assert not Intent.objects.filter(operation="subscriptionDraftCommit").exists()


@pytest.mark.parametrize(("status", "shown"), [("PAUSED", "PAUSED"), ("CANCELLED", "CANCELLED")])
def test_a_status_is_set_on_behalf_of_whoever_asked(shop: Shop, status: str, shown: str) -> None:
    contract = subscribe(shop)

    ended = carry_out(contract_step(contract, StepKind.SET_STATUS, actor=Actor.CUSTOMER, status=status))

    assert ended == ("succeeded", "changed")
    assert Contract.objects.get().status == shown
    assert Intent.objects.get().variables["actor"] == "CUSTOMER"


def test_a_paused_contract_is_resumed(shop: Shop) -> None:
    contract = subscribe(shop)
    carry_out(contract_step(contract, StepKind.SET_STATUS, status="PAUSED"))
    contract.changes.all().update(state="done", settled_at=contract.shopify_created_at)

    ended = carry_out(contract_step(contract, StepKind.SET_STATUS, status="ACTIVE"))

    assert ended == ("succeeded", "changed")
    assert Contract.objects.get().status == "ACTIVE"


def test_cancelling_what_has_ended_already_is_done_and_pausing_it_is_superseded(shop: Shop) -> None:
    contract = subscribe(shop)
    cancel = contract_step(contract, StepKind.SET_STATUS, status="CANCELLED")
    elsewhere = 'mutation { subscriptionContractCancel(subscriptionContractId: "%s") { userErrors { message } } }'
    shop.sandbox.graphql(elsewhere % contract.gid)

    first = carry_out(cancel)
    contract.changes.all().update(state="done", settled_at=contract.shopify_created_at)
    pause = carry_out(contract_step(contract, StepKind.SET_STATUS, status="PAUSED"))

    assert first == ("succeeded", "already_so")
    assert pause == ("cancelled", "superseded")


def test_the_next_billing_date_is_set(shop: Shop) -> None:
    contract = subscribe(shop)
    assert contract.next_billing_at is not None
    date = contract.next_billing_at + timedelta(days=10)

    ended = carry_out(contract_step(contract, StepKind.SET_NEXT_BILLING, date=date.isoformat()))

    assert ended == ("succeeded", "changed")
    assert Contract.objects.get().next_billing_at == date


def next_cycle(contract: Contract) -> tuple[int, datetime]:
    cycle = contract.cycles.filter(status="UNBILLED").order_by("index")[0]
    return cycle.index, cycle.expected_at


def test_a_cycle_is_skipped_and_unskipped(shop: Shop) -> None:
    contract = subscribe(shop)
    index, _ = next_cycle(contract)

    skipped = carry_out(contract_step(contract, StepKind.SKIP_CYCLE, cycle_index=index))
    contract.changes.all().update(state="done", settled_at=contract.shopify_created_at)
    was_skipped = contract.cycles.get(index=index).skipped
    unskipped = carry_out(contract_step(contract, StepKind.UNSKIP_CYCLE, cycle_index=index))

    assert (skipped, unskipped) == (("succeeded", "changed"), ("succeeded", "changed"))
    assert (was_skipped, contract.cycles.get(index=index).skipped) == (True, False)


def test_a_cycle_is_billed_at_another_date_within_it(shop: Shop) -> None:
    contract = subscribe(shop)
    index, expected = next_cycle(contract)
    date = expected - timedelta(days=3)

    ended = carry_out(contract_step(contract, StepKind.SCHEDULE_CYCLE, cycle_index=index, date=date.isoformat()))

    assert ended == ("succeeded", "changed")
    assert contract.cycles.get(index=index).expected_at == date


def test_a_date_outside_of_the_cycle_is_a_persons_decision(shop: Shop) -> None:
    contract = subscribe(shop)
    index, expected = next_cycle(contract)
    date = expected + timedelta(days=400)

    step = contract_step(contract, StepKind.SCHEDULE_CYCLE, cycle_index=index, date=date.isoformat())
    ended = carry_out(step)

    assert ended == ("needs_attention", "needs_attention")
    assert "within its own period" in task_of(step).outcome_detail


def test_one_cycle_alone_gets_a_content_of_its_own(shop: Shop) -> None:
    contract = subscribe(shop)
    index, _ = next_cycle(contract)
    edits = edits_as_json([SetLine(contract.lines.get().gid, quantity=4)])

    ended = carry_out(contract_step(contract, StepKind.EDIT_CYCLE, cycle_index=index, edits=edits))

    assert ended == ("succeeded", "changed")
    assert contract.cycles.get(index=index).contract_edited
    assert [line.quantity for line in read_contract(shop.store, contract.gid).lines] == [1]


def test_shopify_writes_to_the_customer_for_another_payment_method(shop: Shop) -> None:
    contract = subscribe(shop, payment_method={"brand": "visa", "last_digits": "4242"})
    params = {"payment_method": contract.payment_method_gid}

    ended = carry_out(contract_step(contract, StepKind.ASK_FOR_PAYMENT_METHOD, **params))

    assert contract.payment_method_gid
    assert ended == ("succeeded", "changed")


def test_what_shopify_refuses_for_good_is_not_asked_for_again_before_a_person_says_so(shop: Shop) -> None:
    contract = subscribe(shop)
    step = edit_step(contract, AddLine("gid://shopify/ProductVariant/999999", 1, price_of(contract, "1.00")))
    carry_out(step)
    tried = Intent.objects.filter(operation="subscriptionDraftLineAdd").count()

    task = task_of(step)
    task.state, task.outcome = "pending", ""
    task.save()
    run_pending()

    assert ending(step) == ("needs_attention", "needs_attention")
    assert Intent.objects.filter(operation="subscriptionDraftLineAdd").count() == tried == 1
