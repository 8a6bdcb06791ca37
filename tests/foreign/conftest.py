"""The installed clients, one installation for the whole test run."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.sandbox import API_VERSION, TOKEN, Sandbox

from .installation import ForeignClients, NotInstalled, installed_once, required_here

SHOP = "sandbox.myshopify.com"


@pytest.fixture(scope="session")
def clients(run_directory: Path) -> ForeignClients:
    """Shopify's clients; a test that can't have them is skipped with the reason, in CI it fails."""
    try:
        return installed_once(run_directory)
    except NotInstalled as exc:
        if required_here():
            raise
        pytest.skip(f"Shopify's clients could not be installed: {exc}")


@pytest.fixture
def order(sandbox: Sandbox) -> dict[str, Any]:
    """Two lamps that a customer has just bought."""
    return sandbox.checkout(lines=[{"sku": "LAMP", "title": "Lampe für draußen", "price": "12.50", "quantity": 2}])


@pytest.fixture
def access(sandbox: Sandbox) -> dict[str, str]:
    """What a client has to be told to reach the sandbox."""
    return {"sandbox": sandbox.url, "shop": SHOP, "version": API_VERSION, "token": TOKEN}
