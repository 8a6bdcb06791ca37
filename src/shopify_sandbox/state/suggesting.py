"""Order.suggestedRefund: what Shopify would give back for some units and shipping, and on which payments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from shopify_sandbox.state import quantities, refund_shares, totals
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.orders import LineItem, Order
from shopify_sandbox.state.refunds import RefundedDuty, RestockType
from shopify_sandbox.state.transactions import Transaction


@dataclass(frozen=True)
class Ask:
    """The arguments: units by line, shipping as an amount in the presentment currency, all of it, or none."""

    lines: Sequence[AskedLine] = ()
    shipping: Decimal | None = None
    full_shipping: bool = False
    everything: bool = False
    store_credit: bool = False
    duties: Sequence[refund_shares.DutyWish] = ()


@dataclass(frozen=True)
class AskedLine:
    """Units of one line."""

    line: LineItem
    quantity: int
    restock_type: RestockType = RestockType.NO_RESTOCK
    location: Location | None = None


@dataclass(frozen=True)
class SuggestedLine:
    """Units of one line with what they are worth."""

    asked: AskedLine
    share: refund_shares.Share


@dataclass(frozen=True)
class SuggestedTransaction:
    """How much to give back on one payment, and how much could be."""

    parent: Transaction
    amount: MoneyBag
    maximum: MoneyBag


@dataclass(frozen=True)
class Suggestion:
    """All of it; `amount` is what payments give back, never more than was received and kept."""

    order: Order
    lines: Sequence[SuggestedLine]
    shipping: MoneyBag
    shipping_maximum: MoneyBag
    shipping_tax: MoneyBag
    amount: MoneyBag
    maximum: MoneyBag
    store_credit: MoneyBag | None
    duties: Sequence[RefundedDuty]
    transactions: Sequence[SuggestedTransaction]

    @property
    def subtotal(self) -> MoneyBag:
        """The units after all discounts."""
        return self.order.currencies.total(line.share.subtotal for line in self.lines)

    @property
    def discounted_subtotal(self) -> MoneyBag:
        """The units before discounts of the whole order."""
        return self.order.currencies.total(line.share.discounted for line in self.lines)

    @property
    def duty(self) -> MoneyBag:
        """Duties."""
        return self.order.currencies.total(each.amount for each in self.duties)

    @property
    def tax(self) -> MoneyBag:
        """Taxes on units and shipping."""
        return self.order.currencies.total(line.share.tax for line in self.lines) + self.shipping_tax


def suggest(order: Order, ask: Ask) -> Suggestion:
    """The suggestion for units that can still be refunded."""
    lines = [SuggestedLine(each, refund_shares.of_units(each.line, each.quantity)) for each in _lines(order, ask)]
    shipping = _shipping(order, ask)
    shipping_tax = refund_shares.shipping_tax(order, shipping)
    duties = [refund_shares.of_duty(each, [line.asked for line in lines]) for each in _duties(order, ask)]
    worth = _worth(order, lines, shipping, shipping_tax) + order.currencies.total(each.amount for each in duties)
    maximum = totals.refundable(order)
    amount = worth.at_most(maximum)
    zero = order.currencies.zero()
    return Suggestion(
        order=order,
        lines=lines,
        shipping=shipping,
        shipping_maximum=refund_shares.shipping_left(order),
        shipping_tax=shipping_tax,
        amount=amount,
        maximum=maximum,
        store_credit=amount if ask.store_credit else None,
        duties=duties,
        transactions=allocate(order, zero if ask.store_credit else amount),
    )


def allocate(order: Order, amount: MoneyBag) -> list[SuggestedTransaction]:
    """The amount spread over what was paid, the oldest payment first (assumed); each one that can give back is named.

    Shopify names those that give back nothing too (documented example of a refund to store credit).
    """
    left = amount
    suggested = []
    for receipt in order.transactions:
        maximum = totals.left_to_refund(order, receipt)
        if maximum.positive:
            share = left.at_most(maximum)
            left = left - share
            suggested.append(SuggestedTransaction(receipt, share, maximum))
    return suggested


def _lines(order: Order, ask: Ask) -> list[AskedLine]:
    if not ask.everything:
        return list(ask.lines)
    return [AskedLine(line, quantities.current(line)) for line in order.lines if quantities.current(line) > 0]


def _duties(order: Order, ask: Ask) -> list[refund_shares.DutyWish]:
    """All of them when everything is to be refunded (assumed)."""
    if not ask.everything:
        return list(ask.duties)
    return [refund_shares.DutyWish(duty, line) for line in order.lines for duty in line.duties]


def _shipping(order: Order, ask: Ask) -> MoneyBag:
    if ask.shipping is not None:
        return refund_shares.shipping_of(order, ask.shipping)
    return refund_shares.shipping_left(order) if ask.full_shipping else order.currencies.zero()


def _worth(order: Order, lines: Sequence[SuggestedLine], shipping: MoneyBag, shipping_tax: MoneyBag) -> MoneyBag:
    goods = order.currencies.total(line.share.subtotal for line in lines) + shipping
    if order.taxes_included:
        return goods
    return goods + order.currencies.total(line.share.tax for line in lines) + shipping_tax
