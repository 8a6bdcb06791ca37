"""Sentences for customers: a pattern that can be translated, and the values that its places are filled with.

What is said is decided here; in which language, and how a date or an amount is written in it, where it is shown.
"""

from dataclasses import dataclass
from datetime import date

from backhaul.core.money import Money

Value = str | int | date | Money


@dataclass(frozen=True)
class Sentence:
    """A pattern in English with named {places}, and what they hold by name. Its text is plain, never markup."""

    pattern: str
    values: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        return self.pattern.format(**dict(self.values))


def say(pattern: str, /, **values: Value) -> Sentence:
    """The sentence; patterns are collected for translation by the name of this function."""
    return Sentence(pattern, tuple(values.items()))
