"""A subscriber on a phone without scripts: another date, a skip, another address, and the end with a refund."""

from datetime import date, timedelta
from decimal import Decimal

from playwright.sync_api import Locator, Page, expect

from backhaul.core.deliveries import DeliveryState
from backhaul.core.portal_access import LINK_LIVES
from backhaul.core.portal_policy import CustomerChange
from backhaul.flows.portal_entry import make_ticket
from backhaul.flows.portal_policies import PortalChoices, set_portal
from backhaul.models import Change, Contract
from tests.browser.looking import look_at
from tests.browser.product import Product
from tests.support.commands import wait_until
from tests.support.subscriptions import buy, order_of, shown_contract, shown_order

MOST_LOOKS = 60


def _entered(product: Product, phone: Page) -> None:
    """Somebody with three paid deliveries, in the portal."""
    with product.arranged():
        shop = product.shop
        buy(shop, email="ada@example.com")
        wait_until(lambda: Contract.objects.filter(deliveries__number=6).exists())
        set_portal(shop.store, PortalChoices(is_open=True, allowed=frozenset(CustomerChange), notice_days=0))
        link = make_ticket(shop.store, Contract.objects.get().customer_gid, lives=LINK_LIVES)
    phone.goto(link)
    phone.get_by_role("button", name="Open my subscriptions").click()
    phone.get_by_role("link", name="Look at it and change it").click()


def _section(phone: Page, heading: str) -> Locator:
    return phone.get_by_role("region", name=heading)


def _confirmed(phone: Page, button: str, name: str) -> None:
    """Press the button of the preview, and look again until everything is done."""
    look_at(phone, f"{name}-preview")
    phone.get_by_role("button", name=button).click()
    for _ in range(MOST_LOOKS):
        if phone.get_by_text("Everything is done.").is_visible():
            break
        phone.wait_for_timeout(500)
        phone.get_by_role("link", name="Look again").click()
    expect(phone.get_by_role("status")).to_have_text("Everything is done.")
    look_at(phone, f"{name}-done")
    phone.get_by_role("link", name="To the subscription").click()


def test_a_subscriber_sees_to_everything_on_a_phone(product: Product, phone: Page) -> None:
    _entered(product, phone)
    look_at(phone, "subscription")

    _section(phone, "Paid, and to come").get_by_role("link", name="Change the date").first.click()
    moved = date.fromisoformat(phone.get_by_label("New date").input_value()) + timedelta(days=4)
    phone.get_by_label("New date").fill(moved.isoformat())
    look_at(phone, "date-form")
    phone.get_by_role("button", name="Show me what happens").click()
    _confirmed(phone, "Yes, change the date", "date")

    _section(phone, "To come, not paid yet").get_by_role("link", name="Skip").first.click()
    expect(phone.get_by_text("3 deliveries are paid with this charge: all of them are skipped.")).to_be_visible()
    _confirmed(phone, "Yes, skip it", "skip")
    expect(_section(phone, "Skipped").get_by_role("listitem")).to_have_count(3)

    phone.get_by_role("link", name="Change the address").click()
    phone.get_by_label("Last name").fill("")
    phone.get_by_role("button", name="Show me what happens").click()
    expect(phone.get_by_role("alert")).to_contain_text("Last name")
    look_at(phone, "address-mistake")
    for label, value in (("Last name", "Byron"), ("Street and number", "3 Mill Lane"), ("Place", "Ghent")):
        phone.get_by_label(label).fill(value)
    phone.get_by_role("button", name="Show me what happens").click()
    _confirmed(phone, "Yes, change the address", "address")

    phone.get_by_role("link", name="Cancel the subscription").click()
    phone.get_by_label("Refund it, and do not send it").check()
    phone.get_by_label("Why do you cancel?").select_option(label="I have more than enough")
    look_at(phone, "cancel-form")
    phone.get_by_role("button", name="Show me what happens").click()
    expect(phone.get_by_text("You get")).to_contain_text("30.00")
    _confirmed(phone, "Yes, cancel the subscription", "cancel")
    look_at(phone, "ended")

    with product.arranged():
        contract, shop = Contract.objects.get(), product.shop
        assert shown_contract(shop, contract)["status"] == "CANCELLED"
        assert shown_contract(shop, contract)["deliveryMethod"]["address"]["city"] == "Ghent"
        order = shown_order(shop, order_of(contract))
        assert Decimal(order["totalRefundedSet"]["presentmentMoney"]["amount"]) == Decimal(30)
        assert set(contract.deliveries.exclude(order=None).values_list("state", flat=True)) == {DeliveryState.REMOVED}
        assert Change.objects.get(kind="cancel").wanted["reason"] == "too_much"
        assert list(Change.objects.order_by("created_at").values_list("kind", flat=True)) == [
            "date",
            "skip",
            "address",
            "cancel",
        ]
