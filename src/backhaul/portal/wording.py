"""Says a sentence in the visitor's language, with days and amounts as that language writes them."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext, gettext_lazy

from backhaul.core.cancel_reasons import CancelReason
from backhaul.core.money import Money
from backhaul.core.sentences import Sentence, Value
from backhaul.core.wanted_changes import ChangeKind
from backhaul.portal.templatetags.portal import day, money

REASONS: Mapping[CancelReason, object] = {
    CancelReason.TOO_MUCH: gettext_lazy("I have more than enough"),
    CancelReason.TOO_EXPENSIVE: gettext_lazy("It is too expensive"),
    CancelReason.NOT_LIKED: gettext_lazy("I do not like it"),
    CancelReason.DELIVERY_TROUBLE: gettext_lazy("There was trouble with deliveries"),
    CancelReason.MOVING: gettext_lazy("I move, or I am away for long"),
    CancelReason.ELSEWHERE: gettext_lazy("I buy it elsewhere"),
    CancelReason.OTHER: gettext_lazy("Another reason"),
}
ASKS: Mapping[ChangeKind, object] = {
    ChangeKind.ADDRESS: gettext_lazy("Change the address"),
    ChangeKind.PAYMENT_METHOD: gettext_lazy("Pay in another way"),
    ChangeKind.PAUSE: gettext_lazy("Pause"),
    ChangeKind.RESUME: gettext_lazy("Resume"),
    ChangeKind.CANCEL: gettext_lazy("Cancel the subscription"),
    ChangeKind.DATE: gettext_lazy("Change the date"),
    ChangeKind.SKIP: gettext_lazy("Skip"),
    ChangeKind.UNSKIP: gettext_lazy("Do not skip"),
}
"""What a customer presses to ask for a change."""
TITLES: Mapping[ChangeKind, object] = {
    ChangeKind.ADDRESS: gettext_lazy("Another address"),
    ChangeKind.PAYMENT_METHOD: gettext_lazy("Another way of paying"),
    ChangeKind.PAUSE: gettext_lazy("Pause the subscription"),
    ChangeKind.RESUME: gettext_lazy("Resume the subscription"),
    ChangeKind.CANCEL: gettext_lazy("Cancel the subscription"),
    ChangeKind.DATE: gettext_lazy("Another date"),
    ChangeKind.SKIP: gettext_lazy("Skip a delivery"),
    ChangeKind.UNSKIP: gettext_lazy("Take a skip back"),
}
CONFIRMS: Mapping[ChangeKind, object] = {
    ChangeKind.ADDRESS: gettext_lazy("Yes, change the address"),
    ChangeKind.PAYMENT_METHOD: gettext_lazy("Yes, send me the e-mail"),
    ChangeKind.PAUSE: gettext_lazy("Yes, pause"),
    ChangeKind.RESUME: gettext_lazy("Yes, resume"),
    ChangeKind.CANCEL: gettext_lazy("Yes, cancel the subscription"),
    ChangeKind.DATE: gettext_lazy("Yes, change the date"),
    ChangeKind.SKIP: gettext_lazy("Yes, skip it"),
    ChangeKind.UNSKIP: gettext_lazy("Yes, do not skip it"),
}
"""What a customer presses to have it done."""


def spoken(sentence: Sentence) -> str:
    """The sentence as plain text, in the language that is active."""
    return gettext(sentence.pattern).format(**{name: _written(value) for name, value in sentence.values})


def _written(value: Value) -> str:
    if isinstance(value, Money):
        return money(value)
    return day(value) if isinstance(value, date) else str(value)
