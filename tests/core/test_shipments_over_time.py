"""One order over time: partial shipments, undos and people who fulfil in Shopify, in any sequence."""

from dataclasses import dataclass, field, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from backhaul.core.outstanding import shippable_units
from backhaul.core.plan import CreateFulfillment
from backhaul.core.remote import FulfillmentOrderStatus, FulfillmentStatus, RemoteFulfillmentOrder, RemoteOrder
from backhaul.core.shipment import SentFulfillment, SentKind, Shipment
from backhaul.core.undo import plan_undo
from backhaul.core.units import Units, minus, plus
from tests.core.builders import HERE, MUG, NOW, TEA, THERE, fulfillment, fulfillment_order, order, planned, shipment

ORDERED = {MUG: 7, TEA: 4}


@dataclass
class Shop:
    """A small Shopify of one order, with our records beside it."""

    remote: RemoteOrder
    shipments: list[Shipment] = field(default_factory=list)
    sent: dict[int, list[SentFulfillment]] = field(default_factory=dict)
    undone: set[int] = field(default_factory=set)
    next_number: int = 100

    def owned(self) -> dict[str, dict[str, int]]:
        result: dict[str, dict[str, int]] = {}
        for index, several in self.sent.items():
            for one in several if index not in self.undone else ():
                result[one.fulfillment_gid] = plus(result.get(one.fulfillment_gid, {}), one.units)
        return result

    def posted(self) -> dict[str, int]:
        return plus(*(one.units for index, one in enumerate(self.shipments) if index not in self.undone))

    def outstanding(self) -> dict[str, int]:
        return minus(shippable_units(self.remote), self.posted())

    def post(self, wanted: Units, location: str | None, tracking: tuple[str, ...]) -> None:
        """Post what is outstanding of `wanted`, as a door would allow it, and send it."""
        outstanding = self.outstanding()
        units = {line: min(quantity, outstanding.get(line, 0)) for line, quantity in wanted.items()}
        if not any(units.values()):
            return
        self.shipments.append(shipment({k: v for k, v in units.items() if v}, location=location, tracking=tracking))
        self.sent[len(self.shipments) - 1] = []
        self.send(len(self.shipments) - 1)

    def send(self, index: int) -> None:
        if index in self.undone or index >= len(self.shipments):
            return
        plan = planned(self.shipments[index], self.remote, already_sent=tuple(self.sent[index]), owned=self.owned())
        for call in plan.calls:
            assert isinstance(call, CreateFulfillment)
            taken = {share.fulfillment_order_line_gid: share.quantity for e in call.entries for share in e.shares}
            gid = self.fulfil(taken, call.units, tuple(entry.number for entry in call.tracking))
            self.sent[index].append(SentFulfillment(gid, call.units, SentKind.CREATED))
        for adoption in plan.adoptions:
            self.sent[index].append(SentFulfillment(adoption.fulfillment_gid, adoption.units, SentKind.ADOPTED))

    def fulfil(self, taken: dict[str, int], units: Units, tracking: tuple[str, ...]) -> str:
        """fulfillmentCreate: refuses more than remains, as Shopify does."""
        for one in self.remote.fulfillment_orders:
            for line in one.lines:
                assert taken.get(line.gid, 0) <= line.remaining
        self.next_number += 1
        made = fulfillment(self.next_number, units, tracking=tracking)
        self.remote = replace(
            self.remote,
            fulfillments=(*self.remote.fulfillments, made),
            fulfillment_orders=tuple(_less(one, taken) for one in self.remote.fulfillment_orders),
        )
        return made.gid

    def somebody_fulfils(self, quantity: int, tracking: tuple[str, ...]) -> None:
        """A person fulfils up to so many units of the first open fulfillment order."""
        for one in self.remote.fulfillment_orders:
            line = next((line for line in one.lines if line.remaining and one.status == "OPEN"), None)
            if line is not None:
                units = min(quantity, line.remaining)
                self.fulfil({line.gid: units}, {line.line_gid: units}, tracking)
                return

    def undo(self, index: int) -> None:
        """Cancel what a shipment created; the units come back in a new fulfillment order."""
        if index in self.undone or index >= len(self.shipments):
            return
        for cancel in plan_undo(self.sent[index], self.remote).cancels:
            self.cancel(cancel.fulfillment_gid)
        self.undone.add(index)

    def cancel(self, gid: str) -> None:
        cancelled = self.remote.fulfillment(gid)
        assert cancelled is not None
        self.next_number += 1
        self.remote = replace(
            self.remote,
            fulfillments=tuple(
                replace(one, status=FulfillmentStatus.CANCELLED) if one.gid == gid else one
                for one in self.remote.fulfillments
            ),
            fulfillment_orders=(
                *self.remote.fulfillment_orders,
                fulfillment_order(self.next_number, cancelled.units),
            ),
        )

    def release_all(self) -> None:
        self.remote = replace(
            self.remote,
            fulfillment_orders=tuple(
                fulfillment_order_open(one) if one.status == FulfillmentOrderStatus.ON_HOLD else one
                for one in self.remote.fulfillment_orders
            ),
        )


def fulfillment_order_open(one: RemoteFulfillmentOrder) -> RemoteFulfillmentOrder:
    return replace(one, status="OPEN", supported_actions=frozenset(["CREATE_FULFILLMENT"]))


def _less(one: RemoteFulfillmentOrder, taken: dict[str, int]) -> RemoteFulfillmentOrder:
    lines = tuple(replace(line, remaining=line.remaining - taken.get(line.gid, 0)) for line in one.lines)
    status = one.status if any(line.remaining for line in lines) else "CLOSED"
    return replace(one, lines=lines, status=status)


def new_shop(*, held: bool) -> Shop:
    status = FulfillmentOrderStatus.ON_HOLD if held else FulfillmentOrderStatus.OPEN
    return Shop(
        order(
            fulfillment_order(1, {MUG: 4, TEA: 4}),
            fulfillment_order(2, {MUG: 3}, location=THERE, status=status),
            created_at=NOW,
        )
    )


trackings = st.sampled_from([("T1",), ("T2",), ()])
posts = st.tuples(
    st.just("post"),
    st.fixed_dictionaries({MUG: st.integers(0, 5), TEA: st.integers(0, 4)}),
    st.sampled_from([HERE, THERE, None]),
    trackings,
)
resends = st.tuples(st.just("send"), st.integers(0, 4))
undos = st.tuples(st.just("undo"), st.integers(0, 4))
releases = st.tuples(st.just("release"))
foreign = st.tuples(st.just("somebody"), st.integers(1, 4), st.sampled_from([("T1",), ("X",), ()]))


def play(shop: Shop, events: list[tuple[object, ...]]) -> None:
    actions = {
        "post": shop.post,
        "send": shop.send,
        "undo": shop.undo,
        "release": shop.release_all,
        "somebody": shop.somebody_fulfils,
    }
    for name, *arguments in events:
        actions[str(name)](*arguments)  # type: ignore[operator]
        check(shop)


def check(shop: Shop) -> None:
    """What holds at every moment."""
    fulfilled = plus(*(one.units for one in shop.remote.fulfillments if one.is_live))
    assert minus(fulfilled, ORDERED) == {}
    for index, posted in enumerate(shop.shipments):
        assert minus(plus(*(one.units for one in shop.sent[index])), posted.units) == {}
    for gid, units in shop.owned().items():
        found = shop.remote.fulfillment(gid)
        assert found is not None
        assert minus(units, found.units) == {}


@settings(max_examples=150, deadline=None)
@given(st.booleans(), st.lists(st.one_of(posts, posts, resends, undos, releases, foreign), max_size=12))
def test_no_sequence_of_events_fulfils_more_than_was_shipped_or_ordered(
    held: bool, events: list[tuple[object, ...]]
) -> None:
    play(new_shop(held=held), events)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(posts, posts, resends, undos), max_size=12))
def test_without_holds_and_strangers_everything_shipped_is_fulfilled(events: list[tuple[object, ...]]) -> None:
    shop = new_shop(held=False)

    play(shop, events)

    fulfilled = plus(*(one.units for one in shop.remote.fulfillments if one.is_live))
    assert fulfilled == shop.posted()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(posts, posts, undos), max_size=10))
def test_what_waited_for_a_hold_is_fulfilled_after_its_release(events: list[tuple[object, ...]]) -> None:
    shop = new_shop(held=True)
    play(shop, events)

    shop.release_all()
    for index in range(len(shop.shipments)):
        shop.send(index)

    fulfilled = plus(*(one.units for one in shop.remote.fulfillments if one.is_live))
    assert fulfilled == shop.posted()
