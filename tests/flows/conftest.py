"""Fixtures of flows: a store that is connected to the sandbox."""

from collections.abc import Iterator

import pytest

from backhaul.models import Store
from backhaul.shopify.transport import close_transports
from tests.conftest import OwnDatabase
from tests.support.inbox import subscribe_all
from tests.support.payments import Calendar, calendar_of
from tests.support.rows import store_row
from tests.support.sandbox import Sandbox
from tests.support.shop import Shop, connected


@pytest.fixture
def shop(own_database: OwnDatabase, sandbox: Sandbox) -> Iterator[Shop]:
    """A connected store with an empty shop behind it."""
    yield connected(sandbox)
    close_transports()


@pytest.fixture
def store(db: None) -> Store:
    """A store without a shop behind it."""
    return store_row()


@pytest.fixture
def hooked(shop: Shop) -> Shop:
    """A store that is sent every webhook."""
    subscribe_all(shop)
    return shop


@pytest.fixture
def calendar(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """The time of the store and of the shop behind it."""
    return calendar_of(shop, monkeypatch)
