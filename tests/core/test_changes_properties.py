"""Whatever state a subscription and its orders are in, and whatever is wanted: what a plan may never say."""

import json
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from backhaul.core.change_steps import ChangePlan, Side, Situation, Step, StepKind
from backhaul.core.contracts import ContractStatus, Ownership, RemoteAttempt
from backhaul.core.draft_edits import edits_from_json
from backhaul.core.parcels import free_units, is_unshipped
from backhaul.core.remote import FulfillmentOrderStatus, RemoteFulfillmentOrder, RemoteHold
from backhaul.core.subscription_policies import LastOrderPolicy, PausePolicy, RemainingPolicy, SubscriptionPolicies
from backhaul.core.wanted_changes import (
    Actor,
    Cancel,
    ChangeAddress,
    ChangeDiscount,
    ChangeNote,
    ChangePaymentMethod,
    ChangePrice,
    ChangeQuantity,
    ChangeShipping,
    GivenAddress,
    MoveDate,
    Pause,
    Resume,
    SkipDelivery,
    SwapVariant,
    UnskipDelivery,
    WantedChange,
)
from tests.core.builders import fulfillment
from tests.core.change_world import CONFIRMING, OURS, PENDING, THEIRS, monthly, planned, situation
from tests.core.contract_builders import COFFEE, COFFEE_LINE, NOW, coffee, contract, euros, month, part, prepaid

STATUSES = ["SCHEDULED", "OPEN", "ON_HOLD", "IN_PROGRESS", "INCOMPLETE", "CLOSED", "PONDERING"]
numbers = st.integers(1, 9)
moments = st.integers(-30, 400).map(lambda days: NOW + timedelta(days=days))
texts = st.sampled_from([None, "", "x"])
wishes: st.SearchStrategy[WantedChange] = st.one_of(
    st.builds(ChangeAddress, st.builds(GivenAddress, first_name=texts, address1=texts, country_code=texts)),
    st.builds(ChangeShipping, price=st.sampled_from([None, euros("4.90"), euros("7")])),
    st.builds(ChangeQuantity, st.just(COFFEE_LINE), st.integers(0, 4)),
    st.just(SwapVariant(COFFEE_LINE, "gid://shopify/ProductVariant/6")),
    st.builds(ChangePrice, st.just(COFFEE_LINE), st.sampled_from([euros("3"), euros("30")]), st.booleans()),
    st.just(ChangeDiscount(title="Loyal", percentage=10)),
    st.builds(MoveDate, numbers, moments),
    st.builds(SkipDelivery, numbers),
    st.builds(UnskipDelivery, numbers),
    st.sampled_from([ChangePaymentMethod(), ChangePaymentMethod("gid://shopify/CustomerPaymentMethod/2")]),
    st.builds(ChangeNote, texts, st.sampled_from([(), (("door", "blue"),)])),
    st.builds(Pause, st.sampled_from([None, *PausePolicy])),
    st.just(Resume()),
    st.builds(Cancel, st.sampled_from([None, *RemainingPolicy]), st.sampled_from([None, *LastOrderPolicy])),
)


@st.composite
def works(draw: st.DrawFn, number: int) -> RemoteFulfillmentOrder:
    status = draw(st.sampled_from(STATUSES))
    holds: tuple[RemoteHold, ...] = ()
    if status == FulfillmentOrderStatus.ON_HOLD:
        holds = draw(st.sampled_from([(OURS,), (THEIRS,), (OURS, THEIRS)]))
    request = draw(st.sampled_from(["UNSUBMITTED", "UNSUBMITTED", "ACCEPTED"]))
    at = draw(st.integers(0, 16))
    return part(number, at, quantity=draw(st.integers(1, 2)), status=status, holds=holds, request_status=request)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    parts = [draw(works(number)) for number in range(1, draw(st.integers(1, 4)) + 1)]
    sent = [one for one in parts if one.status == FulfillmentOrderStatus.CLOSED]
    shipments = tuple(fulfillment(at, {COFFEE: one.lines[0].total}) for at, one in enumerate(sent, 1))
    quantity = sum(one.lines[0].total for one in parts)
    order = prepaid(*parts, quantity=quantity, fulfillments=shipments)
    attempts: list[tuple[RemoteAttempt, ...]] = [(), (), (PENDING,), (CONFIRMING,)]
    make = draw(st.sampled_from([contract, monthly]))
    of = make(
        status=draw(st.sampled_from([*ContractStatus, ContractStatus.ACTIVE, "PONDERING"])),
        attempts=draw(st.sampled_from(attempts)),
        lines=(coffee(quantity=draw(st.integers(1, 3))),),
        next_billing_at=draw(st.sampled_from([None, month(0), month(2), month(3)])),
        hidden=frozenset(draw(st.sets(st.sampled_from(["address", "note", "attributes", "method"]), max_size=2))),
    )
    return situation(
        order,
        of=of,
        ownership=draw(st.sampled_from(Ownership)),
        policies=draw(st.builds(SubscriptionPolicies, paused=st.sampled_from(PausePolicy))),
        posted=draw(st.sampled_from([{}, {COFFEE: 1}])),
        withheld=draw(st.sampled_from([{}, {COFFEE: 1}])),
    )


@settings(max_examples=300, deadline=None)
@given(where=situations(), wanted=wishes, actor=st.sampled_from(Actor))
def test_a_plan_is_possible_and_says_something(where: Situation, wanted: WantedChange, actor: Actor) -> None:
    plan = planned(wanted, where, actor=actor)

    assert plan.steps or plan.impossible or plan.notes
    assert all(sentence.endswith((".", "”")) for sentence in (*plan.impossible, *plan.notes))
    is_in_order(plan)
    for step in plan.steps:
        assert json.loads(json.dumps(dict(step.params))) == dict(step.params)
        check_contract_side(step, where)
        if step.side is Side.ORDER:
            check_order_side(step, where)
    both = {step.subject_gid for step in plan.steps if step.kind is StepKind.GIVE_BACK}
    assert not both & {step.subject_gid for step in plan.steps if step.kind is StepKind.CANCEL_ORDER}


def is_in_order(plan: ChangePlan) -> None:
    known: set[str] = set()
    for step in plan.steps:
        assert step.key not in known
        assert set(step.depends_on) <= known
        assert step.side is not Side.APP or not step.depends_on
        known.add(step.key)


def check_contract_side(step: Step, where: Situation) -> None:
    if step.side is Side.ORDER:
        return
    assert where.ownership is not Ownership.NOBODY
    assert (step.side is Side.APP) == (where.ownership is Ownership.ANOTHER_APP)
    assert not where.contract.is_ended
    assert where.contract.status != "PONDERING"
    if step.kind is StepKind.EDIT_CONTRACT:
        assert edits_from_json(step.params["edits"])
        assert not where.contract.attempts
    if step.kind in (StepKind.SET_NEXT_BILLING, StepKind.SCHEDULE_CYCLE):
        assert date_of(step) > where.now


def check_order_side(step: Step, where: Situation) -> None:
    (side,) = where.orders
    own = side.remote.fulfillment_order(str(step.params.get("fulfillment_order")))
    assert own is None or is_unshipped(own)
    free = free_units(side.remote, posted=side.posted, withheld=side.withheld)
    match step.kind:
        case StepKind.RESCHEDULE:
            assert own is not None
            assert own.status == FulfillmentOrderStatus.SCHEDULED
            assert date_of(step) > where.now
        case StepKind.HOLD:
            assert own is not None
            assert own.status == FulfillmentOrderStatus.OPEN
        case StepKind.RELEASE:
            assert own is not None
            assert any(hold.held_by_us for hold in own.holds)
        case StepKind.GIVE_BACK:
            units = step.params["units"]
            assert isinstance(units, dict)
            assert all(0 < number <= free[gid] for gid, number in units.items())
        case StepKind.CANCEL_ORDER:
            assert not side.posted
            assert not side.withheld
            assert not [one for one in side.remote.fulfillments if one.is_live]


def date_of(step: Step) -> datetime:
    return datetime.fromisoformat(str(step.params["date"]))
