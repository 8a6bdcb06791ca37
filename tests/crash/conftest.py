"""Fixtures of the crash tests: a store on the sandbox, and workers in processes of their own."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from backhaul.flows.clock import now
from backhaul.models import JobQueueEntry
from backhaul.shopify.transport import close_transports
from tests.conftest import OwnDatabase, installed
from tests.crash.processes import Host, Workers, running_host, workers_on
from tests.support.databases import TestServer
from tests.support.sandbox import Sandbox
from tests.support.shop import Shop, connected


@pytest.fixture
def shop(own_database: OwnDatabase, sandbox: Sandbox) -> Iterator[Shop]:
    """A connected store whose recurring work is done for today, so that workers meet the tasks of the test alone."""
    sandbox.scale_budget(20)  # enough for the workers and for whoever watches them
    shop = connected(sandbox)
    JobQueueEntry.objects.update(next_run_at=now() + timedelta(days=1))
    yield shop
    close_transports()


@pytest.fixture(scope="session")
def worker_host(database_template: TestServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """The host of this process's crash tests: it touches no database, its workers those of their tests."""
    environment = installed(database_template.address.url("postgres"), tmp_path_factory.mktemp("workers"))
    with running_host(environment) as host:
        yield host


@pytest.fixture
def workers(worker_host: Host, own_database: OwnDatabase, tmp_path: Path) -> Iterator[Workers]:
    """Workers on this test's database."""
    with workers_on(worker_host, own_database.url, tmp_path / "workers.log") as workers:
        yield workers
