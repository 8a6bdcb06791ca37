"""Fixtures of the tests that talk."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from backhaul.core.budget import Priority
from backhaul.models import BudgetBucket, Store
from backhaul.shopify import expected_costs, vault
from backhaul.shopify.client import Shopify
from backhaul.shopify.exchange import Exchange
from backhaul.shopify.secret import Secret
from backhaul.shopify.transport import Transport
from tests.shopify.scripted_server import ScriptedServer, answer, scripted_server

TOKEN = "shpat_0123456789abcdef"


@pytest.fixture(autouse=True)
def nothing_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test knows what the replies of another one have taught."""
    monkeypatch.setattr(expected_costs, "_learnt", {})


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A server that answers `{}` until it is given a script."""
    with scripted_server(answer({})) as running:
        yield running


@pytest.fixture
def transport() -> Iterator[Transport]:
    """Connections of this test's own."""
    made = Transport()
    yield made
    made.close()


@pytest.fixture
def store(transactional_db: None, server: ScriptedServer) -> Store:
    """A store at the scripted server, with a permanent token and a full bucket."""
    made = Store.objects.create(
        slug="shop", shop_domain="shop.example", api_url=server.url, created_at=datetime.now(UTC)
    )
    vault.keep_permanent_token(made, Secret(TOKEN))
    BudgetBucket.objects.create(store=made, maximum=2000, level=2000, restore_rate=100, level_at=datetime.now(UTC))
    return made


@pytest.fixture
def exchange(store: Store, transport: Transport) -> Exchange:
    """Calls of that store."""
    return Exchange(store, priority=Priority.EFFECT, transport=transport)


@pytest.fixture
def shopify(exchange: Exchange) -> Shopify:
    """That store's Shopify."""
    return Shopify(exchange)
