"""Which location a posting means."""

import pytest

from backhaul.core.errors import UnknownLocation
from backhaul.core.locations import resolve_location
from tests.core.builders import HERE


@pytest.mark.parametrize("named", ["main", "MAIN", " main ", HERE, "1"])
def test_a_location_is_named_by_our_code_its_gid_or_its_number(named: str) -> None:
    assert resolve_location(named, {"Main": HERE}) == HERE


@pytest.mark.parametrize("named", ["", "attic", "2", "gid://shopify/Order/1"])
def test_an_unknown_location_names_the_known_ones(named: str) -> None:
    with pytest.raises(UnknownLocation) as caught:
        resolve_location(named, {"Main": HERE})

    assert "Main" in caught.value.hint
