"""A customer with a phone: enters the portal, and changes a subscription step by step."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import look_at
from tests.browser.product import Product, link_in
from tests.support.commands import wait_until

LONGEST_CHANGE_SECONDS = 60


@dataclass(frozen=True)
class CustomerWithPhone:
    """Somebody who orders with an address, and looks at a page of the portal."""

    product: Product
    page: Page
    address: str

    def enter(self, portal: str) -> None:
        """Have a link mailed, follow it, and press its button."""
        before = len(self.product.mails_to(self.address))
        self.page.goto(portal)
        self.page.get_by_label("Your e-mail address").fill(self.address)
        self.press("Send me the link")
        self.page.goto(link_in(self.product.mail_to(self.address, after=before)))
        self.press("Open my subscriptions")
        self.is_on("Your subscriptions")

    def press(self, name: str) -> None:
        """Press a button or follow a link that begins so."""
        either = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name))
        either.first.click()

    def is_on(self, heading: str) -> None:
        """Fail the test unless this is the page's heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def ask_for_delivery(self, part: str, ask: str) -> None:
        """In one part of the subscription's page, ask for a change of the last delivery that it can be asked for."""
        self.part(part).get_by_role("link", name=ask).last.click()

    def part(self, title: str) -> Locator:
        """A part of the page by its heading."""
        return self.page.get_by_role("region", name=title, exact=True)

    def confirm(self, button: str, name: str) -> None:
        """Look at the preview, press the button, and look again until the change is done."""
        look_at(self.page, f"{name}-preview")
        expect(self.part("This happens").get_by_role("listitem").first).to_be_visible()
        self.press(button)
        wait_until(self._is_settled, seconds=LONGEST_CHANGE_SECONDS, why=self.page.content)
        look_at(self.page, f"{name}-done")
        expect(self.page.locator(".good")).to_be_visible()
        self.press("To the subscription")

    def _is_settled(self) -> bool:
        if self.page.get_by_role("link", name="Look again").count() == 0:
            return True
        self.page.reload()
        return False
