"""The Payment Line List over REST."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from backhaul.core.payment_lines import LineKind, LineState, TakenBy
from backhaul.core.tasks import TaskState
from backhaul.models import GatewayMapping, PaymentLine, PostedInvoice, Store, Task
from tests.api.client import Caller, body_of, expect_problem
from tests.support.payment_rows import capture_row, dear_order_row, invoice_row, line_row, put_task
from tests.support.rows import order_row, store_row

EXPIRES = datetime(2090, 1, 1, 12, tzinfo=UTC)
SECOND = "gid://shopify/OrderTransaction/2"


@pytest.fixture
def invoice(store: Store) -> PostedInvoice:
    """A final invoice over 100 euros."""
    return invoice_row(dear_order_row(store), final=True)


def _ids(api: Caller, **query: str) -> list[str]:
    return [line["id"] for line in body_of(api.get("/payment-lines", **query))["items"]]


def test_a_line_shows_its_sums_its_captures_its_task_and_when_it_expires(
    api: Caller, store: Store, invoice: PostedInvoice
) -> None:
    Store.objects.filter(pk=store.pk).update(timezone="Europe/Brussels")
    GatewayMapping.objects.create(store=store, gateway="shopify_payments", payment_method="CARD")
    line = line_row(invoice, expires_at=EXPIRES, expiry_is_estimated=True, detail="It waits for the last invoice.")
    capture_row(line, "30.00")
    capture_row(line, "20.00", by=TakenBy.US, status="PENDING")

    found = body_of(api.get(f"/payment-lines/{line.pk}"))

    sums = {name: found[name] for name in ("authorised", "amount", "captured", "pending", "open", "refunded")}
    assert sums == {
        "authorised": "100.00",
        "amount": "100.00",
        "captured": "30.00",
        "pending": "20.00",
        "open": "50.00",
        "refunded": "0.00",
    }
    assert (found["currency"], found["payment_method"], found["gateway_name"]) == ("EUR", "CARD", "Shopify Payments")
    assert (found["state"], found["state_words"]) == ("open", "to be captured")
    assert found["expires"] == "~2090-01-01 13:00 (Europe/Brussels)"
    assert [(one["taken_by"], one["amount"], one["status"]) for one in found["captures"]] == [
        ("elsewhere", "30.00", "SUCCESS"),
        ("us", "20.00", "PENDING"),
    ]
    assert found["task"]["kind"] == "capture_payment"
    assert found["task"]["document_id"] == line.pk
    assert (found["invoice_number"], found["order_name"]) == ("I-1", "#1001")


@pytest.mark.parametrize(("currency", "amount", "shown"), [("JPY", "1200", "1200"), ("KWD", "1.125", "1.125")])
def test_amounts_have_the_decimals_of_their_currency(
    api: Caller, invoice: PostedInvoice, currency: str, amount: str, shown: str
) -> None:
    line = line_row(invoice, amount, currency=currency)

    assert body_of(api.get(f"/payment-lines/{line.pk}"))["open"] == shown


def test_lines_are_listed_by_filter_newest_first_and_page_by_page(
    api: Caller, store: Store, invoice: PostedInvoice
) -> None:
    other = invoice_row(order_row(store_row("other"), 2001), "I-9")
    GatewayMapping.objects.create(store=store, gateway="shopify_payments", payment_method="CARD")
    first = line_row(invoice, expires_at=EXPIRES, created_at=EXPIRES)
    second = line_row(
        invoice,
        gid=SECOND,
        kind=LineKind.PAID,
        state=LineState.PAID,
        gateway="gift_card",
        created_at=EXPIRES - timedelta(1),
    )
    third = line_row(other, state=LineState.REFUSED)

    assert _ids(api) == [first.pk, second.pk, third.pk]
    assert _ids(api, store="shop") == _ids(api, order="1001", store="shop") == [first.pk, second.pk]
    assert _ids(api, order=other.order_id) == _ids(api, state="refused") == [third.pk]
    assert _ids(api, invoice=invoice.pk) == _ids(api, invoice="I-1") == [first.pk, second.pk]
    assert _ids(api, gateway="gift_card") == [second.pk]
    assert _ids(api, gateway="shopify_payments") == [first.pk, third.pk]
    assert _ids(api, gateway="CARD") == [first.pk]
    assert _ids(api, expires_before="2090-01-02T00:00:00Z") == [first.pk]
    assert _ids(api, expires_before="2090-01-01T00:00:00Z") == []
    page = body_of(api.get("/payment-lines", limit="2"))
    assert _ids(api, limit="2", cursor=page["next_cursor"]) == [third.pk]


def test_a_filter_that_names_nothing_is_refused(api: Caller, invoice: PostedInvoice) -> None:
    expect_problem(api.get("/payment-lines", store="nowhere"), 404, "unknown-store")
    expect_problem(api.get("/payment-lines", order="9999"), 404, "unknown-order")
    expect_problem(api.get("/payment-lines", expires_before="soon"), 400, "bad-reference")


def test_the_lines_of_an_invoice_come_in_their_order(api: Caller, invoice: PostedInvoice) -> None:
    first = line_row(invoice, "60.00")
    second = line_row(invoice, "40.00", gid=SECOND)
    line_row(invoice_row(invoice.order, "I-2"))

    found = body_of(api.get(f"/invoices/{invoice.pk}/payment-lines"))

    assert [line["id"] for line in found["items"]] == [first.pk, second.pk]


def test_the_sums_of_an_invoice_explain_its_total(api: Caller, invoice: PostedInvoice) -> None:
    capture_row(line_row(invoice, "50.00", refunded=Decimal("5")), "30.00")
    line_row(invoice, "25.00", gid=SECOND, kind=LineKind.PAID, state=LineState.PAID)
    line_row(invoice, "15.00", gid="gid://shopify/OrderTransaction/3", state=LineState.EXPIRED)

    balance = body_of(api.get(f"/invoices/{invoice.pk}/payment-lines"))["balance"]

    assert balance["sentences"][0] == "100.00 EUR is invoiced."
    del balance["sentences"]
    assert balance == {
        "currency": "EUR",
        "invoiced": "100.00",
        "paid": "25.00",
        "captured": "30.00",
        "pending": "0.00",
        "open": "20.00",
        "called_off": "0.00",
        "refused": "0.00",
        "not_owed": "0.00",
        "lost": {"expired": "15.00"},
        "short": "10.00",
        "refunded": "5.00",
    }


def test_a_capture_by_hand_is_the_lines_task_and_runs_now(api: Caller, invoice: PostedInvoice) -> None:
    line = line_row(invoice)
    put_task(line.task, TaskState.WAITING)

    asked = body_of(api.post(f"/payment-lines/{line.pk}/capture"))

    assert (asked["id"], asked["state"]) == (line.task_id, "pending")
    assert Task.objects.get(pk=line.task_id).choices == {"capture_now": True}


def test_a_capture_asked_for_after_the_task_has_ended_is_a_new_task(api: Caller, invoice: PostedInvoice) -> None:
    line = line_row(invoice)
    put_task(line.task, TaskState.CANCELLED)

    first = body_of(api.post(f"/payment-lines/{line.pk}/capture"), 201)
    second = body_of(api.post(f"/payment-lines/{line.pk}/capture"), 200)

    assert first["id"] == second["id"] == PaymentLine.objects.get().task_id


def test_a_captured_line_refuses_a_capture(api: Caller, invoice: PostedInvoice) -> None:
    line = line_row(invoice, state=LineState.CAPTURED)

    problem = expect_problem(api.post(f"/payment-lines/{line.pk}/capture"), 409, "nothing-left-to-capture")

    assert problem["detail"] == f"{line.pk} has been captured in full."


def test_payments_are_retrieved_again_and_leftovers_voided(api: Caller, invoice: PostedInvoice) -> None:
    put_task(invoice.task, TaskState.SUCCEEDED)

    retrieval = body_of(api.post(f"/invoices/{invoice.pk}/retrieve"), 201)
    again = body_of(api.post(f"/invoices/{invoice.pk}/retrieve"), 200)
    voiding = body_of(api.post(f"/invoices/{invoice.pk}/void-leftover"), 201)

    assert retrieval["id"] == again["id"]
    assert (retrieval["kind"], voiding["kind"]) == ("retrieve_payments", "void_leftover")
    assert retrieval["document_id"] == voiding["document_id"] == invoice.pk


def test_leftovers_stay_while_more_may_be_invoiced(api: Caller, store: Store) -> None:
    invoice = invoice_row(dear_order_row(store))

    expect_problem(api.post(f"/invoices/{invoice.pk}/void-leftover"), 409, "more-to-invoice")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/payment-lines/pay_1"),
        ("GET", "/invoices/inv_1/payment-lines"),
        ("POST", "/payment-lines/pay_1/capture"),
        ("POST", "/invoices/inv_1/retrieve"),
        ("POST", "/invoices/inv_1/void-leftover"),
        ("POST", "/notices/not_1/read"),
    ],
)
def test_what_is_not_there_is_not_found(api: Caller, store: Store, method: str, path: str) -> None:
    answer = api.get(path) if method == "GET" else api.post(path)

    expect_problem(answer, 404, "not-found")
