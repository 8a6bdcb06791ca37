"""Which API versions there are at an instant."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shopify_sandbox.api_versions import public, seen


@pytest.mark.parametrize(
    ("handle", "name", "supported"),
    [
        ("2027-01", "2027-01 (Release candidate)", False),
        ("2026-10", "2026-10 (Latest)", True),
        ("2026-07", "2026-07", True),
        ("2025-10", "2025-10 (Unsupported)", False),
        ("unstable", "unstable", False),
    ],
)
def test_a_version_is_supported_from_its_first_day_for_a_year(handle: str, name: str, supported: bool) -> None:
    version = seen(handle, datetime(2026, 12, 31, tzinfo=UTC))

    assert (version.display_name, version.supported) == (name, supported)


def test_the_public_versions_reach_from_the_oldest_supported_to_the_unstable_one() -> None:
    handles = [version.handle for version in public(datetime(2026, 11, 2, tzinfo=UTC))]

    assert handles == ["2026-01", "2026-04", "2026-07", "2026-10", "2027-01", "unstable"]
