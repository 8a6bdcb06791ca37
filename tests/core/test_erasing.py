"""What is personal, and what a text, a path or a body becomes without it."""

import pytest

from backhaul.core.erasing import (
    ids_only,
    is_personal_path,
    names_any,
    values_in_body,
    values_in_facts,
    without_person,
    without_values,
)

ADDRESS = {"firstName": "Anna", "lastName": "Karenina", "address1": "Nevsky 7", "zip": "19116", "countryCodeV2": "RU"}


@pytest.mark.parametrize(
    ("path", "is_personal"),
    [
        ("email", True),
        ("shipping_address/zip", True),
        ("billing_address/city", True),
        ("attributes/Gift card", True),
        ("note", True),
        ("something_new", True),
        ("lines/gid://shopify/LineItem/1/quantity", False),
        ("lines/gid://shopify/LineItem/1/attributes/Engraving", True),
        ("money/current_total", False),
        ("tags", False),
        ("cancelled_at", False),
        ("deleted", False),
    ],
)
def test_what_is_not_known_to_be_harmless_counts_as_personal(path: str, is_personal: bool) -> None:
    assert is_personal_path(path) is is_personal


def test_facts_are_left_without_the_person() -> None:
    facts = {"email": "a@b.c", "money/current_total": "1.00 EUR", "shipping_address/zip": "19116", "tags": "vip"}

    assert without_person(facts) == {"money/current_total": "1.00 EUR", "tags": "vip"}
    assert values_in_facts({**facts, "shipping_address/country_code": "RU"}) == {"a@b.c", "19116"}


def test_a_person_is_found_in_a_body_and_the_name_of_an_order_is_not() -> None:
    body = {"name": "#1001", "email": "a@b.c", "shippingAddress": ADDRESS, "location": {"name": "Main street shop"}}

    assert values_in_body(body) == {"a@b.c", "Anna", "Karenina", "Anna Karenina", "Nevsky 7", "19116"}


def test_a_name_beside_an_address_is_a_persons() -> None:
    assert "Anna K." in values_in_body([{"name": "Anna K.", "address1": "Nevsky 7"}])


def test_a_body_nested_too_deep_is_looked_at_as_far_as_is_sensible() -> None:
    body: object = {"email": "deep@b.c"}
    for _ in range(500):
        body = [body]

    assert values_in_body(body) == frozenset()
    assert names_any(body, frozenset({"1"}))


def test_values_go_from_texts_as_whole_words_and_gids_stay() -> None:
    values = {"Anna", "19116", "Anna Karenina"}

    assert without_values("ANNA karenina, Annabel, 19116.", values) == "•••, Annabel, •••."
    assert without_values({"a": ["gid://shopify/Order/19116", 19116]}, values) == {
        "a": ["gid://shopify/Order/19116", 19116]
    }


def test_an_address_on_the_web_with_a_value_in_it_goes_whole() -> None:
    assert without_values("https://ups.example/19116x?n=1", {"19116"}) == "•••"
    assert without_values("https://ups.example/1", {"19116"}) == "https://ups.example/1"


def test_short_numbers_and_single_letters_are_not_sought() -> None:
    assert values_in_facts({"shipping_address/zip": "12", "note": "x"}) == frozenset()


def test_a_body_is_reduced_to_ids_and_dates() -> None:
    body = {
        "id": 1,
        "admin_graphql_api_id": "gid://shopify/Order/1",
        "updated_at": "2026-01-01T00:00:00Z",
        "email": "a@b.c",
        "customer": {"id": 7, "first_name": "Anna"},
        "line_items": [{"id": 2, "title": "For Anna"}, {"title": "x"}],
        "total": "1.00",
    }

    assert ids_only(body) == {
        "id": 1,
        "admin_graphql_api_id": "gid://shopify/Order/1",
        "updated_at": "2026-01-01T00:00:00Z",
        "customer": {"id": 7},
        "line_items": [{"id": 2}],
    }


def test_a_body_names_somebody_by_id_gid_or_email_and_not_by_an_order_number() -> None:
    names = frozenset({"7", "gid://shopify/Customer/7", "a@b.c"})

    assert names_any({"customer": {"id": 7}}, names)
    assert names_any([{"customer_id": "gid://shopify/Customer/7"}], names)
    assert names_any({"contact_email": "a@b.c"}, names)
    assert not names_any({"id": 8, "order_number": 7, "quantity": 7}, names)
