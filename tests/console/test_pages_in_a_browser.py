"""Every kind of page of the console can be used by everybody: with little sight, in the dark, and on a phone."""

from collections.abc import Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import expect

from backhaul.console.registration import PAGES
from backhaul.site import urls
from tests.console.browsing import faults, open_page, show, window
from tests.console.conftest import Things
from tests.support.chromium import running_chromium
from tests.support.contract_rows import due_row, question
from tests.support.rows import LONG_AGO

assert urls.urlpatterns, "the site registers the console's pages"
DESK, PHONE = 1280, 390
CONSOLE = "/console/backhaul/"
FORMS_OF_LISTS = (
    "backfill/begin/", "bill/due/", "channel/add-one/", "contract/calendar/?month=2026-01", "contract/read/",
    "contract/calendar/?day=2026-01-01", "endpoint/add-one/", "fulfillmentorder/export/", "store/connect/",
    "fulfillmentorder/import-shipments/", "noticewords/write/", "notice/all-read/", "task/steer/",
    "webhookdelivery/topics/", "webhookdelivery/replay-several/",
)  # fmt: skip
FORMS_OF_STORES = ("policies", "tags", "portal", "billing", "access")
KINDS = ("address", "price", "date", "discount", "resume", "cancel")
"""Of the changes of a subscription: all that a form of theirs is made of."""
FILE = b"Name,Lineitem sku,Quantity,Tracking number\r\n#1001,apple,1,1Z9\r\n#9,apple,1,1Z\r\n"


@pytest.fixture
def rich(things: Things) -> Things:
    """Also something to decide, and a delivery to come."""
    question(things.contract)
    due_row(things.contract, LONG_AGO)
    return things


def _lists_and_pages() -> list[str]:
    """The list of each table, and the page of one row of each."""
    rows = [(model._meta.model_name, model._default_manager.all()[0].pk) for model in PAGES]
    return ["/console/", *(f"{CONSOLE}{name}/{rest}" for name, pk in rows for rest in ("", f"{pk}/change/"))]


def _forms(things: Things) -> list[str]:
    """Each kind of form, and of those that only ask whether one means it, one."""
    contract, order = f"contract/{things.contract.pk}/", f"salesorder/{things.order.pk}/"
    notice = things.contract.notices.get()
    return [
        CONSOLE + one
        for one in (
            *FORMS_OF_LISTS,
            *(f"store/{things.store.pk}/{form}/" for form in FORMS_OF_STORES),
            *(f"{contract}{form}/" for form in ("change-subscription", "calendar-of", "portal-link")),
            *(f"{contract}change-subscription/?kind={kind}" for kind in KINDS),
            *(f"{order}{form}/" for form in ("ship", "invoice", "credit-units")),
            f"notice/{notice.pk}/decide/",
            f"postedshipment/{things.shipment.pk}/tracking/",
            f"postedinvoice/{things.invoice.pk}/credit/",
            f"orderdifference/{things.conflict.pk}/resolve/",
            f"intent/{things.intent.pk}/resolve/",
            f"task/{things.task.pk}/decide/",
        )
    ]


def _answers(staff: Client, things: Things) -> dict[str, bytes]:
    """What forms answer: previews, and what is wrong with what was filled in."""
    contract, store = f"contract/{things.contract.pk}/", f"store/{things.store.pk}/"
    sent: Mapping[str, dict[str, object]] = {
        f"{contract}change-subscription/?kind=pause": {"policy": ""},
        f"{contract}change-subscription/?kind=quantity": {"quantity": "x"},
        "fulfillmentorder/import-shipments/": {"file": SimpleUploadedFile("shipped.csv", FILE)},
        "task/steer/": {"action": "cancel", "reason": "Not needed", "store": "shop"},
        "webhookdelivery/replay-several/": {"store": "shop"},
        f"{store}billing/": {"hour": "99"},
        "endpoint/add-one/": {"url": "nowhere"},
    }
    return {f"/answer/{path}": staff.post(CONSOLE + path, data).content for path, data in sent.items()}


def _rendered(staff: Client, path: str) -> bytes:
    answer = staff.get(path)
    assert answer.status_code == 200, path
    return bytes(answer.content)


@pytest.mark.browser
@pytest.mark.timeout(600)
def test_pages_can_be_read_and_used_in_light_and_dark_at_a_desk_and_on_a_phone(staff: Client, rich: Things) -> None:
    paths = [*_lists_and_pages(), *_forms(rich)]
    pages = {path: _rendered(staff, path) for path in paths} | _answers(staff, rich)

    frame = f"{CONSOLE}store/{rich.store.pk}/change/"

    with running_chromium() as browser:
        with window(browser, pages, width=DESK) as page:
            open_page(page, frame)
            at_a_desk = {path: found for path in pages if (found := faults(page, path))}
        with window(browser, pages, width=PHONE) as page:
            open_page(page, frame)
            on_a_phone = {path: found for path in pages if (found := show(page, path))}

    assert (at_a_desk, on_a_phone) == ({}, {})


@pytest.mark.browser
@pytest.mark.timeout(600)
def test_the_menu_and_the_filters_open_without_a_mouse_on_a_phone(staff: Client, things: Things) -> None:
    path = f"{CONSOLE}notice/"
    pages = {path: _rendered(staff, path)}

    with running_chromium() as browser, window(browser, pages, width=PHONE) as page:
        open_page(page, path)
        page.get_by_role("button", name="Filters").press("Enter")
        expect(page.get_by_role("link", name="to be decided")).to_be_visible()
        open_page(page, path)
        page.get_by_role("main").get_by_role("button", name="Menu").press("Enter")

        expect(page.get_by_role("link", name="Webhook inbox")).to_be_visible()
