"""Each mutation that moves money, with the invoice that leads to it."""

from collections.abc import Mapping

from django.db import connection

from backhaul.flows.ask_for_payments import void_leftovers
from backhaul.jobs.runner import run_task
from backhaul.models import Capture, CreditMemoRefund, PaymentLine, PostedInvoice, SalesOrder, Task
from tests.crash.scenarios import Scenario, View
from tests.crash.witness import Witness
from tests.support.credits import give
from tests.support.payments import MULTI, SALE, invoice, paid_by
from tests.support.shop import Shop, state_of
from tests.support.unit_credits import give_units, prepaid


def retrieved(posted: PostedInvoice) -> list[Task]:
    """The invoice's payments are retrieved at once and by nobody else; the tasks that capture them, none begun."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [posted.task.job_id])
    run_task(posted.task.pk)
    assert state_of(posted.task) == ("succeeded", "payments_saved"), posted.task.outcome_detail
    rows = PaymentLine.objects.filter(invoice=posted).order_by("position").select_related("task")
    return [row.task for row in rows if row.task]


def _recorded(order: SalesOrder) -> Mapping[str, str]:
    captures = Capture.objects.filter(line__order=order).values_list("transaction_gid", "status")
    refunds = CreditMemoRefund.objects.filter(memo__order=order).values_list("transaction_gid", "status")
    return dict([*captures, *refunds])


TRANSACTIONS = View(shown=Witness.transactions, theirs=Witness.money_moved, ours=_recorded)


def _authorised(shop: Shop) -> SalesOrder:
    return paid_by(shop, MULTI)


def _finally_invoiced(shop: Shop) -> SalesOrder:
    """Two authorisations, of which the last invoice has needed one alone."""
    order = paid_by(shop, {**MULTI, "amount": "20.00"}, {**MULTI, "amount": "80.00"})
    invoice(order, "20.00", units=2, final=True)
    return order


def _paid_and_invoiced(shop: Shop) -> SalesOrder:
    order = paid_by(shop, SALE)
    invoice(order, "20.00", units=2)
    return order


def _capture(_shop: Shop, order: SalesOrder) -> Task:
    (task,) = retrieved(invoice(order, "20.00", units=2).invoice)
    return task


def _void(_shop: Shop, order: SalesOrder) -> Task:
    return void_leftovers(order.invoices.get()).task


def _give_back(_shop: Shop, order: SalesOrder) -> Task:
    return give(order.invoices.get(), "5.00", f"CM {order.name}").task


def _prepaid(shop: Shop) -> SalesOrder:
    """Four boxes, paid with a gift card and a card."""
    return prepaid(shop, payment=[{"kind": "gift_card", "amount": "40.00"}, {"kind": "paid", "amount": "80.00"}])


def _give_units_back(_shop: Shop, order: SalesOrder) -> Task:
    return give_units(order, f"CM {order.name}", {"box": 3}).task


CAPTURE = Scenario(
    mutation="orderCapture",
    effects={"orderCapture": 1},
    place=_authorised,
    owe=_capture,
    view=TRANSACTIONS,
    shown=[("AUTHORIZATION", "SUCCESS", "100.00"), ("CAPTURE", "SUCCESS", "20.00")],
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
        ("AUTHORIZATION", "SUCCESS", "80.00"),
        ("CAPTURE", "SUCCESS", "20.00"),
        ("VOID", "SUCCESS", "80.00"),
    ],
    outcome="voided",
)
REFUND = Scenario(
    mutation="refundCreate",
    effects={"refundCreate": 1},
    place=_paid_and_invoiced,
    owe=_give_back,
    view=TRANSACTIONS,
    shown=[("REFUND", "SUCCESS", "5.00"), ("SALE", "SUCCESS", "100.00")],
    outcome="refunded",
)
REFUND_OF_UNITS = Scenario(
    mutation="refundCreate",
    effects={"refundCreate": 1},
    place=_prepaid,
    owe=_give_units_back,
    view=TRANSACTIONS,
    shown=[
        ("REFUND", "SUCCESS", "40.00"),
        ("REFUND", "SUCCESS", "50.00"),
        ("SALE", "SUCCESS", "40.00"),
        ("SALE", "SUCCESS", "80.00"),
    ],
    outcome="refunded",
    name="refundCreate of units",
)
PAYING = (CAPTURE, VOID, REFUND, REFUND_OF_UNITS)
