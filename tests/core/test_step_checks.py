"""Whether a step of a change may still be carried out as it was planned."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backhaul.core.change_steps import Side, Situation, Step, StepKind
from backhaul.core.contracts import (
    ContractStatus,
    CycleStatus,
    Ownership,
    RemoteAttempt,
    RemoteContract,
    RemoteDiscount,
)
from backhaul.core.decisions import Done, WaitUntil
from backhaul.core.draft_edits import (
    AddDiscount,
    DeliverTo,
    DraftEdit,
    RemoveLine,
    SetLine,
    SetNote,
    SetPaymentMethod,
    SetShipping,
    edits_as_json,
)
from backhaul.core.next_charge import next_to_bill
from backhaul.core.remote import FulfillmentOrderStatus, RemoteOrder
from backhaul.core.remote_customer import RemoteAddress
from backhaul.core.step_basis import RESTS_ON, basis, still_rests, with_basis
from backhaul.core.step_checks import Superseded, check_contract_step, check_order_step
from backhaul.core.subscription_policies import SubscriptionPolicies
from backhaul.core.wanted_changes import GivenAddress
from tests.core.contract_builders import COFFEE, COFFEE_LINE, NOW, coffee, contract, euros, later, part, prepaid

PENDING = RemoteAttempt("gid://shopify/SubscriptionBillingAttempt/1", "key", "pending", NOW)
ELSEWHERE = RemoteAddress(name="Ada Lovelace", address1="2 Main Street", city="Berlin", country_code="DE")


def edit(*edits: DraftEdit) -> dict[str, object]:
    return {"edits": edits_as_json(edits)}


def resting(kind: StepKind, params: dict[str, object], **seen: Any) -> dict[str, object]:
    """The params with what they rest on now."""
    return {**params, RESTS_ON: basis(kind, params, **seen)}


def with_cycle(seen: RemoteContract, index: int, **changes: Any) -> RemoteContract:
    return replace(seen, cycles=tuple(replace(one, **changes) if one.index == index else one for one in seen.cycles))


@pytest.mark.parametrize(
    ("wanted", "changed"),
    [
        (DeliverTo(GivenAddress(city="Bonn")), {"method": "address"}),
        (SetShipping(price=euros("1.00")), {"delivery_price": euros("9.99")}),
        (SetLine(COFFEE_LINE, quantity=2), {"lines": (coffee(quantity=5),)}),
        (SetLine(COFFEE_LINE, quantity=2), {"lines": (coffee(current_price=euros("11.00")),)}),
        (RemoveLine(COFFEE_LINE), {"lines": ()}),
        (AddDiscount("Loyal", percentage=10), {"discounts": (RemoteDiscount("gid://d/1", "X", True, "5"),)}),
        (SetPaymentMethod("gid://shopify/CustomerPaymentMethod/2"), {"payment_method_gid": "gid://other"}),
        (SetNote(note="Ring"), {"note": "Knock"}),
        (SetNote(attributes=(("a", "b"),)), {"attributes": (("c", "d"),)}),
    ],
)
def test_an_edit_is_superseded_when_what_it_replaces_was_changed(wanted: DraftEdit, changed: dict[str, Any]) -> None:
    before = contract()
    params = resting(StepKind.EDIT_CONTRACT, edit(wanted), contract=before)
    if changed.get("method") == "address":
        assert before.method is not None
        changed = {"method": replace(before.method, address=ELSEWHERE)}

    found = check_contract_step(StepKind.EDIT_CONTRACT, params, replace(before, **changed), now=NOW)

    assert check_contract_step(StepKind.EDIT_CONTRACT, params, before, now=NOW) is None
    assert isinstance(found, Superseded)


def test_an_edit_goes_on_when_something_else_was_changed() -> None:
    before = contract()
    params = resting(StepKind.EDIT_CONTRACT, edit(SetNote(note="Ring")), contract=before)

    found = check_contract_step(
        StepKind.EDIT_CONTRACT, params, replace(before, revision=999, delivery_price=euros("1.00")), now=NOW
    )

    assert found is None


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        (StepKind.EDIT_CONTRACT, edit(SetNote(note="Ring"))),
        (StepKind.SKIP_CYCLE, {"cycle_index": 2}),
        (StepKind.SET_NEXT_BILLING, {"date": "2027-05-01T00:00:00+00:00"}),
        (StepKind.SCHEDULE_CYCLE, {"cycle_index": 2, "date": "2027-05-01T00:00:00+00:00"}),
        (StepKind.EDIT_CYCLE, {"cycle_index": 2, **edit(SetNote(note="Ring"))}),
    ],
)
def test_nothing_that_is_billed_is_changed_while_a_billing_attempt_is_under_way(
    kind: StepKind, params: dict[str, object]
) -> None:
    found = check_contract_step(kind, params, contract(attempts=(PENDING,)), now=NOW)

    assert isinstance(found, WaitUntil)
    assert found.until > NOW


def test_a_contract_is_paused_although_a_billing_attempt_is_under_way() -> None:
    found = check_contract_step(StepKind.SET_STATUS, {"status": "PAUSED"}, contract(attempts=(PENDING,)), now=NOW)

    assert found is None


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        (StepKind.SET_STATUS, {"status": "ACTIVE"}),
        (StepKind.SET_NEXT_BILLING, {"date": contract().next_billing_at.isoformat()}),  # type: ignore[union-attr]
        (StepKind.UNSKIP_CYCLE, {"cycle_index": 2}),
        (StepKind.SCHEDULE_CYCLE, {"cycle_index": 2, "date": contract().cycles[1].expected_at.isoformat()}),
    ],
)
def test_what_is_so_already_is_done(kind: StepKind, params: dict[str, object]) -> None:
    found = check_contract_step(kind, params, contract(), now=NOW)

    assert isinstance(found, Done)
    assert found.was_so


@pytest.mark.parametrize("status", [ContractStatus.CANCELLED, ContractStatus.EXPIRED])
def test_a_contract_that_has_ended_is_cancelled_already_and_nothing_else(status: str) -> None:
    ended = contract(status=status)

    cancel = check_contract_step(StepKind.SET_STATUS, {"status": "CANCELLED"}, ended, now=NOW)
    resume = check_contract_step(StepKind.SET_STATUS, {"status": "ACTIVE"}, ended, now=NOW)

    assert isinstance(cancel, Done)
    assert isinstance(resume, Superseded)


def test_a_cycle_that_was_billed_meanwhile_is_not_skipped() -> None:
    before = contract()
    params = resting(StepKind.SKIP_CYCLE, {"cycle_index": 2}, contract=before)

    found = check_contract_step(StepKind.SKIP_CYCLE, params, with_cycle(before, 2, status=CycleStatus.BILLED), now=NOW)

    assert isinstance(found, Superseded)


def test_a_cycle_that_was_moved_meanwhile_is_not_moved_again() -> None:
    before = contract()
    params: dict[str, object] = {"cycle_index": 2, "date": later(days=90).isoformat()}
    params = resting(StepKind.SCHEDULE_CYCLE, params, contract=before)

    found = check_contract_step(
        StepKind.SCHEDULE_CYCLE, params, with_cycle(before, 2, expected_at=later(days=80)), now=NOW
    )

    assert isinstance(found, Superseded)


def order_of(*parts: Any, **changes: Any) -> RemoteOrder:
    return prepaid(*parts, **changes)


FIRST, SECOND = part(1, 2), part(2, 3)


@pytest.mark.parametrize(
    "now_part",
    [
        replace(FIRST, status=FulfillmentOrderStatus.OPEN),
        replace(FIRST, fulfill_at=later(days=99)),
        replace(FIRST, lines=tuple(replace(line, remaining=0) for line in FIRST.lines)),
    ],
    ids=["opened", "moved", "shipped"],
)
def test_a_delivery_that_has_changed_is_not_rescheduled(now_part: Any) -> None:
    params: dict[str, object] = {"fulfillment_order": FIRST.gid, "date": later(days=60).isoformat()}
    params = resting(StepKind.RESCHEDULE, params, order=order_of(FIRST, SECOND))

    found = check_order_step(StepKind.RESCHEDULE, params, order_of(now_part, SECOND))

    assert check_order_step(StepKind.RESCHEDULE, params, order_of(FIRST, SECOND)) is None
    assert isinstance(found, Superseded)


def test_another_delivery_of_the_order_may_change_meanwhile() -> None:
    params: dict[str, object] = {"fulfillment_order": FIRST.gid, "date": later(days=60).isoformat()}
    params = resting(StepKind.RESCHEDULE, params, order=order_of(FIRST, SECOND))

    found = check_order_step(StepKind.RESCHEDULE, params, order_of(FIRST, replace(SECOND, fulfill_at=later(days=99))))

    assert found is None


def test_a_delivery_that_has_the_date_already_is_done() -> None:
    assert FIRST.fulfill_at is not None
    params = {"fulfillment_order": FIRST.gid, "date": FIRST.fulfill_at.isoformat()}

    found = check_order_step(StepKind.RESCHEDULE, params, order_of(FIRST))

    assert isinstance(found, Done)


@pytest.mark.parametrize("kind", [StepKind.UPDATE_ORDER, StepKind.HOLD, StepKind.GIVE_BACK])
def test_an_order_that_was_cancelled_is_not_changed_any_more(kind: StepKind) -> None:
    params: dict[str, object] = {"fulfillment_order": FIRST.gid, "units": {COFFEE: 1}}

    found = check_order_step(kind, params, order_of(FIRST, cancelled_at=NOW))

    assert isinstance(found, Superseded)
    assert isinstance(check_order_step(StepKind.CANCEL_ORDER, {}, order_of(FIRST, cancelled_at=NOW)), Done)


def test_units_are_not_given_back_when_fewer_are_left_than_were_planned_on() -> None:
    params = resting(StepKind.GIVE_BACK, {"units": {COFFEE: 2}}, order=order_of(FIRST, SECOND))

    found = check_order_step(StepKind.GIVE_BACK, params, order_of(SECOND))

    assert isinstance(found, Superseded)


@pytest.mark.parametrize(
    ("params", "changes"),
    [
        ({"address": {"city": "Bonn"}}, {"shipping_address": ELSEWHERE}),
        ({"note": "Ring"}, {"note": "Knock"}),
        ({"attributes": [["a", "b"]]}, {"attributes": (("c", "d"),)}),
    ],
)
def test_an_update_is_superseded_when_what_it_replaces_was_changed(
    params: dict[str, object], changes: dict[str, Any]
) -> None:
    params = resting(StepKind.UPDATE_ORDER, params, order=order_of(FIRST))

    found = check_order_step(StepKind.UPDATE_ORDER, params, order_of(FIRST, **changes))

    assert check_order_step(StepKind.UPDATE_ORDER, params, order_of(FIRST)) is None
    assert isinstance(found, Superseded)


def test_what_a_step_rests_on_gives_no_address_away() -> None:
    shown = str(basis(StepKind.EDIT_CONTRACT, edit(DeliverTo(GivenAddress(city="Bonn"))), contract=contract()))

    assert "Main Street" not in shown
    assert "Lovelace" not in shown


def test_a_planned_step_is_given_what_it_rests_on() -> None:
    situation = Situation(contract(), Ownership.OURS, (), (), SubscriptionPolicies(), NOW, "UTC")
    step = Step("k", Side.CONTRACT, StepKind.SET_STATUS, situation.contract.gid, "Pause it.", {"status": "PAUSED"})

    found = with_basis(step, situation)

    assert found.params[RESTS_ON] == {"status": "ACTIVE"}
    assert still_rests(found.params, basis(step.kind, step.params, contract=contract()))
    assert not still_rests(found.params, basis(step.kind, step.params, contract=contract(status="FAILED")))


def test_the_next_cycle_to_bill_is_neither_billed_nor_skipped() -> None:
    seen = with_cycle(contract(), 2, skipped=True)

    found = next_to_bill(seen)

    assert found is not None
    assert found.index == 3
    assert found.expected_at > NOW + timedelta(days=1)
