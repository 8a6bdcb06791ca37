"""The data of an edit that is under way: what each line, discount and shipping line would become."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from shopify_sandbox.state import quantities
from shopify_sandbox.state.entities import Entity
from shopify_sandbox.state.locations import Location
from shopify_sandbox.state.money import MoneyBag
from shopify_sandbox.state.orders import LineItem, Order, ShippingLine


@dataclass(eq=False, kw_only=True)
class StagedDiscount:
    """A discount for one line: a part of a hundred, or an amount for each unit."""

    id: str
    description: str
    percent: Decimal | None = None
    each: MoneyBag | None = None


@dataclass(eq=False, kw_only=True)
class EditedLine:
    """A line as the edit leaves it; of a new one, `line` is not part of the order yet."""

    id: str
    line: LineItem
    quantity: int
    added: bool = False
    restock: bool = False
    location: Location | None = None
    discounts: list[StagedDiscount] = field(default_factory=list)

    @property
    def before(self) -> int:
        """Units without the edit."""
        return 0 if self.added else quantities.current(self.line)

    @property
    def delta(self) -> int:
        """Units that the edit adds, negative when it takes some away."""
        return self.quantity - self.before


@dataclass(eq=False, kw_only=True)
class EditedShipping:
    """A shipping line as the edit leaves it."""

    id: str
    line: ShippingLine
    added: bool = False
    removed: bool = False

    @property
    def status(self) -> str:
        """CalculatedShippingLineStagedStatus."""
        return "REMOVED" if self.removed else "ADDED" if self.added else "NONE"


@dataclass(eq=False, kw_only=True)
class OrderEdit(Entity):
    """An edit from its begin to its commit; `order_edits` is how often the order had been edited when it began."""

    typename: ClassVar[str] = "CalculatedOrder"
    order: Order
    order_edits: int
    lines: list[EditedLine] = field(default_factory=list)
    shipping: list[EditedShipping] = field(default_factory=list)
    removed_discounts: list[str] = field(default_factory=list)
    committed: bool = False

    @property
    def session_gid(self) -> str:
        """The id of the session, which names the same edit."""
        return f"gid://shopify/OrderEditSession/{self.id}"

    @property
    def changes_something(self) -> bool:
        """Whether anything is staged."""
        lines = any(each.delta or each.discounts for each in self.lines)
        return lines or bool(self.removed_discounts) or any(each.status != "NONE" for each in self.shipping)


@dataclass(frozen=True)
class UnitChange:
    """Units of a line that an edit added or took away."""

    line: LineItem
    units: int


@dataclass(frozen=True)
class DiscountChange:
    """A discount that an edit gave to a line or took from it."""

    line: LineItem
    id: int
    description: str


@dataclass(eq=False, kw_only=True)
class CommittedEdit(Entity):
    """What a committed edit changed, for those who are told."""

    typename: ClassVar[str] = "OrderEdit"
    order: Order
    created_at: datetime
    notify_customer: bool
    staff_note: str | None
    additions: list[UnitChange] = field(default_factory=list)
    removals: list[UnitChange] = field(default_factory=list)
    discounts_added: list[DiscountChange] = field(default_factory=list)
    discounts_removed: list[DiscountChange] = field(default_factory=list)
    shipping_added: list[ShippingLine] = field(default_factory=list)
    shipping_removed: list[ShippingLine] = field(default_factory=list)
