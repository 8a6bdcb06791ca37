"""Many calls at once on a bucket that is too small for them."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from django.db import connection

from backhaul.core.budget import Priority
from backhaul.models import Store
from backhaul.shopify import vault
from backhaul.shopify.client import Shopify
from backhaul.shopify.exchange import Exchange
from backhaul.shopify.secret import Secret
from backhaul.shopify.transport import Transport
from tests.support.sandbox import TOKEN, Sandbox

SECONDS = 4
RATE = 100


def test_many_at_once_use_the_bucket_and_are_never_throttled(
    transactional_db: None, sandbox: Sandbox, transport: Transport
) -> None:
    sandbox.reset(bucket_size=150, restore_rate=RATE)
    order = sandbox.checkout(lines=[{"sku": "A", "quantity": 1}], payment="paid")["order"]
    store = Store.objects.create(slug="shop", shop_domain="shop", api_url=sandbox.url, created_at=datetime.now(UTC))
    vault.keep_permanent_token(store, Secret(TOKEN))
    until = time.monotonic() + SECONDS

    def read_on(_: int) -> None:
        shopify = Shopify(Exchange(store, priority=Priority.EFFECT, transport=transport))
        try:
            while time.monotonic() < until:
                shopify.read_order(order)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(read_on, range(6)))

    log = [entry for entry in sandbox.log() if entry["operation"] == "Order"]
    assert [entry for entry in log if entry["errors"] or entry["status"] != 200] == []
    assert sum(entry["actual"] for entry in log) > 0.7 * SECONDS * RATE
