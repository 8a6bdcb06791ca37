"""Who buys."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from shopify_sandbox.state.addresses import Address
from shopify_sandbox.state.entities import Entity


@dataclass(eq=False, kw_only=True)
class Customer(Entity):
    """A customer; the e-mail address, where there is one, is unique in the shop."""

    typename: ClassVar[str] = "Customer"
    created_at: datetime
    updated_at: datetime
    email: str | None = None
    phone: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    note: str | None = None
    tags: list[str] = field(default_factory=list)
    tax_exempt: bool = False
    default_address: Address | None = None
    erased_at: datetime | None = None

    @property
    def display_name(self) -> str:
        """The full name, else the e-mail address, else the phone number."""
        name = " ".join(part for part in (self.first_name, self.last_name) if part)
        return name or self.email or self.phone or ""
