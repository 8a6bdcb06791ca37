"""Values that apps attach to other things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shopify_sandbox.state.entities import Entity


@dataclass(eq=False, kw_only=True)
class Metafield(Entity):
    """One value, found by its namespace and key on its owner."""

    typename: ClassVar[str] = "Metafield"
    owner: Entity
    namespace: str
    key: str
    type: str
    value: str
    created_at: datetime
    updated_at: datetime
