"""Taking authorised money, letting go of it, and marking an order as paid."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from shopify_sandbox.gateways import Answer
from shopify_sandbox.state import manual_payments, payments, totals
from shopify_sandbox.state.errors import refused
from shopify_sandbox.state.money import Money, MoneyBag
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.transactions import Transaction, TransactionKind
from shopify_sandbox.world import World

_FINAL_REFUSED = (
    "Setting final capture is not supported for this transaction's payment gateway. "
    "Please remove the parameter or set it to null, then try again."
)


@dataclass(frozen=True)
class CaptureWish:
    """One orderCapture call, the amount in the presentment currency."""

    amount: Decimal
    currency: str | None = None
    final: bool | None = None


def capture(world: World, order: Order, parent: Transaction, wish: CaptureWish) -> Transaction:
    """Capture an amount, also a part of it. Raises Refused with the recorded texts.

    What comes back may be pending, which keeps its amount from being captured again, or may have failed. The amount is
    rounded to the currency's decimals (assumed).
    """
    amount = Money(wish.amount, order.currencies.presentment).rounded().amount
    left = _checked_left(order, parent, amount=amount, currency=wish.currency)
    _check_final(parent, wish.final)
    with payments.moving_money(world, order):
        final = bool(wish.final) and parent.multi_capturable
        share = _share(parent.amount, amount, left)
        return payments.follow(world, order, parent, TransactionKind.CAPTURE, amount=share, final=final)


def _checked_left(order: Order, parent: Transaction, *, amount: Decimal, currency: str | None) -> MoneyBag:
    if not parent.authorises:
        raise refused("Parent transaction should be a successful authorization")
    left = totals.left_to_capture(order, parent)
    if order.currencies.shop != order.currencies.presentment or currency is not None:
        _check_currency(parent, currency)
    if amount <= 0:
        raise refused("Amount must be greater than zero for capture transactions")
    if not left.positive:
        raise refused("Can only capture successful authorizations")
    if amount > left.presentment.amount:
        raise refused(f"Cannot capture more than the authorized {parent.amount.presentment.text} for this payment.")
    return left


def _check_currency(parent: Transaction, currency: str | None) -> None:
    expected = parent.amount.presentment.currency
    if currency != expected:
        raise refused(f"Currency Currency must match parent transaction {expected}", "currency")


def _check_final(parent: Transaction, final: bool | None) -> None:
    """Recorded for `true` on `manual`; the text says that anything but null is refused.

    At Shopify Payments the field has no effect on authorisations that can be captured once (schema).
    """
    if final is not None and not parent.through.takes_final_capture:
        raise refused(_FINAL_REFUSED)


def _share(whole: MoneyBag, amount: Decimal, left: MoneyBag) -> MoneyBag:
    """The amount in both currencies at the authorisation's own rate; the last capture takes what is left."""
    if amount == left.presentment.amount:
        return left
    return whole.times(amount / whole.presentment.amount).at_most(left)


def void(world: World, order: Order, parent: Transaction) -> Transaction:
    """Release an authorisation. Raises Refused with TransactionVoidUserErrorCode.

    Assumed: one that is captured in part is not voidable unless its gateway `voids_leftovers`, nor is an expired one.
    What comes back may be pending or have failed.
    """
    if not parent.authorises or not parent.succeeded:
        message = "Parent transaction must be a successful authorization"
        raise refused(message, "parentTransactionId", code="AUTH_NOT_SUCCESSFUL")
    if not voidable(order, parent):
        message = "Parent transaction require a parent_id referring to a voidable transaction"
        raise refused(message, "parentTransactionId", code="AUTH_NOT_VOIDABLE")
    with payments.moving_money(world, order):
        return payments.release(world, order, parent)


def voidable(order: Order, authorization: Transaction) -> bool:
    """Whether an authorisation can be let go: something is left of it, and no capture has begun."""
    children = [each for each in authorization.children if each.counts]
    if any(each.unsettled for each in children) or not totals.left_to_capture(order, authorization).positive:
        return False
    return not children or authorization.through.voids_leftovers


def can_mark_paid(order: Order) -> bool:
    """Whether something is left to be paid or captured by hand and no Shopify Payments transaction is pending."""
    pending = any(each.unsettled and each.through.takes_final_capture for each in order.transactions)
    open_amount = totals.outstanding(order).positive or totals.capturable(order).positive
    return order.cancelled_at is None and open_amount and not pending


def mark_paid(world: World, order: Order) -> None:
    """orderMarkAsPaid: captures of what is authorised, then a manual sale over what is outstanding. Raises Refused.

    A payment that a manual gateway still waits for has arrived then (assumed).
    """
    if not can_mark_paid(order):
        raise refused("Order cannot be marked as paid.", "id")
    with payments.moving_money(world, order):
        for authorization in [each for each in order.transactions if totals.left_to_capture(order, each).positive]:
            left = totals.left_to_capture(order, authorization)
            payments.follow(world, order, authorization, TransactionKind.CAPTURE, amount=left)
        for awaited in [each for each in order.transactions if totals.is_awaited(each)]:
            payments.end(world, order, awaited, Answer.SUCCESS)
        outstanding = totals.outstanding(order)
        if outstanding.positive:
            manual_payments.add_sale(world, order, outstanding, through=world.profile.gateway_named("manual"))
