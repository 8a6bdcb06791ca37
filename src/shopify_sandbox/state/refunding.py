"""refundCreate: giving back units, shipping and money."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from shopify_sandbox.state import fulfillment_orders, payments, quantities, refund_shares, totals
from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.money import Money, MoneyBag
from shopify_sandbox.state.orders import FulfillmentOrder, LineItem, Order
from shopify_sandbox.state.refunds import Refund, RefundLine, RestockType
from shopify_sandbox.state.statuses import Change, FulfillmentOrderStatus
from shopify_sandbox.state.transactions import RECEIPTS, Transaction, TransactionKind
from shopify_sandbox.world import World

NewId = Callable[[type[Entity]], int]

# From which fulfillment orders cancelled units are taken first: those that would ship last.
_TAKEN_FIRST = (
    FulfillmentOrderStatus.SCHEDULED,
    FulfillmentOrderStatus.ON_HOLD,
    FulfillmentOrderStatus.OPEN,
    FulfillmentOrderStatus.INCOMPLETE,
    FulfillmentOrderStatus.IN_PROGRESS,
)


@dataclass(frozen=True)
class LineWish:
    """Units of a line to refund."""

    line: LineItem
    quantity: int
    restock_type: RestockType
    location: Location | None = None
    by_edit: bool = False

    @property
    def leaves_fulfillment(self) -> bool:
        """Whether the units are not to be fulfilled any more."""
        return self.by_edit or self.restock_type is RestockType.CANCEL


@dataclass(frozen=True)
class MoneyWish:
    """Money to give back on a sale or capture, in the presentment currency."""

    kind: str
    amount: Decimal
    parent: Transaction | None


@dataclass(frozen=True)
class Wish:
    """One refundCreate call, amounts in the presentment currency."""

    lines: Sequence[LineWish] = ()
    money: Sequence[MoneyWish] = ()
    shipping: Decimal | None = None
    full_shipping: bool = False
    duties: Sequence[refund_shares.DutyWish] = ()
    note: str | None = None
    processed_at: datetime | None = None
    currency: str | None = None
    return_id: int | None = None
    discrepancy_reason: str | None = None


def create(world: World, order: Order, wish: Wish) -> Refund:
    """Refund all of the wish or nothing. Raises Refused with the recorded texts.

    A refund says nothing of the money: its transactions may be pending or have failed.
    """
    _check_currency(order, wish.currency)
    _check_lines(wish.lines)
    _check_money(order, wish.money)
    with payments.moving_money(world, order):
        shipping = _shipping(order, wish)
        shipping_tax = refund_shares.shipping_tax(order, shipping) if shipping else None
        duties = [refund_shares.of_duty(each, wish.lines) for each in wish.duties]
        refund = record(world, order, lines=wish.lines, note=wish.note, processed_at=wish.processed_at)
        refund.shipping, refund.shipping_tax, refund.duties = shipping, shipping_tax, duties
        refund.return_id, refund.discrepancy_reason = wish.return_id, wish.discrepancy_reason
        for money in wish.money:
            assert money.parent is not None
            give_back(world, order, refund, money.parent, amount=_in_both(order, money.parent, money.amount))
        world.emit("refunds/create", refund)
    return refund


def give_back(world: World, order: Order, refund: Refund, receipt: Transaction, *, amount: MoneyBag) -> None:
    """The refund's REFUND transaction on one payment."""
    refund.transactions.append(payments.follow(world, order, receipt, TransactionKind.REFUND, amount=amount))


def record(
    world: World, order: Order, *, lines: Sequence[LineWish], note: str | None, processed_at: datetime | None = None
) -> Refund:
    """The refund of the units alone; cancelled ones leave their fulfillment orders."""
    refund = bare(order, lines, world.new_id, now=world.now())
    refund.processed_at, refund.note = processed_at or refund.processed_at, note
    for wish, line in zip(lines, refund.lines, strict=True):
        wish.line.refund_lines.append(world.add(line))
        if wish.leaves_fulfillment:
            take_away(world, wish.line, wish.quantity)
    order.refunds.append(world.add(refund))
    return refund


def bare(order: Order, wishes: Sequence[LineWish], new_id: NewId, *, now: datetime) -> Refund:
    """A refund of units that is not part of anything yet."""
    number, lines = new_id(Refund), refund_lines(wishes, new_id)
    return Refund(id=number, order_id=order.id, created_at=now, updated_at=now, processed_at=now, lines=lines)


def _check_lines(lines: Sequence[LineWish]) -> None:
    wanted: dict[int, int] = {}
    for number, wish in enumerate(lines):
        path = ("refundLineItems", str(number), "quantity")
        if wish.quantity < 1:
            raise refused("Quantity must be greater than 0", *path)
        wanted[wish.line.id] = wanted.get(wish.line.id, 0) + wish.quantity
        if wanted[wish.line.id] > quantities.current(wish.line):
            raise refused("Quantity cannot refund more items than were purchased", *path)
        if wish.restock_type is RestockType.CANCEL and wanted[wish.line.id] > quantities.unfulfilled(wish.line):
            raise refused("Quantity cannot cancel more items than are unfulfilled", *path)


def _check_currency(order: Order, currency: str | None) -> None:
    """The presentment currency, required where it differs from the shop's (schema; the text is assumed)."""
    expected = order.currencies.presentment
    if currency == expected or (currency is None and order.currencies.shop == expected):
        return
    raise refused(f"Currency must be the presentment currency {expected}", "currency")


def _check_money(order: Order, money: Sequence[MoneyWish]) -> None:
    """Recorded for all payments together, also with allowOverRefunding; assumed for each of them."""
    for each in money:
        if each.kind != "REFUND":
            raise refused(f"Kind {each.kind.lower()} is not a valid transaction")
        if each.parent is None or each.parent.kind not in RECEIPTS or not each.parent.succeeded:
            raise refused("Transactions require a parent_id associated with the order", "transactions")
    _check_not_more(sum((each.amount for each in money), Decimal(0)), totals.refundable(order))
    for parent in {each.parent for each in money if each.parent is not None}:
        wanted = sum((each.amount for each in money if each.parent is parent), Decimal(0))
        _check_not_more(wanted, totals.left_to_refund(order, parent))


def _check_not_more(wanted: Decimal, limit: MoneyBag) -> None:
    if wanted > limit.presentment.amount:
        asked, most = Money(wanted, limit.presentment.currency).shown, limit.presentment.shown
        raise refused(f"Refund amount {asked} is greater than net payment received {most}")


def _shipping(order: Order, wish: Wish) -> MoneyBag | None:
    if wish.full_shipping:
        return refund_shares.shipping_left(order)
    if wish.shipping is None:
        return None
    left = refund_shares.shipping_left(order).presentment
    if wish.shipping > left.amount:
        asked = Money(wish.shipping, left.currency).shown
        raise refused(f"Shipping amount {asked} is greater than the refundable {left.shown}", "shipping", "amount")
    return refund_shares.shipping_of(order, wish.shipping)


def _in_both(order: Order, parent: Transaction, amount: Decimal) -> MoneyBag:
    left = totals.left_to_refund(order, parent)
    if amount == left.presentment.amount:
        return left
    return parent.amount.times(amount / parent.amount.presentment.amount).at_most(left)


def refund_lines(wishes: Sequence[LineWish], new_id: NewId) -> list[RefundLine]:
    """What the wished units are worth, wishes about one line after another."""
    besides: dict[int, int] = {}
    made = []
    for wish in wishes:
        before = besides.get(wish.line.id, 0)
        besides[wish.line.id] = before + wish.quantity
        share = refund_shares.of_units(wish.line, wish.quantity, besides=before)
        line = RefundLine(
            id=new_id(RefundLine),
            line_item_id=wish.line.id,
            quantity=wish.quantity,
            restock_type=wish.restock_type,
            subtotal=share.subtotal,
            tax=share.tax,
            location=wish.location,
            by_edit=wish.by_edit,
        )
        made.append(line)
    return made


def _last_delivery_first(fulfillment_order: FulfillmentOrder) -> tuple[int, float, int]:
    due = fulfillment_order.fulfill_at if fulfillment_order.status is FulfillmentOrderStatus.SCHEDULED else None
    return _TAKEN_FIRST.index(fulfillment_order.status), -due.timestamp() if due else 0.0, -fulfillment_order.id


def take_away(world: World, wanted: LineItem, quantity: int) -> None:
    """Take units of a line from its fulfillment orders; one that has nothing left is closed.

    Of several deliveries the last one loses its units first (assumed).
    """
    left = quantity
    live = [each for each in wanted.order.fulfillment_orders if each.status in _TAKEN_FIRST]
    ordered = sorted(live, key=_last_delivery_first)
    for fulfillment_order in ordered:
        line = fulfillment_order.line_for(wanted)
        taken = min(left, line.remaining_quantity) if line else 0
        if line is None or taken == 0:
            continue
        fulfillment_orders.take_units(line, taken)
        fulfillment_orders.touch(world, fulfillment_order)
        left -= taken
        if fulfillment_order.remaining == 0:
            fulfillment_orders.drop_holds(world, fulfillment_order)
            fulfillment_orders.apply(world, fulfillment_order, Change.EMPTY)
