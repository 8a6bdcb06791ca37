"""A warehouse's work over REST: the list, the file, and the file that comes back."""

import csv
import io

import pytest
from django.http import HttpResponse

from backhaul.flows.clock import now
from backhaul.models import PostedShipment, SalesOrder, Task
from tests.api.client import Caller, body_of, expect_problem
from tests.support.work import scheduled, workable

FILE = "order,sku,quantity,tracking_number\n#1001,apple,2,1Z\n"
BAD = FILE + "#1001,fig,1,2Z\n"
SHIPMENTS = "/imports/shipments"


def _send(api: Caller, text: str, query: str = "", *, key: str = "k", content_type: str = "text/csv") -> HttpResponse:
    return api.send("POST", SHIPMENTS + query, text.encode(), key=key, content_type=content_type)


def _exported(answer: HttpResponse) -> list[dict[str, str]]:
    assert answer.streaming
    text = b"".join(answer).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_ready_work_is_listed(api: Caller, order: SalesOrder) -> None:
    workable(order)

    page = body_of(api.get("/ready-to-fulfil"))

    [work] = page["items"]
    assert (work["order"], work["number"], work["due"], work["can_open"]) == ("#1001", "1001", "now", False)
    assert work["lines"][0]["fulfillable"] == 5


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"store": "nowhere"}, "unknown-store"),
        ({"location": "Moon"}, "unknown-location"),
        ({"order": "9"}, "unknown-order"),
        ({"due": "yesterday"}, "invalid-request-body"),
        ({"cursor": "x"}, "bad-reference"),
    ],
)
def test_a_filter_that_cannot_be_is_refused(api: Caller, order: SalesOrder, query: dict[str, str], code: str) -> None:
    answer = api.get("/ready-to-fulfil", **query)

    expect_problem(answer, 404 if code in ("unknown-store", "unknown-order") else 400, code)


def test_the_export_is_a_csv_file_without_personal_data_unless_asked_for(api: Caller, order: SalesOrder) -> None:
    workable(order)
    order.facts = {"shipping_address/city": "Halifax"}
    order.save()

    answer = api.get("/exports/orders.csv")
    personal = _exported(api.get("/exports/orders.csv", personal="true"))

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    [row] = _exported(answer)
    assert (row["Name"], row["Fulfillable quantity"]) == ("#1001", "5")
    assert "Shipping City" not in row
    assert personal[0]["Shipping City"] == "Halifax"


def test_what_is_wrong_with_an_export_is_said_before_the_file_begins(api: Caller, order: SalesOrder) -> None:
    expect_problem(api.get("/exports/orders.csv", store="nowhere"), 404, "unknown-store")


def test_the_exported_file_comes_back_as_shipments(api: Caller, order: SalesOrder) -> None:
    workable(order)
    rows = _exported(api.get("/exports/orders.csv"))
    rows[0] |= {"Tracking number": "1Z", "Quantity": "3"}
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)

    report = body_of(_send(api, text.getvalue()), 201)

    assert report["parcels"][0]["lines"][0]["quantity"] == 3
    assert PostedShipment.objects.get().tracking[0]["number"] == "1Z"


def test_a_file_answers_201_when_anything_is_new_and_200_when_nothing_is(api: Caller, order: SalesOrder) -> None:
    first = body_of(_send(api, FILE, key="a"), 201)
    repeated = body_of(_send(api, FILE, key="a"), 201)
    second = body_of(_send(api, FILE, key="b"), 200)

    assert first == repeated
    assert second["parcels"][0]["shipment"] == first["parcels"][0]["shipment"] == PostedShipment.objects.get().pk


def test_a_preview_names_what_cannot_be_taken_and_posts_nothing(api: Caller, order: SalesOrder) -> None:
    report = body_of(_send(api, BAD, "?preview=true"))

    assert not report["is_posted"]
    assert [(row["row"], row["code"]) for row in report["refused"]] == [(3, "unknown-line")]
    assert not PostedShipment.objects.exists()


def test_rows_that_cannot_be_taken_are_named_and_nothing_is_posted(api: Caller, order: SalesOrder) -> None:
    problem = expect_problem(_send(api, BAD), 422, "rows-refused")

    assert problem["data"]["rows"][0] == {
        "row": 3,
        "order": "#1001",
        "code": "unknown-line",
        "message": "The order has no line “fig”.",
        "hint": "Its lines are: apple.",
    }
    assert not PostedShipment.objects.exists()


def test_the_rest_is_posted_where_that_is_asked_for(api: Caller, order: SalesOrder) -> None:
    report = body_of(_send(api, BAD, "?skip_bad=true"), 201)

    assert [row["row"] for row in report["refused"]] == [3]
    assert PostedShipment.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "content_type", "status", "code"),
    [
        (FILE, "application/json", 415, "unsupported-media-type"),
        ("colour\nred\n", "text/csv", 400, "columns-missing"),
        ("\n", "text/csv", 400, "columns-missing"),
        ('order,sku,quantity\n"', "text/csv", 400, "file-unreadable"),
        ("order,sku,qty,quantity\n", "text/csv", 400, "column-twice"),
        ("x" * 2_500_001, "text/csv", 413, "file-too-large"),
        ("x" * 2_700_000, "text/csv", 413, "body-too-large"),
    ],
)
def test_a_file_that_is_none_is_refused(
    api: Caller, order: SalesOrder, text: str, content_type: str, status: int, code: str
) -> None:
    expect_problem(_send(api, text, content_type=content_type), status, code)


def test_a_file_needs_a_key(api: Caller, order: SalesOrder) -> None:
    expect_problem(_send(api, FILE, key=""), 400, "idempotency-key-required")


def test_scheduled_work_is_opened_or_put_off_by_a_task(api: Caller, order: SalesOrder) -> None:
    workable(order)
    scheduled(order, now(), 5)
    scheduled(order, now(), 6)

    opened = body_of(api.post("/fulfillment-orders/5/open"), 201)
    again = body_of(api.post("/fulfillment-orders/5/open"), 200)
    moved = body_of(api.post("/fulfillment-orders/6/reschedule", {"to": "2096-01-01T00:00:00Z"}), 201)

    assert (opened["kind"], again["id"]) == ("open_fulfillment_order", opened["id"])
    assert moved["kind"] == "reschedule_fulfillment_order"
    assert Task.objects.get(pk=moved["id"]).choices["date"] == "2096-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/fulfillment-orders/1001/open", {}, 409, "not-scheduled"),
        ("/fulfillment-orders/5/reschedule", {"to": "2026-01-01T00:00:00Z"}, 400, "date-is-past"),
        ("/fulfillment-orders/5/reschedule", {"to": "soon"}, 400, "bad-reference"),
        ("/fulfillment-orders/77/open", {}, 404, "not-found"),
        ("/fulfillment-orders/gid:%2F%2Fshopify%2FOrder%2F1/open", {}, 400, "bad-reference"),
    ],
)
def test_what_cannot_be_opened_or_put_off_is_refused(
    api: Caller, order: SalesOrder, path: str, body: dict[str, str], status: int, code: str
) -> None:
    workable(order)
    scheduled(order, now(), 5)

    expect_problem(api.post(path, body), status, code)
