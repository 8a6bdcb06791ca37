"""Up to two years of billing: every cycle is charged exactly once, skipped, or named as not charged; never twice.

A larger one: `pytest tests/simulation/test_two_years_of_billing.py --billed 20 --billed-months 24 --billing-seeds 1,2`.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

import pytest
from django.conf import settings as django_settings

from backhaul.core.billing_policy import EndOfDunning, LackingStock
from backhaul.flows.billing_policies import BillingChoices, set_billing, switch_billing
from backhaul.flows.clock import now
from backhaul.models import Bill, BillingCycle
from backhaul.shopify.transport import close_transports
from tests.conftest import OwnDatabase
from tests.simulation.billing_checks import unnamed, wrong
from tests.simulation.billing_town import BillingTown
from tests.simulation.subscriptions_time import Time
from tests.support.sandbox import Sandbox
from tests.support.shop import Shop, connected
from tests.support.subscriptions import each_time, subscribe

DAYS_TO_REST = 20
DAYS_A_MONTH = 30.44


@pytest.fixture
def shop(own_database: OwnDatabase, sandbox: Sandbox) -> Iterator[Shop]:
    """A connected store with an empty shop behind it, whose points never run out."""
    sandbox.scale_budget(1000)
    yield connected(sandbox)
    close_transports()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One simulation for each seed."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", [int(seed) for seed in metafunc.config.getoption("--billing-seeds").split(",")])


@pytest.mark.timeout(7200)
def test_over_the_years_every_cycle_is_charged_once_skipped_or_named(
    shop: Shop,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
    seed: int,
) -> None:
    time, random = Time(shop.sandbox), Random(seed)
    monkeypatch.setattr(django_settings, "BACKHAUL_CLOCK", time)
    town = BillingTown(shop, random, time, monkeypatch)
    _begin(shop, random, subscribers=int(request.config.getoption("--billed")))
    ends_at = now() + timedelta(days=DAYS_A_MONTH * request.config.getoption("--billed-months"))

    while now() < ends_at:
        town.live_a_day_or_more()
    town.come_to_rest(days=DAYS_TO_REST)

    states = Counter(Bill.objects.values_list("state", flat=True))
    record_property("simulation", f"seed {seed}: {dict(states)}, {dict(town.counts)}")
    assert (wrong(shop), unnamed(shop)) == ([], [])
    assert states["charged"] + states["charged_elsewhere"] > 0
    assert BillingCycle.objects.filter(status="BILLED").exists()


def _begin(shop: Shop, random: Random, *, subscribers: int) -> None:
    """Billing is switched on by some policy, and so many have subscribed."""
    switch_billing(shop.store, on=True)
    choices = BillingChoices(
        hour=random.randint(0, 23),
        retry_days=random.choice([[2], [3, 7], [1, 3, 5]]),
        pay_days=random.choice([[], [1, 15], [31]]),
        at_end=random.choice([EndOfDunning.TELL_ONLY, EndOfDunning.SKIP_CYCLE]),
        stock=random.choice(list(LackingStock)),
    )
    set_billing(shop.store, choices)
    for _ in range(subscribers):
        subscribe(shop, each_time(shop))
