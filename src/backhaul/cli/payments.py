"""Commands of the Payment Line List: list, look at, capture by hand, retrieve again, void what is left over."""

from collections.abc import Sequence
from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import Cursor, Limit, StoreFilter
from backhaul.cli.reading import read_moment
from backhaul.core.payment_lines import LineState
from backhaul.flows.ask_for_payments import Asked, capture_by_hand, retrieve_again, void_leftovers
from backhaul.flows.find import find_invoice, find_payment_line
from backhaul.flows.show.balances import balance_of
from backhaul.flows.show.pages import Paging
from backhaul.flows.show.payments import (
    CaptureView,
    PaymentFilter,
    PaymentLineView,
    payment_lines_of,
    payment_page,
    read_payment_line,
)
from backhaul.flows.show.plain import plain
from backhaul.flows.show.tasks import task_view

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Line = Annotated[str, typer.Argument(help="The payment line's id, pay_….")]
Invoice = Annotated[str, typer.Argument(help="The invoice's id, inv_….")]

COLUMNS = (
    "id",
    "order",
    "invoice",
    "method",
    "amount",
    "captured",
    "pending",
    "open",
    "currency",
    "state",
    "expires",
)


@app.command("list")
def list_(
    ctx: typer.Context,
    store: StoreFilter = "",
    state: Annotated[LineState | None, typer.Option(help="Only in this state.")] = None,
    order: Annotated[str, typer.Option(help="Only of this order: id, gid, number or name.")] = "",
    invoice: Annotated[str, typer.Option(help="Only of this invoice: its id, or your number of it.")] = "",
    gateway: Annotated[str, typer.Option(help="Only of this gateway: Shopify's name, or yours.")] = "",
    expires_before: Annotated[str | None, typer.Option(help="Only those that expire before this instant.")] = None,
    limit: Limit = 50,
    cursor: Cursor = "",
    as_json: AsJson = False,
) -> None:
    """List payment lines of all invoices, newest first."""
    wanted = PaymentFilter(store, state or "", order, invoice, gateway, read_moment(expires_before))
    with installation_of(ctx).database():
        page = payment_page(wanted, Paging(limit, cursor))
    more = [f"More: --cursor {page.next_cursor}"] if page.next_cursor else []
    show(plain(page), [*_table(page.items), *more], as_json=as_json)


@app.command("show")
def show_(
    ctx: typer.Context,
    line_or_invoice: Annotated[str, typer.Argument(help="A payment line's id, pay_…, or an invoice's, inv_….")],
    as_json: AsJson = False,
) -> None:
    """Show a payment line with its captures, or an invoice's lines and how they explain its total."""
    with installation_of(ctx).database():
        if line_or_invoice.startswith("inv_"):
            _show_invoice(line_or_invoice, as_json=as_json)
            return
        line = read_payment_line(line_or_invoice)
    show(plain(line), _lines(line), as_json=as_json)


@app.command()
def capture(ctx: typer.Context, line: Line, as_json: AsJson = False) -> None:
    """Capture what is open of a payment line now, even where the store's policy would wait."""
    with installation_of(ctx).database():
        _show_asked(capture_by_hand(find_payment_line(line)), as_json=as_json)


@app.command()
def retrieve(ctx: typer.Context, invoice: Invoice, as_json: AsJson = False) -> None:
    """Retrieve an invoice's payments again: what is not covered yet gets payment lines."""
    with installation_of(ctx).database():
        _show_asked(retrieve_again(find_invoice(invoice)), as_json=as_json)


@app.command()
def void(ctx: typer.Context, invoice: Invoice, as_json: AsJson = False) -> None:
    """Void what no invoice needs of the authorisations of an invoice's order, once nothing more can be invoiced."""
    with installation_of(ctx).database():
        _show_asked(void_leftovers(find_invoice(invoice)), as_json=as_json)


def _show_invoice(invoice_id: str, *, as_json: bool) -> None:
    invoice = find_invoice(invoice_id)
    items, balance = payment_lines_of(invoice), balance_of(invoice)
    result = {"items": plain(items), "balance": plain(balance)}
    show(result, [f"Invoice {invoice}", *balance.sentences, "", *_table(items)], as_json=as_json)


def _show_asked(asked: Asked, *, as_json: bool) -> None:
    task = task_view(asked.task)
    words = "A new task" if asked.is_new else "The task that is there"
    show(plain(task), [f"{words}, {task.id}, is {task.state}."], as_json=as_json)


def _table(lines: Sequence[PaymentLineView]) -> list[str]:
    rows = [
        {
            **vars(line),
            "order": line.order_name,
            "invoice": line.invoice_number,
            "method": line.payment_method or line.gateway_name or line.gateway,
            "state": line.state_words,
        }
        for line in lines
    ]
    return table(rows, COLUMNS) or ["No payment line."]


def _lines(line: PaymentLineView) -> list[str]:
    of_invoice = f"invoice {line.invoice_number} of order {line.order_name}"
    method = f" ({line.payment_method})" if line.payment_method else ""
    lines = [
        f"{line.id}: {line.amount} {line.currency} for {of_invoice}, {line.state_words}",
        f"  {line.detail}" if line.detail else "",
        f"  {line.gateway_name or line.gateway}{method}, {line.authorised} {line.currency}, {line.transaction}",
        f"  captured {line.captured}, pending {line.pending}, open {line.open}, refunded {line.refunded}",
        f"  expires {line.expires}" if line.expires else "",
        "  takes one capture only: what that leaves is lost" if line.takes_one_capture else "",
        f"  task {line.task.id} is {line.task.state} {line.task.outcome_detail}".rstrip() if line.task else "",
        *(f"  capture {_capture_words(one)}" for one in line.captures),
    ]
    return [text for text in lines if text]


def _capture_words(one: CaptureView) -> str:
    words = (one.transaction, one.amount, one.status, one.error_code, f"by {one.taken_by}")
    return " ".join(filter(None, words))
