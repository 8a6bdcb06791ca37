"""The watch over authorisations that end."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from structlog.testing import capture_logs

from backhaul.core.expiry import URGENT
from backhaul.core.payment_lines import LineKind, LineState
from backhaul.core.recurring import RecurringJob
from backhaul.core.tasks import TaskState
from backhaul.flows.clock import now
from backhaul.flows.job_queue import queue_due_entries
from backhaul.flows.watch_expiry import watch_authorisations
from backhaul.models import GatewayMapping, JobQueueEntry, Notice, PostedInvoice, SalesOrder, Store, Task
from tests.support.payment_rows import capture_row, dear_order_row, invoice_row, line_row, put_task, transaction_row
from tests.support.rows import order_row, store_row


@pytest.fixture
def store(db: None) -> Store:
    """A store that is told of expiries 72, 24 and 6 hours before."""
    return store_row()


@pytest.fixture
def order(store: Store) -> SalesOrder:
    """An order of it."""
    return dear_order_row(store)


@pytest.fixture
def invoice(order: SalesOrder) -> PostedInvoice:
    """An invoice that is not the last of its order."""
    return invoice_row(order)


def _watch(store: Store) -> str:
    return watch_authorisations(JobQueueEntry.objects.get(store=store, kind=RecurringJob.AUTHORISATION_WATCH))


def _in(hours: float) -> dict[str, object]:
    return {"expires_at": now() + timedelta(hours=hours)}


def test_a_line_that_is_about_to_expire_is_told_of_once(store: Store, invoice: PostedInvoice) -> None:
    line = line_row(invoice, expires_at=now() + timedelta(hours=30))

    first, second = _watch(store), _watch(store)

    notice = Notice.objects.get()
    assert (first, second) == ("notices given: 1, captures hurried: 0", "notices given: 0, captures hurried: 0")
    assert (notice.kind, notice.subject_id, notice.order, notice.store) == (
        "payment_expires",
        line.pk,
        invoice.order,
        store,
    )
    assert notice.words.startswith("Order #1001, invoice I-1: 100.00 EUR authorised by Shopify Payments expires ")


def test_only_what_is_still_open_is_named_and_nothing_is_said_of_captured_lines(
    store: Store, invoice: PostedInvoice
) -> None:
    part = line_row(invoice, expires_at=now() + timedelta(hours=30))
    capture_row(part, "70.00")
    done = line_row(invoice, gid="gid://shopify/OrderTransaction/2", expires_at=part.expires_at)
    capture_row(done, "100.00")
    line_row(invoice, kind=LineKind.PAID, state=LineState.PAID, gid="gid://shopify/OrderTransaction/3", **_in(30))  # type: ignore[arg-type]

    _watch(store)

    assert [notice.subject_id for notice in Notice.objects.all()] == [part.pk]
    assert ": 30.00 EUR" in Notice.objects.get().words


def test_the_stores_own_hours_and_time_zone_count(store: Store, invoice: PostedInvoice) -> None:
    Store.objects.filter(pk=store.pk).update(expiry_notice_hours=[2], timezone="Europe/Brussels")
    line_row(invoice, expires_at=now() + timedelta(hours=3))
    near = line_row(invoice, gid="gid://shopify/OrderTransaction/2", expires_at=now() + timedelta(hours=1))

    _watch(store)

    assert Notice.objects.get().subject_id == near.pk
    assert "(Europe/Brussels)" in Notice.objects.get().words


def test_after_expiry_it_is_said_once_and_shopify_is_asked(store: Store, invoice: PostedInvoice) -> None:
    line = line_row(invoice, expires_at=now() - timedelta(minutes=5))
    put_task(line.task, TaskState.WAITING)

    _watch(store)
    woken = Task.objects.get(pk=line.task_id).state
    put_task(line.task, TaskState.WAITING)
    _watch(store)

    assert Notice.objects.get().kind == "payment_expired"
    assert woken == "pending"
    assert Task.objects.get(pk=line.task_id).state == "waiting"


def test_shopify_is_asked_of_a_refused_line_too_whose_task_needs_a_person(store: Store, invoice: PostedInvoice) -> None:
    refused = line_row(invoice, state=LineState.REFUSED, expires_at=now() - timedelta(minutes=5))
    puzzling = line_row(invoice, gid="gid://shopify/OrderTransaction/2", expires_at=refused.expires_at)
    for line in (refused, puzzling):
        put_task(line.task, TaskState.NEEDS_ATTENTION)

    _watch(store)

    assert Task.objects.get(pk=refused.task_id).state == "pending"
    assert Task.objects.get(pk=puzzling.task_id).state == "needs_attention"


def test_a_line_that_its_task_has_found_expired_is_told_of_too(store: Store, invoice: PostedInvoice) -> None:
    line = line_row(invoice, state=LineState.EXPIRED, expires_at=now() - timedelta(days=9))
    put_task(line.task, TaskState.NEEDS_ATTENTION)

    _watch(store)

    assert "ask the customer to pay again" in Notice.objects.get().words
    assert Task.objects.get(pk=line.task_id).state == "needs_attention"


def test_the_log_has_the_event_without_a_name_or_an_amount(store: Store, invoice: PostedInvoice) -> None:
    line = line_row(invoice, expires_at=now() + timedelta(hours=30))

    with capture_logs() as logs:
        _watch(store)

    assert logs == [
        {
            "event": "payment.expires",
            "log_level": "warning",
            "store": "shop",
            "order": invoice.order_id,
            "subject": line.pk,
            "kind": "payment_expires",
        }
    ]


def test_an_authorisation_that_no_invoice_has_claimed_is_told_of(store: Store, order: SalesOrder) -> None:
    transaction_row(order, expires_at=now() + timedelta(hours=30))
    transaction_row(
        order,
        "40.00",
        gid="gid://shopify/OrderTransaction/2",
        kind="CAPTURE",
        parent_gid="gid://shopify/OrderTransaction/1",
    )

    _watch(store)
    _watch(store)

    words = Notice.objects.get().words
    assert words.startswith("Order #1001: 60.00 EUR authorised by Shopify Payments expires ")
    assert "not invoiced yet" in words


def test_only_the_part_that_no_line_counts_on_is_not_invoiced_yet(store: Store, invoice: PostedInvoice) -> None:
    ends = now() + timedelta(hours=30)
    transaction_row(invoice.order, expires_at=ends)
    line_row(invoice, "70.00", expires_at=ends)

    _watch(store)

    words = sorted(notice.words.partition(" authorised")[0] for notice in Notice.objects.all())
    assert words == ["Order #1001, invoice I-1: 70.00 EUR", "Order #1001: 30.00 EUR"]


def test_what_one_capture_has_left_of_an_authorisation_is_lost_already(store: Store, order: SalesOrder) -> None:
    whole = transaction_row(order, expires_at=now() + timedelta(hours=30), several_captures=False)
    whole.is_capturable = False
    whole.save()
    transaction_row(order, "40.00", gid="gid://shopify/OrderTransaction/2", kind="CAPTURE", parent_gid=whole.gid)

    _watch(store)

    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("kind", "status"), [("AUTHORIZATION", "FAILURE"), ("AUTHORIZATION", "PENDING"), ("SALE", "SUCCESS")]
)
def test_what_is_no_good_authorisation_is_not_told_of(store: Store, order: SalesOrder, kind: str, status: str) -> None:
    transaction_row(order, kind=kind, status=status, expires_at=now() + timedelta(hours=30))

    _watch(store)

    assert not Notice.objects.exists()


def test_leftovers_of_a_finished_order_and_of_a_cancelled_one_are_nobodys_loss(store: Store, order: SalesOrder) -> None:
    ends = now() + timedelta(hours=30)
    transaction_row(order, expires_at=ends)
    invoice_row(order, final=True)
    cancelled = order_row(store, 1002)
    transaction_row(cancelled, gid="gid://shopify/OrderTransaction/2", expires_at=ends)
    SalesOrder.objects.filter(pk=cancelled.pk).update(cancelled_at=now())

    _watch(store)

    assert not Notice.objects.exists()


def test_old_unclaimed_authorisations_are_not_brought_up_again(store: Store, order: SalesOrder) -> None:
    transaction_row(order, expires_at=now() - timedelta(days=30))
    transaction_row(order, gid="gid://shopify/OrderTransaction/2", expires_at=now() - timedelta(hours=3))

    _watch(store)

    assert Notice.objects.get().subject_id == "gid://shopify/OrderTransaction/2"


def test_where_shopify_gives_no_date_the_gateways_usual_lifetime_counts(store: Store, order: SalesOrder) -> None:
    GatewayMapping.objects.create(store=store, gateway="shopify_payments", payment_method="CARD", authorisation_days=10)
    row = transaction_row(order)
    row.shopify_created_at = now() - timedelta(days=9)
    row.save()
    other = transaction_row(order, gid="gid://shopify/OrderTransaction/2")
    other.shopify_created_at = now() - timedelta(days=9)
    other.gateway = "unknown"
    other.save()

    _watch(store)

    assert Notice.objects.get().subject_id == row.gid
    assert " expires about " in Notice.objects.get().words


def test_a_capture_whose_time_is_near_runs_now_unless_a_person_has_postponed_it(
    store: Store, invoice: PostedInvoice
) -> None:
    ends = now() + timedelta(hours=20)
    waits, postponed, far = (
        line_row(invoice, gid=f"gid://shopify/OrderTransaction/{number}", expires_at=date)
        for number, date in ((1, ends), (2, ends), (3, ends + timedelta(hours=10)))
    )
    put_task(waits.task, TaskState.WAITING)
    put_task(postponed.task, TaskState.WAITING, wait_reason="postponed")
    put_task(far.task, TaskState.WAITING)

    result = _watch(store)

    states = [Task.objects.get(pk=line.task_id).state for line in (waits, postponed, far)]
    assert states == ["pending", "waiting", "waiting"]
    assert _priority(waits.task) == URGENT
    assert result.endswith("captures hurried: 1")


def test_a_queued_capture_whose_time_comes_near_gets_a_job_before_others(store: Store, invoice: PostedInvoice) -> None:
    line = line_row(invoice, expires_at=now() + timedelta(hours=30))
    queued_as = _priority(line.task)
    line.expires_at = now() + timedelta(hours=20)
    line.save()

    first, second = _watch(store), _watch(store)

    assert queued_as == 0
    assert _priority(line.task) == URGENT
    assert (first.endswith("hurried: 1"), second.endswith("hurried: 0")) == (True, True)
    assert Task.objects.get(pk=line.task_id).due_by == line.expires_at


def test_a_new_task_near_its_end_goes_first_from_the_start(store: Store, invoice: PostedInvoice) -> None:
    line = line_row(invoice, expires_at=now() + timedelta(hours=20))

    assert _priority(line.task) == URGENT
    assert _priority(invoice.task) == 0


def test_a_store_connected_before_the_watch_came_gets_it(store: Store) -> None:
    JobQueueEntry.objects.filter(kind=RecurringJob.AUTHORISATION_WATCH).delete()
    bare = store_row("bare")
    JobQueueEntry.objects.filter(store=bare).delete()

    queue_due_entries()

    assert JobQueueEntry.objects.get(kind=RecurringJob.AUTHORISATION_WATCH).store == store


def _priority(task: Task | None) -> int:
    assert task is not None
    task.refresh_from_db()
    return int(ProcrastinateJob.objects.get(id=task.job_id).priority)
