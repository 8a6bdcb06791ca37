"""Random orders: whatever is invoiced, paid, captured elsewhere, voided, refunded or refused, the sums hold."""

from dataclasses import replace
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from backhaul.core.balance import Balance, explain
from backhaul.core.ledger import Ledger
from backhaul.core.money import Money, total
from backhaul.core.payment_allocation import free_of
from backhaul.core.payment_lines import CLAIMING, Line, LineKind, LineState, PartialCapture
from backhaul.core.refunded import refunded_of
from backhaul.core.tasks import OutcomeName, TaskState
from tests.core.tiny_merchant import TinyMerchant
from tests.core.tiny_shopify import Movement, Refused, TinyShopify

T = TypeVar("T")

percents = st.integers(1, 100)
places = st.integers(0, 1_000)
kinds = st.sampled_from(["once", "several", "once", "several", "sale"])


def part_of(amount: int, percent: int) -> int:
    return max(1, amount * percent // 100)


class QuietOrders(RuleBasedStateMachine):
    """One order whose money nobody but us touches, and whose captures all succeed in the end."""

    policies = st.just(PartialCapture.AT_LAST_INVOICE)
    answers = st.sampled_from(["SUCCESS", "SUCCESS", "PENDING"])
    shopify: TinyShopify
    merchant: TinyMerchant

    @initialize(
        currency=st.sampled_from(["EUR", "JPY", "KWD"]),
        worth=st.integers(500, 100_000),
        parts=st.lists(st.tuples(kinds, percents), min_size=1, max_size=4),
        data=st.data(),
    )
    def place_order(self, currency: str, worth: int, parts: list[tuple[str, int]], data: st.DataObject) -> None:
        self.shopify = TinyShopify(currency, worth)
        self.merchant = TinyMerchant(self.shopify, data.draw(self.policies))
        self.to_invoice = worth
        self.settled: dict[str, LineState] = {}
        for index, (kind, percent) in enumerate(parts):
            left = worth - sum(one.amount for one in self.shopify.movements.values())
            if left > 0:
                self._pay(kind, left if index == len(parts) - 1 else part_of(left, percent))

    @precondition(lambda self: self.merchant.more_may_be_invoiced)
    @rule(percent=percents, final=st.sampled_from([False, False, False, True]))
    def post_invoice(self, percent: int, final: bool) -> None:
        amount = part_of(self.to_invoice, percent)
        self.to_invoice -= amount
        self.merchant.more_may_be_invoiced = self.to_invoice > 0 and not final
        invoice_id = f"inv_{len(self.merchant.invoices) + 1}"
        self.merchant.invoices[invoice_id] = amount
        self._retrieve(invoice_id)

    @precondition(lambda self: self.merchant.invoices)
    @rule(place=places)
    def retrieve_again(self, place: int) -> None:
        self._retrieve(self._pick(list(self.merchant.invoices), place))

    @precondition(lambda self: self._authorised())
    @rule(place=places, data=st.data())
    def capture(self, place: int, data: st.DataObject) -> None:
        self._capture(self._pick(self._authorised(), place).id, data.draw(self.answers))

    @precondition(lambda self: self.shopify.of_kind("SALE", "CAPTURE", status="PENDING"))
    @rule(place=places)
    def a_pending_payment_succeeds(self, place: int) -> None:
        self._pick(self.shopify.of_kind("SALE", "CAPTURE", status="PENDING"), place).status = "SUCCESS"

    @invariant()
    def no_invoice_takes_more_than_its_total(self) -> None:
        for invoice_id, amount in self.merchant.invoices.items():
            lines = self.merchant.of_invoice(invoice_id)
            taken = total((self._has(line) for line in lines), self.shopify.currency)
            assert taken <= self.shopify.money(amount)

    @invariant()
    def no_receipt_is_used_twice(self) -> None:
        for one in self.shopify.of_kind("SALE", "CAPTURE"):
            used = [line.amount for line in self.merchant.lines.values() if self._pays_with(line, one)]
            used += [take.amount for line in self.merchant.lines.values() for take in line.taken if take.gid == one.gid]
            assert total(used, self.shopify.currency) <= self.shopify.money(one.amount)

    @invariant()
    def each_balance_explains_its_total(self) -> None:
        ledger = self.merchant.read()
        for invoice_id in self.merchant.invoices:
            balance = self._balance(invoice_id, ledger)
            parts = [balance.paid, balance.captured, balance.pending, balance.open, balance.refused, balance.not_owed]
            whole = total([*parts, balance.called_off, *balance.lost.values(), balance.short], self.shopify.currency)
            assert whole == balance.invoiced
            assert balance.over.amount == 0
            assert balance.refunded <= balance.paid + balance.captured
            assert all(amount.amount >= 0 for amount in [*parts, *balance.lost.values(), balance.short])

    @invariant()
    def what_is_captured_stays_captured(self) -> None:
        for line in self.merchant.lines.values():
            assert line.state is self.settled.get(line.id, line.state)
            if line.state in (LineState.CAPTURED, LineState.PAID):
                self.settled[line.id] = line.state

    @invariant()
    def what_is_netted_agrees_with_shopify(self) -> None:
        for one in self.merchant.read().authorisations:
            number = next(each.number for each in self.shopify.movements.values() if each.gid == one.gid)
            assert one.capturable == self.shopify.money(self.shopify.capturable(number))
            assert one.captured + one.pending + one.voided + one.capturable <= one.authorised

    def teardown(self) -> None:
        """At the end nothing more is invoiced, everything pending is decided, and every line comes to an end."""
        if not hasattr(self, "merchant"):
            return
        for one in self.shopify.of_kind("SALE", "CAPTURE", status="PENDING"):
            one.status = "SUCCESS"
        self.merchant.more_may_be_invoiced = False
        for invoice_id in self.merchant.invoices:
            self._retrieve(invoice_id)
        for line in [one for one in self.merchant.lines.values() if not one.is_called_off]:
            self._capture(line.id, "SUCCESS", by_hand=self.merchant.lines[line.id].state is LineState.REFUSED)
        assert not any(self._wants(line) for line in self.merchant.lines.values())
        self.check_the_end()

    def check_the_end(self) -> None:
        """What was paid for was captured, invoice by invoice."""
        for invoice_id in self.merchant.invoices:
            balance = self._balance(invoice_id)
            assert balance.paid + balance.captured == balance.invoiced

    def _pay(self, kind: str, amount: int) -> None:
        if kind in ("sale", "pending sale"):
            self.shopify.add("SALE", amount, status="SUCCESS" if kind == "sale" else "PENDING")
        else:
            self.shopify.authorise(amount, several=kind == "several")

    def _retrieve(self, invoice_id: str) -> None:
        outcome = self.merchant.retrieve(invoice_id)
        balance = self._balance(invoice_id)
        if balance.missing.amount == 0:
            assert outcome.name is OutcomeName.PAYMENTS_SAVED
        else:
            named = [*balance.lost.values(), balance.short]
            assert outcome.name is OutcomeName.PAYMENTS_SHORT
            assert all(str(amount) in outcome.words for amount in named if amount.amount)

    def _capture(self, line_id: str, answer: str, *, by_hand: bool = False) -> None:
        outcome = self.merchant.capture(line_id, answer=answer, by_hand=by_hand)
        line = self.merchant.lines[line_id]
        if outcome.state is TaskState.SUCCEEDED and line.open.amount:
            assert line.state is LineState.NOT_OWED
            assert str(line.open) in outcome.words
        if outcome.state is TaskState.NEEDS_ATTENTION:
            assert str(line.open) in outcome.words or line.state is LineState.REFUSED

    def _balance(self, invoice_id: str, read: Ledger | None = None) -> Balance:
        ledger = read or self.merchant.read()
        invoiced = self.shopify.money(self.merchant.invoices[invoice_id])
        refunded = refunded_of(ledger, self.merchant.in_order())
        return explain(invoiced, self.merchant.of_invoice(invoice_id), refunded=refunded)

    def _authorised(self, *, called_off: bool = False) -> list[Line]:
        authorised = [line for line in self.merchant.lines.values() if line.kind is LineKind.AUTHORISED]
        return [line for line in authorised if called_off or not line.is_called_off]

    @staticmethod
    def _wants(line: Line) -> bool:
        return line.state in CLAIMING and line.open.amount > 0 and not line.is_called_off

    @staticmethod
    def _has(line: Line) -> Money:
        return line.amount if line.kind is LineKind.PAID else line.captured + line.pending

    @staticmethod
    def _pays_with(line: Line, one: Movement) -> bool:
        return line.kind is LineKind.PAID and line.transaction_gid == one.gid

    @staticmethod
    def _pick(candidates: list[T], place: int) -> T:
        return candidates[place % len(candidates)]


class StormyOrders(QuietOrders):
    """One order with whose money anything happens: others capture, void and refund, cards fail, goods come and go."""

    policies = st.sampled_from(PartialCapture)
    answers = st.sampled_from(["SUCCESS", "SUCCESS", "PENDING", "FAILURE"])

    @precondition(lambda self: self._authorised(called_off=True))
    @rule(place=places, data=st.data())
    def capture_by_hand(self, place: int, data: st.DataObject) -> None:
        line = self._pick(self._authorised(called_off=True), place)
        self.merchant.lines[line.id] = replace(line, is_called_off=False)
        self._capture(line.id, data.draw(self.answers), by_hand=True)

    @precondition(lambda self: self._authorised())
    @rule(place=places)
    def call_a_capture_off(self, place: int) -> None:
        line = self._pick(self._authorised(), place)
        self.merchant.lines[line.id] = replace(line, is_called_off=True)

    @rule(kind=st.sampled_from(["once", "several", "sale", "pending sale"]), percent=percents)
    def pay_more(self, kind: str, percent: int) -> None:
        self._pay(kind, part_of(self.shopify.worth or 1, percent))

    @precondition(lambda self: self._capturable())
    @rule(place=places, percent=percents, status=st.sampled_from(["SUCCESS", "PENDING", "FAILURE"]))
    def someone_captures(self, place: int, percent: int, status: str) -> None:
        one = self._pick(self._capturable(), place)
        self.shopify.capture(one.number, part_of(self.shopify.capturable(one.number), percent), status=status)

    @precondition(lambda self: self._capturable())
    @rule(place=places)
    def an_authorisation_is_voided_or_expires(self, place: int) -> None:
        one = self._pick(self._capturable(), place)
        try:
            self.shopify.void(one.number)
        except Refused:
            one.expired = True

    @precondition(lambda self: self._refundable())
    @rule(place=places, percent=percents, lowers_worth=st.booleans())
    def money_is_given_back(self, place: int, percent: int, lowers_worth: bool) -> None:
        one = self._pick(self._refundable(), place)
        amount = part_of(self.shopify.kept(one.number), percent)
        self.shopify.refund(one.number, amount)
        self.shopify.worth = max(0, self.shopify.worth - amount) if lowers_worth else self.shopify.worth

    @rule(percent=percents, was_invoiced=st.booleans())
    def goods_are_removed(self, percent: int, was_invoiced: bool) -> None:
        amount = self.shopify.worth * percent // 100
        self.shopify.worth -= amount
        self.to_invoice -= 0 if was_invoiced else min(amount, self.to_invoice)
        self.merchant.more_may_be_invoiced = self.merchant.more_may_be_invoiced and self.to_invoice > 0

    @rule(percent=percents)
    def goods_are_added(self, percent: int) -> None:
        self.shopify.worth += part_of(1_000, percent)
        self.to_invoice += part_of(1_000, percent)

    @precondition(lambda self: self.shopify.of_kind("SALE", "CAPTURE", status="PENDING"))
    @rule(place=places)
    def a_pending_payment_fails(self, place: int) -> None:
        self._pick(self.shopify.of_kind("SALE", "CAPTURE", status="PENDING"), place).status = "FAILURE"

    @precondition(lambda self: not self.merchant.more_may_be_invoiced)
    @rule()
    def void_leftovers(self) -> None:
        wanted = {line.transaction_gid for line in self.merchant.lines.values() if self._wants(line)}

        outcome = self.merchant.void_leftovers()

        voided = {self.shopify.movements[one.parent].gid for one in self.shopify.of_kind("VOID") if one.parent}
        still_wanted = {line.transaction_gid for line in self.merchant.lines.values() if self._wants(line)}
        assert outcome.name in (OutcomeName.VOIDED, OutcomeName.NOTHING_TO_VOID)
        assert not wanted & still_wanted & voided

    def check_the_end(self) -> None:
        """What is missing is so because no payment of the order has anything left for it."""
        for invoice_id in self.merchant.invoices:
            self._retrieve(invoice_id)
        free = self.merchant.read().authorisations
        for invoice_id in self.merchant.invoices:
            used = {line.transaction_gid for line in self.merchant.of_invoice(invoice_id)}
            rest = [free_of(one, self.merchant.in_order()) for one in free if one.gid not in used]
            assert self._balance(invoice_id).missing.amount == 0 or not any(amount.amount for amount in rest)

    def _capturable(self) -> list[Movement]:
        return [one for one in self.shopify.movements.values() if self.shopify.capturable(one.number)]

    def _refundable(self) -> list[Movement]:
        return [one for one in self.shopify.movements.values() if self.shopify.kept(one.number)]


QuietOrders.TestCase.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
StormyOrders.TestCase.settings = settings(max_examples=120, stateful_step_count=30, deadline=None)
TestQuietOrders = QuietOrders.TestCase
TestStormyOrders = StormyOrders.TestCase
