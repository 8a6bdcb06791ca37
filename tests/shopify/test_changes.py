"""Searches are written as Shopify reads them."""

from datetime import datetime, timedelta, timezone

from backhaul.shopify.changes import created_since


def test_a_search_names_its_instant_in_utc_whatever_zone_it_was_given_in() -> None:
    in_brussels = datetime(2026, 5, 1, 14, tzinfo=timezone(timedelta(hours=2)))

    assert created_since(in_brussels) == "created_at:>='2026-05-01T12:00:00Z'"


def test_without_an_instant_everything_is_searched_for() -> None:
    assert created_since(None) == ""
