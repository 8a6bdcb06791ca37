"""Reading what a caller gave: inputs arrive as plain mappings with strings in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

Given = Mapping[str, object]


def mappings(value: object) -> list[Given]:
    """The objects of a list; nothing for null."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return []
    return [each for each in value if isinstance(each, Mapping)]


def mapping(value: object) -> Given:
    """The object; an empty one for null."""
    return value if isinstance(value, Mapping) else {}


def texts(value: object) -> list[str]:
    """The texts of a list; nothing for null."""
    return [str(each) for each in value] if isinstance(value, Sequence) and not isinstance(value, str) else []


def optional_text(value: object) -> str | None:
    """The text; None for null and for the empty text."""
    return str(value) if value not in (None, "") else None


def instant(value: object) -> datetime | None:
    """An ISO instant in whole seconds; None for null. A date alone is its midnight in UTC."""
    if value is None:
        return None
    parsed = datetime.fromisoformat(str(value))
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)


def decimal(value: object) -> Decimal:
    """An amount given as text or number."""
    return Decimal(str(value))


def amount_of(money: object) -> Decimal:
    """The amount of a MoneyInput."""
    return Decimal(str(money["amount"])) if isinstance(money, Mapping) else Decimal(0)
