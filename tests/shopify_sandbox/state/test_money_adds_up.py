"""Random edits and refunds of one order: what it says of its money adds up in both currencies, whatever happens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from shopify_sandbox import checkout
from shopify_sandbox.state import edit_commit, edit_discounts, order_editing, refund_shares, refunding, totals
from shopify_sandbox.state.errors import Refused
from shopify_sandbox.state.money import smallest_unit
from shopify_sandbox.state.order_edits import OrderEdit
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.refunds import RestockType
from tests.shopify_sandbox.resolvers.shop import Shop

index = st.integers(min_value=0, max_value=5)
count = st.integers(min_value=0, max_value=6)
few = st.integers(min_value=0, max_value=3)
BAG = "{ shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }"
SETS = """subtotalPriceSet totalShippingPriceSet totalTaxSet originalTotalDutiesSet originalTotalAdditionalFeesSet
  totalTipReceivedSet totalPriceSet currentSubtotalPriceSet currentShippingPriceSet currentTotalTaxSet
  currentTotalDutiesSet currentTotalAdditionalFeesSet currentTotalPriceSet originalTotalPriceSet totalRefundedSet
  totalReceivedSet netPaymentSet totalOutstandingSet totalDiscountsSet currentTotalDiscountsSet
  totalRefundedShippingSet refundDiscrepancySet"""
NAMES = SETS.split()
READ = f"""query($id: ID!) {{ order(id: $id) {{ taxesIncluded {" ".join(f"{name} {BAG}" for name in NAMES)}
  totalCashRoundingAdjustment {{ paymentSet {BAG} refundSet {BAG} }}
  lineItems(first: 50) {{ nodes {{ quantity currentQuantity title originalUnitPriceSet {BAG} originalTotalSet {BAG}
    priceAfterAllDiscountsBeforeTaxesSet {BAG} discountAllocations {{ allocatedAmountSet {BAG} }} }} }}
  refunds {{ totalRefundedSet {BAG} refundLineItems(first: 50) {{ nodes {{ subtotalSet {BAG} totalTaxSet {BAG} }} }}
    refundShippingLines(first: 5) {{ nodes {{ subtotalAmountSet {BAG} taxAmountSet {BAG} }} }}
    duties {{ amountSet {BAG} }} orderAdjustments(first: 5) {{ nodes {{ amountSet {BAG} }} }}
    transactions(first: 50) {{ nodes {{ status amountSet {BAG} }} }} }} }} }}"""
# Shop currency, customer's currency, how many of the second one of the first costs, and prices in the first.
CURRENCIES = {
    "EUR": ("EUR", "EUR", "1", "9.99"),
    "JPY": ("JPY", "JPY", "1", "1049"),
    "KWD": ("KWD", "KWD", "1", "3.125"),
    "EUR for JPY": ("EUR", "JPY", "163.2", "9.99"),
    "USD for KWD": ("USD", "KWD", "0.307", "12.49"),
}


@dataclass(frozen=True)
class Read:
    """An order as an app reads it, its money in one of the two currencies."""

    order: dict[str, Any]
    side: str

    def __call__(self, name: str) -> Decimal:
        """The amount of one of the order's sets; zero for null."""
        return self.of(self.order[name])

    def of(self, bag: Any) -> Decimal:
        """The amount of a set."""
        return Decimal(bag[self.side]["amount"]) if bag else Decimal(0)

    def sum(self, bags: Iterable[Any]) -> Decimal:
        """The amounts of several together."""
        return sum(map(self.of, bags), Decimal(0))

    def worth(self, refund: dict[str, Any]) -> Decimal:
        """What a refund names: units, shipping and duties, with their taxes."""
        lines, shipping = refund["refundLineItems"]["nodes"], refund["refundShippingLines"]["nodes"]
        net = self.sum([each["subtotalSet"] for each in lines] + [each["subtotalAmountSet"] for each in shipping])
        tax = self.sum([each["totalTaxSet"] for each in lines] + [each["taxAmountSet"] for each in shipping])
        duties = self.sum(each["amountSet"] for each in refund["duties"])
        return net + duties + (Decimal(0) if self.order["taxesIncluded"] else tax)

    def goods(self) -> list[dict[str, Any]]:
        """The lines without the tip."""
        return [each for each in self.order["lineItems"]["nodes"] if each["title"] != "Tip"]


class AnOrderThatChanges(RuleBasedStateMachine):
    """Random sequences of what changes an order's money."""

    def __init__(self) -> None:
        super().__init__()
        self.shop = Shop()

    @initialize(kind=st.sampled_from(sorted(CURRENCIES)), included=st.booleans(), rounded=st.booleans())
    def buy(self, kind: str, included: bool, rounded: bool) -> None:
        shop, presentment, rate, price = CURRENCIES[kind]
        self.unit, self.price = str(smallest_unit(shop)), price
        body = {
            "lines": [
                {"sku": "A", "price": price, "quantity": 3, "tax_rate": "0.07", "duty": price},
                {"sku": "B", "price": self.unit, "quantity": 4, "tax_rate": "0.19"},
            ],
            "shipping": price,
            "tax_rate": "0.19",
            "taxes_included": included,
            "currency": shop,
            "presentment_currency": presentment,
            "rate": rate,
            "tip": price,
            "additional_fees": [{"name": "Import", "price": price}],
            "cash_rounding": f"-{self.unit}" if rounded else "0",
            "payment": "paid",
        }
        placed = checkout.place(self.shop.world, body)
        order = self.shop.world.find(Order, str(placed["order"]))
        assert order is not None
        self.order, total = order, totals.total(order)
        self.original = {"shopMoney": total.shop.amount, "presentmentMoney": total.presentment.amount}

    def commit(self, edit: OrderEdit) -> None:
        edit_commit.commit(self.shop.world, edit, notify_customer=False, staff_note=None)

    @rule(which=index, quantity=count, percent=st.sampled_from([0, 0, 10, 33, 100]))
    def edit_a_line(self, which: int, quantity: int, percent: int) -> None:
        edit = order_editing.begin(self.shop.world, self.order)
        line = edit.lines[which % len(edit.lines)]
        try:
            order_editing.set_quantity(edit, line.id, quantity)
            if percent:
                edit_discounts.add(self.shop.world, edit, line.id, {"percentValue": percent})
            self.commit(edit)
        except Refused:
            return

    @rule(quantity=st.integers(min_value=1, max_value=3))
    def add_a_line(self, quantity: int) -> None:
        edit = order_editing.begin(self.shop.world, self.order)
        price = {"amount": self.price, "currencyCode": self.order.currencies.shop}
        given = {"title": "New", "quantity": quantity, "price": price}
        order_editing.add_custom_item(self.shop.world, edit, given, None)
        self.commit(edit)

    @rule(which=index)
    def take_a_discount_back(self, which: int) -> None:
        edit = order_editing.begin(self.shop.world, self.order)
        known = sorted(edit_discounts.standing(edit))
        if known:
            edit_discounts.remove(edit, known[which % len(known)])
            self.commit(edit)

    @rule(add=st.booleans(), which=index)
    def edit_shipping(self, add: bool, which: int) -> None:
        edit = order_editing.begin(self.shop.world, self.order)
        price = {"amount": self.price, "currencyCode": self.order.currencies.shop}
        try:
            if add:
                edit_discounts.add_shipping(self.shop.world, edit, {"title": "Courier", "price": price})
            elif edit.shipping:
                edit_discounts.remove_shipping(edit, edit.shipping[which % len(edit.shipping)].id)
            self.commit(edit)
        except Refused:
            return

    @rule(which=index, units=few, paid=st.sampled_from([0, 1, 5]), shipping=st.booleans())
    def refund(self, which: int, units: int, paid: int, shipping: bool) -> None:
        line = self.order.lines[which % len(self.order.lines)]
        wishes = [refunding.LineWish(line, units, RestockType.NO_RESTOCK)] if units else []
        duties = [refund_shares.DutyWish(each, line, proportional=True) for each in line.duties]
        receipt = self.order.transactions[0]
        amount = smallest_unit(self.order.currencies.presentment) * paid
        money = [refunding.MoneyWish("REFUND", amount, receipt)] if paid else []
        wish = refunding.Wish(
            wishes, money, full_shipping=shipping, duties=duties, currency=self.order.currencies.presentment
        )
        try:
            refunding.create(self.shop.world, self.order, wish)
        except Refused:
            return

    def the_price_is_the_sum_of_its_parts(self, read: Read) -> None:
        parts = read("subtotalPriceSet") + read("totalShippingPriceSet") + read("totalTipReceivedSet")
        parts += read("originalTotalDutiesSet") + read("originalTotalAdditionalFeesSet")
        tax = Decimal(0) if read.order["taxesIncluded"] else read("totalTaxSet")
        assert read("totalPriceSet") == parts + tax

    def the_current_price_is_the_sum_of_its_parts(self, read: Read) -> None:
        parts = read("currentSubtotalPriceSet") + read("currentShippingPriceSet") + read("totalTipReceivedSet")
        parts += read("currentTotalDutiesSet") + read("currentTotalAdditionalFeesSet")
        tax = Decimal(0) if read.order["taxesIncluded"] else read("currentTotalTaxSet")
        named = sum(map(read.worth, read.order["refunds"]), Decimal(0))
        beyond = max(read("totalRefundedSet") - named, Decimal(0))
        assert read("currentTotalPriceSet") == parts + tax - beyond - self.refunded_tips(read)

    def refunded_tips(self, read: Read) -> Decimal:
        """A tip is refunded as a line, and no field of the order says what is left of it."""
        tips = [each for line in self.order.lines if line.is_tip for each in line.refund_lines]
        bags = [each.subtotal for each in tips]
        amounts = [each.shop if read.side == "shopMoney" else each.presentment for each in bags]
        return sum((each.amount for each in amounts), Decimal(0))

    def subtotals_are_the_sums_of_lines(self, read: Read) -> None:
        goods = read.goods()
        allocated = [each["allocatedAmountSet"] for line in goods for each in line["discountAllocations"]]
        before = read.sum(line["originalTotalSet"] for line in goods)
        left = read.sum(line["priceAfterAllDiscountsBeforeTaxesSet"] for line in goods)
        assert read("subtotalPriceSet") == before - read.sum(allocated)
        assert read("totalDiscountsSet") == read.sum(allocated)
        assert read("currentSubtotalPriceSet") == left

    def what_is_left_costs_the_current_quantities_less_the_current_discounts(self, read: Read) -> None:
        prices = [read.of(line["originalUnitPriceSet"]) * line["currentQuantity"] for line in read.goods()]
        whole = sum(prices, Decimal(0))
        assert read("currentSubtotalPriceSet") == whole - read("currentTotalDiscountsSet")

    def money_taken_and_given_back_is_what_transactions_say(self, read: Read) -> None:
        assert read("netPaymentSet") == read("totalReceivedSet") - read("totalRefundedSet")
        rounding = read.of(read.order["totalCashRoundingAdjustment"]["paymentSet"])
        due = max(read("currentTotalPriceSet") + rounding, Decimal(0))
        assert read("totalOutstandingSet") == due - read("netPaymentSet")
        for refund in read.order["refunds"]:
            moved = [each["amountSet"] for each in refund["transactions"]["nodes"]]
            assert read.of(refund["totalRefundedSet"]) == read.sum(moved)

    def adjustments_tell_what_refunds_gave_beside_what_they_name(self, read: Read) -> None:
        adjusted = [each for refund in read.order["refunds"] for each in refund["orderAdjustments"]["nodes"]]
        assert read("refundDiscrepancySet") == read.sum(each["amountSet"] for each in adjusted)
        shipping = [each for refund in read.order["refunds"] for each in refund["refundShippingLines"]["nodes"]]
        assert read("totalRefundedShippingSet") == read.sum(each["subtotalAmountSet"] for each in shipping)

    def nothing_costs_less_than_nothing_or_parts_of_the_smallest_coin(self, read: Read) -> None:
        signed = {"netPaymentSet", "totalOutstandingSet", "refundDiscrepancySet"}
        for name in NAMES:
            bag = read.order[name]
            assert bag is None or not read.of(bag) % smallest_unit(bag[read.side]["currencyCode"])
            assert name in signed or read(name) >= 0, name

    def the_original_price_never_changes(self, read: Read) -> None:
        assert read("originalTotalPriceSet") == self.original[read.side]

    @invariant()
    def it_adds_up(self) -> None:
        order = self.shop.send(READ, {"id": self.order.gid})["order"]
        for read in (Read(order, "shopMoney"), Read(order, "presentmentMoney")):
            self.the_price_is_the_sum_of_its_parts(read)
            self.the_current_price_is_the_sum_of_its_parts(read)
            self.subtotals_are_the_sums_of_lines(read)
            self.what_is_left_costs_the_current_quantities_less_the_current_discounts(read)
            self.money_taken_and_given_back_is_what_transactions_say(read)
            self.adjustments_tell_what_refunds_gave_beside_what_they_name(read)
            self.nothing_costs_less_than_nothing_or_parts_of_the_smallest_coin(read)
            self.the_original_price_never_changes(read)


AnOrderThatChanges.TestCase.settings = settings(max_examples=25, stateful_step_count=8, deadline=None)
TestMoneyAddsUp = AnOrderThatChanges.TestCase
