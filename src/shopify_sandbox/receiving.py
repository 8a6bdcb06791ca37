"""A customer pays: transactions made from what a control endpoint was told, and how they are told back."""

from __future__ import annotations

from shopify_sandbox.payment_body import Payment
from shopify_sandbox.state import payments, totals
from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.transactions import Transaction, TransactionStatus
from shopify_sandbox.world import World


def amount_of(order: Order, payment: Payment, left: MoneyBag) -> MoneyBag:
    """What the payment is about in both currencies; without an amount all that is left, to the minor unit."""
    if payment.amount is None or payment.amount == left.presentment.amount:
        return left
    return order.currencies.from_presentment(payment.amount)


def transaction(world: World, order: Order, payment: Payment, *, amount: MoneyBag, number: int) -> Transaction:
    """The transaction as its gateway answers it, not yet part of the order; `number` counts the order's payments."""
    now = world.now()
    made = Transaction(
        id=world.new_id(Transaction),
        order_id=order.id,
        kind=payment.kind,
        status=TransactionStatus.SUCCESS,
        through=payment.through,
        amount=amount,
        created_at=now,
        processed_at=now,
        payment_id=f"{order.name}.{number}",
        multi_capturable=payment.multi_capturable,
        expires_at=None if payment.lifetime is None else now + payment.lifetime,
    )
    if payment.gift_card:
        made.gift_card_id = world.new_id("GiftCard")
        made.receipt_json = {"gift_card_id": made.gift_card_id, "gift_card_last_characters": f"{number:04d}"}
    behaviour = payment.behaviour or payments.behaviour_for(world, order, payment.kind, payment.through)
    return payments.answered(made, behaviour)


def told(order: Order, source: Transaction) -> dict[str, object]:
    """A transaction in a control endpoint's answer; amounts are in the customer's currency."""
    return {
        "id": source.gid,
        "kind": source.kind.value,
        "status": source.status.value,
        "gateway": source.gateway,
        "amount": source.amount.presentment.text,
        "currency": source.amount.presentment.currency,
        "capturable": totals.left_to_capture(order, source).presentment.text,
        "parent": source.parent.gid if source.parent else None,
        "error_code": source.error_code,
        "expires_at": source.expires_at.isoformat() if source.expires_at else None,
        "expired": source.expired,
    }
