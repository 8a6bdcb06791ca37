"""Days, times and amounts as the visitor's language writes them, in the store's zone."""

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_time
from babel.numbers import format_currency
from django import template
from django.utils.timezone import localtime
from django.utils.translation import get_language

from backhaul.core.money import Money

register = template.Library()


@register.filter
def day(value: datetime | date | None) -> str:
    """A day in words, like 3 March 2026; of a moment, the day on which the store lives through it."""
    if value is None:
        return ""
    local = localtime(value) if isinstance(value, datetime) else value
    return format_date(local, format="long", locale=_locale())


@register.filter
def moment(value: datetime | None) -> str:
    """A day and a time in the store's zone, to the minute."""
    if value is None:
        return ""
    local, locale = localtime(value), _locale()
    return f"{format_date(local, format='long', locale=locale)}, {format_time(local, format='short', locale=locale)}"


@register.filter
def money(value: Money | Decimal | None, currency: str = "") -> str:
    """An amount with its currency, with as many decimals as the currency has; of a bare number `currency` is said."""
    if value is None:
        return ""
    amount, code = (value.amount, value.currency) if isinstance(value, Money) else (value, currency)
    return format_currency(amount, code, locale=_locale())


def _locale() -> str:
    return (get_language() or "en").replace("-", "_")
