"""Writes a batch of deliveries: all in one commit, and when that fails as many of them as can be written."""

from collections.abc import Sequence

import django.db
import psycopg
import structlog

from backhaul.core.errors import BackhaulError
from backhaul.flows.clock import now
from backhaul.flows.inbox_connection import OwnConnection
from backhaul.flows.inbox_ticket import Group
from backhaul.models.inbox import write_deliveries, written_before

log = structlog.get_logger()


def write_batch(groups: Sequence[Group], connection: OwnConnection) -> None:
    """Settle or refuse every group.

    A batch that fails is tried once more: on a new connection when the old one was lost, else each delivery for itself,
    so that one which cannot be written keeps none of the others back.
    """
    if _written(groups, connection):
        return
    if connection.is_lost:
        left = _left(groups, connection)
        if left and not _written(left, connection):
            _refuse(left)
        return
    for group in groups if len(groups) > 1 else ():
        if not group.given_up and not _written([group], connection):
            _refuse([group])
    if len(groups) == 1:
        _refuse(groups)


def _written(groups: Sequence[Group], connection: OwnConnection) -> bool:
    try:
        fresh = write_deliveries(connection.get(), [group.row for group in groups], received_at=now())
    except (psycopg.Error, django.db.Error, BackhaulError) as exc:
        # Not its text, which may hold what was to be written.
        log.warning("inbox.not_written", deliveries=len(groups), error=type(exc).__name__)
        return False
    for group in groups:
        group.settle(is_new=group.row.id in fresh)
    return True


def _left(groups: Sequence[Group], connection: OwnConnection) -> list[Group]:
    """What a lost connection has not written: it may have broken just after the commit."""
    connection.drop()
    try:
        there = written_before(connection.get(), [group.row.id for group in groups])
    except psycopg.Error:
        there = set()
    for group in groups:
        if group.row.id in there:
            group.settle(is_new=True)
    return [group for group in groups if group.row.id not in there]


def _refuse(groups: Sequence[Group]) -> None:
    for group in groups:
        group.refuse()
