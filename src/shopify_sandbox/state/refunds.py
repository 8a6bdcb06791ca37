"""What was given back: units, shipping and money."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.transactions import Transaction


class RestockType(StrEnum):
    """What becomes of the refunded units."""

    CANCEL = "CANCEL"
    NO_RESTOCK = "NO_RESTOCK"
    RETURN = "RETURN"
    LEGACY_RESTOCK = "LEGACY_RESTOCK"


@dataclass(eq=False, kw_only=True)
class RefundLine(Entity):
    """Units of one order line that were refunded."""

    typename: ClassVar[str] = "RefundLineItem"
    line_item_id: int
    quantity: int
    restock_type: RestockType
    subtotal: MoneyBag
    tax: MoneyBag
    location: Location | None = None
    by_edit: bool = False

    @property
    def leaves_fulfillment(self) -> bool:
        """Whether the units are not to be fulfilled any more."""
        return self.by_edit or self.restock_type is RestockType.CANCEL

    @property
    def restocked(self) -> bool:
        """Whether the units went back into stock."""
        return self.restock_type is not RestockType.NO_RESTOCK


@dataclass(frozen=True)
class RefundedDuty:
    """How much of which duty was given back."""

    duty_id: int
    amount: MoneyBag


@dataclass(eq=False, kw_only=True)
class Refund(Entity):
    """A refund; that it exists does not mean that money moved: its transactions tell."""

    typename: ClassVar[str] = "Refund"
    order_id: int
    created_at: datetime
    updated_at: datetime
    processed_at: datetime
    note: str | None = None
    lines: list[RefundLine] = field(default_factory=list)
    transactions: list[Transaction] = field(default_factory=list)
    duties: list[RefundedDuty] = field(default_factory=list)
    return_id: int | None = None
    discrepancy_reason: str | None = None
    shipping: MoneyBag | None = None
    shipping_tax: MoneyBag | None = None
