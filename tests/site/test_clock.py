"""The clock of a sandbox installation."""

from datetime import UTC, datetime, timedelta

import pytest

from backhaul.core.installation_errors import ClockRefused
from backhaul.models import Store
from backhaul.site import clock

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def connect(slug: str, *, is_sandbox: bool) -> None:
    Store.objects.create(
        slug=slug,
        shop_domain=f"{slug}.myshopify.com",
        api_url=f"https://{slug}.myshopify.com",
        is_sandbox=is_sandbox,
        created_at=datetime.now(UTC),
    )


def test_it_keeps_real_time_until_it_is_advanced() -> None:
    assert abs(clock.make_clock("sandbox").now() - datetime.now(UTC)) < SECOND


def test_advances_add_up() -> None:
    connect("local", is_sandbox=True)

    clock.advance_offset(timedelta(days=1))
    clock.advance_offset(timedelta(hours=2))

    assert clock.clock_offset() == timedelta(days=1, hours=2)
    assert abs(clock.make_clock("sandbox").now() - datetime.now(UTC) - timedelta(hours=26)) < SECOND


def test_it_cannot_be_advanced_beside_a_real_shop() -> None:
    connect("real", is_sandbox=False)

    with pytest.raises(ClockRefused, match="real"):
        clock.advance_offset(timedelta(days=1))


def test_once_advanced_it_refuses_to_tell_the_time_to_a_real_shop() -> None:
    clock.advance_offset(timedelta(days=1))
    connect("real", is_sandbox=False)

    with pytest.raises(ClockRefused):
        clock.make_clock("sandbox").now()


def test_the_real_clock_knows_no_offset() -> None:
    clock.advance_offset(timedelta(days=1))

    assert abs(clock.make_clock("real").now() - datetime.now(UTC)) < SECOND
