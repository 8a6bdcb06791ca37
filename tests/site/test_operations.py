"""What machines ask of a running installation."""

from unittest.mock import patch

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client


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


def test_it_tells_its_metrics(client: Client) -> None:
    answer = client.get("/metrics")

    assert answer.status_code == 200
    assert b"process_cpu_seconds_total" in answer.content
