"""Fields that several tables share."""

import uuid
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models.fields import NOT_PROVIDED

from backhaul.core.money import LONGEST_CURRENCY


class PrefixedIdField(models.CharField):  # type: ignore[type-arg]  # Django's fields take no parameters at run time
    """A primary key such as `shp_5f0c…`: the prefix says what kind of thing it names, the rest is a random UUID."""

    def __init__(self, prefix: str = "", **kwargs: Any) -> None:
        self.prefix = prefix
        kwargs.update(max_length=40, primary_key=True, editable=False, default=self.new_id)
        super().__init__(**kwargs)

    def new_id(self) -> str:
        """A fresh id of this field's kind."""
        return f"{self.prefix}_{uuid.uuid4().hex}"

    def deconstruct(self) -> Any:
        """Only the prefix belongs in a migration; everything else follows from the class."""
        name, path, args, kwargs = super().deconstruct()
        for derived in ("max_length", "primary_key", "editable", "default"):
            kwargs.pop(derived, None)
        return name, path, args, {**kwargs, "prefix": self.prefix}


def prefixed_id(prefix: str) -> "models.CharField[str, str]":
    """A primary key whose values start with the prefix."""
    return PrefixedIdField(prefix)


def gid_field(*, blank: bool = False, help_text: str = "") -> "models.CharField[str, str]":
    """One of Shopify's global ids, `gid://shopify/Order/1`, kept verbatim."""
    return models.CharField(max_length=255, blank=blank, help_text=help_text)


def money_field() -> "models.DecimalField[Decimal | None, Decimal | None]":
    """An amount, null when Shopify gave none; its currency stands in a field beside it.

    Four decimals hold every currency's minor unit and Shopify's unit prices.
    """
    return models.DecimalField(max_digits=20, decimal_places=4, null=True)


def amount_field() -> "models.DecimalField[Decimal, Decimal]":
    """An amount that is always there; its currency stands in a field beside it."""
    return models.DecimalField(max_digits=20, decimal_places=4)


def currency_field(*, blank: bool = False, help_text: str = "") -> "models.CharField[str, str]":
    """Shopify's CurrencyCode: mostly the three letters of ISO 4217, but USDC, too, and others may come."""
    return models.CharField(max_length=LONGEST_CURRENCY, blank=blank, help_text=help_text)


def choice_field(choices: type[StrEnum], default: StrEnum | None = None) -> "models.CharField[str, str]":
    """One of an enum's values; without a default it has to be given."""
    values = [(member.value, member.value) for member in choices]
    longest = max(24, *(len(value) for value, _ in values))
    given = NOT_PROVIDED if default is None else default.value
    return models.CharField(max_length=longest, choices=values, default=given)
