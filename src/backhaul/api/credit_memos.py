"""Endpoints of posted credit memos: give back a part of an invoice, or units of an order; look at what came of it."""

from django.http import HttpRequest
from ninja import Status

from backhaul.api.once import calls_shopify
from backhaul.flows.find import find_invoice, find_order
from backhaul.flows.post_credit_memo import post_credit_memo, post_units_memo
from backhaul.flows.posting_bodies import CreditMemoBody, UnitsMemoBody
from backhaul.flows.show.credit_memos import (
    CreditMemosView,
    CreditMemoView,
    credit_memos_of,
    credit_memos_of_order,
    read_credit_memo,
)


def list_credit_memos(request: HttpRequest, invoice: str) -> CreditMemosView:
    """The credit memos of an invoice, latest first, and what can still be given back of it."""
    return credit_memos_of(find_invoice(invoice))


def post_one_credit_memo(request: HttpRequest, invoice: str, body: CreditMemoBody) -> Status[CreditMemoView]:
    """Give back a part of an invoice: 201 when it is new, 200 when the same was posted before under its number."""
    posted = post_credit_memo(find_invoice(invoice), body.to_request())
    return Status(201 if posted.is_new else 200, read_credit_memo(posted.memo.pk))


def list_credit_memos_of_order(request: HttpRequest, order: str, store: str | None = None) -> CreditMemosView:
    """The credit memos of an order and of its invoices, latest first, and what can still be given back of it."""
    return credit_memos_of_order(find_order(order, store_slug=store))


@calls_shopify
def post_units_credit_memo(
    request: HttpRequest, order: str, body: UnitsMemoBody, store: str | None = None
) -> Status[CreditMemoView]:
    """Give back units of an order: 201 when it is new, 200 when the same was posted before under its number.

    Until it has ended, no shipment can take units that it gives back before they are shipped.
    """
    posted = post_units_memo(find_order(order, store_slug=store), body.to_request())
    return Status(201 if posted.is_new else 200, read_credit_memo(posted.memo.pk))


def get_credit_memo(request: HttpRequest, memo: str) -> CreditMemoView:
    """One credit memo with its refunds and its task."""
    return read_credit_memo(memo)
