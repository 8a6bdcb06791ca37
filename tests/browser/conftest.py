"""Fixtures of a person with a browser: Debian's Chromium, and a whole product to look at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.product import Product, running_product
from tests.support.chromium import running_chromium
from tests.support.databases import TestServer

PHONE = {"width": 320, "height": 640}
PATIENCE_MILLISECONDS = 30_000
LONGEST_TEST_SECONDS = 900
"""With the product's start and end: on a machine that does much else, each takes minutes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever is here needs Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(LONGEST_TEST_SECONDS))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser, for the tests of one module."""
    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def product(
    database_template: TestServer, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """A product that runs, for the tests of one module."""
    with running_product(database_template, django_db_blocker, tmp_path_factory.mktemp("product")) as running:
        yield running


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A small phone whose browser runs no scripts, and speaks English."""
    with _context(chromium, java_script_enabled=False) as context:
        yield context.new_page()


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    """A large screen, with scripts, as in an office."""
    with _context(chromium, viewport={"width": 1280, "height": 900}, accept_downloads=True) as context:
        yield context.new_page()


def _context(chromium: Browser, **options: object) -> BrowserContext:
    settings = {"viewport": PHONE, "locale": "en-GB", **options}
    context = chromium.new_context(**settings)  # type: ignore[arg-type]  # Playwright names each option
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    return context
