"""The inbox in the console: bodies, replaying, topics; and a Task List that is not drowned by reading orders."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from backhaul.flows.clock import now
from backhaul.flows.want_refresh import REFRESH_ORDER
from backhaul.models import Task, WebhookDelivery
from tests.console.conftest import Things
from tests.support.inbox import delivery_row, queued_deliveries

LIST = reverse("admin:backhaul_webhookdelivery_changelist")
REPLAY = f"{LIST}replay-several/"


def page(delivery: WebhookDelivery) -> str:
    return reverse("admin:backhaul_webhookdelivery_change", args=(delivery.pk,))


def someone_who(*codenames: str) -> Client:
    user = User.objects.create_user(f"clerk-{len(codenames)}", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


def test_personal_data_is_shown_to_those_alone_who_may_see_it(things: Things) -> None:
    clerk = someone_who("view_webhookdelivery")
    trusted = someone_who("view_webhookdelivery", "see_personal_data")

    hidden = clerk.get(page(things.delivery)).content.decode()
    shown = trusted.get(page(things.delivery)).content.decode()

    assert "#1001" in hidden
    assert "ada@example.com" not in hidden
    assert "ada@example.com" in shown


def test_a_webhook_is_replayed_by_those_who_may(staff: Client, things: Things) -> None:
    clerk = someone_who("view_webhookdelivery")

    refused = clerk.post(f"{page(things.delivery).removesuffix('change/')}replay/")
    staff.post(f"{LIST}{things.delivery.pk}/replay/")

    things.delivery.refresh_from_db()
    assert refused.status_code in (403, 404)
    assert clerk.post(REPLAY, {"topic": "orders/updated", "confirmed": "yes"}).status_code == 403
    assert things.delivery.state == "received"
    assert queued_deliveries() == [things.delivery.pk]


def test_all_that_match_are_replayed_after_a_preview(staff: Client, things: Things) -> None:
    failed = [delivery_row(things.store, "refunds/create", {"id": number}, state="failed") for number in range(3)]
    delivery_row(things.store, "refunds/create", b"", state="failed")

    form = staff.get(REPLAY)
    preview = staff.post(REPLAY, {"state": "failed"}).content.decode()
    before = queued_deliveries()
    done = staff.post(REPLAY, {"state": "failed", "confirmed": "yes"})

    assert form.status_code == 200
    assert "3 webhooks match" in preview
    assert failed[0].pk in preview
    assert before == []
    assert done.status_code == 302
    assert sorted(queued_deliveries()) == sorted(one.pk for one in failed)


@pytest.mark.parametrize("given", [{}, {"store": "nowhere"}, {"state": "received"}, {"topic": "x"}])
def test_not_every_webhook_there_is_can_be_meant(staff: Client, things: Things, given: dict[str, str]) -> None:
    answer = staff.post(REPLAY, {**given, "confirmed": "yes"})

    assert answer.status_code == 200
    assert queued_deliveries() == []


def test_selected_webhooks_are_replayed_after_a_preview(staff: Client, things: Things) -> None:
    selected = {"action": "replay", "_selected_action": [things.delivery.pk]}

    asked = staff.post(LIST, selected).content.decode()

    assert "1 webhooks were selected" in asked
    assert queued_deliveries() == []


def test_the_list_is_filtered_by_topic_and_state(staff: Client, things: Things) -> None:
    refund = delivery_row(things.store, "refunds/create", state="unreadable")

    listed = staff.get(LIST, {"topic": "refunds/create", "state__exact": "unreadable"}).content.decode()

    assert refund.pk.split("_")[1] in listed
    assert things.delivery.pk.split("_")[1] not in listed


def test_the_page_of_topics_says_when_each_last_came(staff: Client, things: Things) -> None:
    delivery_row(things.store, "carts/create", state="ignored")

    shown = staff.get(f"{LIST}topics/").content.decode()

    assert "orders/updated" in shown
    assert "carts/create (not asked for)" in shown
    assert f"{things.delivery.received_at:%Y-%m-%d %H:%M} (UTC)" in shown
    assert "never" in shown


def test_orders_that_were_only_read_are_left_out_of_the_task_list(staff: Client, things: Things) -> None:
    fields = {"store": things.store, "kind": REFRESH_ORDER, "created_at": now(), "outcome": "refreshed"}
    read = Task.objects.create(**fields, unique_key="r1", serial_key="r1", state="succeeded")
    asks = Task.objects.create(**fields, unique_key="r2", serial_key="r2", state="needs_attention")
    address = reverse("admin:backhaul_task_changelist")

    listed = staff.get(address).content.decode()
    whole = [staff.get(address, query).content.decode() for query in ({"routine": "shown"}, {"kind": REFRESH_ORDER})]

    assert read.pk.split("_")[1] not in listed
    assert asks.pk.split("_")[1] in listed
    assert things.task.pk.split("_")[1] in listed
    assert [read.pk.split("_")[1] in text for text in whole] == [True, True]
