"""Reading what a control endpoint was given: each function returns a value or says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation

from shopify_sandbox.clock import ClockError, parse_duration
from shopify_sandbox.state.money import smallest_unit


class BadControlRequest(ValueError):
    """A control endpoint was given something it can't use; nothing was changed. The message says what and why."""


def amount(value: object, where: str) -> Decimal:
    """A finite amount that is not negative. Raises BadControlRequest, as all functions here do."""
    try:
        parsed = Decimal(str(value))
    except InvalidOperation as error:
        raise BadControlRequest(f"{where} is not an amount: {value!r}") from error
    if isinstance(value, bool) or not parsed.is_finite() or parsed < 0:
        raise BadControlRequest(f"{where} must be a finite amount, not negative")
    return parsed


def price(value: object, where: str, currency: str) -> Decimal:
    """An amount in whole smallest units of the currency."""
    parsed = amount(value, where)
    if parsed % smallest_unit(currency):
        raise BadControlRequest(f"{where} has more decimals than {currency}: {value!r}")
    return parsed


def rate(value: object, where: str) -> Decimal:
    """An amount greater than zero."""
    parsed = amount(value, where)
    if parsed == 0:
        raise BadControlRequest(f"{where} must be greater than 0")
    return parsed


def count(value: object, where: str) -> int:
    """A whole number of at least 1."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise BadControlRequest(f"{where} must be a whole number of at least 1")
    return value


def duration(value: object, where: str) -> timedelta:
    """A duration such as P1D or PT30M."""
    if not isinstance(value, str):
        raise BadControlRequest(f"{where} must be a duration such as P1D or PT30M")
    try:
        return parse_duration(value)
    except ClockError as error:
        raise BadControlRequest(f"{where}: {error}") from error


def truth(value: object, where: str) -> bool:
    """True or false, nothing that stands for one."""
    if not isinstance(value, bool):
        raise BadControlRequest(f"{where} must be true or false")
    return value


def mapping(value: object, where: str) -> Mapping[str, object]:
    """A JSON object."""
    if not isinstance(value, Mapping):
        raise BadControlRequest(f"{where} must be an object")
    return value


def texts(value: object, where: str) -> list[str]:
    """A list, each entry as text."""
    if not isinstance(value, list):
        raise BadControlRequest(f"{where} must be a list of texts")
    return [str(each) for each in value]


def optional_text(given: Mapping[str, object], key: str) -> str | None:
    """The text under the key; None when it is missing, null or empty."""
    value = given.get(key)
    return None if value in (None, "") else str(value)


def one_of(value: object, known: tuple[str, ...], where: str) -> str:
    """One of the known words."""
    if not isinstance(value, str) or value not in known:
        raise BadControlRequest(f"{where} must be one of {', '.join(known)}, not {value!r}")
    return value


def last_of(query: Mapping[str, object]) -> int | None:
    """How many of the newest are wanted; None for all."""
    last = query.get("last")
    if last is None:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", str(last)):
        raise BadControlRequest("last must be a whole number")
    return int(str(last))


def no_others(given: Mapping[str, object], known: set[str], where: str) -> None:
    """Refuse keys that nobody reads."""
    unknown = sorted(set(given) - known)
    if unknown:
        raise BadControlRequest(f"{where}: unknown {unknown[0]!r}; there are {', '.join(sorted(known))}")
