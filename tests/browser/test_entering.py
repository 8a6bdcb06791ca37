"""A customer enters the portal on a phone without scripts: by a link that is mailed, and from the shop."""

from playwright.sync_api import Page, expect

from backhaul.flows.portal_policies import PortalChoices, set_portal
from backhaul.flows.webhook_secrets import remember_secret
from tests.browser.looking import look_at
from tests.browser.product import Product, link_in
from tests.support.commands import wait_until
from tests.support.portal import APP_SECRET, proxy_query
from tests.support.subscriptions import buy

ADDRESS = "ada@example.com"


def _subscriber(product: Product) -> str:
    """The address of the portal of a store with a subscriber; asked twice, the same."""
    with product.arranged():
        shop = product.shop
        if not shop.store.contracts.exists():
            buy(shop, email=ADDRESS)
            wait_until(shop.store.contracts.exists)
            set_portal(shop.store, PortalChoices(is_open=True))
            remember_secret(shop.store, APP_SECRET)
        return f"{product.url}/portal/{shop.store.slug}/"


def test_a_link_by_mail_opens_the_portal_once_and_signing_out_closes_it(product: Product, phone: Page) -> None:
    portal = _subscriber(product)

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
    portal = _subscriber(product)
    with product.arranged():
        store = product.shop.store
        customer = store.contracts.get().customer_gid.rpartition("/")[2]
        query = proxy_query(store, customer=customer)

    phone.goto(f"{portal}from-shop?{query}")
    phone.get_by_role("button", name="Open my subscriptions").click()

    expect(phone.get_by_role("button", name="Sign out")).to_be_visible()


def test_pages_that_say_no_can_be_read(product: Product, phone: Page) -> None:
    portal = _subscriber(product)

    for place, name in (("from-shop?a=1", "shop-refused"), ("nothing/here", "nothing-here")):
        phone.goto(f"{portal}{place}")
        look_at(phone, name)
    phone.goto(f"{portal}sign-in")
    phone.get_by_label("Your e-mail address").fill("nobody")
    phone.get_by_role("button", name="Send me the link").click()
    look_at(phone, "wrong-address")

    expect(phone.get_by_label("Your e-mail address")).to_have_attribute("aria-invalid", "true")
