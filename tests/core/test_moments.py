"""Time zones by their names, and instants as people of a zone write them."""

from datetime import UTC, datetime

import pytest

from backhaul.core.moments import in_zone, zone_of

AT = datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("name", ["", " ", "Mars/Base", "Europe", "../UTC", "/etc/localtime", "a\x00b", "Ünknown"])
def test_what_names_no_zone_is_taken_for_utc(name: str) -> None:
    assert zone_of(name).key == "UTC"
    assert in_zone(AT, name) == "2026-03-29 00:59 (UTC)"


def test_an_instant_is_written_with_the_zone_it_is_in() -> None:
    assert in_zone(AT, "Asia/Kathmandu") == "2026-03-29 06:44 (Asia/Kathmandu)"
