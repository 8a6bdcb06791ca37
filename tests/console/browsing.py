"""Pages of the console in a browser without a server: they are rendered first, and then handed to it as they are."""

import mimetypes
from collections.abc import Mapping
from pathlib import Path

from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

HERE = "http://console.example"
STATIC = "/static/"


def window(browser: Browser, pages: Mapping[str, bytes], *, width: int, height: int = 900) -> Page:
    """A window of that size, for which `pages` and the console's own files are all there is."""
    page = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB").new_page()

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HERE)
        if path.startswith(STATIC):
            return _file(route, path.removeprefix(STATIC).partition("?")[0])
        found = pages.get(path)
        return route.fulfill(status=200 if found else 404, content_type="text/html; charset=utf-8", body=found or b"")

    page.route("**/*", answer)
    return page


def _file(route: Route, name: str) -> None:
    found = finders.find(name)
    if not isinstance(found, str):
        return route.fulfill(status=404)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return route.fulfill(body=Path(found).read_bytes(), content_type=kind)
