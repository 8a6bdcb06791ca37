"""Taking authorised money, and letting go of it."""

from __future__ import annotations

from decimal import Decimal

from shopify_sandbox.state import closing, display, totals
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.events import order_changed
from shopify_sandbox.state.money import MoneyBag, two_decimals
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.transactions import AUTHORIZATIONS, Transaction, TransactionKind, TransactionStatus
from shopify_sandbox.world import World


def capture(
    world: World, order: Order, parent: Transaction, *, amount: Decimal, currency: str | None, final: bool | None
) -> Transaction:
    """Capture an amount in the presentment currency, also a part of it. Raises Refused with the recorded texts."""
    left = _left(order, parent)
    if order.currencies.shop != order.currencies.presentment or currency is not None:
        _check_currency(parent, currency)
    if amount <= 0:
        raise refused("Amount must be greater than zero for capture transactions")
    if left.presentment.amount <= 0:
        raise refused("Can only capture successful authorizations")
    if amount > left.presentment.amount:
        authorized = two_decimals(parent.amount.presentment.amount)
        raise refused(f"Cannot capture more than the authorized {authorized} for this payment.")
    if final is not None and final:
        raise refused(
            "Setting final capture is not supported for this transaction's payment gateway. "
            "Please remove the parameter or set it to null, then try again."
        )
    was_paid = closing.is_paid(order)
    made = follow(world, order, parent, TransactionKind.CAPTURE, amount=_share(parent.amount, amount, left))
    if not was_paid and closing.is_paid(order):
        world.emit("orders/paid", order)
    order_changed(world, order)
    closing.close_when_done(world, order)
    return made


def _left(order: Order, parent: Transaction) -> MoneyBag:
    if parent.kind not in AUTHORIZATIONS:
        raise refused("Parent transaction should be a successful authorization")
    return totals.left_to_capture(order, parent)


def _check_currency(parent: Transaction, currency: str | None) -> None:
    expected = parent.amount.presentment.currency
    if currency != expected:
        raise refused(f"Currency Currency must match parent transaction {expected}", "currency")


def _share(whole: MoneyBag, amount: Decimal, left: MoneyBag) -> MoneyBag:
    """The amount in both currencies at the authorisation's own rate; the last capture takes what is left."""
    if amount == left.presentment.amount:
        return left
    return whole.times(amount / whole.presentment.amount)


def void(world: World, order: Order, parent: Transaction) -> Transaction:
    """Release an authorisation. Raises Refused with TransactionVoidUserErrorCode."""
    if parent.kind not in AUTHORIZATIONS or not parent.succeeded:
        message = "Parent transaction must be a successful authorization"
        raise refused(message, "parentTransactionId", code="AUTH_NOT_SUCCESSFUL")
    children = [each for each in order.transactions if each.parent is parent and each.counts]
    if children:
        message = "Parent transaction require a parent_id referring to a voidable transaction"
        raise refused(message, "parentTransactionId", code="AUTH_NOT_VOIDABLE")
    made = release(world, order, parent)
    order_changed(world, order)
    return made


def release(world: World, order: Order, parent: Transaction) -> Transaction:
    """The VOID transaction itself, for what is left of the authorisation."""
    return follow(world, order, parent, TransactionKind.VOID, amount=totals.left_to_capture(order, parent))


def follow(world: World, order: Order, parent: Transaction, kind: TransactionKind, *, amount: MoneyBag) -> Transaction:
    """A successful transaction that follows another one, at that one's gateway."""
    now = world.now()
    made = Transaction(
        id=world.new_id(Transaction),
        order_id=order.id,
        kind=kind,
        status=TransactionStatus.SUCCESS,
        gateway=parent.gateway,
        amount=amount,
        created_at=now,
        processed_at=now,
        parent=parent,
        test=parent.test,
        payment_id=parent.payment_id,
    )
    order.transactions.append(world.add(made))
    world.emit("order_transactions/create", made)
    return made


def mark_paid(world: World, order: Order) -> None:
    """orderMarkAsPaid: a manual sale over what is outstanding, or captures of what is authorised. Raises Refused."""
    if display.financial_status(order) == "PAID" or order.cancelled_at is not None:
        raise refused("Order cannot be marked as paid.", "id")
    for authorization in [each for each in order.transactions if totals.left_to_capture(order, each).shop.amount > 0]:
        left = totals.left_to_capture(order, authorization)
        follow(world, order, authorization, TransactionKind.CAPTURE, amount=left)
    outstanding = totals.outstanding(order)
    if outstanding.shop.amount > 0:
        _add_manual_sale(world, order, outstanding)
    world.emit("orders/paid", order)
    order_changed(world, order)
    closing.close_when_done(world, order)


def _add_manual_sale(world: World, order: Order, amount: MoneyBag) -> None:
    now = world.now()
    made = Transaction(
        id=world.new_id(Transaction),
        order_id=order.id,
        kind=TransactionKind.SALE,
        status=TransactionStatus.SUCCESS,
        gateway="manual",
        amount=amount,
        created_at=now,
        processed_at=now,
        payment_id=f"{order.name}.{len(order.transactions) + 1}",
    )
    order.transactions.append(world.add(made))
    world.emit("order_transactions/create", made)
