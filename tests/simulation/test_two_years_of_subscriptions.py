"""Two years of subscriptions: at every quiet moment contracts, orders, deliveries and mirror agree; nothing is lost.

A larger one: `pytest tests/simulation/test_two_years_of_subscriptions.py --contracts 60 --months 24 --seeds 1,2,3,4`.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from random import Random

import pytest
from django.conf import settings as django_settings

from backhaul.models import Change, ContractDifference, MissedChange, OrderDifference, OrderRefund
from backhaul.shopify.transport import close_transports
from tests.conftest import OwnDatabase
from tests.simulation.subscriptions_checks import Checks
from tests.simulation.subscriptions_time import Time
from tests.simulation.subscriptions_town import Town, town_of
from tests.simulation.subscriptions_truth import truth_of
from tests.support.inbox import subscribe_all
from tests.support.sandbox import Sandbox
from tests.support.shop import Shop, connected

DAYS_A_MONTH = 30.44
LONGEST_STEP = 30
STEPS_TO_QUIET = 7
FIRST_DAYS, BUYING = 20, 0.6
"""Nobody subscribes any more after that part of the time."""
MOST_TOLD = 20


@pytest.fixture
def shop(own_database: OwnDatabase, sandbox: Sandbox) -> Iterator[Shop]:
    """A connected store with an empty shop behind it, whose points never run out."""
    sandbox.scale_budget(1000)
    shop = connected(sandbox)
    subscribe_all(shop)
    yield shop
    close_transports()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One simulation for each seed."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", [int(seed) for seed in metafunc.config.getoption("--seeds").split(",")])


@pytest.mark.timeout(7200)
def test_at_every_quiet_moment_contracts_orders_deliveries_and_mirror_agree(
    shop: Shop,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
    seed: int,
) -> None:
    contracts, months = (int(request.config.getoption(name)) for name in ("--contracts", "--months"))
    time = Time(shop.sandbox)
    monkeypatch.setattr(django_settings, "BACKHAUL_CLOCK", time)
    town = town_of(shop, time, Random(seed))
    checks = Checks(shop.store, shop.sandbox)
    town.open()

    for day in _live(town, contracts=contracts, days=int(months * DAYS_A_MONTH)):
        _check(checks, town, f"seed {seed}, day {day}")
    town.close()
    _check(checks, town, f"seed {seed}, in the end")

    record_property("simulation", _report(seed, town))
    assert checks.left_undone() == []


def _live(town: Town, *, contracts: int, days: int) -> Iterator[int]:
    """So many contracts are bought in the first part of so many days; yields the day of each quiet moment."""
    day = step = 0
    while day < days:
        while town.bought < contracts * min(1.0, (day + FIRST_DAYS) / (days * BUYING)):
            town.buy()
        passed = town.random.randint(1, LONGEST_STEP)
        town.live(passed, acts=max(4, contracts // 2))
        day, step = day + passed, step + 1
        if step % STEPS_TO_QUIET == 0:
            town.settle()
            yield day


def _check(checks: Checks, town: Town, when: str) -> None:
    wrong = [*town.wrong, *checks.wrong(truth_of(town.shop.sandbox))]
    assert wrong == [], f"{when}: " + "\n".join(wrong[:MOST_TOLD])


def _report(seed: int, town: Town) -> str:
    changes = Counter(Change.objects.values_list("kind", "state"))
    of_orders, of_contracts = (
        dict(Counter(rows.objects.values_list("learned_by", flat=True)))
        for rows in (OrderDifference, ContractDifference)
    )
    return (
        f"seed {seed}: {town.bought} contracts, {town.counts} "
        f"changes {dict(changes)}, {OrderRefund.objects.count()} refunds, {town.mail.sent} webhooks,"
        f" {town.mail.lost} lost, {town.mail.doubled} doubled, {town.mail.late} late,"
        f" missed by webhooks: {dict(Counter(MissedChange.objects.values_list('found_by', flat=True)))};"
        f" differences of orders learned by {of_orders}, of contracts by {of_contracts}"
        f"\n others: {town.asking.answers.granted} refused {town.asking.answers.refused}"
        f"\n ours: {town.ours.answers.granted} refused {town.ours.answers.refused}"
    )
