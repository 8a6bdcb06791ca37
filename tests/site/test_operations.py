"""What machines ask of a running installation."""

from unittest.mock import patch

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client

from backhaul.models import JobQueueEntry, MissedChange
from tests.support.rows import LONG_AGO, order_row, store_row


def test_it_says_that_it_lives_without_looking_at_the_database(client: Client) -> None:
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_it_is_ready_when_the_database_is_migrated(client: Client) -> None:
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"ready": True})


@pytest.mark.django_db
def test_it_is_not_ready_while_migrations_are_pending(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'sessions'")

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["reason"]) == (503, "1 migrations are pending")


@pytest.mark.django_db
def test_it_is_not_ready_without_a_database(client: Client) -> None:
    with patch.object(connections["default"], "ensure_connection", side_effect=OperationalError("gone")):
        answer = client.get("/readyz")

    assert answer.status_code == 503


@pytest.mark.django_db
def test_it_tells_its_metrics(client: Client) -> None:
    store = store_row()
    JobQueueEntry.objects.filter(kind="reconcile_orders").update(last_ok=False)
    MissedChange.objects.create(
        order=order_row(store),
        found_by="reconcile",
        changed_at=LONG_AGO,
        found_at=LONG_AGO,
        words="The order had changed.",
    )

    answer = client.get("/metrics")

    assert answer.status_code == 200
    assert b"process_cpu_seconds_total" in answer.content
    assert b'backhaul_missed_changes{found_by="reconcile",store="shop"} 1.0' in answer.content
    assert b'backhaul_job_failing{job="reconcile_orders",store="shop"} 1.0' in answer.content


@pytest.mark.django_db
def test_without_a_database_it_tells_the_metrics_of_the_process(client: Client) -> None:
    with patch("backhaul.site.operations.mirror_metrics", side_effect=OperationalError("gone")):
        answer = client.get("/metrics")

    assert b"process_cpu_seconds_total" in answer.content
