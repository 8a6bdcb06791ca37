"""What a warehouse is shown as ready, and the file it gets of it."""

import csv
import io
import itertools
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backhaul.core.errors import BadReference, UnknownLocation
from backhaul.core.readiness import GONE_STATUSES
from backhaul.core.ready import Due, due_of
from backhaul.flows.clock import now
from backhaul.flows.export_orders import Export, export_orders
from backhaul.flows.mirrored_order import work_order
from backhaul.flows.ready_work import WorkFilter, due_condition, left_work, load_work
from backhaul.flows.show.pages import Paging
from backhaul.flows.show.ready import ReadyView, ready_page
from backhaul.models import Delivery, FulfillmentOrder, Store
from tests.support.contract_rows import contract_row
from tests.support.rows import order_row, store_row
from tests.support.shipments import apples_left
from tests.support.work import CAN_FULFIL, scheduled, workable

DAY = timedelta(days=1)


def _ready(**wanted: object) -> list[ReadyView]:
    return ready_page(WorkFilter(**wanted), Paging()).items  # type: ignore[arg-type]


def _rows(export: Export | None = None) -> list[dict[str, str]]:
    text = b"".join(export_orders(export or Export(), by="test")).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_condition_on_rows_and_the_rule_agree_on_every_kind_of_work(store: Store) -> None:
    order = order_row(store)
    moment = now()
    statuses = ("OPEN", "IN_PROGRESS", "SCHEDULED", "ON_HOLD", "INCOMPLETE", "PONDERED", "CLOSED", "CANCELLED")
    requests = ("UNSUBMITTED", "ACCEPTED", "REJECTED")
    actions: tuple[list[str], ...] = ([], CAN_FULFIL)
    dates = (None, moment - DAY, moment, moment + DAY)
    kinds = itertools.product(statuses, requests, actions, dates)
    for number, (status, request, action, date) in enumerate(kinds, start=1):
        row = scheduled(order, date, number)
        row.status, row.request_status, row.supported_actions = status, request, action
        row.save()

    found = {due: set(left_work().filter(due_condition(due, moment)).values_list("pk", flat=True)) for due in Due}

    expected: dict[Due, set[int]] = {due: set() for due in Due}
    for row in FulfillmentOrder.objects.all():
        expected[due_of(work_order(row), moment)].add(row.pk)
    expected[Due.GONE] = set()
    assert found == expected


def test_what_can_be_shipped_is_listed_with_what_has_been_due_for_longest_first(store: Store) -> None:
    late, soon = order_row(store, 1001), order_row(store, 1002)
    for order, days in ((late, 1), (soon, 3)):
        FulfillmentOrder.objects.filter(pk=workable(order).pk).update(fulfill_at=now() - days * DAY)
    scheduled(late, now() + DAY, 5)

    assert [one.order for one in _ready()] == ["#1002", "#1001"]
    assert [one.number for one in _ready(due=Due.LATER)] == ["5"]
    assert [one.number for one in _ready(due=None)] == ["1002", "1001", "5"]


def test_pages_follow_each_other_without_a_gap(store: Store) -> None:
    for number in range(1001, 1006):
        workable(order_row(store, number))

    seen, cursor = [], ""
    for _ in range(3):
        page = ready_page(WorkFilter(), Paging(2, cursor))
        seen += [one.order for one in page.items]
        cursor = page.next_cursor or ""

    assert seen == ["#1001", "#1002", "#1003", "#1004", "#1005"]
    assert cursor == ""


@pytest.mark.parametrize("cursor", ["x", "WyIyMDI2LTAxLTAxVDAwOjAwOjAwKzAwOjAwIiwgImFiYyJd"])
def test_a_cursor_of_another_list_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(BadReference):
        ready_page(WorkFilter(), Paging(2, cursor))


def test_work_is_found_by_store_location_and_order(store: Store) -> None:
    second = store_row("second")
    for one in (store, second):
        workable(order_row(one, 1001))
    elsewhere = workable(order_row(store, 1002))
    FulfillmentOrder.objects.filter(pk=elsewhere.pk).update(location_gid="gid://shopify/Location/2")
    store.locations.create(code="B", location_gid="gid://shopify/Location/2")

    assert [(one.store, one.order) for one in _ready(store="shop")] == [("shop", "#1001"), ("shop", "#1002")]
    assert [(one.store, one.order) for one in _ready(location="B")] == [("shop", "#1002")]
    assert [one.store for one in _ready(location="WH")] == ["shop", "second"]
    assert [one.order for one in _ready(store="shop", order="1002")] == ["#1002"]
    with pytest.raises(UnknownLocation):
        _ready(location="Moon")


def test_units_that_were_posted_are_not_to_be_shipped_once_more(store: Store) -> None:
    order = order_row(store)
    workable(order)
    apples_left(order, quantity=2)

    [view] = _ready()

    assert [(line.remaining, line.fulfillable) for line in view.lines] == [(5, 3)]
    assert view.units == "3 apple"
    assert [row["Fulfillable quantity"] for row in _rows()] == ["3"]


def test_what_was_posted_whole_is_not_exported(store: Store) -> None:
    order = order_row(store)
    workable(order)
    apples_left(order, quantity=5)

    assert _rows() == []
    assert _ready()[0].units == "nothing at the moment"


def test_cancelled_and_deleted_orders_and_stores_without_the_app_have_nothing_ready(store: Store) -> None:
    for number, field in ((1001, "cancelled_at"), (1002, "deleted_at")):
        order = order_row(store, number)
        workable(order)
        setattr(order, field, now())
        order.save()
    gone = store_row("gone")
    workable(order_row(gone, 1003))
    Store.objects.filter(pk=gone.pk).update(state="uninstalled", uninstalled_at=now())

    assert _ready() == []


def test_a_row_says_everything_that_a_warehouse_needs(store: Store) -> None:
    Store.objects.filter(pk=store.pk).update(timezone="Europe/Brussels")
    order = order_row(store)
    order.facts = {"email": "ada@example.com", "shipping_address/city": "Halifax"}
    order.save()
    workable(order)
    contract = contract_row(store, 7700)
    for number, gid in ((4, "gid://shopify/FulfillmentOrder/1001"), (5, "gid://x/2")):
        Delivery.objects.create(
            contract=contract, number=number, state="billed_unshipped", order=order, fulfillment_order_gid=gid
        )

    [plain], [personal] = _rows(), _rows(Export(personal=True))

    assert plain["Name"] == "#1001"
    assert plain["Created at"] == "2026-01-01 01:00:00 +0100"
    assert (plain["Lineitem name"], plain["Lineitem sku"], plain["Lineitem quantity"]) == ("Apple", "apple", "5")
    assert (plain["Order ID"], plain["Line ID"]) == (order.pk, order.lines.get().pk)
    assert plain["Fulfillment order ID"] == "gid://shopify/FulfillmentOrder/1001"
    assert (plain["Location"], plain["Delivery"]) == ("WH", "1 of 2")
    assert "Email" not in plain
    assert (personal["Email"], personal["Shipping City"]) == ("ada@example.com", "Halifax")


def test_what_is_scheduled_is_exported_only_where_that_is_asked_for_and_counts_nothing(store: Store) -> None:
    order = order_row(store)
    workable(order)
    scheduled(order, now() + DAY, 5)

    asked = _rows(Export(WorkFilter(due=None)))

    assert [row["Fulfillable quantity"] for row in _rows()] == ["5"]
    assert [(row["Fulfillment order status"], row["Fulfillable quantity"]) for row in asked] == [
        ("OPEN", "5"),
        ("SCHEDULED", "0"),
    ]


def test_an_export_for_spreadsheets_begins_with_their_mark(store: Store) -> None:
    first = next(export_orders(Export(for_spreadsheet=True), by="test"))

    assert first.startswith(b'\xef\xbb\xbf"Name"')


def test_what_is_left_is_found_by_an_index_that_holds_nothing_else(store: Store) -> None:
    workable(order_row(store))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

        plan = FulfillmentOrder.objects.exclude(status__in=GONE_STATUSES).order_by("order_id").explain()

    assert "fulfillment_order_not_gone" in plan


def test_more_work_asks_no_more_questions(store: Store) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            load_work(list(left_work().values_list("pk", flat=True)))
        return len(asked)

    workable(order_row(store, 1001))
    for_one = questions()
    for number in range(1002, 1012):
        workable(order_row(store, number))

    assert questions() == for_one
