"""A warehouse works from the console: exports what is ready, fills the file in, gives it back, and ships early."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import FilePayload, Page, expect

from backhaul.flows.read_order import import_order
from backhaul.models import FulfillmentOrder, PostedShipment, SalesOrder
from tests.browser.looking import look_at
from tests.browser.product import START_SECONDS, Product
from tests.support.commands import wait_until

PASSWORD = "a-long-and-rare-password"
READY = "/console/backhaul/fulfillmentorder/"
FRUIT = [
    {"sku": "apple", "title": "=Apple", "price": "1.00", "quantity": 3},
    {"sku": "pear", "title": "Pear", "price": "1.00", "quantity": 2},
]
BOX = {
    "sku": "box",
    "title": "Box",
    "price": "30.00",
    "quantity": 1,
    "selling_plan": {"name": "Monthly", "deliveries": 2, "every": "P30D"},
}


@pytest.fixture
def warehouse(product: Product, desk: Page) -> Page:
    """Somebody of the warehouse, signed in; two orders of fruit and a box that is paid for twice wait."""
    with product.arranged():
        shop = product.shop
        if not User.objects.exists():
            User.objects.create_superuser("anna", password=PASSWORD)
            for lines in (FRUIT, FRUIT, [BOX]):
                import_order(shop.store, shop.sandbox.checkout(payment="paid", lines=lines)["order"])
    desk.goto(f"{product.url}{READY}")
    desk.get_by_label("Username").fill("anna")
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Log in").click()
    return desk


def _export(page: Page, product: Product) -> list[dict[str, str]]:
    page.goto(f"{product.url}{READY}export/")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Export").click()
    text = Path(downloading.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _filled_in(rows: list[dict[str, str]], cells: Mapping[int, Mapping[str, str]]) -> bytes:
    """As a spreadsheet of a country with decimal commas saves it."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows({**row, **cells.get(index, {})} for index, row in enumerate(rows))
    return text.getvalue().encode("cp1252")


def _upload(page: Page, product: Product, content: bytes) -> None:
    page.goto(f"{product.url}{READY}import-shipments/")
    file = FilePayload(name="shipped.csv", mimeType="text/csv", buffer=content)
    page.set_input_files("input[type=file]", files=file)
    page.get_by_role("button", name="Preview").click()


def _posted(product: Product) -> int:
    with product.arranged():
        return PostedShipment.objects.count()


def test_a_warehouse_exports_fills_in_tracking_numbers_and_gives_the_file_back(
    product: Product, warehouse: Page
) -> None:
    look_at(warehouse, "ready")
    rows = _export(warehouse, product)
    assert [row["Lineitem sku"] for row in rows] == ["apple", "pear", "apple", "pear", "box"]
    assert rows[0]["Lineitem name"] == "'=Apple"
    mistakes = {
        0: {"Tracking number": "1Z1", "Quantity": "2"},
        1: {"Tracking number": "3,40434E+17"},
        2: {"Tracking number": "1Z2", "Quantity": "9"},
        3: {"Tracking number": "1Z3", "Location": "Moon"},
    }

    _upload(warehouse, product, _filled_in(rows, mistakes))

    expect(warehouse.get_by_role("status")).to_have_text(
        "1 shipment to be posted; 3 rows that cannot be taken; 1 row with nothing filled in."
    )
    for words in ("the spreadsheet has rounded it", "only 3 are outstanding", "no location “Moon”"):
        expect(warehouse.get_by_text(words)).to_be_visible()
    look_at(warehouse, "rows-refused")
    assert _posted(product) == 0

    _upload(warehouse, product, _filled_in(rows, {0: mistakes[0], 1: {"Tracking number": "1Z1"}}))
    look_at(warehouse, "rows-taken")
    warehouse.get_by_role("button", name="Post the shipments").click()

    expect(warehouse.get_by_text("1 shipment posted; 3 rows with nothing filled in.")).to_be_visible()
    with product.arranged():
        posted = PostedShipment.objects.get()
        wait_until(lambda: product.shop.fulfilled(posted.order) == {"apple": 2, "pear": 2}, seconds=START_SECONDS)
    _upload(warehouse, product, _filled_in(rows, {0: mistakes[0], 1: {"Tracking number": "1Z1"}}))
    expect(warehouse.get_by_text("was posted before")).to_be_visible()
    assert _posted(product) == 1


def test_a_delivery_of_a_later_date_is_shipped_early(product: Product, warehouse: Page) -> None:
    with product.arranged():
        order = SalesOrder.objects.get(lines__sku="box")
        row = FulfillmentOrder.objects.get(order=order, status="SCHEDULED")

    warehouse.goto(f"{product.url}{READY}?due=later")
    warehouse.get_by_role("link", name=order.name).click()
    warehouse.get_by_role("link", name="Ship early").click()
    look_at(warehouse, "ship-early")
    warehouse.get_by_role("button", name="Open it").click()
    expect(warehouse.get_by_text("It is being opened")).to_be_visible()

    with product.arranged():
        wait_until(lambda: FulfillmentOrder.objects.get(pk=row.pk).status == "OPEN", seconds=START_SECONDS)
    assert "box" in [one["Lineitem sku"] for one in _export(warehouse, product)]
