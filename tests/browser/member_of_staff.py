"""A member of staff at a desk: signs in to the console, and goes from page to page by its menu and its buttons."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import take_picture
from tests.browser.product import Product

NAME, PASSWORD = "anna", "a-long-and-rare-password"


@dataclass(frozen=True)
class MemberOfStaff:
    """Somebody who may do everything, with a page of the console."""

    product: Product
    page: Page

    def sign_in(self) -> None:
        """Sign in; the user is made the first time."""
        with self.product.arranged():
            if not User.objects.exists():
                User.objects.create_superuser(NAME, password=PASSWORD)
        self.page.goto(f"{self.product.url}/console/")
        self.page.get_by_label("Username").fill(NAME)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Log in").click()

    def go_to(self, name: str) -> None:
        """Follow the menu."""
        self._go_on(self.page.get_by_role("navigation", name="Menu").get_by_role("link", name=name, exact=True))

    def follow(self, name: str, *, exact: bool = False) -> None:
        """Follow the first link whose name has these words in it, or is this one; buttons that lead on are links."""
        self._go_on(self.page.get_by_role("main").get_by_role("link", name=name, exact=exact).first)

    def press(self, name: str) -> None:
        """Press the button that does it."""
        self._go_on(self.page.get_by_role("button", name=name, exact=True))

    def reads(self, words: str) -> None:
        """Fail the test unless the page says so."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def _go_on(self, clicked: Locator) -> None:
        """Every click of these leads to another page, which is looked at only when it is there."""
        with self.page.expect_navigation():
            clicked.click()

    def looks(self, name: str) -> None:
        """Have a picture kept; that every kind of page can be used by everybody is tested beside the console."""
        take_picture(self.page, name)
