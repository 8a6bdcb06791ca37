"""People at a desk work with the console: a warehouse ships by file, a merchant decides, charges, and has people told.

The tests of the merchant come last: what they buy would be in the warehouse's files, and time passes in them.
"""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from backhaul.core.contract_changes import ChangeState
from backhaul.flows.read_contract import import_contract
from backhaul.flows.read_order import import_order
from backhaul.models import Bill, Change, Contract, FulfillmentOrder, PostedShipment, SalesOrder
from tests.browser.looking import look_at
from tests.browser.member_of_staff import MemberOfStaff
from tests.browser.product import START_SECONDS, Product
from tests.support.commands import wait_until
from tests.support.subscriptions import buy, each_time

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
        if not SalesOrder.objects.exists():
            for lines in (FRUIT, FRUIT, [BOX]):
                import_order(shop.store, shop.sandbox.checkout(payment="paid", lines=lines)["order"])
    staff = MemberOfStaff(product, desk)
    staff.sign_in()
    staff.go_to("Ready to ship")
    return desk


@pytest.fixture
def merchant(product: Product, desk: Page) -> MemberOfStaff:
    """Whoever runs the shop, signed in."""
    staff = MemberOfStaff(product, desk)
    staff.sign_in()
    return staff


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


def _subscription(product: Product, *, prepaid: bool) -> Contract:
    """What a customer has just bought: three boxes paid at once, or one each month."""
    with product.arranged():
        order = buy(product.shop, None if prepaid else each_time(product.shop))
        bought = Contract.objects.select_related("store").filter(orders__order=order)
        wait_until(lambda: bought.filter(cycles__index=2).exists(), seconds=START_SECONDS)
        return bought.get()


def test_a_merchant_is_told_of_a_cancelled_subscription_and_decides_with_one_click(
    product: Product, merchant: MemberOfStaff
) -> None:
    contract = _subscription(product, prepaid=True)
    with product.arranged():
        product.sandbox.control("contracts", contract=contract.gid, do="cancel", actor="CUSTOMER")
        import_contract(contract.store, contract.gid)

    merchant.go_to("Notices")
    merchant.looks("notices")
    merchant.follow("cancelled")
    merchant.looks("notice")
    merchant.follow("Refund")
    merchant.looks("decide")
    merchant.press("Decide")

    merchant.reads("decided: ")
    with product.arranged():
        changes = Change.objects.filter(contract=contract)
        wait_until(lambda: changes.filter(state=ChangeState.DONE).exists(), seconds=START_SECONDS)
    merchant.go_to("Changes")
    merchant.follow("cancel")
    merchant.looks("change")
    merchant.reads("Everything is done.")


def test_a_merchant_has_somebody_told_and_sees_what_became_of_a_test(product: Product, merchant: MemberOfStaff) -> None:
    merchant.go_to("Channels")
    merchant.follow("Add a channel")
    merchant.page.get_by_label("Mail address").fill("office@example.com")
    merchant.press("Add")
    merchant.reads("Notices go to")

    merchant.follow("example.com")
    merchant.follow("Send a test")
    merchant.press("Send a test")

    merchant.reads("A test was sent to")
    assert product.mail_to("office@example.com")["Subject"]
    product.mailbox.answer = lambda _address: "550 5.1.1 nobody here"
    merchant.follow("example.com")
    merchant.follow("Send a test")
    merchant.press("Send a test")
    merchant.reads("550")


def test_a_merchant_switches_billing_on_sees_a_charge_fail_and_charges_now(
    product: Product, merchant: MemberOfStaff
) -> None:
    contract = _subscription(product, prepaid=False)
    product.sandbox.control("billing", next=[{"outcome": "failure", "error_code": "CARD_DECLINED"}])

    merchant.go_to("Stores")
    merchant.follow("shop", exact=True)
    merchant.follow("Billing")
    merchant.page.get_by_label("Charge due billing cycles").check()
    merchant.looks("billing")
    merchant.press("Save")
    merchant.reads("Billing is on.")
    product.advance(days=32)
    with product.arranged():
        wait_until(lambda: Bill.objects.filter(contract=contract, state="retrying").exists(), seconds=START_SECONDS)
    merchant.go_to("Bills")
    merchant.follow("What is due")
    merchant.looks("due")
    merchant.follow(str(contract))
    merchant.reads("declined; it will be tried again")
    merchant.reads("The customer's bank has declined")
    merchant.looks("bill")
    merchant.follow("Charge now")
    merchant.press("Charge now")

    merchant.reads("it is charged as soon as a worker is free")
    with product.arranged():
        wait_until(lambda: Bill.objects.filter(contract=contract, state="charged").exists(), seconds=START_SECONDS)
    merchant.page.reload()
    expect(merchant.page.get_by_role("link", name="Charge now")).to_have_count(0)
