"""Fixtures of the whole house: databases and the sandbox. No test touches the data of whoever runs it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from backhaul.site.embedded_postgres import ensure_running
from tests.support.commands import fresh_environment
from tests.support.databases import TestServer, django_on
from tests.support.reused_databases import ReusedDatabases
from tests.support.sandbox import Sandbox, running_sandbox


def pytest_addoption(parser: pytest.Parser) -> None:
    """How large the simulations are: so many orders over days, or contracts over months, once for each seed."""
    parser.addoption("--orders", type=int, default=40)
    parser.addoption("--days", type=int, default=14)
    parser.addoption("--contracts", type=int, default=3)
    parser.addoption("--months", type=int, default=8)
    parser.addoption("--seeds", default="1,2")
    parser.addoption("--billed", type=int, default=2)
    parser.addoption("--billed-months", type=int, default=24)
    parser.addoption("--billing-seeds", default="1")
    parser.addoption("--whole", action="store_true", help="every mutation with every fault and at every point")


SHARING = ("browser",)
"""Whose tests take long and share one product, so that they stay together."""
WAITING = ("simulation", "e2e", "property", "crash")
"""Whose tests take long and mostly wait: for leases to end, and for other processes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take longest, in two of the processes of the run, while the others keep the cores busy.

    Each process is given one stretch of the tests, and takes of another's when it has done its own.
    """
    own = Path(__file__).parent
    folders = {item: item.path.relative_to(own).parts[0] for item in items}
    waiting = [item for folder in WAITING for item in items if folders[item] == folder]
    sharing = [item for item in items if folders[item] in SHARING]
    others = [item for item in items if folders[item] not in (*WAITING, *SHARING)]
    half = len(others) // 2
    items[:] = [*sharing, *waiting[::2], *others[:half], *waiting[1::2], *others[half:]]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What each simulation has found, printed also when it ran in another process."""
    reports = [report for key in ("passed", "failed") for report in terminalreporter.stats.get(key, [])]
    for words in (value for report in reports for name, value in report.user_properties if name == "simulation"):
        terminalreporter.write_line(str(words))


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a temporary directory of its own.

    pytest closes the common one to other users each time it starts; the servers of a run that is under way then lose
    their files, because PostgreSQL does not run as root.
    """
    if not hasattr(config, "workerinput"):
        os.environ["PYTEST_DEBUG_TEMPROOT"] = tempfile.mkdtemp(prefix="backhaul-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the run's temporary directory."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop("PYTEST_DEBUG_TEMPROOT"), ignore_errors=True)


ENVIRONMENT = pytest.StashKey[dict[str, str]]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Remember the environment that the test finds."""
    item.stash[ENVIRONMENT] = _environment()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Fail a test that leaves the environment of this process changed, and put it back for those that follow."""
    yield
    before, after = item.stash[ENVIRONMENT], _environment()
    for name in after.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)
    changed = sorted(dict(after.items() ^ before.items()))
    assert not changed, "the test left the environment changed"


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}


@dataclass(frozen=True)
class OwnDatabase:
    """A migrated database that belongs to one test, and the environment in which other processes use it too."""

    url: str
    environment: dict[str, str]


@pytest.fixture(scope="session")
def whole(request: pytest.FixtureRequest) -> bool:
    """Whether nothing is left out where it would prove the same once more."""
    return bool(request.config.getoption("--whole"))


@pytest.fixture(scope="session")
def run_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One directory for all processes of the test run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def database_server(run_directory: Path) -> Iterator[TestServer]:
    """The PostgreSQL server of the test run; the last process to leave stops it."""
    server = ensure_running(run_directory / "database", durable=False)
    try:
        yield TestServer(server.address, run_directory)
    finally:
        server.leave()


@pytest.fixture(scope="session")
def database_template(database_server: TestServer, django_db_blocker: DjangoDbBlocker) -> TestServer:
    """The server, with the migrated template."""
    with django_db_blocker.unblock():
        database_server.prepare_template()
    return database_server


@pytest.fixture(scope="session")
def django_db_setup(
    database_template: TestServer, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Instead of pytest-django's: each process of the run gets its copy of the template."""
    name = database_template.create()
    with django_db_blocker.unblock():
        switched = django_on(database_template.address, name)
        switched.__enter__()
    try:
        yield
    finally:
        with django_db_blocker.unblock():
            switched.__exit__(None, None, None)
        database_template.drop(name)


def installed(database_url: str, directory: Path) -> dict[str, str]:
    """The environment of a process that belongs to an installation on this database."""
    return fresh_environment(
        directory,
        DATABASE_URL=database_url,
        BACKHAUL_SECRET_KEY=os.environ["BACKHAUL_SECRET_KEY"],
        DJANGO_SETTINGS_MODULE="backhaul.site.django_settings",
    )


@pytest.fixture(scope="session")
def reused_databases(database_template: TestServer) -> Iterator[ReusedDatabases]:
    """The databases of this process's tests."""
    databases = ReusedDatabases(database_template)
    yield databases
    databases.close()


@pytest.fixture
def own_database(
    database_template: TestServer,
    reused_databases: ReusedDatabases,
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[OwnDatabase]:
    """A database of this test's own. What it commits, other processes see; they need `environment`."""
    name = reused_databases.lend()
    url = database_template.address.url(name)
    try:
        with django_db_blocker.unblock(), django_on(database_template.address, name):
            yield OwnDatabase(url, installed(url, tmp_path))
    finally:
        reused_databases.give_back(name)


@pytest.fixture
def transactional_db(own_database: OwnDatabase) -> None:
    """Instead of pytest-django's, which empties every table after each test and fills some of them again."""


@pytest.fixture(scope="session")
def sandbox_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """The sandbox of this test process."""
    with running_sandbox(tmp_path_factory.mktemp("sandbox")) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(sandbox_process: Sandbox) -> Sandbox:
    """The sandbox, with an empty shop."""
    sandbox_process.reset()
    return sandbox_process
