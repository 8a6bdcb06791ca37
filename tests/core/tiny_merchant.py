"""A merchant of a few lines that carries out what the payment rules say, with invoices and payment lines in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from backhaul.core.capture import plan_capture
from backhaul.core.capture_case import CaptureCircumstances
from backhaul.core.capture_outcome import capture_outcome
from backhaul.core.decisions import Done
from backhaul.core.ledger import Ledger
from backhaul.core.line_states import states_of
from backhaul.core.matching import match_elsewhere
from backhaul.core.netting import net
from backhaul.core.outcome import Outcome
from backhaul.core.payment_allocation import NewLine, allocate
from backhaul.core.payment_calls import CapturePayment
from backhaul.core.payment_lines import Line, LineKind, LineState, PartialCapture, Taken, TakenBy
from backhaul.core.retrieval import RetrievalCircumstances, retrieval_outcome
from backhaul.core.tasks import OutcomeName
from backhaul.core.voiding import plan_void, void_outcome
from tests.core.tiny_shopify import START, TinyShopify

ROUNDS = 4


@dataclass
class TinyMerchant:
    """`invoices` are totals by id, `answers` what the gateway says to each capture, SUCCESS when used up."""

    shopify: TinyShopify
    policy: PartialCapture
    more_may_be_invoiced: bool = True
    invoices: dict[str, int] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    owned: set[str] = field(default_factory=set)
    clock: int = 0

    def read(self) -> Ledger:
        """Read the payments, note what became of captures, match those made elsewhere, and say how the lines are."""
        payments = self.shopify.payments()
        ledger = net(payments, now=START + timedelta(minutes=self.clock), lifetimes={})
        statuses = {one.gid: one.status for one in payments.transactions}
        for line in self.lines.values():
            self._put(replace(line, taken=tuple(replace(one, status=statuses[one.gid]) for one in line.taken)))
        for match in match_elsewhere(ledger, payments, lines=self.in_order(), owned=frozenset(self.owned)):
            self._take(match.line_id, Taken(match.capture_gid, match.amount, TakenBy.ELSEWHERE, match.status))
        self._apply(states_of(ledger, self.in_order()))
        return ledger

    def retrieve(self, invoice_id: str) -> Outcome:
        """Give the invoice the payments that it can have."""
        self.clock += 1
        ledger = self.read()
        invoiced = self.shopify.money(self.invoices[invoice_id])
        allocation = allocate(invoiced, invoice_id, ledger=ledger, lines=self.in_order())
        for new in allocation.new:
            self._add(invoice_id, new)
        return retrieval_outcome(
            invoiced,
            invoice_id,
            allocation=allocation,
            lines=self.in_order(),
            ledger=ledger,
            circumstances=RetrievalCircumstances(START, 0, self.more_may_be_invoiced),
        )

    def capture(self, line_id: str, *, answer: str = "SUCCESS", by_hand: bool = False) -> Outcome:
        """Run the line's task once: read, plan, call, and again while there is something to say about the rest."""
        for _ in range(ROUNDS):
            ledger = self.read()
            circumstances = CaptureCircumstances(
                START, self.policy, self.more_may_be_invoiced, capture_now=by_hand, may_try_again=by_hand
            )
            plan = plan_capture(line_id, ledger, lines=self.in_order(), circumstances=circumstances)
            self._apply(plan.states)
            results = {plan.call.step: self._call(plan.call, answer)} if plan.call else {}
            outcome = capture_outcome(plan, results, self.lines[line_id])
            by_hand = False
            if outcome.name is not OutcomeName.CONTINUE:
                return outcome
        raise AssertionError(f"it never ends: {outcome.words}")

    def void_leftovers(self) -> Outcome:
        """Release what no invoice needs."""
        plan = plan_void(self.read(), self.in_order())
        for call in plan.voids:
            self.shopify.void(_number(call.authorisation_gid))
        return void_outcome(plan, {call.step: Done() for call in plan.voids})

    def of_invoice(self, invoice_id: str) -> list[Line]:
        return [line for line in self.in_order() if line.invoice_id == invoice_id]

    def in_order(self) -> Sequence[Line]:
        """The payment lines, in no order of position: the rules have to sort."""
        return sorted(self.lines.values(), key=lambda line: (line.amount.amount, line.id))

    def _call(self, call: CapturePayment, answer: str) -> Done:
        """Shopify must never refuse what was planned, and never be asked for more than is owed."""
        units = self.shopify.minor_units(call.amount)
        assert units <= self.shopify.owed(), "more than the order is worth"
        assert sum(self.shopify.minor_units(share.amount) for share in call.shares) == units
        made = self.shopify.capture(_number(call.authorisation_gid), units, status=answer)
        self.owned.add(made.gid)
        for share in call.shares:
            assert share.amount <= self.lines[share.line_id].open
            self._take(share.line_id, Taken(made.gid, share.amount, TakenBy.US, answer, "CARD_DECLINED"))
        return Done()

    def _add(self, invoice_id: str, new: NewLine) -> None:
        number = len(self.lines) + 1
        self._put(
            Line(
                id=f"pay_{number}",
                invoice_id=invoice_id,
                transaction_gid=new.transaction_gid,
                kind=new.kind,
                amount=new.amount,
                position=number,
                state=LineState.PAID if new.kind is LineKind.PAID else LineState.OPEN,
                created_at=START + timedelta(minutes=self.clock),
            )
        )

    def _take(self, line_id: str, taken: Taken) -> None:
        line = self.lines[line_id]
        line = replace(line, taken=(*line.taken, taken))
        self._put(replace(line, state=line.state_by_captures))

    def _apply(self, states: Mapping[str, tuple[LineState, str]]) -> None:
        for line_id, (state, words) in states.items():
            assert words
            self._put(replace(self.lines[line_id], state=state))

    def _put(self, line: Line) -> None:
        self.lines[line.id] = line


def _number(gid: str) -> int:
    return int(gid.rsplit("/", 1)[1])
