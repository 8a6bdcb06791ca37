"""Commands of posted credit memos: give back a part of an invoice, look at what came of it."""

from typing import Annotated

import typer

from backhaul.cli.frame import AsJson, installation_of, show, table
from backhaul.flows.find import find_invoice
from backhaul.flows.post_credit_memo import CreditRequest, post_credit_memo
from backhaul.flows.show.credit_memos import CreditMemosView, credit_memos_of, read_credit_memo
from backhaul.flows.show.plain import plain

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Invoice = Annotated[str, typer.Argument(help="The invoice's id, inv_….")]
COLUMNS = ("external_number", "total", "given_back", "pending", "state", "reason", "id")
REFUND_COLUMNS = ("amount", "status", "error_code", "transaction", "receipt")


def credit(
    ctx: typer.Context,
    invoice: Invoice,
    external_number: Annotated[
        str, typer.Option("--external-number", "--number", help="Your number of the credit memo; repeating it is safe.")
    ],
    total: Annotated[str, typer.Option(help="How much is given back.")],
    currency: Annotated[str, typer.Option(help="The currency of the invoice, like EUR.")],
    reason: Annotated[str, typer.Option(help="Stays with the credit memo, and is noted with the refund.")] = "",
    as_json: AsJson = False,
) -> None:
    """Give back a part of an invoice, or all of it."""
    request = CreditRequest(external_number, total, currency, reason)
    with installation_of(ctx).database():
        posted = post_credit_memo(find_invoice(invoice), request)
        shown = read_credit_memo(posted.memo.pk)
    verb = "Posted" if posted.is_new else "Was posted before:"
    words = f"{verb} {shown.external_number} over {shown.invoice_number} of {shown.order_name} as {shown.id}"
    show(plain(shown), [f"{words}; task {shown.task.id} is {shown.task.state}."], as_json=as_json)


@app.command("list")
def list_(ctx: typer.Context, invoice: Invoice, as_json: AsJson = False) -> None:
    """List the credit memos of an invoice, latest first, and what can still be given back."""
    with installation_of(ctx).database():
        shown = credit_memos_of(find_invoice(invoice))
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
    what = f"{shown.external_number} over {shown.invoice_number} of {shown.order_name}"
    amounts = f"{shown.total} {shown.currency}, given back {shown.given_back}, being processed {shown.pending}"
    lines = [
        f"{what}: {amounts} ({shown.id})",
        *([f"Reason: {shown.reason}"] if shown.reason else []),
        f"Task {shown.task.id} is {shown.task.state}. {shown.task.outcome_detail}".strip(),
        *table([vars(one) for one in shown.refunds], REFUND_COLUMNS),
    ]
    show(plain(shown), lines, as_json=as_json)


def described(memos: CreditMemosView) -> list[str]:
    """The credit memos in a line each, and how much of what was received can still be given back."""
    rows = [{**vars(one), "state": one.task.state} for one in memos.items]
    left = f"{memos.left_to_give_back} of {memos.received} {memos.currency} received can be given back."
    return [*(table(rows, COLUMNS) or ["No credit memo."]), left]
