"""Two years of billing: every cycle is charged exactly once, skipped, or named as not charged; never twice.

A larger one: `pytest tests/simulation/test_two_years_of_billing.py --billed 20 --billing-seeds 1,2,3`.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.conf import settings as django_settings

from backhaul.flows.clock import now
from backhaul.models import Bill, Charge
from backhaul.shopify.transport import close_transports
from tests.conftest import OwnDatabase
from tests.simulation.billing_checks import amiss, hanging, misread, unnamed, wrong
from tests.simulation.billing_town import BillingTown, town_of
from tests.simulation.subscriptions_time import Time
from tests.support.inbox import UNSENT
from tests.support.sandbox import Sandbox
from tests.support.shop import Shop, connected

BEGINS_AT = datetime(2027, 1, 31, 10, 30, tzinfo=UTC)
"""On a month's last day, before a leap year."""
ZONE = "Europe/Berlin"
DAYS_TO_REST = 45
DAYS_A_MONTH = 30.44
TOPICS = (
    *(f"SUBSCRIPTION_CONTRACTS_{event}" for event in ("CREATE", "UPDATE", "ACTIVATE", "PAUSE", "CANCEL", "FAIL")),
    *(f"SUBSCRIPTION_BILLING_ATTEMPTS_{event}" for event in ("SUCCESS", "FAILURE", "CHALLENGED")),
    *(f"SUBSCRIPTION_BILLING_CYCLES_{event}" for event in ("SKIP", "UNSKIP")),
)
"""Orders are read with their contracts: of them nothing has to be told."""
SUBSCRIBE = """mutation Subscribe($topic: WebhookSubscriptionTopic!, $given: WebhookSubscriptionInput!) {
 webhookSubscriptionCreate(topic: $topic, webhookSubscription: $given) { userErrors { field message } } }"""


@pytest.fixture
def time(own_database: OwnDatabase, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Time:
    """The same two years whenever the test runs, in a zone that has a summer time."""
    sandbox.reset(now=BEGINS_AT.isoformat(), timezone=ZONE)
    time = Time(sandbox, begins_at=BEGINS_AT)
    monkeypatch.setattr(django_settings, "BACKHAUL_CLOCK", time)
    return time


@pytest.fixture
def shop(time: Time, sandbox: Sandbox) -> Iterator[Shop]:
    """A connected store with an empty shop behind it, whose points never run out, and which sends us webhooks."""
    sandbox.scale_budget(1000)
    shop = connected(sandbox)
    for topic in TOPICS:
        sandbox.graphql(SUBSCRIBE, topic=topic, given={"uri": UNSENT})
    yield shop
    close_transports()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One simulation for each seed."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", [int(seed) for seed in metafunc.config.getoption("--billing-seeds").split(",")])


@pytest.mark.timeout(7200)
def test_over_the_years_every_cycle_is_charged_once_skipped_or_named(
    shop: Shop,
    time: Time,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
    seed: int,
) -> None:
    subscribers, months = (int(request.config.getoption(name)) for name in ("--billed", "--billed-months"))
    town = town_of(shop, time, Random(seed), monkeypatch)
    town.open(subscribers=subscribers)

    _live(town, subscribers=subscribers, ends_at=now() + timedelta(days=DAYS_A_MONTH * months))
    town.come_to_rest(days=DAYS_TO_REST)

    record_property("simulation", _report(seed, town))
    people = town.people
    assert wrong(people) + unnamed(people) + hanging() + misread(people) + amiss(people) == []
    assert all((town.kills.killed, people.counts["replies lost"], town.mail.lost, town.mail.doubled))


def _live(town: BillingTown, *, subscribers: int, ends_at: datetime) -> None:
    """Nobody subscribes any more in the last months."""
    last_bought = now() + (ends_at - now()) * 0.7
    while now() < ends_at:
        if now() < last_bought:
            town.replace(subscribers=subscribers)
        town.live()
        assert wrong(town.people) == [], f"at {now()}"


def _report(seed: int, town: BillingTown) -> str:
    states = Counter(Bill.objects.values_list("state", flat=True))
    codes = Counter(Charge.objects.exclude(error_code="").values_list("error_code", flat=True))
    mail, answers = town.mail, town.people.asking.answers
    return (
        f"seed {seed}: {town.steps} steps, bills {dict(states)}, {town.kills.killed} workers killed, "
        f"{mail.sent} webhooks, {mail.lost} lost, {mail.doubled} doubled, {mail.late} late; {dict(town.people.counts)}"
        f"\n declines: {dict(codes)}\n others: {answers.granted} refused {answers.refused}"
        f"\n ours: {town.people.ours.answers.granted} refused {town.people.ours.answers.refused}"
    )
