"""Pages of the console in a browser without a server: they are rendered first, and then handed to it as they are."""

import mimetypes
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

HERE = "http://console.example"
STATIC = "/static/"
NOT_NEEDED = "chart.js"
SERIOUS = frozenset({"serious", "critical"})
SCREENSHOTS = "BROWSER_SCREENSHOTS"
"""The environment variable that names a folder for pictures of every page that a test looks at."""


SHOW = """async path => {
  const shown = new DOMParser().parseFromString(await (await fetch(path)).text(), "text/html");
  for (const style of shown.head.querySelectorAll("style")) document.head.append(style);
  document.getElementById("main").replaceWith(shown.getElementById("main"));
  await new Promise(requestAnimationFrame);
}"""
"""Loading the theme anew for each page would take most of the time. The open page has to be that of a row."""


@contextmanager
def window(browser: Browser, pages: Mapping[str, bytes], *, width: int) -> Iterator[Page]:
    """A window of that width, for which `pages` and the theme's files are all there is."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HERE)
        if path.startswith(STATIC):
            return _file(route, path.removeprefix(STATIC).partition("?")[0])
        found = pages.get(path)
        return route.fulfill(status=200 if found else 404, content_type="text/html; charset=utf-8", body=found or b"")

    context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.route("**/*", answer)
    yield page
    context.close()


def _file(route: Route, name: str) -> None:
    found = finders.find(name)
    if not isinstance(found, str) or name.endswith(NOT_NEEDED):
        return route.abort()
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return route.fulfill(body=Path(found).read_bytes(), content_type=kind)


def open_page(page: Page, path: str) -> None:
    """Go to a page, wait until the theme's scripts have made it ready, and bring axe there."""
    page.goto(HERE + path)
    page.wait_for_function("!document.documentElement.matches('[x-cloak]')")
    page.evaluate(Axe().axe_script)


def show(page: Page, path: str) -> list[str]:
    """Show a page within the open one. Returns what is wrong with its width."""
    page.evaluate(SHOW, path)
    width = page.viewport_size["width"] if page.viewport_size else 0
    if folder := os.environ.get(SCREENSHOTS):
        name = "-".join(path.strip("/").replace("?", "/").split("/"))[:100]
        page.screenshot(path=Path(folder) / f"{name}.{width}.png", full_page=True)
    shown = page.locator("html").evaluate("html => html.scrollWidth")
    return [f"it is {shown} wide"] if shown > width else []


def faults(page: Page, path: str) -> list[str]:
    """What is wrong for somebody who uses a page, in light and in dark."""
    wide = show(page, path)
    light = _violations(page, {"resultTypes": ["violations"]})
    page.locator("html").evaluate("html => html.classList.add('dark')")
    dark = _violations(page, {"resultTypes": ["violations"], "runOnly": ["color-contrast"]})
    page.locator("html").evaluate("html => html.classList.remove('dark')")
    return [*wide, *light, *(f"dark {one}" for one in dark)]


def _violations(page: Page, options: dict[str, list[str]]) -> list[str]:
    found = page.evaluate("async options => (await axe.run('#main', options)).violations", options)
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found if one["impact"] in SERIOUS]
