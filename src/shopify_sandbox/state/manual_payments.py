"""Money that came by hand: sales that nobody but a person vouches for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shopify_sandbox.gateways import Gateway
from shopify_sandbox.state import payments, totals
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.money import Money, MoneyBag
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.transactions import Transaction, TransactionKind, TransactionStatus
from shopify_sandbox.world import World

DEFAULT_METHOD = "Other"
"""What a manual payment without a method's name is called (schema)."""


@dataclass(frozen=True)
class ManualPayment:
    """One orderCreateManualPayment call with an amount."""

    amount: Money
    method: str | None = None
    processed_at: datetime | None = None


def record(world: World, order: Order, wish: ManualPayment) -> Transaction:
    """Note a part of what is outstanding as received. Raises Refused with the schema's codes; the texts are its too."""
    outstanding = totals.outstanding(order)
    amount = wish.amount.rounded()
    if amount.currency != outstanding.presentment.currency:
        message = "The currency of the amount doesn't match the presentment currency of the order."
        raise refused(message, "amount", "currencyCode", code="CURRENCY_MISMATCH")
    if amount.amount <= 0:
        raise refused("Amount must be positive.", "amount", code="AMOUNT_NOT_POSITIVE")
    if amount.amount > outstanding.presentment.amount:
        raise refused("Amount exceeds the remaining balance.", "amount", code="AMOUNT_EXCEEDS_BALANCE")
    if wish.processed_at is not None and wish.processed_at > world.now():
        raise refused("Processed at must not be in the future", "processedAt", code="PROCESSED_AT_INVALID")
    whole = amount.amount == outstanding.presentment.amount
    bag = outstanding if whole else order.currencies.from_presentment(amount.amount)
    with payments.moving_money(world, order):
        through = Gateway(wish.method or DEFAULT_METHOD, wish.method or DEFAULT_METHOD, manual=True, card=False)
        return add_sale(world, order, bag, through=through, processed_at=wish.processed_at)


def add_sale(
    world: World, order: Order, amount: MoneyBag, *, through: Gateway, processed_at: datetime | None = None
) -> Transaction:
    """The SALE transaction of money received by hand; whoever calls tells of the order's change."""
    now = world.now()
    made = Transaction(
        id=world.new_id(Transaction),
        order_id=order.id,
        kind=TransactionKind.SALE,
        status=TransactionStatus.SUCCESS,
        through=through,
        amount=amount,
        created_at=now,
        processed_at=processed_at or now,
        payment_id=f"{order.name}.{len(order.transactions) + 1}",
    )
    payments.announce(world, payments.keep(world, order, made))
    return made
