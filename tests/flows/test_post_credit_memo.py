"""What can be given back of an invoice, what is refused, and that a refusal writes nothing."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from backhaul.core.credit_errors import MoreThanReceived
from backhaul.core.errors import BackhaulError, ExternalNumberTaken
from backhaul.core.payment_lines import LineKind, LineState
from backhaul.core.tasks import TaskState
from backhaul.flows.credit_facts import left_to_give_back
from backhaul.flows.post_credit_memo import PostedCredit, post_credit_memo
from backhaul.models import PaymentLine, PostedCreditMemo, PostedInvoice, Task
from tests.conftest import OwnDatabase
from tests.support.credits import credit_request, refund_row
from tests.support.payment_rows import capture_row, invoice_row, line_row, put_task, transaction_row
from tests.support.rows import order_row, store_row

SALE = "gid://shopify/OrderTransaction/2"
REFUSED = {
    "bad-money": credit_request(total="0", currency="EUR"),
    "credit-in-other-currency": credit_request(currency="USD"),
    "more-than-received": credit_request(total="80.01", currency="EUR"),
    "bad-reference": credit_request("x" * 65, currency="EUR"),
}


@pytest.fixture
def invoice(db: None) -> PostedInvoice:
    """100 EUR: 30 of it was paid, 50 captured, 20 is still open."""
    return invoice_received()


def invoice_received() -> PostedInvoice:
    invoice = invoice_row(order_row(store_row()))
    line_row(invoice, "30.00", kind=LineKind.PAID, state=LineState.PAID, gid=SALE)
    capture_row(line_row(invoice, "70.00"), "50.00")
    return invoice


def give(invoice: PostedInvoice, total: str, number: str = "CM-1", *, reason: str = "") -> PostedCredit:
    return post_credit_memo(invoice, credit_request(number, total, reason=reason, currency="EUR"))


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_given_back_is_refused_by_name_and_writes_nothing(invoice: PostedInvoice, code: str) -> None:
    before = Task.objects.count()

    with pytest.raises(BackhaulError) as refusal:
        post_credit_memo(invoice, REFUSED[code])

    assert refusal.value.code == code
    assert not PostedCreditMemo.objects.exists()
    assert Task.objects.count() == before


def test_a_credit_memo_is_kept_with_the_task_that_gives_back(invoice: PostedInvoice) -> None:
    posted = give(invoice, "12.50", reason=" Broken mug ")

    memo = PostedCreditMemo.objects.get()
    assert (memo.invoice, memo.order, memo.store) == (invoice, invoice.order, invoice.store)
    assert (memo.total, memo.currency, memo.reason) == (Decimal("12.50"), "EUR", "Broken mug")
    assert (posted.task.kind, posted.task.state) == ("give_back", TaskState.PENDING)
    assert posted.task.unique_key == f"give_back:{memo.pk}"
    assert posted.task.job_id is not None


def test_a_posted_credit_memo_cannot_be_changed(invoice: PostedInvoice) -> None:
    memo = give(invoice, "12.50").memo

    with pytest.raises(DatabaseError), transaction.atomic():
        PostedCreditMemo.objects.filter(pk=memo.pk).update(total=1)

    with pytest.raises(DatabaseError), transaction.atomic():
        PostedCreditMemo.objects.filter(pk=memo.pk).delete()


def test_the_same_credit_memo_is_found_again_however_its_total_is_written(invoice: PostedInvoice) -> None:
    first = give(invoice, "12.50")

    again = give(invoice, "12.5")

    assert (again.memo.pk, again.task.pk, again.is_new) == (first.memo.pk, first.task.pk, False)


def test_it_is_found_again_though_nothing_is_left_to_give_back(invoice: PostedInvoice) -> None:
    first = give(invoice, "80.00")

    assert give(invoice, "80.00").memo.pk == first.memo.pk


@pytest.mark.parametrize(("total", "reason"), [("12.51", ""), ("12.50", "Broken mug")])
def test_the_same_number_with_other_content_is_a_conflict(invoice: PostedInvoice, total: str, reason: str) -> None:
    give(invoice, "12.50")

    with pytest.raises(ExternalNumberTaken):
        give(invoice, total, reason=reason)


def test_the_same_number_over_another_invoice_is_a_conflict(invoice: PostedInvoice) -> None:
    other = invoice_row(invoice.order, "I-2")
    line_row(other, "20.00", kind=LineKind.PAID, state=LineState.PAID, gid=SALE)
    give(invoice, "12.50")

    with pytest.raises(ExternalNumberTaken):
        give(other, "12.50")


def test_what_earlier_credit_memos_have_yet_to_give_back_is_not_there_any_more(invoice: PostedInvoice) -> None:
    give(invoice, "50.00")

    with pytest.raises(MoreThanReceived) as refusal:
        give(invoice, "30.01", "CM-2")

    assert refusal.value.data["left"] == "30.00"
    assert "50.00 EUR of it is given back already" in refusal.value.message


def test_a_capture_that_is_pending_has_not_been_received(invoice: PostedInvoice) -> None:
    capture_row(PaymentLine.objects.get(kind="authorised"), "20.00", status="PENDING")

    with pytest.raises(MoreThanReceived, match=r"80\.00 EUR has been received"):
        give(invoice, "100.00")


def test_what_was_refunded_in_shopify_cannot_be_given_back_once_more(invoice: PostedInvoice) -> None:
    PaymentLine.objects.filter(kind="paid").update(refunded=Decimal(30))

    assert left_to_give_back(invoice).text == "50.00"


def test_a_refund_of_ours_counts_once_before_and_after_the_mirror_shows_it(invoice: PostedInvoice) -> None:
    memo = give(invoice, "30.00").memo
    refund = refund_row(memo, "30.00", of=SALE)
    before = left_to_give_back(invoice).text

    transaction_row(invoice.order, "30.00", gid=refund.transaction_gid, kind="REFUND", parent_gid=SALE)
    PaymentLine.objects.filter(kind="paid").update(refunded=Decimal(30))

    assert (before, left_to_give_back(invoice).text) == ("50.00", "50.00")


def test_a_credit_memo_that_was_called_off_counts_only_what_it_has_given_back(invoice: PostedInvoice) -> None:
    posted = give(invoice, "30.00")
    refund_row(posted.memo, "10.00", of=SALE)
    refund_row(posted.memo, "20.00", of=SALE, status="FAILURE")

    put_task(posted.task, TaskState.CANCELLED)

    assert left_to_give_back(invoice).text == "70.00"


def test_two_posted_at_the_same_instant_give_back_no_more_than_was_received(own_database: OwnDatabase) -> None:
    invoice = invoice_received()

    def post(number: int) -> bool:
        try:
            give(PostedInvoice.objects.select_related("order", "store").get(pk=invoice.pk), "30.00", f"CM-{number}")
        except MoreThanReceived:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        posted = list(pool.map(post, range(4)))

    assert sorted(posted) == [False, False, True, True]
    assert PostedCreditMemo.objects.count() == 2


def test_the_same_one_posted_twice_at_the_same_instant_is_one(own_database: OwnDatabase) -> None:
    invoice = invoice_received()

    def post(_: int) -> bool:
        try:
            return give(PostedInvoice.objects.select_related("order", "store").get(pk=invoice.pk), "30.00").is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        posted = list(pool.map(post, range(4)))

    assert sorted(posted) == [False, False, False, True]
