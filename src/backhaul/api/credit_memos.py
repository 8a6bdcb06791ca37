"""Endpoints of posted credit memos: give back a part of an invoice, and look at what came of it."""

from django.http import HttpRequest
from ninja import Status

from backhaul.flows.find import find_invoice
from backhaul.flows.post_credit_memo import post_credit_memo
from backhaul.flows.posting_bodies import CreditMemoBody
from backhaul.flows.show.credit_memos import CreditMemosView, CreditMemoView, credit_memos_of, read_credit_memo


def list_credit_memos(request: HttpRequest, invoice: str) -> CreditMemosView:
    """The credit memos of an invoice, latest first, and what can still be given back of it."""
    return credit_memos_of(find_invoice(invoice))


def post_one_credit_memo(request: HttpRequest, invoice: str, body: CreditMemoBody) -> Status[CreditMemoView]:
    """Give back a part of an invoice: 201 when it is new, 200 when the same was posted before under its number."""
    posted = post_credit_memo(find_invoice(invoice), body.to_request())
    return Status(201 if posted.is_new else 200, read_credit_memo(posted.memo.pk))


def get_credit_memo(request: HttpRequest, memo: str) -> CreditMemoView:
    """One credit memo with its refunds and its task."""
    return read_credit_memo(memo)
