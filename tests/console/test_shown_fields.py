"""What the console says of a table's fields, and the menu that leads to its pages."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backhaul.console.menu import GROUPS, NAMES
from backhaul.console.registration import PAGES
from backhaul.console.shown_fields import label_of, say, shown_field, title_of_row
from backhaul.models import Bill, FulfillmentOrder, Notice, SalesOrder, Task
from tests.console.conftest import Things
from tests.support.rows import LONG_AGO

BRUSSELS = "Europe/Brussels"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "-"),
        ([], "-"),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        ("gid://shopify/Order/1001", "1001"),
        (["shipment.sent", "order.changed"], "shipment.sent, order.changed"),
        ([{"company": "UPS", "number": "1Z", "url": None}], "UPS 1Z"),
    ],
)
def test_a_value_is_said_as_a_person_reads_it(value: Any, said: str) -> None:
    assert say(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("needs_attention", "needs attention"),
        ("IN_PROGRESS", "in progress"),
        ("order_deleted", "An order was deleted"),
    ],
)
def test_a_state_is_said_in_words(value: str, said: str) -> None:
    assert say(value, is_worded=True) == said


@pytest.mark.parametrize(
    ("name", "label"),
    [("shopify_created_at", "Created in Shopify"), ("location_gid", "Location in Shopify"), ("closed_at", "Closed")],
)
def test_a_field_is_called_by_what_it_is_and_not_by_how_it_is_kept(name: str, label: str) -> None:
    model = FulfillmentOrder if name == "location_gid" else SalesOrder
    field = next(one for one in model._meta.fields if one.name == name)

    assert label_of(field) == label


def test_instants_are_shown_in_the_zone_of_the_store_of_their_row(staff: Client, things: Things) -> None:
    things.store.timezone = BRUSSELS
    things.store.save()

    listed = staff.get("/console/backhaul/notice/").content.decode()
    shown = staff.get(f"/console/backhaul/bill/{Bill.objects.get().pk}/change/").content.decode()

    assert f"2026-01-01 01:00 ({BRUSSELS})" in listed
    assert f"2026-01-31 01:00 ({BRUSSELS})" in shown


def test_a_task_is_linked_to_by_what_it_does_and_how_it_stands(things: Things) -> None:
    link = shown_field(Bill, "task")(Bill.objects.select_related("task").get())

    assert ">charge cycle: waiting</a>" in link


def test_pages_are_headed_by_words(things: Things) -> None:
    bill = Bill.objects.get()

    assert title_of_row(bill) == f"cycle 2 of subscription {bill.contract}"
    assert title_of_row(things.task) == f"send fulfillment {things.task.pk}"


def test_every_page_is_in_the_menu_and_has_a_name() -> None:
    listed = [item for items in GROUPS.values() for item in items if not isinstance(item, str)]

    assert set(PAGES) <= set(listed)
    assert set(listed) == set(NAMES)


def test_the_menu_has_what_somebody_may_look_at_and_marks_where_he_is(things: Things) -> None:
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename__in=["view_contract"]))
    client = Client()
    client.force_login(looker)

    page = client.get("/console/backhaul/contract/calendar/")

    (group,) = page.context["sidebar_navigation"]
    assert group["title"] == "Subscriptions"
    assert [(item["title"], item["active"]) for item in group["items"]] == [
        ("Contracts", False),
        ("Calendar of deliveries", True),
    ]


def test_the_first_page_says_how_much_waits_and_leads_there(staff: Client, things: Things) -> None:
    Task.objects.filter(pk=things.task.pk).update(state="needs_attention", outcome="failed")

    page = staff.get("/console/")

    waiting = {one.words: (one.count, staff.get(one.link).status_code) for one in page.context["waiting"]}
    assert waiting == {
        "notices to decide": ("no", 200),
        "notices not read yet": ("1", 200),
        "tasks that need attention": ("1", 200),
        "changes in orders that contradict what was posted": ("1", 200),
        "drifts between subscriptions and orders": ("1", 200),
    }


def test_the_first_page_shows_nobody_what_he_may_not_look_at(onlooker: Client, things: Things) -> None:
    page = onlooker.get("/console/")

    assert page.context["waiting"] == []
    assert "may not look at anything that waits" in page.content.decode()


@pytest.mark.parametrize("name", ["task/?routine=shown", "notice/?to=all"])
def test_a_longer_list_needs_no_more_queries(staff: Client, things: Things, name: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert staff.get(f"/console/backhaul/{name}").status_code == 200
        return len(captured)

    before = queries()
    for number in range(10):
        more = {"store": things.store, "order": things.order, "unique_key": f"more:{number}", "created_at": LONG_AGO}
        Task.objects.create(kind="refresh_order", serial_key="more", **more)
        Notice.objects.create(kind="order_deleted", subject_id="1", words="It was deleted.", **more)

    assert queries() <= before
