"""What a person asks for about payments, and authorisations that end, with Shopify at the other side."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings

from backhaul.core.recurring import RecurringJob
from backhaul.core.tasks import TaskState
from backhaul.flows.ask_for_payments import capture_by_hand, retrieve_again, void_leftovers
from backhaul.flows.clock import now
from backhaul.flows.post_invoice import post_invoice
from backhaul.flows.show.balances import balance_of
from backhaul.flows.steer_tasks import cancel_task, postpone_task
from backhaul.flows.watch_expiry import watch_authorisations
from backhaul.models import JobQueueEntry, Notice, PaymentLine, PostedInvoice, SalesOrder
from backhaul.shopify.transport import close_transports
from backhaul.site import clock
from tests.conftest import OwnDatabase
from tests.support.invoices import invoice_line, invoice_request
from tests.support.sandbox import Sandbox
from tests.support.shop import Shop, connected, run_pending, state_of

APPLES = {"sku": "apple", "title": "Apple", "price": "10.00", "quantity": 3}
AUTHORISED = {"kind": "authorised", "gateway": "shopify_payments", "multi_capturable": False, "expires_in": "P5D"}


@pytest.fixture
def shop(own_database: OwnDatabase, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A connected Plus store, which is told when authorisations end; its clock, with Shopify's, can be turned."""
    sandbox.reset(plan="plus")
    monkeypatch.setattr(django_settings, "BACKHAUL_CLOCK", clock.make_clock("sandbox"))
    yield connected(sandbox)
    close_transports()


def _let_pass(shop: Shop, time: timedelta) -> None:
    """Both clocks advance; then the watch looks, and every task runs that became due."""
    shop.sandbox.advance(f"PT{int(time.total_seconds())}S")
    clock.advance_offset(time)
    watch_authorisations(JobQueueEntry.objects.get(store=shop.store, kind=RecurringJob.AUTHORISATION_WATCH))
    run_pending()


def _act(shop: Shop, order: SalesOrder, **deed: Any) -> None:
    """A person, or the gateway, does something to the order's payments."""
    answer = shop.sandbox.client.post(f"{shop.sandbox.url}/sandbox/payments", json={"order": order.gid, **deed})
    assert answer.is_success, answer.text


def _invoice(order: SalesOrder, number: str, *, units: int = 1, final: bool = False) -> PostedInvoice:
    """An invoice of so many apples, and what its tasks do at once."""
    amount = f"{units * 10}.00"
    lines = [invoice_line(quantity=units, amount=amount)]
    currency = order.presentment_currency
    posted = post_invoice(order, invoice_request(number, lines, total=amount, currency=currency, final=final))
    run_pending()
    return posted.invoice


def _line(invoice: PostedInvoice) -> PaymentLine:
    return PaymentLine.objects.select_related("task").get(invoice=invoice)


def _stands(line: PaymentLine) -> tuple[str, str, str]:
    """The line's state, what was captured of it, and its task's state."""
    line = PaymentLine.objects.select_related("task").get(pk=line.pk)
    assert line.task is not None
    return line.state, f"{line.captured:.2f}", line.task.state


def test_a_capture_by_hand_takes_what_the_policy_would_wait_for(shop: Shop) -> None:
    line = _line(_invoice(shop.order(lines=[APPLES], payment=[AUTHORISED]), "I-1"))
    before = _stands(line)

    capture_by_hand(line)
    run_pending()

    assert before == ("open", "0.00", "waiting")
    assert _stands(line) == ("captured", "10.00", "succeeded")


def test_a_refused_capture_is_tried_again_by_hand(shop: Shop) -> None:
    order = shop.order(lines=[APPLES], payment=[AUTHORISED])
    _act(shop, order, next_capture={"answer": "failure", "error_code": "CARD_DECLINED"})
    line = _line(_invoice(order, "I-1", units=3))
    before = _stands(line)

    capture_by_hand(line)
    run_pending()

    assert before == ("refused", "0.00", "needs_attention")
    assert _stands(line) == ("captured", "30.00", "succeeded")


def test_a_capture_that_was_called_off_is_made_by_another_task(shop: Shop) -> None:
    line = _line(_invoice(shop.order(lines=[APPLES], payment=[AUTHORISED]), "I-1"))
    assert line.task is not None
    cancel_task(line.task.pk, reason="Not yet")

    asked = capture_by_hand(line)
    run_pending()

    assert asked.is_new
    assert _stands(line) == ("captured", "10.00", "succeeded")


def test_what_the_customer_has_paid_later_is_retrieved_again(shop: Shop) -> None:
    order = shop.order(lines=[APPLES], payment="none")
    invoice = _invoice(order, "I-1", units=3)
    _act(shop, order, do="pay", kind="paid")

    asked = retrieve_again(invoice)
    run_pending()

    assert state_of(asked.task)[0] == "succeeded"
    assert (_line(invoice).kind, balance_of(invoice).paid) == ("paid", "30.00")


def test_what_no_invoice_needs_is_voided(shop: Shop) -> None:
    halves = [{**AUTHORISED, "amount": "10.00"}, {**AUTHORISED, "amount": "20.00", "expires_in": "P9D"}]
    order = shop.order(lines=[APPLES], payment=halves)
    invoice = _invoice(order, "I-1", final=True)

    asked = void_leftovers(invoice)
    run_pending()

    assert _stands(_line(invoice)) == ("captured", "10.00", "succeeded")
    assert state_of(asked.task) == ("succeeded", "voided")


def test_notices_come_in_time_and_the_capture_on_the_last_day(shop: Shop) -> None:
    line = _line(_invoice(shop.order(lines=[APPLES], payment=[AUTHORISED]), "I-1"))

    _let_pass(shop, timedelta(days=2, hours=1))
    first = [notice.words for notice in Notice.objects.all()]
    _let_pass(shop, timedelta(days=2))

    assert len(first) == 2
    assert all("in 71 hours" in words for words in first)
    assert sum("not invoiced yet" in words for words in first) == 1
    assert _stands(line) == ("captured", "10.00", "succeeded")


def test_after_expiry_shopify_is_asked_and_the_line_says_what_can_be_done(shop: Shop) -> None:
    invoice = _invoice(shop.order(lines=[APPLES], payment=[AUTHORISED]), "I-1")
    line = _line(invoice)
    assert line.task is not None
    postpone_task(line.task.pk, until=now() + timedelta(days=6))

    _let_pass(shop, timedelta(days=5, hours=1))
    told = Notice.objects.filter(subject_id=line.pk, kind="payment_expired").count()
    asleep = _stands(line)
    _let_pass(shop, timedelta(days=1))

    assert (told, asleep) == (1, ("open", "0.00", "waiting"))
    assert _stands(line) == ("expired", "0.00", TaskState.NEEDS_ATTENTION)
    assert balance_of(invoice).lost == {"expired": "10.00"}
    assert Notice.objects.filter(subject_id=line.pk, kind="payment_expired").count() == 1
