"""What is to be seen after a step, here and in Shopify, and whether it is what it should be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from backhaul.core.tasks import WaitReason
from backhaul.flows.post_invoice import PostedInvoiceResult
from backhaul.flows.post_shipment import Posted
from backhaul.flows.show.payments import payment_lines_of
from backhaul.models import Notice, PostedInvoice, Task
from backhaul.site.demo.someone_else import Parcel, Payment


@dataclass
class Sight:
    """Lines about both sides. Each thing that is not as expected leaves a sentence in `problems`."""

    here: list[str] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def shipment(self, posted: Posted, state: str, outcome: str) -> None:
        """A posted shipment, and how its task stands."""
        goods = ", ".join(f"{line.quantity} {line.order_line.sku}" for line in posted.shipment.lines.all())
        self.here.append(f"{posted.shipment.external_number} of {posted.shipment.order.name}: {goods}")
        self.task(posted.task, state, outcome)

    def task(self, task: Task, state: str, outcome: str) -> None:
        """How a task stands, with its own words."""
        task.refresh_from_db()
        self.here.append(f"{task.kind} {task.state}, {task.outcome}: {task.outcome_detail}")
        self.equal(f"{task.kind} {task.pk}", f"{task.state}, {task.outcome}", f"{state}, {outcome}")

    def waiting(self, task: Task, reason: WaitReason) -> None:
        """Why a task waits, and until when it waits at the longest."""
        until = f"{task.wake_at:%Y-%m-%d %H:%M} UTC" if task.wake_at else "never"
        self.here.append(f"waits at the longest until {until}")
        self.equal("the reason to wait", task.wait_reason, reason.value)

    def invoice(self, posted: PostedInvoiceResult, state: str, outcome: str) -> None:
        """A posted invoice, and how the retrieval of its payments stands."""
        invoice = posted.invoice
        goods = ", ".join(f"{line.quantity} {line.order_line.sku}" for line in invoice.lines.all())
        final = ", the last" if invoice.final else ""
        self.here.append(f"{invoice.external_number} of {invoice.order.name}{final}: {goods}")
        self.task(posted.task, state, outcome)

    def payment_lines(self, invoice: PostedInvoice, *expected: str) -> None:
        """What an invoice takes of which payment, and what has become of it."""
        found = [f"{line.amount} by {line.gateway_name}: {line.state_words}" for line in payment_lines_of(invoice)]
        self.here += [f"payment line {words}" for words in found]
        self.equal(f"the payment lines of {invoice.external_number}", found, list(expected))

    def payments(self, found: Sequence[Payment], *expected: Payment) -> None:
        """All transactions of an order, in any sequence."""
        self.there += [str(payment) for payment in found] or ["no transaction"]
        self.equal("the transactions in Shopify", sorted(map(str, found)), sorted(map(str, expected)))

    def notice(self, notice: Notice | None, kind: str) -> None:
        """What the merchant was told last."""
        self.here.append(f"notice: {notice.words}" if notice else "no notice")
        self.equal("the notice given", notice.kind if notice else None, kind)

    def parcels(self, found: Sequence[Parcel], *expected: Parcel) -> None:
        """All fulfillments of an order, in any sequence."""
        self.there += [str(parcel) for parcel in found] or ["no fulfillment"]
        self.equal("the fulfillments in Shopify", sorted(map(str, found)), sorted(map(str, expected)))

    def outstanding(self, found: Mapping[str, int], expected: Mapping[str, int]) -> None:
        """What can still be posted of an order."""
        self.here.append("outstanding: " + ", ".join(f"{units} {sku}" for sku, units in found.items()))
        self.equal("what is outstanding", dict(found), dict(expected))

    def equal(self, what: str, found: object, expected: object) -> None:
        """A fact that has to be so."""
        if found != expected:
            self.problems.append(f"{what} should be {expected}, but is {found}")
