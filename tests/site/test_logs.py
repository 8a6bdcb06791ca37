"""What is logged names errors and where they came from, and nobody's data."""

import json
import sys

import pytest
from django.db import DataError, connection

from backhaul.site.logs import tell_exception


def logged() -> str:
    """What is written of the error that is being handled."""
    kind, error, trace = sys.exc_info()
    assert kind is not None
    assert error is not None
    return tell_exception((kind, error, trace))


def test_the_values_that_postgresql_refused_are_not_logged(db: None) -> None:
    email = "@".join(("ann", "example.com"))

    with pytest.raises(DataError) as refused, connection.cursor() as cursor:
        cursor.execute("SELECT %s::jsonb", [json.dumps({"email": email, "note": chr(0)})])

    told = tell_exception((refused.type, refused.value, refused.tb))
    assert email in str(refused.value)
    assert email not in told
    assert "DataError: unsupported Unicode escape sequence" in told


def test_what_led_to_an_error_comes_first_with_its_place() -> None:
    try:
        try:
            raise KeyError("sku")
        except KeyError as error:
            raise RuntimeError("No line.\nann@example.com") from error
    except RuntimeError:
        told = logged()

    first, second = told.split("which led to:")
    assert first.strip().endswith("KeyError: 'sku'")
    assert second.strip().endswith("RuntimeError: No line.")
    assert "test_what_led_to_an_error_comes_first_with_its_place" in first


def test_a_cycle_of_causes_ends() -> None:
    one, two = ValueError("one"), ValueError("two")
    one.__cause__, two.__cause__ = two, one

    told = tell_exception((ValueError, one, None))

    assert (told.count("ValueError: one"), told.count("ValueError: two")) == (1, 1)
