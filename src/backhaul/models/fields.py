"""Fields that several tables share."""

import uuid
from typing import Any

from django.db import models


class PrefixedIdField(models.CharField):
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


class GidField(models.CharField):
    """One of Shopify's global ids, `gid://shopify/Order/1`, kept verbatim."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 255, **kwargs})


class MoneyField(models.DecimalField):
    """An amount; its currency stands in a field beside it. Four decimals hold every currency's minor unit."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 20, "decimal_places": 4, **kwargs})
