"""Orders with payments in the sandbox, invoices posted on them, and people and gateways that act on both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings as django_settings

from backhaul.flows.post_invoice import PostedInvoiceResult, post_invoice
from backhaul.models import PaymentLine, PostedInvoice, SalesOrder, Task
from backhaul.site.clock import advance_offset, make_clock
from tests.support.invoices import invoice_line, invoice_request
from tests.support.shop import Shop, let_lost_replies_be_old, run_pending

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 10}
ONE_CAPTURE = {"kind": "authorised", "gateway": "shopify_payments"}
MULTI = {"kind": "authorised", "gateway": "shopify_payments", "multi_capturable": True}
MANUAL = {"kind": "authorised", "gateway": "manual"}
GIFT_CARD = {"kind": "gift_card"}
SALE = {"kind": "paid", "gateway": "shopify_payments"}
CASH = {"kind": "pending", "gateway": "Cash on Delivery (COD)"}

WORTH = """query Worth($id: ID!) { order(id: $id) { displayFinancialStatus
 currentTotalPriceSet { presentmentMoney { amount } } } }"""
REMOVE = """mutation Remove($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) {
 refund { id } userErrors { message } } }"""


@dataclass(frozen=True)
class Shown:
    """A transaction as Shopify shows it to another client; amounts are in the customer's currency."""

    gid: str
    kind: str
    status: str
    gateway: str
    amount: Decimal
    capturable: Decimal
    parent: str | None
    expired: bool

    @property
    def failed(self) -> bool:
        return self.status in ("FAILURE", "ERROR")


def paid_by(shop: Shop, *payments: dict[str, Any], **checkout: Any) -> SalesOrder:
    """An order of ten apples for 10.00 each, in EUR, with these payments."""
    return shop.order(**{"lines": [APPLES], "payment": list(payments), "currency": "EUR", **checkout})


def invoice(
    order: SalesOrder,
    total: str,
    *,
    number: str | None = None,
    units: int = 1,
    final: bool = False,
    currency: str | None = None,
) -> PostedInvoiceResult:
    """Post an invoice of so many apples for that much together."""
    count = PostedInvoice.objects.filter(order=order).count()
    request = invoice_request(
        number or f"{order.name}-{count + 1}",
        [invoice_line("apple", units, total)],
        total=total,
        currency=currency or order.presentment_currency,
        final=final,
    )
    return post_invoice(order, request)


def act(shop: Shop, order: SalesOrder, do: str | None = None, **details: Any) -> list[Shown]:
    """A person, or the gateway, acts on the order's payments in Shopify; returns all of its transactions."""
    shown = attempt(shop, order, do, **details)
    assert shown is not None, f"{do} was refused"
    return shown


def attempt(shop: Shop, order: SalesOrder, do: str | None, **details: Any) -> list[Shown] | None:
    """The same, None when Shopify refuses it."""
    body = {"order": order.gid, **({"do": do} if do else {}), **details}
    answer = shop.sandbox.client.post(f"{shop.sandbox.url}/sandbox/payments", json=body)
    if answer.status_code == 400:
        return None
    assert answer.is_success, answer.text
    return [
        Shown(
            gid=one["id"],
            kind=one["kind"],
            status=one["status"],
            gateway=one["gateway"],
            amount=Decimal(one["amount"]),
            capturable=Decimal(one["capturable"]),
            parent=one["parent"],
            expired=one["expired"],
        )
        for one in answer.json()["transactions"]
    ]


def next_answer(shop: Shop, **answers: Any) -> None:
    """How the gateway answers the next capture, void or refund, whatever order it is of."""
    answer = shop.sandbox.client.post(f"{shop.sandbox.url}/sandbox/payments", json=answers)
    assert answer.is_success, answer.text


def transactions(shop: Shop, order: SalesOrder, kind: str) -> list[tuple[str, str]]:
    """Status and amount of the order's transactions of a kind, as Shopify shows them, earliest first."""
    return [(one.status, f"{one.amount}") for one in act(shop, order) if one.kind == kind]


def worth(shop: Shop, order: SalesOrder) -> Decimal:
    """What the order costs in Shopify now, after refunds and removals."""
    shown = shop.sandbox.graphql(WORTH, id=order.gid)["order"]
    return Decimal(shown["currentTotalPriceSet"]["presentmentMoney"]["amount"])


def remove_units(shop: Shop, order: SalesOrder, units: int) -> None:
    """Someone takes units of the order's first line off it in Shopify; no money is given back."""
    line = order.lines.all()[0].gid
    removed = {"lineItemId": line, "quantity": units, "restockType": "CANCEL"}
    wanted = {"orderId": order.gid, "refundLineItems": [removed], "currency": order.presentment_currency}
    answer = shop.sandbox.graphql(REMOVE, input=wanted, key=f"{order.pk}-{units}-{worth(shop, order)}")
    assert not answer["refundCreate"]["userErrors"], answer


def lines(posted: PostedInvoiceResult) -> list[tuple[str, str, str, str]]:
    """Kind, amount, captured and state of the invoice's payment lines, oldest first."""
    rows = PaymentLine.objects.filter(invoice=posted.invoice).order_by("position")
    return [(row.kind, f"{row.amount.normalize():f}", f"{row.captured.normalize():f}", row.state) for row in rows]


def line_tasks(posted: PostedInvoiceResult) -> list[tuple[str, str]]:
    """State and outcome of the tasks that capture the invoice's payment lines, oldest line first."""
    return [(task.state, task.outcome) for task in capture_tasks(posted)]


def capture_tasks(posted: PostedInvoiceResult) -> Sequence[Task]:
    """The tasks that capture the invoice's payment lines, oldest line first."""
    rows = PaymentLine.objects.filter(invoice=posted.invoice, kind="authorised").order_by("position")
    return [row.task for row in rows.select_related("task") if row.task]


def words_of(task: Task) -> str:
    """What the task says of how it stands."""
    task.refresh_from_db()
    return task.outcome_detail


def go_on() -> None:
    """Run what is pending, and what is due by the clock; lost replies are old enough to be asked about."""
    let_lost_replies_be_old()
    run_pending()


class Calendar:
    """Time passes for the sandbox and the product together."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def advance(self, **by: float) -> None:
        """Let so much time pass, for example `days=8`."""
        step = timedelta(**by)
        self._shop.sandbox.advance(f"PT{round(step.total_seconds())}S")
        advance_offset(step)


def calendar_of(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """A calendar; until the test ends, the product's clock is one that can be advanced."""
    monkeypatch.setattr(django_settings, "BACKHAUL_CLOCK", make_clock("sandbox"))
    return Calendar(shop)
