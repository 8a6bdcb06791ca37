"""How ways of paying are called, for staff and for customers."""

import pytest

from backhaul.core.payment_words import PAYPAL, bank_account, card, said_of_payment, shop_pay


@pytest.mark.parametrize(
    ("words", "pattern"),
    [
        (card("Visa", "4242", "05/2028"), "{brand} ending in {digits}, until {until}"),
        (card("Visa", None, "05/2028"), "{brand} ending in {digits}, until {until}"),
        (shop_pay("0005"), "Shop Pay, card ending in {digits}"),
        (bank_account("First, account ending in tears", "6789"), "{bank}, account ending in {digits}"),
        (PAYPAL, "{words}"),
        ("Something new", "{words}"),
    ],
)
def test_a_customer_reads_the_same_words_as_the_staff(words: str, pattern: str) -> None:
    said = said_of_payment(words)

    assert (said.pattern, str(said)) == (pattern, words)
