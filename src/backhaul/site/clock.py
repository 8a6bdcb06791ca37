"""The Clock: real time, or in a sandbox installation real time plus what it has been advanced by."""

from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from django.apps import apps
from django.db import models, transaction

from backhaul.core.clock import Clock
from backhaul.core.installation_errors import ClockRefused


class RealClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)


class SandboxClock:
    """The machine's clock plus the offset in the database, which every process of the installation shares."""

    def now(self) -> datetime:
        """The present instant of the sandbox, in UTC. Raises ClockRefused once a real shop is connected."""
        offset = clock_offset()
        if offset:
            refuse_beside_real_stores()
        return datetime.now(UTC) + offset


def make_clock(kind: Literal["real", "sandbox"]) -> Clock:
    """The clock that BACKHAUL_CLOCK asks for."""
    return SandboxClock() if kind == "sandbox" else RealClock()


def clock_offset() -> timedelta:
    """How far the sandbox installation has been advanced; zero until it has been."""
    row = _table("ClockOffset").filter(id=1).values_list("offset", flat=True).first()
    return row if isinstance(row, timedelta) else timedelta(0)


def advance_offset(by: timedelta) -> timedelta:
    """Advance the product's clock, and return the whole offset. Raises ClockRefused beside a real shop."""
    refuse_beside_real_stores()
    offsets = _table("ClockOffset")
    with transaction.atomic():
        offsets.get_or_create(id=1)
        offsets.filter(id=1).update(offset=models.F("offset") + by)
    return clock_offset()


def refuse_beside_real_stores() -> None:
    """Raises ClockRefused when any store is not a local sandbox."""
    slugs = list(_table("Store").filter(is_sandbox=False).values_list("slug", flat=True)[:5])
    if slugs:
        raise ClockRefused(slugs)


def _table(name: str) -> models.Manager[Any]:
    # Looked up when asked: settings are made from this module, before Django's models can be imported.
    manager: models.Manager[Any] = apps.get_model("backhaul", name)._default_manager
    return manager
