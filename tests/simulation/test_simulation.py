"""Whatever is lost, doubled, late or killed: after the last reconcile the mirror equals the shop, field by field.

A longer one: `pytest tests/simulation --orders 200 --days 60 --seeds 1,2`.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.db.models import Q
from procrastinate.contrib.django.models import ProcrastinateJob

from backhaul.core.inbox import DeliveryState
from backhaul.core.recurring import RecurringJob
from backhaul.core.tasks import TaskState
from backhaul.flows.clock import now
from backhaul.flows.webhook_secrets import remember_secret
from backhaul.models import JobQueueEntry, MissedChange, SalesOrder, Task, WebhookDelivery
from backhaul.shopify.transport import close_transports
from tests.conftest import OwnDatabase
from tests.simulation.asking import Asking
from tests.simulation.installation import Installation, installed
from tests.simulation.mirror import held
from tests.simulation.town import Town
from tests.simulation.truth import differences, orders_in, shown
from tests.support.commands import wait_until
from tests.support.payments import Calendar, calendar_of
from tests.support.sandbox import Sandbox
from tests.support.shop import Shop, connected

SECRET = "sandbox-secret"
"""What the local Shopify signs its webhooks with unless it is told otherwise."""
LOSSES = (
    {"kind": "drop", "rate": 0.2},
    {"kind": "duplicate", "rate": 0.2},
    {"kind": "reorder", "rate": 0.2},
    {"kind": "delay", "rate": 0.1, "seconds": 40},
    {"kind": "delay", "rate": 0.15, "seconds": 30_000},
)
STEPS_A_DAY = 4
QUIET_SECONDS = 600


@pytest.fixture
def shop(own_database: OwnDatabase, sandbox: Sandbox) -> Iterator[Shop]:
    """A connected store with an empty shop behind it, whose points never run out."""
    sandbox.scale_budget(100)
    shop = connected(sandbox)
    remember_secret(shop.store, SECRET)
    yield shop
    close_transports()


@pytest.fixture
def installation(own_database: OwnDatabase, tmp_path: Path) -> Iterator[Installation]:
    """Backhaul at work."""
    with installed(own_database.environment, tmp_path) as installation:
        yield installation


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One simulation for each seed."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", [int(seed) for seed in metafunc.config.getoption("--seeds").split(",")])


@pytest.mark.timeout(1800)
def test_after_the_last_reconcile_the_mirror_equals_the_shop(
    shop: Shop,
    installation: Installation,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
    seed: int,
) -> None:
    orders, days = (int(request.config.getoption(name)) for name in ("--orders", "--days"))
    calendar = calendar_of(shop, monkeypatch)
    town = _town(shop, Random(seed))
    shop.sandbox.faults(*({**rule, "seed": seed + number} for number, rule in enumerate(LOSSES)))

    _live(town, installation, calendar, orders=orders, days=days)
    shop.sandbox.faults()
    for _ in range(3):  # what is delayed comes, what failed is tried again, what was lost is found
        calendar.advance(hours=5)
        _let_all_be_done()

    wrong = _wrong(shop)
    record_property("simulation", _report(seed, orders, days, installation, town))
    assert wrong == []


def _live(town: Town, installation: Installation, calendar: Calendar, *, orders: int, days: int) -> None:
    """So many days, in which so many orders are placed and changed while workers die."""
    steps = days * STEPS_A_DAY
    for step in range(steps):
        while len(town.orders) < orders * (step + 1) / steps:
            town.buy()
        for _ in range(town.random.randint(2, 8)):
            town.act()
        if town.random.random() < 0.2:
            installation.strike(town.random)
        if town.random.random() < 0.15:
            _let_all_be_done()
        calendar.advance(hours=24 / STEPS_A_DAY)


def _town(shop: Shop, random: Random) -> Town:
    places = [location["id"] for location in shop.sandbox.state()["locations"]]
    return Town(shop.store, Asking(shop.sandbox), random, places, _days_ahead)


def _days_ahead(days: int) -> str:
    return (now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:00:00Z")


def _let_all_be_done() -> None:
    """Wait until nothing is under way or due."""
    wait_until(lambda: not _busy(), seconds=QUIET_SECONDS, why=_busy)


def _busy() -> list[str]:
    """What is under way or due."""
    due = Q(wake_at__lte=now(), state__in=(TaskState.WAITING, TaskState.NEEDS_ATTENTION))
    at_work = Q(state__in=(TaskState.PENDING, TaskState.RUNNING))
    entries = JobQueueEntry.objects.exclude(kind=RecurringJob.TASK_LIST_RUNNER)
    return [
        *(f"{one} {one.state}" for one in WebhookDelivery.objects.filter(state=DeliveryState.RECEIVED)[:5]),
        *(f"{task} {task.state}: {task.outcome_detail}" for task in Task.objects.filter(due | at_work)[:5]),
        *(f"{entry}, running until {entry.running_until}" for entry in entries.filter(next_run_at__lte=now())),
        *(f"job {job.task_name}" for job in ProcrastinateJob.objects.filter(status="doing")),
    ]


def _wrong(shop: Shop) -> list[str]:
    """Every field of every order in which the mirror and the shop differ."""
    truth = {gid: shown(shop.sandbox, gid) for gid in orders_in(shop.sandbox)}
    mirror = {order.gid: held(order) for order in SalesOrder.objects.filter(store=shop.store, deleted_at=None)}
    return differences(truth, mirror)


def _report(seed: int, orders: int, days: int, installation: Installation, town: Town) -> str:
    found = Counter(MissedChange.objects.values_list("found_by", flat=True))
    deliveries = WebhookDelivery.objects.count()
    doubled = sum(WebhookDelivery.objects.values_list("duplicates", flat=True))
    answers = town.asking.answers
    return (
        f"seed {seed}: {orders} orders over {days} days, {sum(answers.granted.values())} acts,"
        f" {deliveries} webhooks and {doubled} doubles received, {installation.kills} kills;"
        f" missed by webhooks and found by reconciling: {dict(found)}"
        f"\n  refused acts: {answers.refused}"
    )
