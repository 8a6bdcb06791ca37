"""An order as text: its head, lines and totals, what Shopify shows of it, and what we have posted."""

from collections.abc import Iterator

from backhaul.cli.frame import table
from backhaul.core.remote_refunds import NO_RETURN
from backhaul.flows.show.order_money import AmountView
from backhaul.flows.show.orders import OrderDetail

LINE_COLUMNS = (
    "sku",
    "title",
    "quantity",
    "current_quantity",
    "shippable",
    "posted",
    "withheld",
    "outstanding",
    "invoiced",
    "left_to_invoice",
    "line",
)
WORK_COLUMNS = ("gid", "status", "location_name", "fulfill_at")
REFUND_COLUMNS = ("gid", "units", "total", "created_at")
RETURN_COLUMNS = ("name", "status", "quantity", "created_at", "closed_at")
SHIPMENT_COLUMNS = ("external_number", "state", "outcome", "undo", "id")
INVOICE_COLUMNS = ("external_number", "total", "currency", "state", "outcome", "id")


def lines_of(detail: OrderDetail) -> list[str]:
    """The lines that a person reads."""
    return [
        *_head(detail),
        "",
        *table([vars(line) for line in detail.lines], LINE_COLUMNS),
        "",
        *_totals(detail),
        *table([vars(work) for work in detail.fulfillment_orders], WORK_COLUMNS),
        "",
        *_given_back(detail),
        *_posted(detail),
    ]


def _head(detail: OrderDetail) -> Iterator[str]:
    order = detail.order
    yield f"{order.name} of {order.store}: {order.fulfillment_status}, {order.financial_status} ({order.id})"
    if order.cancelled_at:
        yield f"Cancelled {order.cancelled_at:%Y-%m-%d %H:%M} UTC, reason {order.cancel_reason or 'not given'}."
    for tag in detail.subscription_tags:
        yield f"Tag “{tag.tag or tag.template}” {tag.words.rstrip('.')}."
    if order.deleted_at:
        yield f"Deleted: since {order.deleted_at:%Y-%m-%d %H:%M} UTC Shopify does not show it any more."


def _totals(detail: OrderDetail) -> Iterator[str]:
    """Both moneys; one column where they are in the same currency."""
    order = detail.order
    shop, customer = order.currency, order.presentment_currency
    columns = ("total", customer) if shop == customer else ("total", customer, shop)
    rows = [
        {"total": name.replace("_", " "), shop: amount.shop, customer: amount.presentment}
        for name, amount in detail.totals.items()
    ]
    if rows:
        yield from table(rows, columns)
        yield "Prices and subtotals contain the tax." if detail.taxes_included else "Tax is added to the prices."
        yield order.totals_words or "The totals add up."
        yield ""


def _given_back(detail: OrderDetail) -> Iterator[str]:
    refunds = [
        {**vars(one), "units": sum(line.quantity for line in one.lines), "total": _both(one.total)}
        for one in detail.refunds
    ]
    if refunds:
        yield "Refunds"
        yield from table(refunds, REFUND_COLUMNS)
        yield ""
    if detail.returns:
        yield "Returns" if detail.order.return_status == NO_RETURN else f"Returns: {detail.order.return_status}"
        yield from table([vars(one) for one in detail.returns], RETURN_COLUMNS)
        yield ""


def _both(amount: AmountView | None) -> str:
    if amount is None:
        return ""
    return amount.presentment if amount.presentment == amount.shop else f"{amount.presentment} ({amount.shop})"


def _posted(detail: OrderDetail) -> Iterator[str]:
    shipments = [
        {
            **vars(one),
            "state": one.task.state,
            "outcome": one.task.outcome,
            "undo": one.undo.task.outcome or one.undo.task.state if one.undo else "",
        }
        for one in detail.shipments
    ]
    invoices = [{**vars(one), "state": one.task.state, "outcome": one.task.outcome} for one in detail.invoices]
    yield from table(shipments, SHIPMENT_COLUMNS) or ["No shipment was posted."]
    yield ""
    yield from table(invoices, INVOICE_COLUMNS) or ["No invoice was posted."]
    if detail.left_to_invoice is not None:
        yield f"{detail.left_to_invoice} {detail.order.presentment_currency} are left to invoice."
