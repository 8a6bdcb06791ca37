"""What is looked for on each page that a person sees: nothing that keeps anybody from using it."""

import os
from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page

SERIOUS = frozenset({"serious", "critical"})
ALL = {"resultTypes": ["violations"]}
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
"""What is looked at in the dark, where nothing else is different."""
SCREENSHOTS = "BROWSER_SCREENSHOTS"
"""The environment variable that names a folder for pictures of every page that a test looks at."""


def look_at(page: Page, name: str) -> None:
    """Fail the test when the page overflows its width, or axe finds something serious in light or dark."""
    take_picture(page, name)
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.locator("html").evaluate("html => html.scrollWidth") <= width, f"{name} is wider than the screen"
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        found = _violations(page, scheme)
        assert found == [], f"{name}, {scheme}: {found}"


def take_picture(page: Page, name: str) -> None:
    """Keep a picture of the page where pictures are wanted."""
    if folder := os.environ.get(SCREENSHOTS):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def _violations(page: Page, scheme: Literal["light", "dark"]) -> list[str]:
    """Looked at in a copy of the page that may run scripts, which axe is; the page itself may not."""
    browser, shown = page.context.browser, _content(page)
    assert browser is not None
    context = browser.new_context(color_scheme=scheme, viewport=page.viewport_size)
    try:
        copy = context.new_page()
        copy.route(page.url, lambda route: route.fulfill(body=shown, content_type="text/html; charset=utf-8"))
        copy.goto(page.url)
        found = Axe().run(copy, options=ALL if scheme == "light" else COLOURS).response["violations"]
    finally:
        context.close()
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found if one["impact"] in SERIOUS]


def _content(page: Page) -> str:
    """Of a page that loads itself anew, as soon as it is there."""
    try:
        return page.content()
    except Error:
        page.wait_for_load_state()
        return page.content()
