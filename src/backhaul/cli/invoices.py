"""Commands of posted invoices: post, alone or together with a shipment, list, look at."""

from pathlib import Path
from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import Cursor, Limit, StoreFilter, StoreOption
from backhaul.cli.orders import Order
from backhaul.cli.reading import read_file, read_moment
from backhaul.core.invoicing import AmountsRequest
from backhaul.flows.find import find_order
from backhaul.flows.post_both import post_both
from backhaul.flows.post_invoice import InvoiceRequest, post_invoice
from backhaul.flows.posting_bodies import read_posting
from backhaul.flows.show.credit_memos import CreditMemoView
from backhaul.flows.show.invoices import InvoiceFilter, InvoiceView, invoice_page, read_invoice
from backhaul.flows.show.pages import Paging
from backhaul.flows.show.plain import plain
from backhaul.flows.show.shipments import ShipmentView, read_shipment
from backhaul.flows.written import read_invoice_lines

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

LIST_COLUMNS = ("external_number", "order_name", "store", "total", "currency", "state", "outcome", "id")
LINE_COLUMNS = ("sku", "quantity", "amount", "line")


def invoice(
    ctx: typer.Context,
    order: Order,
    external_number: Annotated[
        str, typer.Option("--external-number", "--number", help="Your number of the invoice; repeating it is safe.")
    ],
    currency: Annotated[str, typer.Option(help="The currency in which the customer has bought, like EUR.")],
    total: Annotated[str, typer.Option(help="What the customer owes: lines, shipping, and tax when it comes on top.")],
    tax_included: Annotated[
        bool,
        typer.Option(
            "--tax-included/--tax-excluded", help="Whether the amounts include the tax; one of the two is needed."
        ),
    ],
    line: Annotated[
        list[str] | None,
        typer.Option(
            "--line",
            metavar="SKU=QUANTITY:AMOUNT",
            help="What was invoiced, for how much together; a line id or gid may stand for the SKU.",
        ),
    ] = None,
    shipping: Annotated[str | None, typer.Option(help="What shipping costs, if anything.")] = None,
    tax: Annotated[str | None, typer.Option(help="All of the tax, with --tax-excluded and only then.")] = None,
    final: Annotated[bool, typer.Option("--final", help="Nothing more of the order will be invoiced.")] = False,
    posted_at: Annotated[str | None, typer.Option(help="When, like 2026-10-01T12:00:00Z; else now.")] = None,
    store: StoreOption = None,
    as_json: AsJson = False,
) -> None:
    """Post an invoice of an order: these lines were invoiced for this amount."""
    request = InvoiceRequest(
        external_number=external_number,
        amounts=AmountsRequest(currency, total, tax_included, shipping, tax),
        lines=read_invoice_lines(line or []),
        final=final,
        posted_at=read_moment(posted_at),
    )
    with installation_of(ctx).database():
        posted = post_invoice(find_order(order, store_slug=store), request)
        shown = read_invoice(posted.invoice.pk)
    show(plain(shown), [_said(shown, is_new=posted.is_new)], as_json=as_json)


def post(
    ctx: typer.Context,
    order: Order,
    file: Annotated[Path, typer.Option(help="JSON with shipment and invoice, as REST takes it; - is standard input.")],
    store: StoreOption = None,
    as_json: AsJson = False,
) -> None:
    """Post a shipment and its invoice at once: both, or neither."""
    posting = read_posting(read_file("posting", file))
    with installation_of(ctx).database():
        found = find_order(order, store_slug=store)
        both = post_both(found, shipment=posting.shipment.to_request(), invoice=posting.invoice.to_request())
        shipment, invoice = read_shipment(both.shipment.shipment.pk), read_invoice(both.invoice.invoice.pk)
    words = [_said(shipment, is_new=both.shipment.is_new), _said(invoice, is_new=both.invoice.is_new)]
    show({"shipment": plain(shipment), "invoice": plain(invoice)}, words, as_json=as_json)


@app.command("list")
def list_(
    ctx: typer.Context,
    store: StoreFilter = "",
    order: Annotated[str, typer.Option(help="Only of this order.")] = "",
    external_number: Annotated[str, typer.Option(help="Only with your number.")] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
    as_json: AsJson = False,
) -> None:
    """List invoices, newest first."""
    with installation_of(ctx).database():
        page = invoice_page(InvoiceFilter(store, order, external_number), Paging(limit, cursor))
    rows = [{**vars(one), "state": one.task.state, "outcome": one.task.outcome} for one in page.items]
    more = [f"More: --cursor {page.next_cursor}"] if page.next_cursor else []
    show(plain(page), [*(table(rows, LIST_COLUMNS) or ["No invoice."]), *more], as_json=as_json)


@app.command("show")
def show_(
    ctx: typer.Context,
    invoice: Annotated[str, typer.Argument(help="The invoice's id, inv_….")],
    as_json: AsJson = False,
) -> None:
    """Show an invoice with its lines and its task."""
    with installation_of(ctx).database():
        shown = read_invoice(invoice)
    show(plain(shown), _described(shown), as_json=as_json)


def _described(invoice: InvoiceView) -> list[str]:
    tax = "tax included" if invoice.tax is None else f"tax {invoice.tax}"
    final = ", final" if invoice.final else ""
    amounts = f"{invoice.total} {invoice.currency}, shipping {invoice.shipping}, {tax}{final}"
    return [
        f"{invoice.external_number} of {invoice.order_name}: {amounts} ({invoice.id})",
        f"Task {invoice.task.id} is {invoice.task.state}. {invoice.task.outcome_detail}".strip(),
        "",
        *table([vars(line) for line in invoice.lines], LINE_COLUMNS),
        *(f"Credit memo {memo.external_number} ({memo.id}): {_given_back(memo)}" for memo in invoice.credit_memos),
        "",
        *invoice.balance.sentences,
    ]


def _given_back(memo: CreditMemoView) -> str:
    return (
        f"{memo.given_back} of {memo.total} {memo.currency} given back; its task {memo.task.id} is {memo.task.state}."
    )


def _said(document: InvoiceView | ShipmentView, *, is_new: bool) -> str:
    verb = "Posted" if is_new else "Was posted before:"
    words = f"{verb} {document.external_number} of {document.order_name} as {document.id}"
    return f"{words}; task {document.task.id} is {document.task.state}."
