"""Random payments of one order: whatever happens, no transaction gives more than it has."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from shopify_sandbox import payment_control
from shopify_sandbox.control_input import BadControlRequest
from shopify_sandbox.state import display, totals
from shopify_sandbox.state.orders import Order
from shopify_sandbox.state.transactions import Transaction, TransactionKind, TransactionStatus
from tests.shopify_sandbox.resolvers.payment_story import Story

CURRENCIES = st.sampled_from([("CAD", "CAD", "1"), ("CAD", "JPY", "110.37"), ("KWD", "USD", "3.25")])
GATEWAYS = st.sampled_from(["manual", "shopify_payments", "bogus"])
ANSWERS = st.sampled_from(["success", "pending", "failure"])
DEEDS = st.sampled_from(["capture", "void", "refund", "mark_as_paid", "settle", "fail", "expire"])
STATUSES = {"AUTHORIZED", "EXPIRED", "PAID", "PARTIALLY_PAID", "PARTIALLY_REFUNDED", "PENDING", "REFUNDED", "VOIDED"}


class Payments(RuleBasedStateMachine):
    """Anybody does anything at any time."""

    @initialize(currencies=CURRENCIES, gateway=GATEWAYS, plus=st.booleans(), answer=ANSWERS)
    def buy(self, currencies: tuple[str, str, str], gateway: str, plus: bool, answer: str) -> None:
        shop, presentment, rate = currencies
        usual = {"answer": answer, "settle_after": "PT5H"}
        gateways = [{"name": gateway, "capture": usual, "refund": usual, "partial_captures": gateway != "bogus"}]
        self.story = Story(
            options={"plan": "plus" if plus else "standard", "gateways": gateways},
            currency=shop,
            presentment_currency=presentment,
            rate=rate,
            payment=[{"kind": "authorised", "gateway": gateway}],
        )
        found = self.story.shop.world.find(Order, self.story.order)
        assert found is not None
        self.order = found

    @rule(deed=DEEDS, amount=st.none() | st.integers(1, 40), number=st.none() | st.integers(0, 5))
    def someone_acts(self, deed: str, amount: int | None, number: int | None) -> None:
        given: dict[str, object] = {}
        if amount is not None and deed in ("capture", "refund"):
            given["amount"] = amount
        if number is not None and deed != "mark_as_paid":
            given["transaction"] = self.order.transactions[number % len(self.order.transactions)].gid
        self.act(deed, given)

    @rule(do=st.sampled_from(["pay", "authorise"]), gateway=GATEWAYS, amount=st.none() | st.integers(1, 15))
    def the_customer_pays_again(self, do: str, gateway: str, amount: int | None) -> None:
        self.act(do, {"gateway": gateway, **({} if amount is None else {"amount": amount})})

    def act(self, do: str, given: dict[str, object]) -> None:
        before = [(each.gid, each.status) for each in self.order.transactions]
        try:
            self.story.act(do, **given)
        except BadControlRequest:
            assert [(each.gid, each.status) for each in self.order.transactions] == before

    @rule(kind=st.sampled_from(["capture", "void", "refund", "sale"]), answer=ANSWERS, ends=st.booleans())
    def the_gateway_will_answer(self, kind: str, answer: str, ends: bool) -> None:
        settles_as = "success" if ends else "failure"
        behaviour = {"answer": answer, "settle_after": "PT5H", "settles_as": settles_as}
        payment_control.act(self.story.shop.world, {f"next_{kind}": behaviour})

    @rule(hours=st.integers(1, 100))
    def time_passes(self, hours: int) -> None:
        self.story.shop.world.clock.advance(timedelta(hours=hours))

    @invariant()
    def no_transaction_gives_more_than_it_has(self) -> None:
        for parent in self.order.transactions:
            for kind in (TransactionKind.CAPTURE, TransactionKind.REFUND):
                for side in ("shop", "presentment"):
                    given = sum((amount(each, side) for each in self.children(parent, kind)), Decimal(0))
                    assert given <= amount(parent, side)

    @invariant()
    def money_is_accounted_for(self) -> None:
        net = totals.net_payment(self.order)
        assert net.presentment.amount >= 0
        assert net == totals.received(self.order) - totals.refunded(self.order)
        assert display.financial_status(self.order) in STATUSES

    @invariant()
    def what_is_capturable_is_unsettled(self) -> None:
        for each in self.order.transactions:
            left, unsettled = totals.left_to_capture(self.order, each), totals.unsettled(self.order, each)
            if left.positive:
                assert unsettled is not None
                assert unsettled.presentment.amount >= left.presentment.amount

    def children(self, parent: Transaction, kind: TransactionKind) -> list[Transaction]:
        children = (each for each in self.order.transactions if each.parent is parent and each.kind is kind)
        return [each for each in children if each.status is not TransactionStatus.FAILURE]


def amount(transaction: Transaction, side: str) -> Decimal:
    """The shop's or the customer's amount."""
    return transaction.amount.shop.amount if side == "shop" else transaction.amount.presentment.amount


Payments.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestPayments = Payments.TestCase
