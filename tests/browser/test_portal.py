"""A customer on a phone without scripts: enters by a link that is mailed or from the shop, and changes things."""

from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from backhaul.core.portal_policy import CustomerChange
from backhaul.flows.portal_policies import PortalChoices, set_portal
from backhaul.flows.webhook_secrets import remember_secret
from backhaul.models import Contract, Notice
from tests.browser.customer import CustomerWithPhone
from tests.browser.looking import look_at
from tests.browser.product import Product, link_in
from tests.support.commands import wait_until
from tests.support.subscriptions import buy

ADDRESS = "ada@example.com"
SANDBOX_SECRET = "sandbox-secret"
SHOP_PAGE = "/apps/subscriptions"
_SHOPIFY = """query Both($contract: ID!, $order: ID!) {
 subscriptionContract(id: $contract) { status deliveryMethod {
  ... on SubscriptionDeliveryMethodShipping { address { city } } } }
 order(id: $order) { shippingAddress { city } totalRefundedSet { presentmentMoney { amount } }
  fulfillmentOrders(first: 20) { nodes { status fulfillAt lineItems(first: 5) { nodes { remainingQuantity } } } } } }"""


def _subscriber(product: Product, address: str = ADDRESS) -> tuple[str, Contract]:
    """The address of the portal, and the subscription, prepaid for three deliveries, of whoever has this address."""
    with product.arranged():
        shop = product.shop
        remember_secret(shop.store, SANDBOX_SECRET)
        set_portal(shop.store, PortalChoices(is_open=True, allowed=list(CustomerChange), notice_days=0))
        mine = Contract.objects.select_related("store").filter(orders__order__facts__email=address)
        if not mine.exists():
            buy(shop, email=address)
            wait_until(lambda: mine.filter(deliveries__number=4).exists())
        return f"{product.url}/portal/{shop.store.slug}/", mine.get()


def _storefront(product: Product, portal: str) -> str:
    """The shop, whose app proxy leads to the portal; by a name that makes it another site to a browser."""
    product.sandbox.control("app", proxy={"prefix": "apps", "subpath": "subscriptions", "url": f"{portal}from-shop"})
    return product.sandbox.url.replace("127.0.0.1", "localhost")


def _in_shopify(product: Product, contract: Contract) -> dict[str, Any]:
    """Both sides as another client sees them."""
    with product.arranged():
        order = contract.orders.get(is_origin=True).order_gid
    return product.sandbox.graphql(_SHOPIFY, contract=contract.gid, order=order)


def test_a_link_by_mail_opens_the_portal_once_and_signing_out_closes_it(product: Product, phone: Page) -> None:
    portal, _ = _subscriber(product)

    phone.goto(portal)
    look_at(phone, "sign-in")
    phone.get_by_label("Your e-mail address").fill("Ada@Example.com")
    phone.get_by_role("button", name="Send me the link").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
    look_at(phone, "link-sent")
    link = link_in(product.mail_to(ADDRESS))
    phone.goto(link)
    look_at(phone, "follow-link")
    phone.get_by_role("button", name="Open my subscriptions").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your subscriptions")
    look_at(phone, "overview")
    phone.get_by_role("button", name="Sign out").click()
    expect(phone.get_by_role("button", name="Send me the link")).to_be_visible()
    phone.goto(link)

    expect(phone.get_by_role("heading", level=1)).to_have_text("This link cannot be used any more")
    look_at(phone, "link-refused")


def test_whom_the_shop_knows_goes_on_by_himself_and_presses_one_button(product: Product, phone: Page) -> None:
    shop = _storefront(product, _subscriber(product)[0])
    phone.goto(f"{shop}/account/login")
    phone.get_by_label("Who are you?").select_option(label=f"{ADDRESS} ({ADDRESS})")
    phone.get_by_role("button", name="Sign in").click()

    phone.get_by_role("link", name="Subscriptions").click()
    expect(phone.get_by_text("a•••@example.com")).to_be_visible()
    phone.get_by_role("button", name="Open my subscriptions").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("Your subscriptions")
    phone.get_by_role("button", name="Sign out").click()
    phone.goto(f"{shop}{SHOP_PAGE}?utm_source=mail&utm_source=shop&shop=x")
    phone.get_by_role("button", name="Open my subscriptions").click()
    expect(phone.get_by_role("button", name="Sign out")).to_be_visible()


def test_whom_the_shop_does_not_know_is_offered_a_link_by_mail(product: Product, phone: Page) -> None:
    shop = _storefront(product, _subscriber(product)[0])

    phone.goto(f"{shop}{SHOP_PAGE}")
    look_at(phone, "shop-unknown")
    phone.get_by_role("link", name="Enter by a link that we mail to you").click()

    expect(phone.get_by_label("Your e-mail address")).to_be_visible()


def test_pages_that_say_no_can_be_read(product: Product, phone: Page) -> None:
    portal, _ = _subscriber(product)

    for place, name in (("from-shop?a=1", "shop-refused"), ("nothing/here", "nothing-here")):
        phone.goto(f"{portal}{place}")
        look_at(phone, name)
    phone.goto(f"{portal}sign-in")
    phone.get_by_label("Your e-mail address").fill("nobody")
    phone.get_by_role("button", name="Send me the link").click()
    look_at(phone, "wrong-address")

    expect(phone.get_by_label("Your e-mail address")).to_have_attribute("aria-invalid", "true")


def test_a_subscriber_skips_reschedules_moves_cancels_and_chooses_a_refund(product: Product, phone: Page) -> None:
    portal, contract = _subscriber(product, "grace@example.com")
    grace = CustomerWithPhone(product, phone, "grace@example.com")
    grace.enter(portal)
    grace.press("Look at it and change it")
    look_at(phone, "subscription")

    _skip(grace)
    to = _reschedule(grace)
    _move(grace)
    moved = _in_shopify(product, contract)
    _cancel(grace)
    ended = _in_shopify(product, contract)

    method, order = moved["subscriptionContract"]["deliveryMethod"], moved["order"]
    assert (method["address"]["city"], order["shippingAddress"]["city"]) == ("Ghent", "Ghent")
    assert to.isoformat() in {str(one["fulfillAt"])[:10] for one in order["fulfillmentOrders"]["nodes"]}
    assert ended["subscriptionContract"]["status"] == "CANCELLED"
    assert float(ended["order"]["totalRefundedSet"]["presentmentMoney"]["amount"]) > 0
    with product.arranged():
        told = Notice.objects.filter(contract=contract, kind="contract_cancelled")
        assert {notice.recipient for notice in told} >= {"merchant"}


def _skip(customer: CustomerWithPhone) -> None:
    customer.ask_for_delivery("To come, not paid yet", "Skip")
    customer.confirm("Yes, skip it", "skip")
    expect(customer.part("Skipped").get_by_role("listitem").first).to_be_visible()


def _reschedule(customer: CustomerWithPhone) -> Any:
    """Put the last paid delivery off by a week or so; returns the day."""
    customer.ask_for_delivery("Paid, and to come", "Change the date")
    look_at(customer.page, "date")
    to = datetime.now(UTC).date() + timedelta(days=75)
    customer.page.get_by_label("New date").fill(to.isoformat())
    customer.press("Show me what happens")
    customer.confirm("Yes, change the date", "date")
    return to


def _move(customer: CustomerWithPhone) -> None:
    customer.press("Change the address")
    customer.page.get_by_label("Last name").fill("")
    customer.press("Show me what happens")
    look_at(customer.page, "address-mistaken")
    given = {"Last name": "Hopper", "Street and number": "Nevsky 7", "Postal code": "9000", "Place": "Ghent"}
    for label, text in given.items():
        customer.page.get_by_label(label).fill(text)
    customer.page.get_by_label("State or province").fill("")
    customer.page.get_by_label("Country").select_option("BE")
    customer.press("Show me what happens")
    customer.confirm("Yes, change the address", "address")


def _cancel(customer: CustomerWithPhone) -> None:
    customer.press("Cancel the subscription")
    look_at(customer.page, "cancel")
    customer.page.get_by_label("Refund it, and do not send it").check()
    customer.page.get_by_label("Why do you cancel?").select_option(label="I have more than enough")
    customer.page.get_by_label("Anything you want to tell the shop").fill("Thank you!")
    customer.press("Show me what happens")
    customer.confirm("Yes, cancel the subscription", "cancel")
    expect(customer.page.get_by_text("Cancelled").first).to_be_visible()
