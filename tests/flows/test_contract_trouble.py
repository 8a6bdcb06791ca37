"""What can go wrong while a contract is changed: others who are quicker, attempts to bill, replies that are lost."""

import json

import pytest

from backhaul.core.draft_edits import AddDiscount, DeliverTo, SetNote
from backhaul.core.wanted_changes import GivenAddress
from backhaul.flows.read_contract import read_contract
from backhaul.models import Contract, Intent
from tests.support.change_steps import carry_out, edit_step, ending, task_of
from tests.support.shop import Shop, let_lost_replies_be_old, run_pending, wake_all
from tests.support.subscriptions import subscribe

NOTE = SetNote(note="Ring twice")
CHARGE = """mutation Charge($id: ID!, $key: String!, $at: DateTime!) { subscriptionBillingAttemptCreate(
 subscriptionContractId: $id, subscriptionBillingAttemptInput: {idempotencyKey: $key, originTime: $at}) {
 subscriptionBillingAttempt { id } userErrors { message code } } }"""


def stale(times: int) -> dict[str, object]:
    """Others have committed first, so many times."""
    error = {"field": ["draftId"], "message": "Another operation updated the contract.", "code": "STALE_CONTRACT"}
    reply = {"data": {"subscriptionDraftCommit": {"contract": None, "userErrors": [error]}}}
    body = {"kind": "body", "body": json.dumps(reply), "carried_out": False}
    return {**body, "operation": "subscriptionDraftCommit", "times": times}


def pay_by_card(shop: Shop) -> Contract:
    return subscribe(shop, payment_method={"brand": "visa", "last_digits": "4242"})


def test_a_stale_draft_is_begun_again_from_the_read(shop: Shop) -> None:
    contract = subscribe(shop)
    shop.sandbox.faults(stale(2))

    ended = carry_out(edit_step(contract, NOTE))

    assert ended == ("succeeded", "changed")
    assert read_contract(shop.store, contract.gid).note == "Ring twice"
    assert Intent.objects.filter(operation="subscriptionContractUpdate").count() == 3


def test_after_three_stale_drafts_a_person_is_asked(shop: Shop) -> None:
    contract = subscribe(shop)
    shop.sandbox.faults(stale(3))

    step = edit_step(contract, NOTE)
    ended = carry_out(step)

    assert ended == ("needs_attention", "needs_attention")
    assert Intent.objects.filter(operation="subscriptionDraftCommit").count() == 3
    assert read_contract(shop.store, contract.gid).note in (None, "")


@pytest.mark.parametrize("fault", ["500_after", "500_before"])
def test_a_lost_edit_of_a_draft_is_not_in_the_contract_twice(shop: Shop, fault: str) -> None:
    contract = subscribe(shop)
    shop.sandbox.faults({"operation": "subscriptionDraftDiscountAdd", "nth": 1, "kind": fault})
    step = edit_step(contract, AddDiscount("Loyal", percentage=10))
    carry_out(step)

    let_lost_replies_be_old()
    wake_all()
    run_pending()

    assert ending(step) == ("succeeded", "changed")
    assert [one.title for one in read_contract(shop.store, contract.gid).discounts] == ["Loyal"]


def test_nothing_is_edited_while_a_billing_attempt_is_under_way(shop: Shop) -> None:
    contract = pay_by_card(shop)
    assert contract.next_billing_at is not None
    step = edit_step(contract, NOTE)
    shop.sandbox.client.post(f"{shop.sandbox.url}/sandbox/billing", json={"delay": "PT10M"}).raise_for_status()
    charged = shop.sandbox.graphql(CHARGE, id=contract.gid, key="k-1", at=contract.next_billing_at.isoformat())[
        "subscriptionBillingAttemptCreate"
    ]
    assert charged["userErrors"] == []

    waiting = carry_out(step)
    why = task_of(step).wait_reason
    shop.sandbox.advance("PT1H")
    wake_all()
    run_pending()

    assert (waiting, why) == (("waiting", "waiting_until"), "billing")
    assert ending(step) == ("succeeded", "changed")


def test_options_that_shopify_is_still_working_out_are_waited_for_with_the_same_draft(shop: Shop) -> None:
    contract = subscribe(shop)
    url = f"{shop.sandbox.url}/sandbox/delivery-options"
    shop.sandbox.client.post(url, json={"delay": "PT30S"}).raise_for_status()
    step = edit_step(contract, DeliverTo(GivenAddress(address1="Other Street 9")))
    waiting = carry_out(step)
    shop.sandbox.advance("PT31S")
    wake_all()
    run_pending()

    assert waiting == ("waiting", "waiting_until")
    assert ending(step) == ("succeeded", "changed")
    assert Intent.objects.filter(operation="subscriptionContractUpdate").count() == 1
