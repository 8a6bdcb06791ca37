"""What a person knows a way of paying by; nothing that it could be used with."""

import re
from collections.abc import Callable

from backhaul.core.sentences import Sentence, say

Numbers = str | None


def card(brand: str, last_digits: Numbers, until: str) -> str:
    """A card, `until` as its month and year: 05/2028."""
    return f"{brand} ending in {last_digits}, until {until}"


def shop_pay(last_digits: Numbers) -> str:
    """An agreement with Shop Pay."""
    return f"Shop Pay, card ending in {last_digits}"


def bank_account(bank: str, last_digits: Numbers) -> str:
    """An account at a bank."""
    return f"{bank}, account ending in {last_digits}"


PAYPAL = "PayPal"


def said_of_payment(words: str) -> Sentence:
    """The same for a customer, in a language that is chosen where it is shown; other words stay as they are."""
    for pattern, sentence in _SENTENCES:
        if found := pattern.fullmatch(words):
            return sentence(**found.groupdict())
    return say("{words}", words=words)


_SENTENCES: tuple[tuple[re.Pattern[str], Callable[..., Sentence]], ...] = (
    (
        re.compile(r"Shop Pay, card ending in (?P<digits>.*)"),
        lambda digits: say("Shop Pay, card ending in {digits}", digits=digits),
    ),
    (
        re.compile(r"(?P<brand>.*) ending in (?P<digits>.*), until (?P<until>[0-9]{2}/[0-9]{4})"),
        lambda brand, digits, until: say(
            "{brand} ending in {digits}, until {until}", brand=brand, digits=digits, until=until
        ),
    ),
    (
        re.compile(r"(?P<bank>.*), account ending in (?P<digits>.*)"),
        lambda bank, digits: say("{bank}, account ending in {digits}", bank=bank, digits=digits),
    ),
)
