"""The console's pages of payment lines and notices, and who may have money moved."""

import re

import pytest
from django.contrib.admin.utils import quote
from django.contrib.auth.models import Permission, User
from django.test import Client

from backhaul.core.payment_lines import LineState
from backhaul.core.tasks import TaskState
from backhaul.models import GatewayMapping, Intent, Notice, PaymentLine, Task
from tests.console.conftest import Things
from tests.support.payment_rows import capture_row, line_row, put_task

CONSOLE = "/console/backhaul"
VIEWS = ("task", "paymentline", "postedinvoice", "salesorder", "notice", "intent")


def _member(*may: str) -> Client:
    """A member of staff who sees everything, may steer tasks and say what calls have done, and what is given."""
    user = User.objects.create_user("clerk", is_staff=True)
    names = [*(f"view_{view}" for view in VIEWS), "change_task", "change_intent", *may]
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="backhaul", codename__in=names))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def clerk(db: None) -> Client:
    """One who may not have payments captured."""
    return _member()


@pytest.fixture
def accountant(db: None) -> Client:
    """One who may."""
    return _member("capture_paymentline")


@pytest.fixture
def waiting(things: Things) -> Task:
    """The capture of the line, as it waits for the last invoice."""
    put_task(things.line.task, TaskState.WAITING)
    return _task(things)


def _task(things: Things) -> Task:
    assert things.line.task_id is not None
    return Task.objects.get(pk=things.line.task_id)


def _said(task: Task, action: str) -> dict[str, str]:
    said = {"action": action, "tasks": task.pk, "confirmed": "yes"}
    return {**said, "until": "2096-01-01T00:00", "reason": "No"}


def test_the_list_of_all_lines_shows_sums_state_expiry_and_task(staff: Client, things: Things) -> None:
    GatewayMapping.objects.create(store=things.store, gateway="shopify_payments", payment_method="CARD")

    listed = staff.get(f"{CONSOLE}/paymentline/").content.decode()

    for shown in ("#1001", "CARD", "2.50", "1.00", "1.50", "to be captured", "pending"):
        assert shown in listed


@pytest.mark.parametrize("page", ["postedinvoice/{invoice}", "salesorder/{order}"])
def test_lines_are_on_the_pages_of_their_invoice_and_order(staff: Client, things: Things, page: str) -> None:
    address = page.format(invoice=things.invoice.pk, order=things.order.pk)

    shown = staff.get(f"{CONSOLE}/{address}/change/").content.decode()

    assert "to be captured" in shown
    assert f"paymentline/{quote(things.line.pk)}/change/" in shown


def test_an_invoice_explains_its_total(staff: Client, things: Things) -> None:
    shown = staff.get(f"{CONSOLE}/postedinvoice/{things.invoice.pk}/change/").content.decode()

    assert "<p>1.00 EUR of it is captured.</p>" in shown


def test_a_line_shows_its_captures_and_says_what_a_capture_would_lose(staff: Client, things: Things) -> None:
    PaymentLine.objects.update(takes_one_capture=True)
    done = line_row(things.invoice, "1.00", gid="gid://shopify/OrderTransaction/9", state=LineState.CAPTURED)
    capture_row(done, "1.00")

    page = staff.get(f"{CONSOLE}/paymentline/{things.line.pk}/change/").content.decode()
    form = staff.get(f"{CONSOLE}/paymentline/{things.line.pk}/capture/").content.decode()

    nothing = staff.get(f"{CONSOLE}/paymentline/{done.pk}/capture/").content.decode()
    assert "elsewhere" in page
    assert "1.00 EUR" in page
    assert "there is nothing to capture" in nothing
    assert "1.50 EUR of Shopify Payments are open." in form
    assert "allows one capture only: whatever that leaves of it is lost." in form


def test_an_accountant_captures_retrieves_and_voids(accountant: Client, things: Things, waiting: Task) -> None:
    put_task(things.invoice.task, TaskState.SUCCEEDED)
    invoice = f"{CONSOLE}/postedinvoice/{things.invoice.pk}"

    captured = accountant.post(f"{CONSOLE}/paymentline/{things.line.pk}/capture/")
    retrieved = accountant.post(f"{invoice}/retrieve/")
    refused = accountant.post(f"{invoice}/void-leftover/")

    assert (captured.status_code, retrieved.status_code) == (302, 302)
    assert (_task(things).state, _task(things).choices) == ("pending", {"capture_now": True})
    assert Task.objects.filter(kind="retrieve_payments").count() == 2
    assert "may still be invoiced" in refused.content.decode()
    assert not Task.objects.filter(kind="void_leftover").exists()


@pytest.mark.parametrize(
    "page", ["paymentline/{line}/capture", "postedinvoice/{invoice}/retrieve", "postedinvoice/{invoice}/void-leftover"]
)
def test_a_clerk_moves_no_money(clerk: Client, things: Things, page: str) -> None:
    before = Task.objects.count()

    answer = clerk.post(f"{CONSOLE}/{page.format(line=things.line.pk, invoice=things.invoice.pk)}/")

    assert answer.status_code == 403
    assert Task.objects.count() == before


@pytest.mark.parametrize("action", ["retry", "postpone", "cancel", "decide"])
def test_tasks_of_payments_are_steered_only_by_those_who_may_capture(
    clerk: Client, things: Things, waiting: Task, action: str
) -> None:
    other = f"{CONSOLE}/task/{things.task.pk}/{action}/"

    assert clerk.get(f"{CONSOLE}/task/{waiting.pk}/{action}/").status_code == 403
    assert clerk.get(other, follow=True).status_code == 200


@pytest.mark.parametrize("action", ["retry", "postpone", "cancel"])
def test_a_steering_of_many_leaves_tasks_of_payments_out_and_names_them(
    clerk: Client, things: Things, waiting: Task, action: str
) -> None:
    named = clerk.post(f"{CONSOLE}/task/steer/", _said(waiting, action), follow=True)

    found = Task.objects.get(pk=waiting.pk)
    assert (found.state, found.wait_reason) == ("waiting", "last_invoice")
    assert f"tasks of payments are left alone. Left out: {waiting.pk}" in named.content.decode()


@pytest.mark.parametrize(("action", "state"), [("retry", "pending"), ("postpone", "waiting"), ("cancel", "cancelled")])
def test_an_accountant_steers_tasks_of_payments(
    accountant: Client, things: Things, waiting: Task, action: str, state: str
) -> None:
    accountant.post(f"{CONSOLE}/task/steer/", _said(waiting, action))

    found = Task.objects.get(pk=waiting.pk)
    assert found.state == state
    assert found.wait_reason == ("postponed" if action == "postpone" else "")


def test_a_preview_says_which_tasks_are_left_out(clerk: Client, things: Things, waiting: Task) -> None:
    preview = clerk.post(f"{CONSOLE}/task/steer/", {"action": "retry", "store": "shop"}).content.decode()

    listed = preview.partition("tasks match")[2].partition("</ul>")[0]
    assert waiting.pk not in listed
    assert "You may not have payments captured" in preview
    assert waiting.pk in preview


def test_what_a_lost_capture_has_done_is_said_by_those_who_may_capture(
    clerk: Client, things: Things, waiting: Task
) -> None:
    Intent.objects.filter(pk=things.intent.pk).update(task=waiting)

    assert clerk.get(f"{CONSOLE}/intent/{things.intent.pk}/resolve/").status_code == 403


def test_notices_are_listed_filtered_and_marked_as_read(staff: Client, things: Things) -> None:
    listed = staff.get(f"{CONSOLE}/notice/?read=no").content.decode()
    form = staff.get(f"{CONSOLE}/notice/{things.notice.pk}/read/").content.decode()
    staff.post(f"{CONSOLE}/notice/{things.notice.pk}/read/")

    assert "It expires." in listed
    assert "It expires." in form
    assert Notice.objects.get().read_at is not None
    assert "It expires." not in staff.get(f"{CONSOLE}/notice/?read=no").content.decode()
    assert "It expires." in staff.get(f"{CONSOLE}/notice/?read=yes").content.decode()


def test_all_notices_are_marked_as_read_at_once(staff: Client, things: Things) -> None:
    staff.post(f"{CONSOLE}/notice/all-read/")

    assert Notice.objects.get().read_at is not None


@pytest.mark.parametrize(
    ("kind", "thing"),
    [
        ("task", "task"),
        ("paymentline", "line"),
        ("postedinvoice", "invoice"),
        ("salesorder", "order"),
        ("store", "store"),
    ],
)
def test_the_buttons_of_a_page_reached_from_the_list_lead_to_their_forms(
    staff: Client, things: Things, kind: str, thing: str
) -> None:
    row_id = quote(getattr(things, thing).pk)
    page = staff.get(f"{CONSOLE}/{kind}/{row_id}/change/").content.decode()

    buttons = set(re.findall(rf'href="({CONSOLE}/{kind}/{row_id}/[^"]+/)"', page))

    assert buttons
    assert {button: staff.get(button, follow=True).status_code for button in buttons} == dict.fromkeys(buttons, 200)


def test_an_id_that_looks_escaped_is_found_as_it_is(staff: Client, things: Things) -> None:
    escaped = "not_22a5f23"
    Notice.objects.create(
        id=escaped,
        store=things.store,
        kind="x",
        subject_id="x",
        unique_key="2",
        words="Odd.",
        created_at=things.notice.created_at,
    )

    assert "Odd." in staff.get(f"{CONSOLE}/notice/{escaped}/change/").content.decode()
    assert "Odd." in staff.get(f"{CONSOLE}/notice/{quote(escaped)}/change/").content.decode()
    assert "Odd." in staff.get(f"{CONSOLE}/notice/{escaped}/read/").content.decode()
