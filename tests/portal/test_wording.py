"""Sentences of the rules as a visitor reads them."""

from datetime import date
from decimal import Decimal
from string import Formatter

from django.utils import translation
from scripts.messages.catalogues import SOURCES, read

from backhaul.core.cancel_reasons import CancelReason
from backhaul.core.money import Money
from backhaul.core.portal_rules import OF_CONTRACT, OF_DELIVERY
from backhaul.core.sentences import say
from backhaul.portal.wording import ASKS, CONFIRMS, REASONS, TITLES, spoken


def places(text: str) -> set[str]:
    """The {places} of a pattern."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_a_sentence_is_said_in_the_visitors_language_with_its_days_and_amounts() -> None:
    moved = say("The next charge is on {day}.", day=date(2026, 12, 15))
    given = say(
        "Order {order} is cancelled and not sent: you get {amount} back.",
        order="#1001",
        amount=Money(Decimal("1234.5"), "EUR"),
    )

    with translation.override("de"):
        german = [spoken(moved), spoken(given).replace("\xa0", " ")]
    with translation.override("en"):
        english = [spoken(moved), spoken(given)]

    assert german == [
        "Die nächste Abbuchung ist am 15. Dezember 2026.",
        "Bestellung #1001 wird storniert und nicht versandt: Sie bekommen 1.234,50 € zurück.",
    ]
    assert english == [
        "The next charge is on December 15, 2026.",
        "Order #1001 is cancelled and not sent: you get €1,234.50 back.",
    ]


def test_what_a_customer_has_typed_is_never_a_pattern() -> None:
    assert spoken(say("Goes to {address}.", address="{0.__class__}")) == "Goes to {0.__class__}."


def test_every_translation_has_the_places_of_its_sentence() -> None:
    for source in SOURCES:
        for message in read(source):
            if message.id and isinstance(message.id, str) and "%(" not in message.id:
                assert places(str(message.string)) == places(message.id), message.id


def test_everything_that_can_be_asked_for_has_its_words() -> None:
    asked = {*OF_CONTRACT, *OF_DELIVERY}

    assert set(ASKS) == set(TITLES) == set(CONFIRMS) == asked
    assert set(REASONS) == set(CancelReason)
