"""Sentences of the rules, in templates."""

from django import template

from backhaul.core.change_address import in_one_line, whole
from backhaul.core.remote_customer import RemoteAddress
from backhaul.core.sentences import Sentence
from backhaul.core.wanted_changes import ChangeKind, GivenAddress
from backhaul.portal.wording import ASKS, TITLES, spoken

register = template.Library()


@register.filter
def said(value: Sentence | None) -> str:
    """The sentence in the visitor's language; nothing for none."""
    return spoken(value) if value is not None else ""


@register.filter
def asks(kind: ChangeKind) -> str:
    """What one presses to ask for a change of this kind."""
    return str(ASKS[kind])


@register.filter
def names(kind: ChangeKind) -> str:
    """What a change of this kind is called."""
    return str(TITLES.get(kind, kind))


@register.filter
def address(value: RemoteAddress | None) -> str:
    """An address on one line."""
    return in_one_line(whole(GivenAddress(), value)) if value is not None else ""
