"""Turns the clocks of a sandbox installation: the local Shopify's and the product's, together."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx2
from django.conf import settings as django_settings

from backhaul.cli.installation import ClockReading
from backhaul.core.installation_errors import ClockIsReal, SandboxUnreachable
from backhaul.jobs.round import run_due
from backhaul.models import Store
from backhaul.site import clock
from backhaul.site.environment import Settings

TIMEOUT_SECONDS = 30


def read() -> ClockReading:
    """What the clocks show. Raises SandboxUnreachable."""
    return _reading(tasks_run=0)


def advance(settings: Settings, by: timedelta) -> ClockReading:
    """Advances every connected sandbox, then the product, then runs what became due.

    Raises ClockIsReal or ClockRefused unless this is a sandbox installation, and SandboxUnreachable before the
    product's clock has moved.
    """
    if settings.clock != "sandbox":
        raise ClockIsReal
    clock.refuse_beside_real_stores()
    for url in _sandbox_urls():
        _turn(url, {"advance": f"PT{int(by.total_seconds())}S"})
    clock.advance_offset(by)
    return _reading(tasks_run=run_due(concurrency=settings.workers))


def _reading(*, tasks_run: int) -> ClockReading:
    sandboxes = {url: str(_turn(url, {}).get("now", "")) for url in _sandbox_urls()}
    now = django_settings.BACKHAUL_CLOCK.now()
    return ClockReading(now=now, offset=clock.clock_offset(), sandboxes=sandboxes, tasks_run=tasks_run)


def _sandbox_urls() -> list[str]:
    addresses = Store.objects.filter(is_sandbox=True).values_list("api_url", flat=True)
    parts = [urlsplit(address) for address in addresses]
    return sorted({f"{part.scheme}://{part.netloc}" for part in parts})


def _turn(url: str, change: dict[str, str]) -> dict[str, Any]:
    """What the sandbox's clock says after the change, which may be none."""
    try:
        answer = httpx2.post(f"{url}/sandbox/clock", json=change, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        return dict(answer.json())
    except (httpx2.HTTPError, ValueError, TypeError) as exc:
        raise SandboxUnreachable(f"The sandbox at {url} did not turn or show its clock: {exc}") from exc
