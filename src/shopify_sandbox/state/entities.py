"""The base of everything that has a global id."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

_GID = re.compile(r"^gid://shopify/(?P<type>[A-Za-z]+)/(?P<id>\d+)(\?.*)?$")


@dataclass(eq=False, kw_only=True)
class Entity:
    """An object with an id; `typename` is the GraphQL type it is shown as."""

    typename: ClassVar[str] = ""
    id: int

    @property
    def gid(self) -> str:
        """The global id, gid://shopify/<type>/<number>."""
        return f"gid://shopify/{self.typename}/{self.id}"


def numeric_id(gid: str, typename: str) -> int | None:
    """The number in a global id of that type; None for another type or another form."""
    match = _GID.match(gid)
    if match is None or match["type"] != typename:
        return None
    return int(match["id"])


def type_of(gid: str) -> str | None:
    """The type a global id names, None when it isn't one."""
    match = _GID.match(gid)
    return match["type"] if match else None
