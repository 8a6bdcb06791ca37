"""Shopify's ids."""

import pytest

from backhaul.core.errors import BadReference
from backhaul.core.gids import gid, number_of, sort_key


@pytest.mark.parametrize("text", ["gid://shopify/Order/7", "7"])
def test_a_number_is_read_from_a_gid_or_digits(text: str) -> None:
    assert number_of(text, "Order") == 7
    assert gid("Order", 7) == "gid://shopify/Order/7"


@pytest.mark.parametrize("text", ["", "gid://shopify/LineItem/7", "x7", "7;DROP", "gid://shopify/Order/"])
def test_what_is_not_an_id_is_refused(text: str) -> None:
    with pytest.raises(BadReference):
        number_of(text, "Order")


def test_ids_are_ordered_by_number_and_not_as_text() -> None:
    assert sorted([gid("Order", 10), gid("Order", 9)], key=sort_key) == [gid("Order", 9), gid("Order", 10)]
