"""Each mutation that moves money, with the invoice that leads to it."""

from collections.abc import Mapping

from django.db import connection

from backhaul.flows.ask_for_payments import void_leftovers
from backhaul.flows.post_invoice import PostedInvoiceResult, post_invoice
from backhaul.jobs.runner import run_task
from backhaul.models import Capture, PaymentLine, PostedInvoice, SalesOrder, Task
from tests.crash.fulfilling import APPLES
from tests.crash.scenarios import Scenario, View
from tests.crash.witness import Witness
from tests.support.invoices import invoice_line, invoice_request
from tests.support.shop import Shop, state_of

CURRENCY = "CAD"
SEVERAL = {"kind": "authorised", "multi_capturable": True}
ONE_CAPTURE = {"kind": "authorised"}


def invoice(order: SalesOrder, number: str, *, apples: int, final: bool = False) -> PostedInvoiceResult:
    """An invoice of so many apples of the order, at 10.00 each."""
    amount = f"{10 * apples}.00"
    lines = [invoice_line("apple", apples, amount)]
    request = invoice_request(f"{order.name} {number}", lines, total=amount, currency=CURRENCY, final=final)
    return post_invoice(order, request)


def retrieved(posted: PostedInvoice) -> list[PaymentLine]:
    """The invoice's payments are retrieved at once and by nobody else; its lines, none of them captured yet."""
    task = posted.task
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [task.job_id])
    run_task(task.pk)
    assert state_of(task) == ("succeeded", "payments_saved"), task.outcome_detail
    return list(posted.payment_lines.select_related("task").order_by("position"))


def task_of(line: PaymentLine) -> Task:
    """The task that captures a line."""
    assert line.task is not None
    return line.task


def _captured(order: SalesOrder) -> Mapping[str, str]:
    return dict(Capture.objects.filter(line__order=order).values_list("transaction_gid", "status"))


TRANSACTIONS = View(shown=Witness.transactions, theirs=Witness.capture_statuses, ours=_captured)


def _authorised(shop: Shop) -> SalesOrder:
    return shop.order(lines=[APPLES], payment=[SEVERAL])


def _invoice_and_retrieve(_shop: Shop, order: SalesOrder) -> Task:
    (line,) = retrieved(invoice(order, "I-1", apples=2).invoice)
    return task_of(line)


def _finally_invoiced(shop: Shop) -> SalesOrder:
    """Two authorisations, of which the last invoice has needed one alone."""
    order = shop.order(lines=[APPLES], payment=[{**SEVERAL, "amount": "20.00"}, {**SEVERAL, "amount": "40.00"}])
    invoice(order, "I-1", apples=2, final=True)
    return order


def _void(_shop: Shop, order: SalesOrder) -> Task:
    return void_leftovers(order.invoices.get()).task


CAPTURE = Scenario(
    mutation="orderCapture",
    effects={"orderCapture": 1},
    place=_authorised,
    owe=_invoice_and_retrieve,
    view=TRANSACTIONS,
    shown=[("AUTHORIZATION", "SUCCESS", "60.00"), ("CAPTURE", "SUCCESS", "20.00")],
    outcome="captured",
)
VOID = Scenario(
    mutation="transactionVoid",
    effects={"transactionVoid": 1},
    place=_finally_invoiced,
    owe=_void,
    view=TRANSACTIONS,
    shown=[
        ("AUTHORIZATION", "SUCCESS", "20.00"),
        ("AUTHORIZATION", "SUCCESS", "40.00"),
        ("CAPTURE", "SUCCESS", "20.00"),
        ("VOID", "SUCCESS", "40.00"),
    ],
    outcome="voided",
)
PAYING = (CAPTURE, VOID)
