"""Invoices that were paid, and credit memos over them, for tests that give money back."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from backhaul.core.payments import RemoteTransaction
from backhaul.flows.post_credit_memo import CreditRequest, PostedCredit, post_credit_memo
from backhaul.flows.post_invoice import post_invoice
from backhaul.flows.read_order import read_payments
from backhaul.models import CreditMemoRefund, Intent, PostedCreditMemo, PostedInvoice, SalesOrder
from tests.support.invoices import invoice_line, invoice_request
from tests.support.rows import LONG_AGO
from tests.support.shop import Shop, run_pending

MUG = {"sku": "mug", "title": "Mug", "price": "100.00", "quantity": 1}


def credit_request(
    number: str = "CM-1", total: object = "25.00", *, reason: str = "", currency: str = "CAD"
) -> CreditRequest:
    """A credit memo of 25.00 CAD unless said otherwise."""
    return CreditRequest(number, total, currency, reason)


def give(invoice: PostedInvoice, total: str, number: str = "CM-1") -> PostedCredit:
    """Post a credit memo over the invoice, in its currency."""
    return post_credit_memo(invoice, credit_request(number, total, currency=invoice.currency))


def paid_invoice(shop: Shop, *, payment: Any = "paid", **checkout: Any) -> PostedInvoice:
    """An invoice over a whole order of 100.00 CAD, with its payments retrieved, and captured where need be."""
    return invoiced(shop.order(lines=[MUG], payment=payment, **checkout))


def invoiced(order: SalesOrder, total: str = "100.00", *, number: str = "I-1") -> PostedInvoice:
    """An invoice over one mug of an order, with its payments retrieved, and captured where need be."""
    lines = [invoice_line("mug", 1, total)]
    posted = post_invoice(order, invoice_request(number, lines, total=total, currency=order.presentment_currency))
    run_pending()
    return posted.invoice


def transactions(shop: Shop, order: SalesOrder, kind: str = "") -> list[RemoteTransaction]:
    """The order's transactions of a kind, as Shopify shows them."""
    found = read_payments(shop.store, order.gid).transactions
    return [one for one in found if not kind or one.kind == kind]


def refunds(shop: Shop, order: SalesOrder) -> list[tuple[str, str]]:
    """Amount and status of the order's refunds, as Shopify shows them."""
    return [(one.amount.text, one.status) for one in transactions(shop, order, "REFUND")]


def act_on(shop: Shop, order: SalesOrder | None, do: str = "", **details: Any) -> None:
    """A person, or the gateway, acts on the order's payments in Shopify."""
    given = {"order": order.gid if order else None, "do": do or None, **details}
    body = {key: value for key, value in given.items() if value is not None}
    answer = shop.sandbox.client.post(f"{shop.sandbox.url}/sandbox/payments", json=body)
    assert answer.is_success, answer.text


def refund_row(memo: PostedCreditMemo, amount: str, *, of: str, status: str = "SUCCESS") -> CreditMemoRefund:
    """A refund that the memo has brought about."""
    number = CreditMemoRefund.objects.count() + 500
    intent = Intent.objects.create(
        store=memo.store,
        task=memo.task,
        subject_gid=memo.order.gid,
        fencing=1,
        step=f"refund:{number}",
        operation="refundCreate",
        variables={},
        state="done",
        created_at=LONG_AGO,
        send_before=LONG_AGO,
        readable_after=LONG_AGO,
        settled_at=LONG_AGO,
    )
    return CreditMemoRefund.objects.create(
        memo=memo,
        transaction_gid=f"gid://shopify/OrderTransaction/{number}",
        receipt_gid=of,
        amount=Decimal(amount),
        status=status,
        intent=intent,
        created_at=LONG_AGO + timedelta(seconds=number),
        settled_at=LONG_AGO,
    )
