"""Transactions come into being, are answered by their gateway, settle and expire."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from shopify_sandbox.gateways import AT_ONCE, Answer, Behaviour, Gateway
from shopify_sandbox.state import automatic, closing, totals
from shopify_sandbox.state.events import order_changed
from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.transactions import AUTHORIZATIONS, FINAL, Transaction, TransactionKind, TransactionStatus
from shopify_sandbox.world import World

_STATUSES = {
    Answer.SUCCESS: TransactionStatus.SUCCESS,
    Answer.PENDING: TransactionStatus.PENDING,
    Answer.FAILURE: TransactionStatus.FAILURE,
}
_BEHAVIOURS = {
    TransactionKind.CAPTURE: "capture",
    TransactionKind.VOID: "void",
    TransactionKind.REFUND: "refund",
    TransactionKind.SALE: "sale",
}


def behaviour_for(world: World, order: Order, kind: TransactionKind, through: Gateway) -> Behaviour:
    """How the gateway answers now; uses up one time of an override that fits."""
    name = _BEHAVIOURS.get(kind)
    if name is None:
        return AT_ONCE
    for override in world.payment_overrides:
        if override.fits(name, order.id, through.name):
            world.payment_overrides.remove(override)
            return override.behaviour
    return through.behaviour(name)


def answered(transaction: Transaction, behaviour: Behaviour) -> Transaction:
    """The same transaction with the gateway's answer: its status, and how a pending one will end."""
    transaction.status = _STATUSES[behaviour.answer]
    transaction.behaviour = behaviour
    if behaviour.answer is Answer.FAILURE:
        transaction.error_code = behaviour.error_code
    return transaction


def follow(
    world: World, order: Order, parent: Transaction, kind: TransactionKind, *, amount: MoneyBag, final: bool = False
) -> Transaction:
    """A transaction that follows another one, at that one's gateway and with its answer."""
    now = world.now()
    made = Transaction(
        id=world.new_id(Transaction),
        order_id=order.id,
        kind=kind,
        status=TransactionStatus.SUCCESS,
        through=parent.through,
        amount=amount,
        created_at=now,
        processed_at=now,
        parent=parent,
        test=parent.test,
        payment_id=parent.payment_id,
        final=final,
    )
    answered(made, behaviour_for(world, order, kind, parent.through))
    keep(world, order, made)
    announce(world, made)
    if made.succeeded:
        _release_rest(world, order, made)
    return made


def keep(world: World, order: Order, transaction: Transaction) -> Transaction:
    """Make it part of the order, and let the clock settle or expire it."""
    order.transactions.append(world.add(transaction))
    if transaction.parent is not None:
        transaction.parent.children.append(transaction)
    if transaction.unsettled and transaction.behaviour.settle_after is not None:
        world.later(transaction.behaviour.settle_after, lambda: _settle_when_due(world, transaction))
    elif transaction.succeeded:
        _watch_expiry(world, transaction)
    return transaction


def announce(world: World, transaction: Transaction) -> None:
    """Send order_transactions/create, which goes out for what has succeeded or failed, never for what is pending."""
    if transaction.status in FINAL:
        world.emit("order_transactions/create", transaction)


@contextmanager
def moving_money(world: World, order: Order) -> Iterator[None]:
    """Around a change of an order's payments: tells that it was paid and changed, and closes it when it is done."""
    was_paid = closing.is_paid(order)
    yield
    if not was_paid and closing.is_paid(order):
        world.emit("orders/paid", order)
        automatic.fulfil(world, order)
    order_changed(world, order)
    closing.close_when_done(world, order)


def settle(world: World, transaction: Transaction, outcome: Answer, *, error_code: str | None = None) -> None:
    """End a pending transaction: the money moved, or it did not and may be moved again. Others stay as they are."""
    order = world.get(Order, transaction.order_id)
    if order is None or not transaction.unsettled:
        return
    with moving_money(world, order):
        end(world, order, transaction, outcome, error_code=error_code)


def end(
    world: World, order: Order, transaction: Transaction, outcome: Answer, *, error_code: str | None = None
) -> None:
    """The end of a pending transaction itself; whoever calls tells of the order's change."""
    transaction.status = _STATUSES[outcome]
    for refund in order.refunds:
        if transaction in refund.transactions:
            refund.updated_at = world.now()
    transaction.processed_at = world.now()
    if outcome is Answer.FAILURE:
        transaction.error_code = error_code or transaction.behaviour.error_code
    announce(world, transaction)
    if transaction.succeeded:
        _watch_expiry(world, transaction)
        _release_rest(world, order, transaction)


def expire(world: World, transaction: Transaction) -> None:
    """End an authorisation: what is left of it can be neither captured nor voided. A pending capture goes on."""
    order = world.get(Order, transaction.order_id)
    if order is None or transaction.expired or not transaction.authorises:
        return
    transaction.expired = True
    order_changed(world, order)


def expiry(now: datetime, kind: TransactionKind, through: Gateway) -> datetime | None:
    """When an authorisation made now at that gateway ends; None for never, and for what authorises nothing."""
    lifetime = through.authorization_lifetime
    return None if lifetime is None or kind not in AUTHORIZATIONS else now + lifetime


def release(world: World, order: Order, authorization: Transaction) -> Transaction:
    """The VOID transaction for what is left of an authorisation."""
    left = totals.left_to_capture(order, authorization)
    return follow(world, order, authorization, TransactionKind.VOID, amount=left)


def _settle_when_due(world: World, transaction: Transaction) -> None:
    settle(world, transaction, transaction.behaviour.settles_as)


def _watch_expiry(world: World, transaction: Transaction) -> None:
    if transaction.authorises and transaction.expires_at is not None:
        delay = max(transaction.expires_at - world.clock.now(), timedelta(0))
        world.later(delay, lambda: expire(world, transaction))


def _release_rest(world: World, order: Order, capture: Transaction) -> None:
    parent = capture.parent
    if capture.final and parent is not None and totals.left_to_capture(order, parent).positive:
        release(world, order, parent)
