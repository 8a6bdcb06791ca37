"""Fixtures of the API: a token, a caller, a store with an order."""

import pytest
from pydantic import SecretStr
from pytest_django import Settings

from backhaul.models import SalesOrder, Store
from tests.api.client import TOKEN, Caller
from tests.support.rows import order_row, store_row


@pytest.fixture(autouse=True)
def api_token(settings: Settings) -> None:
    """The installation's token."""
    settings.BACKHAUL = settings.BACKHAUL.model_copy(update={"api_token": SecretStr(TOKEN)})


@pytest.fixture
def api() -> Caller:
    """A caller who knows the token."""
    return Caller()


@pytest.fixture
def caller(api: Caller) -> Caller:
    """The same, where `api` is the package."""
    return api


@pytest.fixture
def store(db: None) -> Store:
    """A connected store."""
    return store_row()


@pytest.fixture
def order(store: Store) -> SalesOrder:
    """Order #1001 with five apples."""
    return order_row(store)
