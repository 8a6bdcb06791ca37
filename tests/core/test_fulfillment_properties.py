"""What a plan holds for any order: random fulfillment orders, locations, holds, dates and foreign fulfillments."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from backhaul.core.plan import CreateFulfillment, MoveFulfillmentOrder, OpenFulfillmentOrder, Plan
from backhaul.core.remote import (
    Action,
    FulfillmentOrderStatus,
    RemoteFulfillment,
    RemoteFulfillmentOrder,
    RemoteHold,
    RemoteOrder,
    RequestStatus,
)
from backhaul.core.shipment import (
    FulfillmentPolicies,
    OtherLocation,
    Owned,
    ScheduledPolicy,
    SentFulfillment,
    SentKind,
    Shipment,
)
from backhaul.core.units import minus, plus
from tests.core.builders import HERE, NOW, THERE, fulfillment, fulfillment_order, order, planned, shipment

LINES = [f"gid://shopify/LineItem/{number}" for number in range(1, 5)]
THIRD = "gid://shopify/Location/3"
WORKABLE = (FulfillmentOrderStatus.OPEN, FulfillmentOrderStatus.IN_PROGRESS)


@dataclass(frozen=True)
class Situation:
    """One shipment of ours, the order as read, and what was done before."""

    posted: Shipment
    remote: RemoteOrder
    already_sent: tuple[SentFulfillment, ...]
    owned: Owned
    policies: FulfillmentPolicies

    def plan(self) -> Plan:
        return planned(
            self.posted,
            self.remote,
            already_sent=self.already_sent,
            owned=self.owned,
            policies=self.policies,
        )


units = st.dictionaries(st.sampled_from(LINES), st.integers(1, 6), min_size=1)
moments = st.integers(-72, 72).map(lambda hours: NOW + timedelta(hours=hours))
locations = st.sampled_from([HERE, THERE, THIRD, None])


@st.composite
def fulfillment_orders(draw: st.DrawFn, number: int) -> RemoteFulfillmentOrder:
    made = fulfillment_order(
        number,
        draw(units),
        status=draw(st.sampled_from([*FulfillmentOrderStatus, FulfillmentOrderStatus.OPEN, "SOMETHING_NEW"])),
        location=draw(locations),
        fulfill_at=draw(st.none() | moments),
        request_status=draw(st.sampled_from([*[RequestStatus.UNSUBMITTED] * 6, *RequestStatus])),
        actions=draw(st.sampled_from([None, None, None, frozenset[str](), frozenset([Action.CREATE_FULFILLMENT])])),
        holds=draw(st.sampled_from([(), (), (), (RemoteHold("gid://shopify/FulfillmentHold/1", "OTHER"),)])),
    )
    lines = tuple(replace(line, remaining=draw(st.integers(0, line.total))) for line in made.lines)
    return replace(made, lines=lines)


@st.composite
def remote_fulfillments(draw: st.DrawFn, number: int) -> RemoteFulfillment:
    return fulfillment(
        number,
        draw(units),
        status=draw(st.sampled_from(["SUCCESS", "SUCCESS", "CANCELLED", "OPEN", "FAILURE", "SOMETHING_NEW"])),
        tracking=draw(st.sampled_from([(), ("T1",), ("T1", "T2"), ("OTHER",)])),
        created_at=draw(moments),
    )


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    orders = tuple(draw(fulfillment_orders(number)) for number in range(1, draw(st.integers(0, 5)) + 1))
    fulfillments = tuple(draw(remote_fulfillments(number)) for number in range(1, draw(st.integers(0, 4)) + 1))
    posted = shipment(
        draw(units),
        location=draw(locations),
        tracking=draw(st.sampled_from([(), ("T1",), ("T1", "T2")])),
        notify=draw(st.booleans()),
        previous_posted_at=draw(st.none() | moments),
    )
    already_sent, owned = draw(histories(posted, fulfillments))
    return Situation(
        posted=posted,
        remote=order(
            *orders,
            fulfillments=fulfillments,
            ordered=dict.fromkeys(LINES, draw(st.integers(1, 30))),
            cancelled_at=draw(st.sampled_from([None, None, None, NOW])),
            created_at=NOW - timedelta(minutes=draw(st.sampled_from([5, 5_000]))),
        ),
        already_sent=already_sent,
        owned=owned,
        policies=FulfillmentPolicies(
            other_location=draw(st.sampled_from(OtherLocation)),
            scheduled=draw(st.sampled_from(ScheduledPolicy)),
            leave_short=draw(st.booleans()),
        ),
    )


@st.composite
def histories(
    draw: st.DrawFn, posted: Shipment, fulfillments: Sequence[RemoteFulfillment]
) -> tuple[tuple[SentFulfillment, ...], Owned]:
    """Some fulfillments belong to this shipment, some to others of ours, some to nobody."""
    already_sent: list[SentFulfillment] = []
    owned: dict[str, dict[str, int]] = {}
    left = posted.units
    for one in fulfillments:
        owner = draw(st.sampled_from(["nobody", "nobody", "this", "another"]))
        mine = {line: min(quantity, left.get(line, 0)) for line, quantity in one.units.items() if left.get(line)}
        if owner == "another":
            owned[one.gid] = one.units
        elif owner == "this" and mine:
            kind = SentKind.CREATED if mine == one.units else SentKind.ADOPTED
            resend = draw(st.booleans())
            already_sent.append(SentFulfillment(one.gid, mine, kind, location_gid=HERE, resend_allowed=resend))
            owned[one.gid] = mine
            left = minus(left, mine)
    return tuple(already_sent), owned


def taken_by_line(plan: Plan) -> dict[str, int]:
    """Units per fulfillment order line over all calls of a plan."""
    taken: dict[str, int] = {}
    for call in plan.calls:
        entries = call.entries if isinstance(call, CreateFulfillment) else ()
        shares = [share for entry in entries for share in entry.shares]
        shares += [] if isinstance(call, CreateFulfillment) else list(call.shares)
        for share in shares:
            gid = share.fulfillment_order_line_gid
            taken[gid] = taken.get(gid, 0) + share.quantity
    return taken


@settings(max_examples=150, deadline=None)
@given(situations())
def test_every_unit_of_a_shipment_is_in_exactly_one_place_of_its_plan(situation: Situation) -> None:
    plan = situation.plan()

    placed = plus(plan.already, plan.adopted, plan.called, plan.waiting, plan.short)

    assert placed == situation.posted.units


@settings(max_examples=150, deadline=None)
@given(situations())
def test_calls_never_take_more_than_remains_of_a_fulfillment_order_line(situation: Situation) -> None:
    remaining = {line.gid: line.remaining for one in situation.remote.fulfillment_orders for line in one.lines}

    taken = taken_by_line(situation.plan())

    assert all(0 < quantity <= remaining[gid] for gid, quantity in taken.items())


@settings(max_examples=150, deadline=None)
@given(situations())
def test_only_fulfillment_orders_that_can_be_fulfilled_now_are_fulfilled(situation: Situation) -> None:
    plan = situation.plan()

    chosen = [
        situation.remote.fulfillment_order(entry.fulfillment_order_gid)
        for call in plan.calls
        if isinstance(call, CreateFulfillment)
        for entry in call.entries
    ]

    for one in chosen:
        assert one is not None
        assert one.status in WORKABLE
        assert Action.CREATE_FULFILLMENT in one.supported_actions
        assert not one.holds
        assert one.request_status not in (RequestStatus.SUBMITTED, RequestStatus.ACCEPTED)


@settings(max_examples=120, deadline=None)
@given(situations())
def test_a_call_has_one_location_and_a_step_of_its_own(situation: Situation) -> None:
    plan = situation.plan()

    creates = [call for call in plan.calls if isinstance(call, CreateFulfillment)]

    for call in creates:
        found = [situation.remote.fulfillment_order(entry.fulfillment_order_gid) for entry in call.entries]
        assert {one.location_gid for one in found if one} == {call.location_gid}
    assert len({call.step for call in plan.calls}) == len(plan.calls)
    assert len({call.location_gid for call in creates}) == len(creates)


@settings(max_examples=120, deadline=None)
@given(situations())
def test_nothing_is_called_for_an_order_that_was_cancelled(situation: Situation) -> None:
    cancelled = replace(situation, remote=replace(situation.remote, cancelled_at=NOW))

    plan = cancelled.plan()

    assert plan.calls == ()
    assert plan.waits == ()


@settings(max_examples=150, deadline=None)
@given(situations())
def test_adoptions_take_only_units_that_nobody_owns(situation: Situation) -> None:
    plan = situation.plan()

    for adoption in plan.adoptions:
        found = situation.remote.fulfillment(adoption.fulfillment_gid)
        assert found is not None
        assert found.is_live
        unowned = minus(found.units, situation.owned.get(found.gid, {}))
        assert minus(adoption.units, unowned) == {}


@settings(max_examples=150, deadline=None)
@given(situations())
def test_after_a_plan_was_carried_out_only_what_it_opened_or_moved_is_still_to_be_called(situation: Situation) -> None:
    first = situation.plan()
    after = carry_out(situation, first)

    second = after.plan()

    prepared = plus(*(call.units for call in first.calls if not isinstance(call, CreateFulfillment)))
    assert minus(second.called, prepared) == {}
    assert second.adoptions == ()
    assert minus(second.already, situation.posted.units) == {}


@settings(max_examples=120, deadline=None)
@given(situations())
def test_opening_and_moving_come_to_an_end_and_then_the_units_are_sent(situation: Situation) -> None:
    now_units = 0
    for _ in range(4):
        plan = situation.plan()
        situation = carry_out(situation, plan)
        now_units = sum(plan.called.values())
        if plan.is_empty:
            break

    assert now_units == 0


@settings(max_examples=80, deadline=None)
@given(situations())
def test_planning_twice_on_the_same_order_gives_the_same_plan(situation: Situation) -> None:
    first = situation.plan()

    second = situation.plan()

    assert first == second


def carry_out(situation: Situation, plan: Plan) -> Situation:
    """The situation after every call and adoption of a plan has succeeded in Shopify and was recorded."""
    for index, call in enumerate(plan.calls):
        if isinstance(call, CreateFulfillment):
            situation = _fulfil(situation, call, number=1_000 * len(situation.remote.fulfillments) + 100 + index)
        elif isinstance(call, OpenFulfillmentOrder):
            situation = _change(situation, call.fulfillment_order_gid, location=None)
        else:
            assert isinstance(call, MoveFulfillmentOrder)
            situation = _change(situation, call.fulfillment_order_gid, location=call.new_location_gid)
    for adoption in plan.adoptions:
        adopted = SentFulfillment(adoption.fulfillment_gid, adoption.units, SentKind.ADOPTED)
        situation = _record(situation, adopted)
    return situation


def _fulfil(situation: Situation, call: CreateFulfillment, *, number: int) -> Situation:
    made = fulfillment(number, call.units, tracking=tuple(entry.number for entry in call.tracking), created_at=NOW)
    taken = {share.fulfillment_order_line_gid: share.quantity for entry in call.entries for share in entry.shares}
    orders = tuple(
        replace(
            one,
            lines=tuple(replace(line, remaining=line.remaining - taken.get(line.gid, 0)) for line in one.lines),
        )
        for one in situation.remote.fulfillment_orders
    )
    remote = replace(situation.remote, fulfillment_orders=orders, fulfillments=(*situation.remote.fulfillments, made))
    sent = SentFulfillment(made.gid, call.units, SentKind.CREATED, location_gid=call.location_gid)
    return _record(replace(situation, remote=remote), sent)


def _record(situation: Situation, sent: SentFulfillment) -> Situation:
    owned = {**situation.owned, sent.fulfillment_gid: plus(situation.owned.get(sent.fulfillment_gid, {}), sent.units)}
    return replace(situation, already_sent=(*situation.already_sent, sent), owned=owned)


def _change(situation: Situation, fulfillment_order_gid: str, *, location: str | None) -> Situation:
    def changed(one: RemoteFulfillmentOrder) -> RemoteFulfillmentOrder:
        if one.gid != fulfillment_order_gid:
            return one
        actions = frozenset([Action.CREATE_FULFILLMENT, Action.MOVE])
        return replace(
            one,
            status=FulfillmentOrderStatus.OPEN,
            supported_actions=actions,
            location_gid=location or one.location_gid,
        )

    orders = tuple(changed(one) for one in situation.remote.fulfillment_orders)
    return replace(situation, remote=replace(situation.remote, fulfillment_orders=orders))
