"""Enums of Shopify, which grow with every version of its API."""

from enum import StrEnum
from typing import Self


class OpenEnum(StrEnum):
    """An enum that keeps a value it does not know instead of refusing it; members compare equal to their text."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        """Make a nameless member for any other text."""
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member
