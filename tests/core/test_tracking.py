"""Tracking numbers: accepted, refused, translated."""

import pytest

from backhaul.core.errors import BadTracking, UnknownCarrier
from backhaul.core.tracking import (
    MAX_NUMBERS,
    Carrier,
    CarrierMapping,
    Tracking,
    UnknownCarrierPolicy,
    map_carriers,
    parse_tracking,
)

MAPPING = CarrierMapping(
    {
        "dhl": Carrier("DHL Express"),
        "bike": Carrier("Other", "https://bike.example/?n={number}"),
    }
)


def test_blanks_around_a_number_go_and_quotes_stay() -> None:
    assert parse_tracking('  "A" 1\' ').number == '"A" 1\''


@pytest.mark.parametrize("number", ["", "   ", "x" * 256, "x" * 5_000, "A\nB", "A\tB", "A\x00B", "A\u2028B"])
def test_a_number_that_shopify_could_not_show_is_refused(number: str) -> None:
    with pytest.raises(BadTracking):
        parse_tracking(number)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.example/1",
        "javascript:alert(1)",
        "https://",
        "x",
        "https://a b.example",
        "https://[",
        "https://x.example/" + "a" * 2_000,
    ],
)
def test_an_address_is_a_web_address(url: str) -> None:
    with pytest.raises(BadTracking):
        parse_tracking("T1", url=url)


def test_a_web_address_is_kept_as_it_is() -> None:
    assert parse_tracking("T1", url="https://x.example/?n=T1&a='b'").url == "https://x.example/?n=T1&a='b'"


def test_an_empty_company_or_address_is_none() -> None:
    assert parse_tracking("T1", company=" ", url="") == Tracking("T1")


def test_a_carrier_of_ours_becomes_shopifys_company_whatever_its_case() -> None:
    assert map_carriers([Tracking("T1", "DHL")], MAPPING) == (Tracking("T1", "DHL Express"),)


def test_a_carrier_with_a_template_gets_an_address_for_each_number() -> None:
    result = map_carriers([Tracking("T/1", "bike"), Tracking("T2", "bike", "https://own.example")], MAPPING)

    assert [entry.url for entry in result] == ["https://bike.example/?n=T%2F1", "https://own.example"]


def test_shopifys_own_name_of_a_mapped_carrier_is_known_too() -> None:
    assert map_carriers([Tracking("T1", "dhl express")], MAPPING) == (Tracking("T1", "DHL Express"),)


def test_an_unknown_carrier_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(UnknownCarrier) as caught:
        map_carriers([Tracking("T1", "pigeon")], MAPPING)

    assert "bike, dhl" in caught.value.hint


@pytest.mark.parametrize(
    "mapping",
    [CarrierMapping({}), CarrierMapping(MAPPING.carriers, UnknownCarrierPolicy.LET_THROUGH)],
)
def test_without_mappings_or_by_policy_an_unknown_carrier_is_let_through(mapping: CarrierMapping) -> None:
    assert map_carriers([Tracking("T1", "pigeon")], mapping) == (Tracking("T1", "pigeon"),)


def test_by_policy_an_unknown_carrier_is_refused_even_without_mappings() -> None:
    with pytest.raises(UnknownCarrier):
        map_carriers([Tracking("T1", "pigeon")], CarrierMapping({}, UnknownCarrierPolicy.REFUSE))


def test_a_number_without_a_carrier_needs_no_mapping() -> None:
    assert map_carriers([Tracking("T1")], MAPPING) == (Tracking("T1"),)


@pytest.mark.parametrize(
    "tracking",
    [
        [Tracking("T1", "dhl"), Tracking("T2", "bike")],
        [Tracking("T1", "dhl"), Tracking("T1", "dhl")],
        [Tracking(f"T{number}") for number in range(MAX_NUMBERS + 1)],
    ],
)
def test_several_carriers_the_same_number_twice_and_too_many_numbers_are_refused(tracking: list[Tracking]) -> None:
    with pytest.raises(BadTracking):
        map_carriers(tracking, MAPPING)
