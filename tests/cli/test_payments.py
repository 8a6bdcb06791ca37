"""`backhaul payments` and `backhaul notices`."""

from datetime import UTC, datetime

import pytest

from backhaul.core.payment_lines import LineKind, LineState
from backhaul.core.tasks import TaskState
from backhaul.models import GatewayMapping, Notice, PostedInvoice, Store, Task
from tests.cli.command_line import CommandLine
from tests.support.payment_rows import capture_row, dear_order_row, invoice_row, line_row, put_task
from tests.support.rows import LONG_AGO

EXPIRES = datetime(2090, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def invoice(store: Store) -> PostedInvoice:
    """A final invoice over 100 euros."""
    return invoice_row(dear_order_row(store), final=True)


def test_lines_are_listed_with_their_sums_and_their_expiry(
    backhaul: CommandLine, store: Store, invoice: PostedInvoice
) -> None:
    GatewayMapping.objects.create(store=store, gateway="shopify_payments", payment_method="CARD")
    line = line_row(invoice, expires_at=EXPIRES, expiry_is_estimated=True)
    capture_row(line, "40.00")

    listed = backhaul("payments", "list")
    found = backhaul("payments", "list", "--state", "open", "--invoice", "I-1", "--gateway", "CARD", "--json")
    none = backhaul("payments", "list", "--expires-before", "2026-01-01T00:00:00Z")

    row = " ".join(listed.out.splitlines()[1].split())
    assert row == f"{line.pk} #1001 I-1 CARD 100.00 40.00 0.00 60.00 EUR to be captured ~2090-01-01 12:00 (UTC)"
    assert [one["id"] for one in found.json["items"]] == [line.pk]
    assert none.out.strip() == "No payment line."


def test_a_line_is_shown_with_its_captures_and_an_invoice_with_its_balance(
    backhaul: CommandLine, invoice: PostedInvoice
) -> None:
    line = line_row(invoice, "80.00", takes_one_capture=True, detail="It waits for the last invoice.")
    capture_row(line, "30.00")

    one = backhaul("payments", "show", line.pk)
    whole = backhaul("payments", "show", invoice.pk)
    as_json = backhaul("payments", "show", invoice.pk, "--json")

    assert f"{line.pk}: 80.00 EUR for invoice I-1 of order #1001, to be captured" in one.out
    assert "It waits for the last invoice." in one.out
    assert "what that leaves is lost" in one.out
    assert "30.00 SUCCESS by elsewhere" in one.out
    assert "100.00 EUR is invoiced." in whole.out
    assert "20.00 EUR of it is not covered by any payment." in whole.out
    assert as_json.json["balance"]["open"] == "50.00"


def test_a_capture_is_asked_for_by_hand(backhaul: CommandLine, invoice: PostedInvoice) -> None:
    line = line_row(invoice)
    put_task(line.task, TaskState.NEEDS_ATTENTION)

    result = backhaul("payments", "capture", line.pk)

    assert result.out.strip() == f"The task that is there, {line.task_id}, is pending."
    assert Task.objects.get(pk=line.task_id).choices == {"capture_now": True}


def test_retrieving_again_and_voiding_write_tasks(backhaul: CommandLine, invoice: PostedInvoice) -> None:
    put_task(invoice.task, TaskState.SUCCEEDED)

    retrieved = backhaul("payments", "retrieve", invoice.pk, "--json")
    voided = backhaul("payments", "void", invoice.pk)

    assert retrieved.json["kind"] == "retrieve_payments"
    assert voided.out.startswith("A new task, tsk_")


def test_what_cannot_be_done_is_refused_with_a_reason(backhaul: CommandLine, store: Store) -> None:
    invoice = invoice_row(dear_order_row(store))
    paid = line_row(invoice, kind=LineKind.PAID, state=LineState.PAID)

    captured = backhaul("payments", "capture", paid.pk)
    voided = backhaul("payments", "void", invoice.pk)

    assert (captured.code, "money that is there already" in captured.err) == (1, True)
    assert (voided.code, "may still be invoiced" in voided.err) == (2, True)
    assert backhaul("payments", "show", "pay_1").code == 1
    assert backhaul("payments", "show", "inv_1").code == 1
    assert backhaul("payments", "list", "--state", "nothing").code == 2
    assert backhaul("payments", "list", "--order", "9").code == 2


def test_notices_are_listed_and_read(backhaul: CommandLine, store: Store) -> None:
    notice = Notice.objects.create(
        store=store, kind="payment_expires", subject_id="pay_1", unique_key="1", words="Soon.", created_at=LONG_AGO
    )

    listed = backhaul("notices", "list")
    read = backhaul("notices", "read", notice.pk)
    unread = backhaul("notices", "list", "--unread")

    assert "2026-01-01T00:00:00Z" in listed.out
    assert "Soon." in listed.out
    assert read.out.strip() == f"{notice.pk} is read."
    assert unread.out.strip() == "No notice."
    assert backhaul("notices", "read", "not_1").code == 1


def test_all_notices_are_read_at_once(backhaul: CommandLine, store: Store) -> None:
    for number in "12":
        Notice.objects.create(
            store=store, kind="x", subject_id="x", unique_key=number, words="Soon.", created_at=LONG_AGO
        )

    unclear = backhaul("notices", "read")
    both = backhaul("notices", "read", "not_1", "--all")
    done = backhaul("notices", "read", "--all")

    assert (unclear.code, both.code) == (2, 2)
    assert done.out.strip() == "Marked as read: 2."
    assert not Notice.objects.filter(read_at=None).exists()
