"""Posting, looking at, re-tracking and undoing shipments over REST."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backhaul.models import PostedShipment, SalesOrder, Store, Task
from tests.api.client import Caller, body_of, expect_problem, json_of, order_path, shipment
from tests.support.rows import WAREHOUSE, carrier_row, order_row, store_row


def test_a_posted_shipment_answers_201_with_its_id_and_its_task(api: Caller, order: SalesOrder) -> None:
    answer = body_of(api.post(order_path("#1001", "/shipments"), shipment(location="WH")), 201)

    posted = PostedShipment.objects.get()
    assert answer["id"] == posted.pk
    assert answer["task"]["id"] == posted.task_id
    assert answer["task"]["state"] == "pending"
    assert answer["location"] == WAREHOUSE
    assert answer["lines"][0]["quantity"] == 2


def test_the_same_shipment_under_another_key_answers_200_with_the_first(api: Caller, order: SalesOrder) -> None:
    first = body_of(api.post(order_path("1001", "/shipments"), shipment()), 201)

    second = body_of(api.post(order_path("1001", "/shipments"), shipment()), 200)

    assert second["id"] == first["id"]
    assert PostedShipment.objects.count() == 1


def test_the_same_number_with_other_content_is_a_conflict(api: Caller, order: SalesOrder) -> None:
    api.post(order_path("1001", "/shipments"), shipment())

    answer = api.post(order_path("1001", "/shipments"), shipment(lines=[{"sku": "apple", "quantity": 3}]))

    expect_problem(answer, 409, "external-number-taken")


@pytest.mark.parametrize("by", ["pk", "gid", "shopify_id", "name"])
def test_an_order_is_found_by_any_of_its_names(api: Caller, order: SalesOrder, by: str) -> None:
    answer = body_of(api.get(order_path(str(getattr(order, by)))))

    assert answer["order"]["id"] == order.pk


def test_with_two_stores_a_name_needs_its_store(api: Caller, order: SalesOrder) -> None:
    other = order_row(store_row("second"))

    unclear = api.get(order_path("#1001"))
    named = body_of(api.get(order_path("#1001"), store="second"))
    by_id = body_of(api.get(order_path(order.pk)))

    assert expect_problem(unclear, 409, "store-required")["data"]["known"] == ["second", "shop"]
    assert named["order"]["id"] == other.pk
    assert by_id["order"]["id"] == order.pk


@pytest.mark.parametrize("quantity", [1.0, 2.5, "2.5", "1e0", True, None, 0, -1, "", " 1", [], {}, 10**30, "٣"])
def test_what_is_no_whole_number_is_refused_as_a_quantity(api: Caller, order: SalesOrder, quantity: object) -> None:
    answer = api.post(order_path("1001", "/shipments"), shipment(lines=[{"sku": "apple", "quantity": quantity}]))

    assert answer.status_code == 400
    assert json_of(answer)["code"] in ("bad-quantity", "more-than-outstanding")
    assert not PostedShipment.objects.exists()


def test_digits_are_a_quantity(api: Caller, order: SalesOrder) -> None:
    answer = body_of(
        api.post(order_path("1001", "/shipments"), shipment(lines=[{"sku": "apple", "quantity": "2"}])), 201
    )

    assert answer["lines"][0]["quantity"] == 2


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"lines": [{"sku": "apple", "quantity": 6}]}, "more-than-outstanding"),
        ({"lines": [{"sku": "pear", "quantity": 1}]}, "unknown-line"),
        ({"lines": []}, "nothing-to-post"),
        ({"lines": [{"quantity": 1}]}, "bad-reference"),
        ({"lines": [{"sku": "apple", "line_item_id": 100100, "quantity": 1}]}, "bad-reference"),
        ({"lines": [{"line_item_id": "9" * 255, "quantity": 1}]}, "bad-reference"),
        ({"external_number": ""}, "bad-reference"),
        ({"external_number": "a\nb"}, "bad-reference"),
        ({"external_number": 5}, "invalid-request-body"),
        ({"external_nr": "S-1"}, "invalid-request-body"),
        ({"location": "Moon"}, "unknown-location"),
        ({"tracking": [{"number": "1" * 5000}]}, "bad-tracking"),
        ({"tracking": [{"number": "1" * 20_000}]}, "invalid-request-body"),
        ({"tracking": [{"number": "a\nb"}]}, "bad-tracking"),
        ({"tracking": [{"number": "1", "company": "Owl"}]}, "unknown-carrier"),
        ({"tracking": [{"number": "1", "url": "javascript:alert(1)"}]}, "bad-tracking"),
        ({"tracking": "1Z"}, "invalid-request-body"),
        ({"posted_at": "yesterday"}, "bad-reference"),
        ({"posted_at": "2026-01-01T00:00:00"}, "bad-reference"),
        ({"posted_at": "0001-01-01T00:00:00+14:00"}, "bad-reference"),
        ({"posted_at": 5}, "invalid-request-body"),
        ({"notify_customer": "yes"}, "invalid-request-body"),
        ({"external_number": "S\x00"}, "malformed-request"),
        ({"external_number": "S\ud800"}, "malformed-request"),
        ({"\x00": 1}, "malformed-request"),
    ],
)
def test_what_cannot_be_posted_is_refused_and_nothing_is_written(
    api: Caller, store: Store, order: SalesOrder, changed: dict[str, object], code: str
) -> None:
    carrier_row(store)

    answer = api.post(order_path("1001", "/shipments"), {**shipment(), **changed})

    assert expect_problem(answer, 400, code)["hint"] is not None
    assert not PostedShipment.objects.exists()
    assert not Task.objects.exists()


def test_quotes_in_a_tracking_number_stay(api: Caller, order: SalesOrder) -> None:
    answer = body_of(api.post(order_path("1001", "/shipments"), shipment(tracking=[{"number": "1\"; 'Z"}])), 201)

    assert answer["tracking"] == [{"number": "1\"; 'Z", "company": None, "url": None}]


def test_a_shipment_is_read_with_its_tracking_and_its_undo(api: Caller, order: SalesOrder) -> None:
    posted = body_of(api.post(order_path("1001", "/shipments"), shipment()), 201)
    path = f"/shipments/{posted['id']}"

    changed = body_of(api.post(f"{path}/tracking", {"tracking": [{"number": "NEW"}]}), 201)
    undone = body_of(api.post(f"{path}/undo", {"reason": "Came back"}), 201)
    found = body_of(api.get(path))

    assert found["tracking"][0]["number"] == "NEW"
    assert found["tracking_changes"][0]["id"] == changed["id"]
    assert found["undo"]["id"] == undone["id"]
    assert found["undo"]["reason"] == "Came back"
    assert undone["task"]["kind"] == "cancel_fulfillments"


def test_a_second_undo_answers_200_with_the_first(api: Caller, order: SalesOrder) -> None:
    posted = body_of(api.post(order_path("1001", "/shipments"), shipment()), 201)
    first = body_of(api.post(f"/shipments/{posted['id']}/undo"), 201)

    second = body_of(api.post(f"/shipments/{posted['id']}/undo"), 200)

    assert second["id"] == first["id"]


def test_the_tracking_of_an_undone_shipment_cannot_be_changed(api: Caller, order: SalesOrder) -> None:
    posted = body_of(api.post(order_path("1001", "/shipments"), shipment()), 201)
    api.post(f"/shipments/{posted['id']}/undo")

    answer = api.post(f"/shipments/{posted['id']}/tracking", {"tracking": [{"number": "NEW"}]})

    expect_problem(answer, 409, "already-undone")


def test_what_is_posted_is_no_longer_outstanding(api: Caller, order: SalesOrder) -> None:
    api.post(order_path("1001", "/shipments"), shipment())

    line = body_of(api.get(order_path("1001")))["lines"][0]

    assert (line["quantity"], line["posted"], line["outstanding"]) == (5, 2, 3)


def test_looking_at_many_shipments_asks_no_more_questions(api: Caller, order: SalesOrder) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert api.get(order_path("1001", "/shipments")).status_code == 200
        return len(asked)

    post = order_path("1001", "/shipments")
    api.post(post, shipment("S-1", lines=[{"sku": "apple", "quantity": 1}]))
    for_one = questions()
    api.post(post, shipment("S-2", lines=[{"sku": "apple", "quantity": 1}]))
    api.post(post, shipment("S-3", lines=[{"sku": "apple", "quantity": 1}]))

    assert questions() == for_one
