"""Several processes that share one store."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from backhaul.models import BudgetBucket, BudgetReservation, Store
from backhaul.shopify import vault
from backhaul.shopify.secret import Secret
from tests.conftest import OwnDatabase
from tests.shopify.scripted_server import ScriptedServer, answer

ROOT = Path(__file__).parents[2]


def a_store(server: ScriptedServer) -> Store:
    return Store.objects.create(slug="shop", shop_domain="shop", api_url=server.url, created_at=datetime.now(UTC))


def outputs(database: OwnDatabase, command: str, store: Store, *, count: int) -> list[str]:
    """What so many processes print that begin at the same moment."""
    arguments = [sys.executable, "-m", "tests.shopify.process", command, store.pk]
    running = [
        subprocess.Popen(
            arguments, cwd=ROOT, env=database.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(count)
    ]
    for process in running:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    found = [process.communicate(timeout=60)[0].strip() for process in running]
    assert [process.returncode for process in running] == [0] * count
    return found


def test_processes_that_need_a_new_token_at_once_ask_for_one(own_database: OwnDatabase, server: ScriptedServer) -> None:
    store = a_store(server)
    vault.keep_client_credentials(store, "client", Secret("secret"))
    server.script(
        answer({"access_token": "first", "scope": "read_orders", "expires_in": 86399}),
        answer({"access_token": "second", "scope": "read_orders", "expires_in": 86399}),
    )

    tokens = outputs(own_database, "token", store, count=3)

    assert tokens == ["first"] * 3
    assert len(server.requests) == 1


def test_what_processes_are_granted_never_exceeds_the_bucket(own_database: OwnDatabase, server: ScriptedServer) -> None:
    store = a_store(server)
    BudgetBucket.objects.create(store=store, maximum=700, level=700, restore_rate=0.001, level_at=datetime.now(UTC))

    granted = outputs(own_database, "budget", store, count=3)

    assert sum(map(float, granted)) == 700
    assert BudgetReservation.objects.count() == 100
