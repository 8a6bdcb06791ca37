"""The database away or stuck, the server killed or told to stop: never a 200 for what is not on the disk."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from pytest_django.plugin import DjangoDbBlocker

from backhaul.models import WebhookDelivery
from backhaul.site.embedded_postgres import EmbeddedServer
from tests.intake.conftest import own_environment, store_with_secret
from tests.intake.rows import jobs
from tests.support.commands import backhaul, fresh_environment, wait_until
from tests.support.databases import TestServer, django_on
from tests.support.webhooks import Web, running_web

pytestmark = pytest.mark.crash

STUCK = "lock table backhaul_webhookdelivery in access exclusive mode"


@pytest.fixture
def environment(
    database_template: TestServer, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, str]]:
    """A database of this test's own, with both stores."""
    with django_db_blocker.unblock(), own_environment(database_template, tmp_path) as environment:
        yield environment


@pytest.fixture
def web(environment: dict[str, str], tmp_path: Path) -> Iterator[Web]:
    """A web server of this test's own."""
    with running_web(environment, tmp_path / "web.log") as web:
        yield web


def stored() -> set[str]:
    """The events in the inbox."""
    return set(WebhookDelivery.objects.values_list("event_id", flat=True))


def test_killed_right_after_its_answer_the_server_has_kept_the_webhook(web: Web) -> None:
    (serving,) = web.workers()

    answer = web.deliver(event_id="event-1")
    os.kill(serving, signal.SIGKILL)

    assert answer.status == 200
    assert stored() == {"event-1"}
    assert len(jobs()) == 1
    web.process.kill()


def test_told_to_stop_the_server_has_kept_whatever_it_answered_200(web: Web) -> None:
    taken: set[str] = set()
    senders = [threading.Thread(target=_deliver_until_refused, args=[web, name, taken]) for name in "abcd"]
    for sender in senders:
        sender.start()
    wait_until(lambda: len(taken) > 50)

    web.process.send_signal(signal.SIGTERM)
    web.process.wait(timeout=30)
    for sender in senders:
        sender.join(timeout=30)

    assert taken - stored() == set()


def test_while_the_inbox_is_stuck_webhooks_are_put_off_and_afterwards_taken_in(
    web: Web, environment: dict[str, str]
) -> None:
    web.deliver(event_id="before")
    with psycopg.connect(environment["DATABASE_URL"]) as blocking:
        blocking.execute(STUCK)
        begun = time.monotonic()
        put_off = web.deliver(event_id="event-1")
        waited = time.monotonic() - begun
    wait_until(lambda: web.deliver(event_id="event-2").status == 200)

    assert (put_off.status, put_off.headers["retry-after"]) == (503, "5")
    assert waited < 4
    assert len(jobs()) == len(stored())


def test_without_a_database_webhooks_are_put_off_until_it_is_back(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    environment = fresh_environment(tmp_path, BACKHAUL_SECRET_KEY=os.environ["BACKHAUL_SECRET_KEY"])
    server = EmbeddedServer(Path(environment["BACKHAUL_DATA_DIR"]))
    backhaul("migrate", environment=environment)
    server.join()
    with django_db_blocker.unblock(), django_on(server.address, "backhaul"):
        store_with_secret("one")
    with running_web({**environment, "DATABASE_URL": server.address.url()}, tmp_path / "web.log") as web:
        before = web.deliver(event_id="before").status
        server.leave()
        begun = time.monotonic()
        away = web.deliver(event_id="away")
        waited = time.monotonic() - begun
        server.join()
        wait_until(lambda: web.deliver(event_id="back").status == 200)
        with psycopg.connect(server.address.url()) as connection:
            rows = connection.execute("select event_id from backhaul_webhookdelivery order by event_id").fetchall()
    server.leave()

    assert (before, away.status) == (200, 503)
    assert waited < 4
    assert rows == [("back",), ("before",)]


def _deliver_until_refused(web: Web, name: str, taken: set[str]) -> None:
    for number in range(100_000):
        try:
            if web.deliver(event_id=f"{name}-{number}").status != 200:
                return
        except OSError:
            return
        taken.add(f"{name}-{number}")
