"""Which way of shipping, and which price, a subscription has at a new address."""

from decimal import Decimal

import pytest

from backhaul.core.decisions import Person
from backhaul.core.delivery_choice import Chosen, Offered, choose_option
from backhaul.core.money import Money


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


STANDARD, EXPRESS = Offered("standard", "Standard", euros("5.00")), Offered("express", "Express", euros("15.00"))
FAR = Offered("standard", "Standard", euros("12.00"))


def test_the_way_of_shipping_stays_and_its_price_follows_the_tariff() -> None:
    chosen = choose_option([FAR, EXPRESS], wanted="standard", before=[STANDARD], price_now=euros("5.00"))

    assert isinstance(chosen, Chosen)
    assert (chosen.option, chosen.price) == (FAR, euros("12.00"))
    assert "12.00 EUR" in chosen.words


@pytest.mark.parametrize("price_now", ["0.00", "15.00"], ids=["free", "three deliveries at once"])
def test_a_price_that_is_not_the_tariffs_stays(price_now: str) -> None:
    chosen = choose_option([FAR], wanted="standard", before=[STANDARD], price_now=euros(price_now))

    assert isinstance(chosen, Chosen)
    assert chosen.price is None
    assert "stays" in chosen.words


def test_the_only_other_way_is_taken_and_told() -> None:
    chosen = choose_option([EXPRESS], wanted="standard", before=[STANDARD], price_now=euros("5.00"))

    assert isinstance(chosen, Chosen)
    assert (chosen.option, chosen.price) == (EXPRESS, euros("15.00"))
    assert "Express" in chosen.words


def test_one_of_several_other_ways_is_a_persons_choice() -> None:
    pickup = Offered("slow", "Slow", None)

    found = choose_option([EXPRESS, pickup], wanted="standard", before=[STANDARD], price_now=euros("5.00"))

    assert isinstance(found, Person)
    assert "“Express” (express, 15.00 EUR), “Slow” (slow)" in found.words


def test_an_address_without_any_way_is_a_persons_choice() -> None:
    assert isinstance(choose_option([], wanted="standard", before=[STANDARD], price_now=euros("5.00")), Person)
