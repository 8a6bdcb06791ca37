"""Takes the variables of a stored call apart; what has another form than expected raises BadReference."""

from collections.abc import Mapping

from backhaul.core.errors import BadMoney, BadReference
from backhaul.core.money import Money, parse_money


def list_of(value: object) -> list[object]:
    """The entries of a list; none where there is no list."""
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise BadReference(_UNEXPECTED)
    return list(value)


def object_of(value: object) -> dict[str, object]:
    """The fields of an object."""
    if not isinstance(value, Mapping):
        raise BadReference(_UNEXPECTED)
    return {str(key): item for key, item in value.items()}


def text_of(value: object) -> str:
    """A text that is not empty."""
    if not isinstance(value, str) or not value:
        raise BadReference(_UNEXPECTED)
    return value


def money_of(amount: object, currency: object) -> Money:
    """An amount in its currency."""
    try:
        return parse_money(text_of(amount), text_of(currency))
    except BadMoney as error:
        raise BadReference(f"The stored call cannot be used: {error.message}") from error


_UNEXPECTED = "The stored call has another form than expected."
