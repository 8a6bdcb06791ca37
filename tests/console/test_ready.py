"""The pages of what a warehouse can ship: export, import with a preview, ship early, put off."""

import csv
import io

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from backhaul.core.packed_rows import pack_rows, unpack_rows
from backhaul.core.shipment_file import Column, FileRow, read_rows
from backhaul.flows.clock import now
from backhaul.models import PostedShipment, Task
from tests.console.conftest import Things
from tests.support.work import scheduled, workable

LIST = "/console/backhaul/fulfillmentorder/"
GOOD = "order,sku,quantity,tracking_number\n#1001,apple,1,2Z\n"
BAD = GOOD + "#1001,fig,1,3Z\n#7777,apple,1,4Z\n"


def _upload(staff: Client, text: str) -> HttpResponse:
    file = SimpleUploadedFile("shipped.csv", text.encode(), "text/csv")
    return staff.post(f"{LIST}import-shipments/", {"file": file, "store": ""})  # type: ignore[return-value]


def _packed(text: str) -> dict[str, str]:
    return {"rows": pack_rows(read_rows(text.encode())), "store": ""}


def _exported(client: Client, **fields: str) -> list[dict[str, str]]:
    answer = client.post(f"{LIST}export/", {"store": "", "location": "", "due": "now", **fields})
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def clerk(db: None) -> Client:
    """A member of staff who may look at work and post shipments, and see no personal data."""
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_fulfillmentorder", "add_postedshipment"]))
    client = Client()
    client.force_login(user)
    return client


def test_the_list_shows_what_can_be_shipped_and_hides_what_cannot_yet(staff: Client, things: Things) -> None:
    workable(things.order)
    scheduled(things.order, now().replace(year=2096), 5)

    ready = staff.get(LIST).content.decode()
    later = staff.get(f"{LIST}?due=later").content.decode()

    assert "3 apple" in ready
    assert "2096" not in ready
    assert "2096" in later


@pytest.mark.parametrize("query", ["location=9999999999999999999999", "location=x", "due=x"])
def test_a_filter_that_means_nothing_is_no_defect(staff: Client, things: Things, query: str) -> None:
    assert staff.get(f"{LIST}?{query}").status_code in (200, 302)


def test_the_export_has_personal_data_only_for_who_may_see_it(staff: Client, clerk: Client, things: Things) -> None:
    workable(things.order)
    things.order.facts = {"shipping_address/city": "Halifax"}
    things.order.save()

    boss = _exported(staff, personal="on")
    [row] = _exported(clerk, personal="on")

    assert boss[0]["Shipping City"] == "Halifax"
    assert row["Fulfillable quantity"] == "3"
    assert "Shipping City" not in row


def test_what_is_wrong_with_an_export_stands_above_its_form(staff: Client, things: Things) -> None:
    answer = staff.post(f"{LIST}export/", {"location": "Moon", "due": "now"})

    assert "no location “Moon”" in answer.content.decode()


def test_a_preview_names_each_row_that_cannot_be_taken_and_posts_nothing(staff: Client, things: Things) -> None:
    page = _upload(staff, BAD).content.decode()

    assert "1 shipment to be posted; 2 rows that cannot be taken." in page
    assert "The order has no line “fig”." in page
    assert "There is no order “#7777”." in page
    assert "Post the rest without these rows" in page
    assert PostedShipment.objects.count() == 1


def test_what_was_previewed_is_posted_when_it_is_confirmed(staff: Client, things: Things) -> None:
    page = _upload(staff, GOOD).content.decode()
    packed = page.partition('name="rows" value="')[2].partition('"')[0]

    answer = staff.post(f"{LIST}import-shipments/", {"rows": packed, "store": ""})

    assert answer.status_code == 302
    assert PostedShipment.objects.filter(tracking__0__number="2Z").count() == 1


def test_the_rest_is_posted_where_that_is_chosen(staff: Client, things: Things) -> None:
    staff.post(f"{LIST}import-shipments/", {**_packed(BAD), "skip_bad": "yes"})

    assert PostedShipment.objects.count() == 2


def test_what_is_not_possible_any_more_is_shown_anew_and_nothing_is_posted(staff: Client, things: Things) -> None:
    answer = staff.post(f"{LIST}import-shipments/", _packed(BAD))

    assert answer.status_code == 200
    assert "Something has changed since the preview" in answer.content.decode()
    assert PostedShipment.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [("colour\nred\n", "no column for the order"), ("", "is empty"), ("PK\x03\x04", "Excel workbook")],
)
def test_a_file_that_is_none_is_refused_above_the_form(staff: Client, things: Things, text: str, words: str) -> None:
    assert words in _upload(staff, text).content.decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Name|Lineitem sku|Quantity\n#1001|apple|1\n", "separated by commas, semicolons or tabs"),
        ("Name,Tracking number\n#1001,1Z\n", "Call them Name, Lineitem sku and Quantity"),
        ("Name,Lineitem sku,Quantity,Tracking number\n", "no rows below the names of its columns"),
        ("Name,Lineitem sku,Quantity,Tracking number\n#1001,apple,,\n", "Fill in a tracking number, or a quantity"),
        ("Name,Lineitem ID,Quantity,Tracking number\n#1001,1.001E+05,1,2Z\n", "the spreadsheet has rounded it"),
        ("Name,Line ID,Quantity,Tracking number\n#1001,lin_1,1,2Z\n", "Its lines are: apple"),
        ("Name,Lineitem sku,Quantity,Tracking number\n#1001,apple,one,2Z\n", "whole number"),
    ],
)
def test_a_broken_file_says_what_to_do(staff: Client, things: Things, text: str, words: str) -> None:
    assert words in _upload(staff, text).content.decode()
    assert PostedShipment.objects.count() == 1


@pytest.mark.parametrize("packed", ["", "x", "e30=", "eJyrBgAAgwCD"])
def test_rows_that_did_not_come_from_the_page_are_refused(staff: Client, things: Things, packed: str) -> None:
    answer = staff.post(f"{LIST}import-shipments/", {"rows": packed})

    assert "did not come back" in answer.content.decode()


def test_rows_come_back_from_a_page_as_they_were() -> None:
    rows = read_rows("order,sku,quantity,tracking\n#1,Größe,1,1Z\n#2,b,2,2Z,oops\n".encode())

    assert unpack_rows(pack_rows(rows)) == rows


def test_rows_of_a_page_that_was_tampered_with_hold_nothing_that_no_database_takes() -> None:
    tampered = pack_rows([FileRow(2, {Column.ORDER: "#1\x00\ud800", Column.SKU: "a"})])

    [row] = unpack_rows(tampered)

    assert row.cells == {Column.ORDER: "#1?", Column.SKU: "a"}


def test_scheduled_work_is_opened_or_put_off(staff: Client, things: Things) -> None:
    first, second = scheduled(things.order, now(), 5), scheduled(things.order, now(), 6)

    staff.post(f"{LIST}{first.pk}/open-early/")
    refused = staff.post(f"{LIST}{second.pk}/put-off/", {"to": "2026-01-01T00:00"})
    staff.post(f"{LIST}{second.pk}/put-off/", {"to": "2096-01-01T00:00"})

    kinds = set(Task.objects.filter(kind__endswith="_fulfillment_order").values_list("kind", flat=True))
    assert kinds == {"open_fulfillment_order", "reschedule_fulfillment_order"}
    assert "a date that is to come" in refused.content.decode()


def test_onlookers_can_do_none_of_it(onlooker: Client, clerk: Client, things: Things) -> None:
    row = scheduled(things.order, now(), 5)

    for page in ("export/", "import-shipments/", f"{row.pk}/open-early/", f"{row.pk}/put-off/"):
        assert onlooker.get(f"{LIST}{page}").status_code == 403, page
    assert clerk.get(f"{LIST}{row.pk}/open-early/").status_code == 403
    assert clerk.get(f"{LIST}import-shipments/").status_code == 200
