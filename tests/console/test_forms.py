"""What the console's forms do: each hands what was typed to one flow, and shows what it answers."""

import pytest
from django.test import Client

from backhaul.models import CarrierMapping, Intent, PostedShipment, ShipmentUndo, Task, TrackingChange
from tests.console.conftest import Things
from tests.support.rows import WAREHOUSE

LATER = "2096-01-01T00:00"


def _ship(things: Things, **fields: str) -> dict[str, str]:
    line = things.order.lines.get().pk
    return {"external_number": "S-2", line: "1", "tracking": "UPS:2Z\nUPS:3Z", "notify_customer": "yes", **fields}


def test_a_shipment_is_posted_from_the_page_of_its_order(staff: Client, things: Things) -> None:
    page = f"/console/backhaul/salesorder/{things.order.pk}/ship/"

    form = staff.get(page)
    answer = staff.post(page, _ship(things, location="WH"))

    posted = PostedShipment.objects.get(external_number="S-2")
    assert b"how many of 3 outstanding" in form.content
    assert answer.status_code == 302
    assert posted.lines.get().quantity == 1
    assert posted.notify_customer
    assert [entry["number"] for entry in posted.tracking] == ["2Z", "3Z"]
    assert posted.location_gid == WAREHOUSE


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"external_number": "S-1"}, "posted before with other content"),
        ({"location": "Moon"}, "no location"),
        ({"tracking": "Owl:1"}, "no carrier"),
        ({"tracking": "https://x.example"}, "not a tracking number"),
        ({"external_number": "S\x00"}, "Null characters"),
        ({"posted_at": "yesterday"}, "valid date"),
    ],
)
def test_what_a_flow_refuses_stands_above_the_form(
    staff: Client, things: Things, fields: dict[str, str], words: str
) -> None:
    answer = staff.post(f"/console/backhaul/salesorder/{things.order.pk}/ship/", _ship(things, **fields))

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert PostedShipment.objects.count() == 1


@pytest.mark.parametrize("quantity", ["9", "1.5", "-1", "x", "0"])
def test_a_quantity_that_cannot_be_is_refused(staff: Client, things: Things, quantity: str) -> None:
    fields = {**_ship(things), things.order.lines.get().pk: quantity}

    answer = staff.post(f"/console/backhaul/salesorder/{things.order.pk}/ship/", fields)

    assert answer.status_code == 200
    assert PostedShipment.objects.count() == 1


def test_tracking_is_changed_and_a_shipment_undone(staff: Client, things: Things) -> None:
    page = f"/console/backhaul/postedshipment/{things.shipment.pk}"

    staff.post(f"{page}/tracking/", {"tracking": "UPS:NEW", "notify_customer": "no"})
    staff.post(f"{page}/undo/", {"reason": "Came back"})
    refused = staff.post(f"{page}/tracking/", {"tracking": "UPS:NEWER"})

    assert TrackingChange.objects.get().tracking[0]["number"] == "NEW"
    assert ShipmentUndo.objects.get().reason == "Came back"
    assert "has been undone already" in refused.content.decode()


def test_policies_and_mappings_are_set(staff: Client, things: Things) -> None:
    page = f"/console/backhaul/store/{things.store.pk}"

    chosen = {"other_location": "move", "scheduled": "open_early", "notify_customer": "on", "partial_capture": "now"}
    chosen |= {"mail_customers": "on", "customer_language": "de"}
    staff.post(f"{page}/policies/", {**chosen, "expiry_notice_hours": "48, 12"})
    unclear = staff.post(f"{page}/policies/", {**chosen, "expiry_notice_hours": "soon"})
    staff.post(f"{page}/location/", {"code": "MAIN", "location": WAREHOUSE})
    staff.post(f"{page}/carrier/", {"code": "BP", "company": "Bpost"})
    refused = staff.post(f"{page}/carrier/", {"code": "BP", "company": "Bpost", "url_template": "ftp://x"})
    staff.post(f"{page}/gateway/", {"gateway": "manual", "payment_method": "BANK", "authorisation_days": "9"})
    odd = staff.post(f"{page}/gateway/", {"gateway": "odd", "payment_method": "ODD", "authorisation_days": "999"})

    things.store.refresh_from_db()
    assert (things.store.other_location, things.store.scheduled) == ("move", "open_early")
    assert things.store.notify_customer
    assert (things.store.mail_customers, things.store.customer_language) == (True, "de")
    assert (things.store.partial_capture, things.store.expiry_notice_hours) == ("now", [48, 12])
    assert "are not hours" in unclear.content.decode()
    assert "lives 1 to 365 days" in odd.content.decode()
    assert things.store.gateways.get().authorisation_days == 9
    assert things.store.locations.get().code == "MAIN"
    assert CarrierMapping.objects.get(code="BP").url_template == ""
    assert "not a web address" in refused.content.decode()
    assert things.store.gateways.get().payment_method == "BANK"


def test_selected_tasks_are_cancelled_after_a_preview(staff: Client, things: Things) -> None:
    Intent.objects.all().delete()
    chosen = {"action": "cancel", "_selected_action": [things.task.pk]}
    form = staff.post("/console/backhaul/task/", chosen)
    said = {"action": "cancel", "tasks": things.task.pk, "reason": "Not needed"}

    preview = staff.post("/console/backhaul/task/steer/", said)
    untouched = Task.objects.get(pk=things.task.pk).state
    staff.post("/console/backhaul/task/steer/", {**said, "confirmed": "yes"})

    assert things.task.pk in form.content.decode()
    assert "1 tasks match" in preview.content.decode()
    assert untouched == "pending"
    task = Task.objects.get(pk=things.task.pk)
    assert (task.state, task.outcome_detail) == ("cancelled", "Not needed")


def test_all_tasks_that_match_are_postponed_and_retried(staff: Client, things: Things) -> None:
    postponing = {"action": "postpone", "state": "pending", "until": LATER, "confirmed": "yes"}

    staff.post("/console/backhaul/task/steer/", postponing)
    postponed = Task.objects.get(pk=things.task.pk)
    waiting = staff.get(f"/console/backhaul/task/{things.task.pk}/change/")
    staff.post("/console/backhaul/task/steer/", {"action": "retry", "store": "shop", "confirmed": "yes"})

    assert postponed.state == "waiting"
    assert "A person has postponed it." in waiting.content.decode()
    assert {task.state for task in Task.objects.all()} == {"pending"}


@pytest.mark.parametrize(
    "said",
    [
        {"action": "retry"},
        {"action": "cancel", "state": "pending"},
        {"action": "postpone", "state": "pending"},
        {"action": "postpone", "state": "pending", "until": "2001-01-01T00:00"},
        {"action": "delete", "state": "pending"},
        {"action": "retry", "state": "nothing"},
    ],
)
def test_a_steering_that_does_not_say_everything_does_nothing(
    staff: Client, things: Things, said: dict[str, str]
) -> None:
    before = {(task.pk, task.state, task.retried_at) for task in Task.objects.all()}

    answer = staff.post("/console/backhaul/task/steer/", {**said, "confirmed": "yes"})

    assert answer.status_code == 200
    assert {(task.pk, task.state, task.retried_at) for task in Task.objects.all()} == before


def test_a_task_has_buttons_that_lead_to_a_form_for_it_alone(staff: Client, things: Things) -> None:
    answer = staff.get(f"/console/backhaul/task/{things.task.pk}/cancel/", follow=True)

    assert answer.status_code == 200
    assert things.task.pk in answer.content.decode()


def test_a_person_decides_for_a_task(staff: Client, things: Things) -> None:
    staff.post(f"/console/backhaul/task/{things.task.pk}/decide/", {"scheduled": "open_early", "leave_short": "on"})

    assert Task.objects.get(pk=things.task.pk).choices == {"scheduled": "open_early", "leave_short": True}


def test_a_person_says_what_a_lost_call_has_done(staff: Client, things: Things) -> None:
    page = f"/console/backhaul/intent/{things.intent.pk}/resolve/"

    refused = staff.post(page, {"effect": "gid://shopify/Fulfillment/3"})
    answer = staff.post(page, {"effect": ""})

    things.intent.refresh_from_db()
    assert refused.status_code == 200
    assert answer.status_code == 302
    assert things.intent.state == "absent"


@pytest.mark.parametrize(
    "page",
    [
        "store/connect/",
        "store/{store}/policies/",
        "store/{store}/check-access/",
        "salesorder/read/",
        "salesorder/{order}/ship/",
        "salesorder/{order}/invoice/",
        "salesorder/{order}/read-again/",
        "postedshipment/{shipment}/undo/",
        "postedshipment/{shipment}/tracking/",
        "task/steer/",
        "task/{task}/retry/",
        "task/{task}/decide/",
        "intent/{intent}/resolve/",
        "postedinvoice/{invoice}/retrieve/",
        "postedinvoice/{invoice}/void-leftover/",
        "paymentline/{line}/capture/",
        "notice/{notice}/read/",
        "orderdifference/{conflict}/resolve/",
        "notice/all-read/",
    ],
)
def test_forms_open_for_those_who_may_and_for_nobody_else(
    staff: Client, onlooker: Client, things: Things, page: str
) -> None:
    address = "/console/backhaul/" + page.format(**{name: row.pk for name, row in vars(things).items()})

    assert staff.get(address, follow=True).status_code == 200
    assert onlooker.get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_a_form_of_something_that_is_not_there_is_not_found(staff: Client, things: Things) -> None:
    assert staff.get("/console/backhaul/store/nothing/policies/").status_code == 404


def test_tags_of_orders_are_shown_as_they_are_and_changed(staff: Client, things: Things) -> None:
    address = f"/console/backhaul/store/{things.store.pk}/tags/"
    chosen = {"templates": "subscription\r\n\r\n{plan}\r\n", "contracts": "all", "placed_from": "2026-11-01"}

    staff.post(address, chosen)
    form = staff.get(address).content.decode()
    refused = staff.post(address, {**chosen, "templates": "a,b"}).content.decode()

    things.store.refresh_from_db()
    assert things.store.order_tags == ["subscription", "{plan}"]
    assert "subscription\n{plan}</textarea>" in form
    assert 'value="2026-11-01"' in form
    assert "Shopify splits tags at commas" in refused


def test_subscription_policies_are_shown_as_they_are_and_changed(staff: Client, things: Things) -> None:
    address = f"/console/backhaul/store/{things.store.pk}/subscriptions/"
    chosen = {
        "order_cancelled": "ask",
        "fully_refunded": "cancel_contract",
        "prepaid_cancelled": "refund_remaining",
        "last_order": "ship_order",
        "paused_contract": "hold",
    }

    form = staff.get(address).content.decode()
    staff.post(address, chosen)

    things.store.refresh_from_db()
    assert '<option value="notify_only" selected>' in form
    assert {name: getattr(things.store, name) for name in chosen} == chosen
