"""Commands of posted credit memos: give back a part of an invoice, or units of an order; look at what came of it."""

from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.cli.options import StoreOption
from backhaul.core.crediting import UnitsRequest
from backhaul.core.errors import InputError
from backhaul.core.restock import Restock
from backhaul.flows.find import find_invoice, find_order
from backhaul.flows.post_credit_memo import CreditRequest, post_credit_memo, post_units_memo
from backhaul.flows.show.credit_memos import (
    CreditMemosView,
    CreditMemoView,
    credit_memos_of,
    credit_memos_of_order,
    read_credit_memo,
)
from backhaul.flows.show.plain import plain
from backhaul.flows.written import read_credit_lines

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Document = Annotated[str, typer.Argument(help="An invoice's id, inv_…; or an order: its id, gid, number or name.")]
COLUMNS = ("external_number", "total", "given_back", "pending", "state", "reason", "id")
LINE_COLUMNS = ("sku", "quantity", "amount", "restock", "line")
REFUND_COLUMNS = ("amount", "status", "error_code", "transaction", "receipt")


def credit(
    ctx: typer.Context,
    document: Document,
    external_number: Annotated[
        str, typer.Option("--external-number", "--number", help="Your number of the credit memo; repeating it is safe.")
    ],
    line: Annotated[
        list[str] | None,
        typer.Option(
            "--line",
            metavar="SKU=QUANTITY[:AMOUNT]",
            help="Units of the order; a line id or gid may stand for the SKU. Without an amount it is computed.",
        ),
    ] = None,
    total: Annotated[
        str | None, typer.Option(help="How much is given back; of an order computed unless given.")
    ] = None,
    currency: Annotated[str, typer.Option(help="The currency of the invoice, like EUR.")] = "",
    shipping: Annotated[
        str | None, typer.Option(help="Shipping that is given back with units: an amount, or share.")
    ] = None,
    restock: Annotated[Restock, typer.Option(help="What becomes of the units.")] = Restock.CANCEL,
    reason: Annotated[str, typer.Option(help="Stays with the credit memo, and is noted with the refund.")] = "",
    booked_only: Annotated[
        bool, typer.Option("--booked-only", help="It was given back in Shopify already: note it, send nothing.")
    ] = False,
    store: StoreOption = None,
    as_json: AsJson = False,
) -> None:
    """Give back a part of an invoice, or units of an order."""
    units = UnitsRequest(
        external_number=external_number,
        lines=read_credit_lines(line or []),
        currency=currency,
        total=total,
        shipping=shipping,
        restock=restock,
        reason=reason,
        booked_only=booked_only,
    )
    with installation_of(ctx).database():
        if document.startswith("inv_"):
            posted = post_credit_memo(find_invoice(document), _over_invoice(units))
        else:
            posted = post_units_memo(find_order(document, store_slug=store), units)
        shown = read_credit_memo(posted.memo.pk)
    verb = "Posted" if posted.is_new else "Was posted before:"
    words = f"{verb} {shown.external_number} over {_over(shown)} as {shown.id}"
    show(plain(shown), [f"{words}; task {shown.task.id} is {shown.task.state}."], as_json=as_json)


@app.command("list")
def list_(ctx: typer.Context, document: Document, store: StoreOption = None, as_json: AsJson = False) -> None:
    """List the credit memos of an invoice or order, latest first, and what can still be given back."""
    with installation_of(ctx).database():
        if document.startswith("inv_"):
            shown = credit_memos_of(find_invoice(document))
        else:
            shown = credit_memos_of_order(find_order(document, store_slug=store))
    show(plain(shown), described(shown), as_json=as_json)


@app.command("show")
def show_(
    ctx: typer.Context,
    memo: Annotated[str, typer.Argument(help="The credit memo's id, crm_….")],
    as_json: AsJson = False,
) -> None:
    """Show a credit memo with its refunds and its task."""
    with installation_of(ctx).database():
        shown = read_credit_memo(memo)
    what = f"{shown.external_number} over {_over(shown)}"
    amounts = f"{shown.total} {shown.currency}, given back {shown.given_back}, being processed {shown.pending}"
    lines = [
        f"{what}: {amounts} ({shown.id})",
        *([f"Reason: {shown.reason}"] if shown.reason else []),
        *table([vars(one) for one in shown.lines], LINE_COLUMNS),
        f"Task {shown.task.id} is {shown.task.state}. {shown.task.outcome_detail}".strip(),
        *table([vars(one) for one in shown.refunds], REFUND_COLUMNS),
    ]
    show(plain(shown), lines, as_json=as_json)


def _over_invoice(asked: UnitsRequest) -> CreditRequest:
    """What was asked for, of an invoice. Raises InputError when it is about units."""
    if asked.lines or asked.shipping or asked.booked_only or asked.total is None:
        raise InputError(
            "A credit memo over an invoice gives back money alone.",
            hint="Give --total and --currency; to give back units, name their order.",
        )
    return CreditRequest(asked.external_number, asked.total, asked.currency, asked.reason)


def _over(memo: CreditMemoView) -> str:
    return f"{memo.invoice_number} of {memo.order_name}" if memo.invoice_id else memo.order_name


def described(memos: CreditMemosView) -> list[str]:
    """The credit memos in a line each, and how much of what was received can still be given back."""
    rows = [{**vars(one), "state": one.task.state} for one in memos.items]
    left = f"{memos.left_to_give_back} of {memos.received} {memos.currency} received can be given back."
    return [*(table(rows, COLUMNS) or ["No credit memo."]), left]
