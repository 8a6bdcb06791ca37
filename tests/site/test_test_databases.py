"""The databases that tests get."""

import subprocess
import sys

import pytest
from django.contrib.auth.models import User
from django.db import connection

from tests.conftest import OwnDatabase


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_writes_the_next_does_not_see(turn: int) -> None:
    found = User.objects.count()

    User.objects.create_user(f"turn-{turn}")

    assert found == 0


def test_another_process_sees_what_is_committed_in_a_database_of_ones_own(own_database: OwnDatabase) -> None:
    program = "import django; django.setup(); from django.contrib.auth.models import User; print(User.objects.count())"
    User.objects.create_user("someone")

    seen = subprocess.run(
        [sys.executable, "-c", program], check=False, env=own_database.environment, capture_output=True, text=True
    )

    assert (seen.stdout.strip(), seen.returncode) == ("1", 0), seen.stderr


@pytest.mark.django_db
def test_after_a_database_of_ones_own_the_common_one_is_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from django_migrations")
        (applied,) = cursor.fetchone()

    assert applied > 0
    assert User.objects.count() == 0
