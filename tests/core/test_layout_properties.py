"""Whatever Shopify does to the fulfillment orders of a prepaid order: no paid delivery vanishes, no id changes."""

from dataclasses import dataclass, field, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from backhaul.core.deliveries import DeliveryState
from backhaul.core.delivery_keeping import Kept
from backhaul.core.remote import FulfillmentOrderStatus, RemoteOrder
from backhaul.core.units import count
from tests.core.builders import fulfillment
from tests.core.contract_builders import COFFEE, kept_of, part, prepaid

SCHEDULED, OPEN, CLOSED = FulfillmentOrderStatus.SCHEDULED, FulfillmentOrderStatus.OPEN, FulfillmentOrderStatus.CLOSED
ENDED = (DeliveryState.SHIPPED, DeliveryState.REMOVED)


@dataclass
class Work:
    """A fulfillment order: so many units in all, so many left, due so many months after the purchase."""

    at: int
    total: int
    left: int
    status: str


@dataclass
class Shop:
    """Shopify's side of one prepaid order, as far as its deliveries go."""

    quantity: int
    work: dict[int, Work]
    sent: list[tuple[int, int, bool]] = field(default_factory=list)  # fulfillment order, units, whether it stands
    refunded: int = 0
    numbers: int = 100

    def order(self) -> RemoteOrder:
        parts = []
        for number, one in self.work.items():
            made = part(number, one.at, quantity=one.total, status=one.status)
            left = tuple(replace(line, remaining=one.left) for line in made.lines)
            parts.append(replace(made, lines=left))
        shipments = [
            fulfillment(index, {COFFEE: units}, status="SUCCESS" if stands else "CANCELLED")
            for index, (_, units, stands) in enumerate(self.sent, 1)
        ]
        base = prepaid(*parts, quantity=self.quantity, fulfillments=tuple(shipments))
        return replace(base, lines=(replace(base.lines[0], current_quantity=self.quantity - self.refunded),))

    @property
    def live(self) -> list[int]:
        return [number for number, one in self.work.items() if one.left]

    def reschedule(self, number: int, at: int) -> None:
        """Two of the same date become one: the older one survives, the other one is gone without a trace."""
        one = self.work[number]
        if one.status != SCHEDULED:
            return
        one.at = at
        same = [other for other in self.live if other != number and self.work[other].at == at]
        same = [other for other in same if self.work[other].status == SCHEDULED]
        for other in same:
            keeps, goes = sorted((number, other))
            self.work[keeps].total += self.work[goes].left
            self.work[keeps].left += self.work.pop(goes).left
            number = keeps

    def split(self, number: int) -> None:
        one = self.work[number]
        if one.left > 1:
            one.total, one.left = one.total - 1, one.left - 1
            self.numbers += 1
            self.work[self.numbers] = Work(one.at, 1, 1, one.status)

    def open(self, number: int) -> None:
        self.work[number].status = OPEN

    def send(self, number: int) -> None:
        one = self.work[number]
        if one.status == OPEN:
            self.sent.append((number, one.left, True))
            one.left, one.status = 0, CLOSED

    def cancel_last_shipment(self) -> None:
        """The old fulfillment order stays closed, and a new one appears."""
        standing = [index for index, (_, _, stands) in enumerate(self.sent) if stands]
        if not standing:
            return
        number, units, _ = self.sent[standing[-1]]
        self.sent[standing[-1]] = (number, units, False)
        self.numbers += 1
        self.work[self.numbers] = Work(self.work[number].at, units, units, OPEN)

    def refund_last(self) -> None:
        """A refund with restock CANCEL takes a unit out of the last fulfillment order."""
        if self.live:
            last = self.work[max(self.live, key=lambda number: (self.work[number].at, number))]
            last.left, last.total = last.left - 1, last.total - 1
            self.refunded += 1


steps = st.lists(
    st.tuples(
        st.sampled_from(["reschedule", "split", "open", "send", "cancel", "refund"]),
        st.integers(0, 20),
        st.integers(2, 9),
    ),
    max_size=12,
)


def happen(shop: Shop, what: str, which: int, at: int) -> None:
    if what == "cancel":
        return shop.cancel_last_shipment()
    if what == "refund":
        return shop.refund_last()
    if not shop.live:
        return None
    number = shop.live[which % len(shop.live)]
    if what == "reschedule":
        return shop.reschedule(number, at)
    return {"split": shop.split, "open": shop.open, "send": shop.send}[what](number)


@settings(max_examples=150, deadline=None)
@given(each=st.integers(1, 3), deliveries=st.integers(1, 4), happened=steps)
def test_no_paid_unit_vanishes_and_no_delivery_loses_its_id(
    each: int, deliveries: int, happened: list[tuple[str, int, int]]
) -> None:
    work = {number: Work(number + 1, each, each, SCHEDULED) for number in range(1, deliveries + 1)}
    shop = Shop(each * deliveries, work)
    kept = kept_of(shop.order())
    ids = paid_ids(kept)

    for what, which, at in happened:
        happen(shop, what, which, at)
        kept = kept_of(shop.order(), before=kept)

        check(shop, kept)
        assert ids <= paid_ids(kept)
        ids = paid_ids(kept)


def check(shop: Shop, kept: Kept) -> None:
    assert not any(kept.unknown_because.values())
    paid = [one for one in kept.deliveries if one.delivery.order_gid]
    left = sum(count(one.delivery.units) for one in paid)
    assert left == sum(one.left for one in shop.work.values())
    assert all((one.delivery.state in ENDED) == (not one.delivery.units) for one in paid)
    shipped = sum(units for _, units, stands in shop.sent if stands)
    assert shop.quantity == left + shipped + shop.refunded
    if not shop.refunded:
        assert not [one for one in paid if one.delivery.state is DeliveryState.REMOVED]
        assert sum(count(one.whole) for one in paid) == shop.quantity
    for one in paid:
        if one.delivery.units:
            carrier = shop.work[int((one.delivery.fulfillment_order_gid or "").rsplit("/", 1)[-1])]
            assert carrier.left >= count(one.delivery.units)
    assert len({one.delivery.number for one in kept.deliveries}) == len(kept.deliveries)


def paid_ids(kept: Kept) -> set[str]:
    return {one.delivery.id for one in kept.deliveries if one.delivery.order_gid}
