"""Whatever is bought, paid, shipped, refunded elsewhere and given back: never more than was paid, never shipped too."""

from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from backhaul.core.money import Money, total
from backhaul.core.payment_calls import RefundUnits
from backhaul.core.refund import Stock, WorkLine
from backhaul.core.refund_worth import (
    LineWorth,
    OrderWorth,
    RefundedBefore,
    ShippingWorth,
    agree,
    spread,
    worth_of_units,
)
from backhaul.core.restock import Restock
from backhaul.core.suggested import SuggestedPayment, SuggestedRefund
from backhaul.core.unit_credit import MemoLine, RefundAmount, UnitsMemo, plan_missing, plan_units
from tests.core.payment_builders import ORDER, eur, gid
from tests.core.refund_builders import LINE

CENT = Decimal("0.01")


def cents(number: int) -> Money:
    return Money(number * CENT, "EUR")


@st.composite
def line_worths(draw: st.DrawFn) -> LineWorth:
    """A line of up to twelve units, with any discount on it and any tax."""
    quantity, price = draw(st.integers(1, 12)), draw(st.integers(0, 5000))
    discounts = draw(st.integers(0, price * quantity))
    tax = draw(st.integers(0, 2000))
    return LineWorth(LINE, cents(price), quantity, quantity, cents(discounts), cents(tax))


def order_of(line: LineWorth, before: dict[str, RefundedBefore], *, taxes_included: bool = False) -> OrderWorth:
    return OrderWorth("EUR", taxes_included, {LINE: line}, ShippingWorth(eur("0"), eur("0"), eur("0")), before)


@given(line=line_worths(), data=st.data())
def test_the_parts_of_a_line_add_up_to_all_of_it_however_it_is_given_back(line: LineWorth, data: st.DataObject) -> None:
    given_back, left = RefundedBefore(0, eur("0"), eur("0")), line.quantity
    while left:
        units = data.draw(st.integers(1, left))
        now = LineWorth(LINE, line.unit_price, line.quantity, left, line.discounts, line.tax)
        subtotal = worth_of_units(order_of(now, {LINE: given_back}, taxes_included=True), LINE, units)
        both = worth_of_units(order_of(now, {LINE: given_back}), LINE, units)
        given_back = RefundedBefore(
            given_back.units + units, given_back.subtotal + subtotal, given_back.tax + (both - subtotal)
        )
        left -= units

    price = Money(line.unit_price.amount * line.quantity, "EUR") - line.discounts
    assert (given_back.subtotal, given_back.tax) == (price, line.tax)


@given(
    amount=st.integers(0, 9999),
    payments=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)), min_size=1, max_size=4),
)
def test_no_payment_gives_back_more_than_it_has(amount: int, payments: list[tuple[int, int]]) -> None:
    found = tuple(
        SuggestedPayment(gid(number), "cards", cents(share), cents(most))
        for number, (share, most) in enumerate(payments, start=1)
    )
    most = total((one.maximum for one in found), "EUR")

    taken = SuggestedRefund(eur("0"), most, found, {}).taking(cents(amount))

    assert all(taken[one.receipt_gid] <= one.maximum for one in found if one.receipt_gid in taken)
    assert total(taken.values(), "EUR") == min(cents(amount), most)


@given(amount=st.integers(0, 9999), worth=st.lists(st.integers(0, 999), min_size=1, max_size=6))
def test_an_amount_that_is_spread_adds_up_and_no_share_is_negative(amount: int, worth: list[int]) -> None:
    shares = spread(cents(amount), {str(number): cents(one) for number, one in enumerate(worth)})

    assert total(shares.values(), "EUR") == cents(amount)
    assert all(one >= eur("0") for one in shares.values())


@dataclass
class TinyShop:
    """An order of one line, which Shopify rounds in its own way: each unit's share of the whole line, added up."""

    line: LineWorth
    paid: dict[str, int]
    shipped: int = 0
    posted: int = 0
    refunded: int = 0
    cancelled: int = 0
    given: list[tuple[str, int]] = field(default_factory=list)

    @property
    def remaining(self) -> int:
        return self.line.quantity - self.shipped - self.cancelled

    def left_of(self, receipt: str) -> int:
        return self.paid[receipt] - sum(amount for one, amount in self.given if one == receipt)

    def worth_until(self, units: int) -> int:
        whole = self.line.unit_price.amount * self.line.quantity - self.line.discounts.amount + self.line.tax.amount
        return int((whole / CENT * units / self.line.quantity).to_integral_value())

    def stock(self) -> Stock:
        work = (WorkLine(LINE, self.remaining, "OPEN"),)
        refundable = {LINE: self.line.quantity - self.refunded}
        return Stock(work, refundable, {LINE: self.posted}, {LINE: self.shipped}, {}, {}, {})

    def suggest(self, units: int) -> SuggestedRefund:
        most = sum(self.left_of(one) for one in self.paid)
        amount = left = min(self.worth_until(self.refunded + units) - self.worth_until(self.refunded), most)
        payments = []
        for one in self.paid:
            share = min(left, self.left_of(one))
            left -= share
            payments.append(SuggestedPayment(one, "cards", cents(share), cents(self.left_of(one))))
        return SuggestedRefund(cents(amount), cents(most), tuple(payments), {})

    def refund(self, call: RefundUnits) -> None:
        units = sum(one.quantity for one in call.units)
        assert units <= self.line.quantity - self.refunded
        self.refunded += units
        self.cancelled += sum(one.quantity for one in call.units if one.restock is Restock.CANCEL)
        for share in call.payments:
            self.given.append((share.receipt_gid, int(share.amount.amount / CENT)))


@st.composite
def shops(draw: st.DrawFn) -> TinyShop:
    """An order that was paid in parts, not always all of it."""
    line = draw(line_worths())
    return TinyShop(
        line, {gid(number): draw(st.integers(0, 20_000)) for number in range(1, draw(st.integers(1, 3)) + 1)}
    )


DEEDS = st.sampled_from(["post", "send", "credit", "refund elsewhere"])


@given(shop=shops(), deeds=st.lists(DEEDS, max_size=12), data=st.data())
def test_no_refund_exceeds_what_was_paid_and_no_unit_is_both_shipped_and_cancelled(
    shop: TinyShop, deeds: list[str], data: st.DataObject
) -> None:
    for number, deed in enumerate(deeds):
        units = data.draw(st.integers(1, shop.line.quantity))
        if deed == "post" and shop.posted + units <= shop.remaining:
            shop.posted += units
        elif deed == "send":
            shop.shipped, shop.posted = shop.shipped + shop.posted, 0
        elif deed == "refund elsewhere":
            receipt = data.draw(st.sampled_from(sorted(shop.paid)))
            shop.given.append((receipt, data.draw(st.integers(0, shop.left_of(receipt)))))
        elif deed == "credit":
            _credit(shop, units, number, data)

        assert all(shop.left_of(one) >= 0 for one in shop.paid)
        assert shop.shipped + shop.posted + shop.cancelled <= shop.line.quantity
        assert shop.refunded <= shop.line.quantity


def _credit(shop: TinyShop, units: int, number: int, data: st.DataObject) -> None:
    """A credit memo as it was posted, its figure right or not, carried out on the order as it is now."""
    restock = data.draw(st.sampled_from(Restock))
    memo = UnitsMemo(
        id=f"crm_{number}",
        number=f"CM-{number}",
        order_gid=ORDER,
        lines=(MemoLine(LINE, units, restock),),
        total=cents(data.draw(st.integers(1, 20_000))),
        net_shipping=eur("0"),
    )
    stock = shop.stock()
    if plan_missing(memo, stock) is not None:
        return
    decided = data.draw(st.sampled_from([None, *RefundAmount]))
    suggested = shop.suggest(units)
    for call in plan_units(memo, stock, suggested, decided=decided).calls:
        assert decided is not None or agree(memo.total, suggested.amount)
        amount = memo.total if decided is RefundAmount.OURS else suggested.amount
        assert total((share.amount for share in call.payments), "EUR") == amount
        shop.refund(call)
