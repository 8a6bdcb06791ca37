"""What each total of an order is made of, and what may make it differ from that.

From Shopify's descriptions of Order and LineItem (Admin GraphQL 2026-10): line prices and the subtotal count all that
was ever ordered; the subtotal is after every discount on goods. Assumed: `totalDiscountsSet` holds those on shipping
too, and `totalShippingPriceSet` may be before or after them, for its description does not say.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from backhaul.core.order_money import BothMoneys, OrderMoney, sum_of
from backhaul.core.remote import RemoteOrderLine
from backhaul.core.remote_refunds import RemoteRefund

Refunds = Sequence[RemoteRefund] | None


@dataclass(frozen=True)
class Reason:
    """Something that a total may be more by than its parts; a usual one needs no word."""

    words: str
    amount: BothMoneys
    is_usual: bool = False


@dataclass(frozen=True)
class Equation:
    """A total as Shopify shows it, what its parts come to, and what may lie between them."""

    total: str
    shown: BothMoneys
    parts: BothMoneys
    reasons: tuple[Reason, ...] = ()

    @property
    def difference(self) -> BothMoneys:
        """How much more is shown than the parts come to."""
        return self.shown - self.parts


def equations_of(
    money: OrderMoney, lines: Sequence[RemoteOrderLine], refunds: Refunds, *, is_cancelled: bool
) -> list[Equation]:
    """Every total that Shopify gives, with the parts it has to come to. Raises BadMoney for a third currency."""
    if money.total is None:
        return []
    order = _Parts(money, lines, refunds, money.total.nothing, is_cancelled)
    return [*order.subtotal(), *order.total(), *order.current_subtotal(), *order.current_total(), *order.net_payment()]


@dataclass(frozen=True)
class _Parts:
    money: OrderMoney
    lines: Sequence[RemoteOrderLine]
    refunds: Refunds
    nothing: BothMoneys
    is_cancelled: bool

    def subtotal(self) -> Iterator[Equation]:
        """Lines at their prices, less all discounts."""
        ordered = _ordered(self.lines, self.nothing)
        if self.money.subtotal is None or ordered is None:
            return
        discounts = self._or_nothing(self.money.discounts)
        reasons = [
            Reason("a discount on shipping", self._shipping_discount(), is_usual=self._is_shipping_discounted()),
            Reason("a tip that is a line", -self._or_nothing(self.money.tip), is_usual=True),
            Reason("removed or refunded units are left out", -self._refunded_goods()),
        ]
        yield self._equation("subtotal", self.money.subtotal, ordered - discounts, reasons)

    def total(self) -> Iterator[Equation]:
        """Goods, shipping, tax, duties, fees and tips, as ordered."""
        if self.money.total is None or self.money.subtotal is None:
            return
        shipping = Reason("a discount on shipping", -self._shipping_discount(), is_usual=True)
        yield self._equation("total", self.money.total, self._as_ordered(), [shipping, *self._extras()])

    def current_subtotal(self) -> Iterator[Equation]:
        """Goods as ordered, less those that were refunded or removed."""
        money = self.money
        if money.current_subtotal is None or money.subtotal is None or self.refunds is None:
            return
        reasons = [
            Reason("units were removed from its lines without a refund", -self._removed()),
            Reason("tax on what was refunded", -self._refunded_tax()),
        ]
        parts = money.subtotal - self._refunded_goods()
        yield self._equation("current subtotal", money.current_subtotal, parts, reasons)

    def current_total(self) -> Iterator[Equation]:
        """What is left of goods, shipping, tax, duties, fees and tips."""
        money = self.money
        if money.current_total is None or money.current_subtotal is None:
            return
        parts = [money.current_subtotal, money.current_shipping, None if money.taxes_included else money.current_tax]
        parts += [money.current_duties, money.current_additional_fees, money.tip]
        left = self._sum(parts)
        reasons = [
            Reason("refunds gave back more than the goods were worth", -self._beyond_goods()),
            Reason("a discount on shipping", -self._shipping_discount(), is_usual=True),
            *self._extras(),
        ]
        if self.is_cancelled:
            reasons.insert(0, Reason("the order was cancelled", -left))
        yield self._equation("current total", money.current_total, left, reasons)

    def net_payment(self) -> Iterator[Equation]:
        """What was received, less what was given back."""
        money = self.money
        if money.net_payment is None or money.received is None or money.refunded is None:
            return
        yield self._equation("net payment", money.net_payment, money.received - money.refunded, self._rounding())

    def _equation(self, total: str, shown: BothMoneys, parts: BothMoneys, reasons: Sequence[Reason]) -> Equation:
        return Equation(total, shown, parts, tuple(one for one in reasons if not one.amount.is_zero))

    def _extras(self) -> list[Reason]:
        money = self.money
        return [
            Reason("the tip is not in it", -self._or_nothing(money.tip)),
            Reason("duties are in the prices", -self._or_nothing(money.duties)),
            Reason("additional fees are in the prices", -self._or_nothing(money.additional_fees)),
            *self._rounding(),
        ]

    def _rounding(self) -> list[Reason]:
        rounding = self._or_nothing(self.money.rounding)
        return [Reason("cash was rounded", rounding), Reason("cash was rounded", -rounding)]

    def _as_ordered(self) -> BothMoneys:
        money = self.money
        goods = [money.subtotal, money.shipping, None if money.taxes_included else money.tax]
        return self._sum([*goods, money.duties, money.additional_fees, money.tip])

    def _is_shipping_discounted(self) -> bool:
        """Whether the total bears out a discount on shipping: it is less by that, or shipping cost nothing."""
        shipping, total = self._or_nothing(self.money.shipping), self._or_nothing(self.money.total)
        return shipping.is_zero or (self._as_ordered() - self._shipping_discount() - total).is_zero

    def _shipping_discount(self) -> BothMoneys:
        """What discounts took off that is not off the lines; nothing where they took off less than is missing."""
        ordered = _ordered(self.lines, self.nothing)
        if ordered is None or self.money.subtotal is None or self.money.discounts is None:
            return self.nothing
        rest = self.money.discounts - (ordered - self.money.subtotal)
        return rest if min(rest.shop.amount, rest.presentment.amount) > 0 else self.nothing

    def _refunded_goods(self) -> BothMoneys:
        return self._sum(line.subtotal for refund in self.refunds or () for line in refund.lines)

    def _refunded_tax(self) -> BothMoneys:
        return self._sum(line.tax for refund in self.refunds or () for line in refund.lines)

    def _removed(self) -> BothMoneys:
        """The price of units that are gone from their lines and in no refund."""
        refunded: dict[str, int] = {}
        for refund in self.refunds or ():
            for line in refund.lines:
                refunded[line.line_gid] = refunded.get(line.line_gid, 0) + line.quantity
        return sum_of(
            (
                price.times(line.quantity - line.current_quantity - refunded.get(line.gid, 0))
                for line in self.lines
                if (price := _unit_price(line)) is not None
            ),
            self.nothing,
        )

    def _beyond_goods(self) -> BothMoneys:
        """Money given back that is neither goods nor shipping nor their tax."""
        money = self.money
        if money.refunded is None or money.subtotal is None or money.current_subtotal is None:
            return self.nothing
        gone = money.subtotal - money.current_subtotal
        gone += self._or_nothing(money.shipping) - self._or_nothing(money.current_shipping)
        if not money.taxes_included:
            gone += self._or_nothing(money.tax) - self._or_nothing(money.current_tax)
        return money.refunded - gone

    def _sum(self, amounts: Iterable[BothMoneys | None]) -> BothMoneys:
        return sum_of((one for one in amounts if one is not None), self.nothing)

    def _or_nothing(self, amount: BothMoneys | None) -> BothMoneys:
        return self.nothing if amount is None else amount


def _ordered(lines: Sequence[RemoteOrderLine], nothing: BothMoneys) -> BothMoneys | None:
    """All lines at their prices; None when one has none."""
    prices = [(_unit_price(line), line.quantity) for line in lines]
    known = [price.times(quantity) for price, quantity in prices if price is not None]
    return sum_of(known, nothing) if len(known) == len(prices) else None


def _unit_price(line: RemoteOrderLine) -> BothMoneys | None:
    if line.unit_price is None or line.presentment_unit_price is None:
        return None
    return BothMoneys(line.unit_price, line.presentment_unit_price)
