"""A payment line at work on an authorisation of a real order, for tests of the calls that move money."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from backhaul.core.decisions import Verdict
from backhaul.core.money import parse_money
from backhaul.core.payment_calls import CapturePayment, LineShare, RefundPayment, VoidAuthorisation
from backhaul.core.payment_lines import TakenBy
from backhaul.flows import effects
from backhaul.flows.capture_records import refresh_line
from backhaul.flows.leases import Lease
from backhaul.flows.read_order import read_payments
from backhaul.flows.task_list import claim
from backhaul.models import Capture, PaymentLine, SalesOrder, Task
from tests.support.payment_rows import invoice_row, line_row
from tests.support.rows import LONG_AGO
from tests.support.shop import Shop

TEN = {"sku": "apple", "title": "Apple", "price": "100.00", "quantity": 1}


@dataclass(frozen=True)
class AtWork:
    """An order whose first payment has a line, and a worker at that line's task."""

    shop: Shop
    order: SalesOrder
    gid: str
    line: PaymentLine
    task: Task
    lease: Lease

    def capture(self, amount: str, *others: tuple[PaymentLine, str]) -> Verdict:
        """Capture so much for the line, and besides for the others, in one call."""
        currency = self.order.presentment_currency
        shares = [(self.line, amount), *others]
        whole = parse_money("0", currency)
        for _, share in shares:
            whole += parse_money(share, currency)
        call = CapturePayment(
            step=f"capture:{self.line.pk}:{whole.text}",
            order_gid=self.order.gid,
            authorisation_gid=self.gid,
            amount=whole,
            shares=tuple(LineShare(line.pk, parse_money(share, currency)) for line, share in shares),
        )
        return self._change(call)

    def void(self) -> Verdict:
        """Let go of the authorisation."""
        return self._change(VoidAuthorisation(f"void:{self.gid}", self.order.gid, self.gid))

    def refund(self, amount: str, *, key: str = "key-1") -> Verdict:
        """Give so much of the payment back."""
        money = parse_money(amount, self.order.presentment_currency)
        return self._change(
            RefundPayment(f"refund:{amount}", self.order.gid, self.gid, "shopify_payments", money, key, "Sorry.")
        )

    def settle(self) -> None:
        """Find out what became of a call whose reply was lost."""
        effects.settle_unsettled(self.task, self.lease)

    def transactions(self, kind: str) -> list[tuple[str, str]]:
        """Status and amount of the order's transactions of a kind, as Shopify shows them."""
        found = read_payments(self.shop.store, self.order.gid).transactions
        return [(one.status, one.amount.text) for one in found if one.kind == kind]

    def sums(self, line: PaymentLine | None = None) -> tuple[str, str, str]:
        """Captured, pending and state of the line as they are now."""
        row = PaymentLine.objects.get(pk=(line or self.line).pk)
        return f"{row.captured:.2f}", f"{row.pending:.2f}", row.state

    def _change(self, wanted: CapturePayment | VoidAuthorisation | RefundPayment) -> Verdict:
        reading = read_payments(self.shop.store, self.order.gid)
        return effects.change_each([wanted], reading, task=self.task, lease=self.lease)[wanted.step]


def at_work(shop: Shop, *, payment: str | Sequence[dict[str, Any]] = "authorised", **checkout: Any) -> AtWork:
    """An order of 100.00 CAD, authorised unless told, with a line of 50.00 of its first payment."""
    order = shop.order(lines=[TEN], payment=payment, **checkout)
    first = read_payments(shop.store, order.gid).transactions[0]
    line = line_row(invoice_row(order), "50.00", gid=first.gid, authorised=first.amount.amount)
    assert line.task is not None
    lease = claim(line.task.pk, worker="test")
    assert lease is not None
    return AtWork(shop, order, first.gid, line, Task.objects.get(pk=line.task.pk), lease)


def another_line(work: AtWork, amount: str) -> PaymentLine:
    """A line of a second invoice on the same authorisation."""
    number = f"I-{PaymentLine.objects.count() + 1}"
    return line_row(invoice_row(work.order, number), amount, gid=work.gid, authorised=work.line.authorised)


def act(work: AtWork, do: str | None = None, **details: Any) -> dict[str, Any]:
    """A person, or the gateway, acts on the order's payments in Shopify."""
    deed = {"order": work.order.gid, "do": do} if do else {}
    answer = work.shop.sandbox.client.post(f"{work.shop.sandbox.url}/sandbox/payments", json={**deed, **details})
    assert answer.is_success, answer.text
    return dict(answer.json())


def elsewhere(line: PaymentLine, gid: str, amount: str) -> Capture:
    """Somebody else's capture that was matched to the line."""
    made = Capture.objects.create(
        line=line,
        transaction_gid=gid,
        amount=Decimal(amount),
        taken_by=TakenBy.ELSEWHERE,
        status="SUCCESS",
        created_at=LONG_AGO,
    )
    refresh_line(line)
    return made
