"""refundCreate: giving back units, shipping and money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from shopify_sandbox.state import fulfillment_orders, payments, quantities, totals
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.events import order_changed
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.money import Money, MoneyBag
from shopify_sandbox.state.orders import LineItem, Order
from shopify_sandbox.state.refunds import Refund, RefundLine, RestockType
from shopify_sandbox.state.statuses import Change, FulfillmentOrderStatus
from shopify_sandbox.state.transactions import RECEIPTS, Transaction, TransactionKind
from shopify_sandbox.world import World

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


@dataclass(frozen=True)
class MoneyWish:
    """Money to give back on a sale or capture, in the presentment currency."""

    kind: str
    amount: Decimal
    parent: Transaction | None


@dataclass(frozen=True)
class Wish:
    """One refundCreate call."""

    lines: Sequence[LineWish] = ()
    money: Sequence[MoneyWish] = ()
    shipping: Decimal | None = None
    full_shipping: bool = False
    note: str | None = None
    processed_at: datetime | None = None


def create(world: World, order: Order, wish: Wish) -> Refund:
    """Refund all of the wish or nothing. Raises Refused with the recorded texts."""
    _check_lines(wish.lines)
    _check_money(order, wish.money)
    refund = record(world, order, lines=wish.lines, note=wish.note, processed_at=wish.processed_at)
    refund.shipping = _shipping(order, wish)
    for money in wish.money:
        assert money.parent is not None
        amount = _in_both(order, money.parent, money.amount)
        refund.transactions.append(payments.follow(world, order, money.parent, TransactionKind.REFUND, amount=amount))
    world.emit("refunds/create", refund)
    order_changed(world, order)
    return refund


def record(
    world: World, order: Order, *, lines: Sequence[LineWish], note: str | None, processed_at: datetime | None = None
) -> Refund:
    """The refund of the units alone; cancelled ones leave their fulfillment orders."""
    now = world.now()
    refund = Refund(
        id=world.new_id(Refund),
        order_id=order.id,
        created_at=now,
        updated_at=now,
        processed_at=processed_at or now,
        note=note,
        lines=[_line(world, wish) for wish in lines],
    )
    for wish in lines:
        if wish.restock_type is RestockType.CANCEL:
            _take_away(world, wish)
    order.refunds.append(world.add(refund))
    return refund


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


def _check_money(order: Order, money: Sequence[MoneyWish]) -> None:
    for each in money:
        if each.kind != "REFUND":
            raise refused(f"Kind {each.kind.lower()} is not a valid transaction")
        if each.parent is None or each.parent.kind not in RECEIPTS:
            raise refused("Transactions require a parent_id associated with the order", "transactions")
    wanted = sum((each.amount for each in money), Decimal(0))
    net = totals.net_payment(order).presentment
    if wanted > net.amount:
        asked = Money(wanted, order.currencies.presentment)
        raise refused(f"Refund amount {asked.shown} is greater than net payment received {net.shown}")


def _shipping(order: Order, wish: Wish) -> MoneyBag | None:
    if wish.full_shipping:
        return totals.current_shipping(order)
    if wish.shipping is None:
        return None
    return order.currencies.from_presentment(wish.shipping)


def _in_both(order: Order, parent: Transaction, amount: Decimal) -> MoneyBag:
    left = totals.left_to_refund(order, parent)
    if amount == left.presentment.amount:
        return left
    return parent.amount.times(amount / parent.amount.presentment.amount)


def _line(world: World, wish: LineWish) -> RefundLine:
    share = Decimal(wish.quantity) / wish.line.quantity
    tax = wish.line.order.currencies.total(each.price for each in wish.line.tax_lines)
    made = RefundLine(
        id=world.new_id(RefundLine),
        line_item_id=wish.line.id,
        quantity=wish.quantity,
        restock_type=wish.restock_type,
        subtotal=wish.line.discounted_total.times(share),
        tax=tax.times(share),
        location=wish.location,
    )
    return world.add(made)


def _take_away(world: World, wish: LineWish) -> None:
    left = wish.quantity
    live = [each for each in wish.line.order.fulfillment_orders if each.status in _TAKEN_FIRST]
    ordered = sorted(live, key=lambda each: (_TAKEN_FIRST.index(each.status), -each.id))
    for fulfillment_order in ordered:
        line = fulfillment_order.line_for(wish.line)
        taken = min(left, line.remaining_quantity) if line else 0
        if line is None or taken == 0:
            continue
        fulfillment_orders.take_units(line, taken)
        fulfillment_orders.touch(world, fulfillment_order)
        left -= taken
        if fulfillment_order.remaining == 0:
            fulfillment_orders.drop_holds(world, fulfillment_order)
            fulfillment_orders.apply(world, fulfillment_order, Change.EMPTY)
