"""Lifts what protects posted statements from every change, for as long as personal data is deleted."""

from enum import StrEnum

from django.db import connection


class Lifted(StrEnum):
    """What a transaction may do to posted statements; the triggers of their tables look at it."""

    NOT = ""
    FOR_CUSTOMER = "customer"
    """Change reasons and tracking, and nothing else."""
    FOR_STORE = "store"
    """Delete them."""


def lift_protection(how_far: Lifted) -> None:
    """Let the present transaction do so, until its end or until it is set otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('backhaul.redacting', %s, true)", [how_far.value])
