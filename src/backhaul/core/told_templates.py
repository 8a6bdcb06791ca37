"""A store's own words for a notice: text with named fields in it, and nothing that could be carried out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from backhaul.core.channel_errors import BadTemplate

FIELDS: Mapping[str, str] = {
    "shop": "the store's name",
    "title": "what kind of notice it is, in the channel's language",
    "words": "what happened",
    "order": "the order's name, like #1001, if it is about one",
    "subscription": "the subscription's number, if it is about one",
    "date": "the day of the notice in the store's zone",
    "decide_by": "until when it is to be decided, if it is",
    "link": "where the notice is shown, for staff",
}
LONGEST_SUBJECT = 200
LONGEST_BODY = 10_000
_FIELD = re.compile(r"\{\{\s*([A-Za-z_]+)\s*\}\}")
_BRACES = re.compile(r"\{[{%#]|[}%#]\}")


@dataclass(frozen=True)
class OwnWords:
    """Subject and body as a store has written them; checked when they are kept."""

    subject: str
    body: str

    def fill(self, values: Mapping[str, str]) -> tuple[str, str]:
        """Subject and body with the values of their fields, which are put in as they are, braces included."""
        return _fill(self.subject, values), _fill(self.body, values)


def check_words(subject: str, body: str) -> OwnWords:
    """The words if they can be filled. Raises BadTemplate with the place of the first mistake."""
    _check("subject", subject, LONGEST_SUBJECT)
    if len(subject.splitlines()) > 1:
        raise _bad("subject", subject, subject.index("\n") if "\n" in subject else 0, "A subject has one line.")
    _check("body", body, LONGEST_BODY)
    return OwnWords(subject.strip(), body.strip())


def _check(part: str, text: str, most: int) -> None:
    if not text.strip():
        raise _bad(part, text, 0, "It is empty.")
    if len(text) > most:
        raise _bad(part, text, most, f"It is longer than {most} characters.")
    if "\x00" in text:
        raise _bad(part, text, text.index("\x00"), "A character of it cannot be kept.")
    for field in _FIELD.finditer(text):
        if field[1] not in FIELDS:
            raise _bad(part, text, field.start(), f"There is no field “{field[1][:40]}”.")
    blanked = _FIELD.sub(lambda field: " " * len(field[0]), text)
    stray = _BRACES.search(blanked)
    if stray:
        raise _bad(part, text, stray.start(), f"“{stray[0]}” is no field: a field is a name alone.")


def _bad(part: str, text: str, at: int, because: str) -> BadTemplate:
    before = text[:at]
    line, column = before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1
    return BadTemplate(because, part=part, line=line, column=column, known=tuple(FIELDS))


def _fill(text: str, values: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda field: values.get(field[1], ""), text)
