"""Fixtures of the portal: two stores with customers, and an installation that can be reached and mails."""

import pytest
from pytest_django import Settings

from backhaul.models import Store
from tests.support.portal import PUBLIC_URL, Customer, customer_row, open_store


@pytest.fixture(autouse=True)
def reachable(settings: Settings) -> None:
    """The installation has a public address and a mail server."""
    named = {"public_url": PUBLIC_URL, "mail_from": "boxes@backhaul.example"}
    settings.BACKHAUL = settings.BACKHAUL.model_copy(update=named)


@pytest.fixture
def store(db: None) -> Store:
    """A store whose portal is open."""
    return open_store()


@pytest.fixture
def ada(store: Store) -> Customer:
    """A customer of the store."""
    return customer_row(store, 1, "ada@example.com")


@pytest.fixture
def bob(store: Store) -> Customer:
    """Another customer of the same store."""
    return customer_row(store, 2, "bob@example.com")
