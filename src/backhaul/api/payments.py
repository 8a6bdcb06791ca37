"""Endpoints of the Payment Line List: look at, capture by hand, retrieve again, void what is left over."""

from dataclasses import dataclass
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Status

from backhaul.api.paging import PageQuery
from backhaul.flows.ask_for_payments import Asked, capture_by_hand, retrieve_again, void_leftovers
from backhaul.flows.find import find_invoice, find_payment_line
from backhaul.flows.posting_bodies import Moment
from backhaul.flows.show.balances import BalanceView, balance_of
from backhaul.flows.show.pages import Page
from backhaul.flows.show.payments import (
    PaymentFilter,
    PaymentLineView,
    payment_lines_of,
    payment_page,
    read_payment_line,
)
from backhaul.flows.show.tasks import TaskView, task_detail


class PaymentsQuery(PageQuery):
    """Which payment lines, and which page of them."""

    store: str = ""
    state: str = ""
    order: str = ""
    invoice: str = ""
    gateway: str = ""
    expires_before: Moment | None = None

    def to_filter(self) -> PaymentFilter:
        """As the read wants it."""
        return PaymentFilter(**self.model_dump(exclude={"limit", "cursor"}))


@dataclass(frozen=True)
class PaymentLines:
    """The payment lines of one invoice, and how they explain its total."""

    items: list[PaymentLineView]
    balance: BalanceView


def list_payment_lines(request: HttpRequest, query: Annotated[PaymentsQuery, Query()]) -> Page[PaymentLineView]:
    """Payment lines of all invoices, newest first."""
    return payment_page(query.to_filter(), query.paging())


def get_payment_line(request: HttpRequest, line: str) -> PaymentLineView:
    """One payment line with its captures and its task."""
    return read_payment_line(line)


def list_lines_of_invoice(request: HttpRequest, invoice: str) -> PaymentLines:
    """The payment lines of an invoice, in the order in which they were written, and how they explain its total."""
    found = find_invoice(invoice)
    return PaymentLines(payment_lines_of(found), balance_of(found))


def capture(request: HttpRequest, line: str) -> Status[TaskView]:
    """Capture what is open of a payment line now: 201 when that is a new task, 200 when its task was there already."""
    return _asked(capture_by_hand(find_payment_line(line)))


def retrieve(request: HttpRequest, invoice: str) -> Status[TaskView]:
    """Retrieve an invoice's payments again: 201 when that is a new task, 200 when one was there already."""
    return _asked(retrieve_again(find_invoice(invoice)))


def void_leftover(request: HttpRequest, invoice: str) -> Status[TaskView]:
    """Void what no invoice needs of an order's authorisations: 201 for a new task, 200 when one was there already."""
    return _asked(void_leftovers(find_invoice(invoice)))


def _asked(asked: Asked) -> Status[TaskView]:
    return Status(201 if asked.is_new else 200, task_detail(asked.task.pk).task)
